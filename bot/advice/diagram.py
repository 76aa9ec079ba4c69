"""Reduced decision diagrams over many-valued variables: build them once, ask them often.

A node tests one variable and has one child for each of its cells; equal nodes are one node, and a
node whose children are all the same is not made (Bryant 1986, for many values: Srinivasan et al.
1990). Terminals are negative numbers that stand for values of any hashable kind; `IMPOSSIBLE` marks
the combinations that cannot be.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from .conditions import Clause

FALSE, TRUE, IMPOSSIBLE = -1, -2, -3

Terminal = Any
"""What a terminal stands for: hashable; whoever builds a diagram knows of which type its values are."""


class Forest:
    """The nodes of all diagrams over one order of variables; an int names a diagram by its root."""

    def __init__(self, widths: Sequence[int]) -> None:
        self.widths = tuple(widths)
        self.var: list[int] = []
        self.kids: list[tuple[int, ...]] = []
        self.values: list[Terminal] = [False, True, "impossible"]
        self._terminals: dict[Hashable, int] = {("reserved", i): ~i for i in range(3)}
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._ends: dict[int, frozenset[int]] = {}
        self._order: dict[int, tuple[int, ...]] = {}
        self._support: dict[int, frozenset[int]] = {}
        self._ite: dict[tuple[int, int, int], int] = {}

    def terminal(self, value: Hashable) -> int:
        """Return the diagram that is `value` everywhere."""
        if value not in self._terminals:
            self.values.append(value)
            self._terminals[value] = ~(len(self.values) - 1)
        return self._terminals[value]

    def value(self, terminal: int) -> Terminal:
        """Return what a terminal stands for."""
        return self.values[~terminal]

    def node(self, var: int, kids: tuple[int, ...]) -> int:
        """Return the diagram that tests `var`; the children must not test it or one before it."""
        if kids.count(kids[0]) == len(kids):
            return kids[0]
        found = self._unique.get((var, kids))
        if found is None:
            found = self._unique[var, kids] = len(self.var)
            self.var.append(var)
            self.kids.append(kids)
        return found

    def split(self, root: int, var: int) -> tuple[int, ...]:
        """Return a diagram's parts by the cells of a variable that stands at its top or above it."""
        if root >= 0 and self.var[root] == var:
            return self.kids[root]
        return (root,) * self.widths[var]

    def clause(self, clause: Clause) -> int:
        """Return the diagram that is true where one of the literals holds."""
        result = FALSE
        for var, cells in sorted(clause, key=lambda literal: literal[0], reverse=True):
            result = self.node(var, tuple(TRUE if cell in cells else result for cell in range(self.widths[var])))
        return result

    def both(self, left: int, right: int) -> int:
        """Return left and right."""
        return self.ite(left, right, FALSE)

    def ite(self, test: int, then: int, other: int) -> int:
        """Return `then` where `test` is true, else `other`."""
        if test == TRUE or then == other:
            return then
        if test == FALSE:
            return other
        key = (test, then, other)
        found = self._ite.get(key)
        if found is None:
            var = min([self.var[root] for root in key if root >= 0])
            parts = zip(self.split(test, var), self.split(then, var), self.split(other, var), strict=True)
            found = self._ite[key] = self.node(var, tuple([self.ite(a, b, c) for a, b, c in parts]))
        return found

    def merge(self, left: int, right: int, combine: Callable[[Terminal, Terminal], Hashable]) -> int:
        """Combine two diagrams terminal by terminal; where one is impossible, so is the result."""
        memo: dict[tuple[int, int], int] = {}
        vars_, kids = self.var, self.kids

        def walk(a: int, b: int) -> int:
            if a == IMPOSSIBLE or b == IMPOSSIBLE:
                return IMPOSSIBLE
            found = memo.get((a, b))
            if found is not None:
                return found
            if a < 0 and b < 0:
                found = self.terminal(combine(self.values[~a], self.values[~b]))
            elif b < 0 or (a >= 0 and vars_[a] < vars_[b]):
                found = self.node(vars_[a], tuple([walk(kid, b) for kid in kids[a]]))
            elif a < 0 or vars_[b] < vars_[a]:
                found = self.node(vars_[b], tuple([walk(a, kid) for kid in kids[b]]))
            else:
                pairs = zip(kids[a], kids[b], strict=True)
                found = self.node(vars_[a], tuple([walk(x, y) for x, y in pairs]))
            memo[a, b] = found
            return found

        return walk(left, right)

    def map(self, root: int, change: Callable[[Terminal], Hashable]) -> int:
        """Change the values at the terminals; what is impossible stays so."""
        return self._replace(root, lambda end: self.terminal(change(self.values[~end])))

    def equals(self, root: int, end: int) -> int:
        """Return the diagram that is true where another comes to a terminal; what is impossible stays so."""
        return self._replace(root, lambda other: TRUE if other == end else FALSE)

    def _replace(self, root: int, change: Callable[[int], int]) -> int:
        memo: dict[int, int] = {IMPOSSIBLE: IMPOSSIBLE}

        def walk(node: int) -> int:
            found = memo.get(node)
            if found is None:
                if node < 0:
                    found = change(node)
                else:
                    found = self.node(self.var[node], tuple([walk(kid) for kid in self.kids[node]]))
                memo[node] = found
            return found

        return walk(root)

    def narrowed(self, root: int, cells: Sequence[tuple[int, ...]]) -> tuple[tuple[int, ...], ...] | None:
        """Return the cells that some way to TRUE takes; None where there is no way."""
        alive: dict[int, bool] = {TRUE: True, FALSE: False}
        kept: dict[int, set[int]] = {}
        skipped = 0  # one bit a variable: those that some way does not test

        def walk(node: int, above: int) -> bool:
            nonlocal skipped
            if node not in alive:
                var, kids = self.var[node], self.kids[node]
                ways = [cell for cell in cells[var] if walk(kids[cell], var)]
                alive[node] = bool(ways)
                kept.setdefault(var, set()).update(ways)
            if alive[node]:
                below = self.var[node] if node >= 0 else len(self.widths)
                skipped |= (1 << below) - (1 << above + 1)
            return alive[node]

        if not walk(root, -1):
            return None
        found = list(cells)
        for var, ways in kept.items():
            if not skipped >> var & 1:
                found[var] = tuple(sorted(ways))
        return tuple(found)

    def nodes(self, root: int) -> set[int]:
        """Return the nodes of a diagram, without its terminals."""
        seen: set[int] = set()
        todo = [root]
        while todo:
            node = todo.pop()
            if node >= 0 and node not in seen:
                seen.add(node)
                todo += self.kids[node]
        return seen

    def downwards(self, root: int) -> tuple[int, ...]:
        """Return the nodes of a diagram, parents before their children; it is kept."""
        if root not in self._order:
            self._order[root] = tuple(sorted(self.nodes(root), reverse=True))  # a node is made after its children
        return self._order[root]

    def terminals(self, root: int) -> frozenset[int]:
        """Return the terminals of a diagram, without the impossible."""
        if root not in self._ends:
            ends = {kid for node in self.nodes(root) for kid in self.kids[node] if kid < 0} if root >= 0 else {root}
            self._ends[root] = frozenset(ends - {IMPOSSIBLE})
        return self._ends[root]

    def size(self, root: int) -> int:
        """Count the nodes of a diagram."""
        return len(self.nodes(root))

    def support(self, root: int) -> frozenset[int]:
        """Return the variables that a diagram tests."""
        if root not in self._support:
            self._support[root] = frozenset(self.var[node] for node in self.nodes(root))
        return self._support[root]


