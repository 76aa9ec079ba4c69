"""Forgetting variables of a view: what could still come out, whatever they turn out to be."""

from .diagram import IMPOSSIBLE, Forest, View


class Projection:
    """A view whose terminals are sets of terminals, after some of its variables were forgotten."""

    def __init__(self, view: View, hidden: frozenset[int]) -> None:
        self._forest = Forest([len(cells) for cells in view.cells])
        self._unions: dict[tuple[int, int], int] = {}
        self._none = self._forest.terminal(frozenset())
        self._made: list[int] = []
        for var, kids in zip(view.var, view.kids, strict=True):
            below = [self._of(kid) for kid in kids]
            self._made.append(self._join(below) if var in hidden else self._forest.node(var, tuple(below)))
        self._root = self._of(view.root)

    def _of(self, node: int) -> int:
        if node >= 0:
            return self._made[node]
        return self._none if node == IMPOSSIBLE else self._forest.terminal(frozenset((node,)))

    def _join(self, parts: list[int]) -> int:
        joined = parts[0]
        for part in parts[1:]:
            joined = self._union(joined, part)
        return joined

    def _union(self, a: int, b: int) -> int:
        if a == b:
            return a
        key = (a, b) if a < b else (b, a)
        found = self._unions.get(key)
        if found is None:
            forest = self._forest
            if a < 0 and b < 0:
                found = forest.terminal(forest.value(a) | forest.value(b))
            else:
                var, pairs = self._side_by_side(a, b)
                found = forest.node(var, tuple([self._union(x, y) for x, y in pairs]))
            self._unions[key] = found
        return found

    def _side_by_side(self, a: int, b: int) -> tuple[int, list[tuple[int, int]]]:
        forest = self._forest
        var = min([forest.var[node] for node in (a, b) if node >= 0])
        return var, list(zip(forest.split(a, var), forest.split(b, var), strict=True))

    def narrows(self, var: int) -> bool:
        """Tell whether some value of `var` rules out an outcome that another leaves possible."""
        forest = self._forest
        same: set[tuple[int, int]] = set()
        for node in forest.nodes(self._root):
            if forest.var[node] == var:
                kids = list(dict.fromkeys(forest.kids[node]))
                if any(self._differ(a, b, same) for i, a in enumerate(kids) for b in kids[i + 1 :]):
                    return True
        return False

    def _differ(self, a: int, b: int, same: set[tuple[int, int]]) -> bool:
        # Where one of the two cannot be, nothing is ruled out: there is no choice between them.
        if a == b or self._none in (a, b) or (a, b) in same:
            return False
        if a < 0 and b < 0:
            return True
        _, pairs = self._side_by_side(a, b)
        if any(self._differ(x, y, same) for x, y in pairs):
            return True
        same.add((a, b))
        return False