class View:
    """A diagram under what is known: only the nodes that can still be reached, reduced again.

    Nodes stand in an order in which children come before parents. `cells[var]` are the cells that
    are still possible, and a node's children stand in that order.
    """

    def __init__(self, forest: Forest, root: int, cells: Sequence[tuple[int, ...]]) -> None:
        self.forest = forest
        self.cells = cells
        self.var: list[int] = []
        self.kids: list[tuple[int, ...]] = []
        self.root = self._reduce(root)

    def _reduce(self, root: int) -> int:
        fvar, fkids, cells = self.forest.var, self.forest.kids, self.cells
        nvar, nkids = self.var, self.kids
        memo: dict[int, int] = {}
        unique: dict[tuple[int, tuple[int, ...]], int] = {}

        def walk(node: int) -> int:
            while node >= 0 and len(open_ := cells[fvar[node]]) == 1:
                node = fkids[node][open_[0]]
            if node < 0:
                return node
            found = memo.get(node)
            if found is None:
                var, below = fvar[node], fkids[node]
                kids = tuple([walk(below[cell]) for cell in cells[var]])
                first = kids[0]
                if kids.count(first) == len(kids):
                    found = first
                else:
                    found = unique.get((var, kids), -1)
                    if found < 0:
                        found = unique[var, kids] = len(nvar)
                        nvar.append(var)
                        nkids.append(kids)
                memo[node] = found
            return found

        return walk(root)

    def terminals(self) -> set[int]:
        """Return the terminals that can still be reached, without the impossible."""
        found = {kid for kids in self.kids for kid in kids if kid < 0} if self.root >= 0 else {self.root}
        return found - {IMPOSSIBLE}

    def support(self) -> set[int]:
        """Return the variables that are tested."""
        return set(self.var)
