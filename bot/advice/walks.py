"""The fast way through diagrams when every fact is known: one walk each, without views or shares."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Final

from .diagram import Forest
from .facts import FactError, Known, Value, Variable
from .impossible import Cells

UNKNOWN: Final = 1 << 30
"""Stands where a cell is not known; no node has so many children."""


class Walks:
    """Diagrams to be walked together, by name; only the facts that they test are read."""

    def __init__(
        self, forest: Forest, variables: Sequence[Variable], presumed: Cells, roots: Mapping[str, int]
    ) -> None:
        self._forest = forest
        self._roots = dict(roots)
        self._at_first = [cells[0] if len(cells) == 1 else UNKNOWN for cells in presumed]
        self._choices: list[tuple[str, int, dict[Value, int]]] = []
        self._numbers: list[tuple[str, int, Variable]] = []
        self._several: dict[str, list[tuple[int, str]]] = {}
        for index in sorted(set().union(*(forest.support(root) for root in roots.values()))):
            variable = variables[index]
            name = variable.fact.id
            if variable.choice is not None:
                self._several.setdefault(name, []).append((index, variable.choice))
            elif variable.fact.kind == "number":
                self._numbers.append((name, index, variable))
            else:
                self._choices.append((name, index, {value: cell for cell, value in enumerate(variable.cells)}))

    def ends(self, known: Known) -> dict[str, int]:
        """Return the terminal of each diagram.

        Raises:
            FactError: a fact that is needed is not known.
        """
        places = self._places(known)
        var, kids = self._forest.var, self._forest.kids
        found = {}
        try:
            for name, node in self._roots.items():
                while node >= 0:
                    node = kids[node][places[var[node]]]
                found[name] = node
        except IndexError:
            raise FactError("facts: found some that are unknown; all that a rule tests must be known") from None
        return found

    def _places(self, known: Known) -> list[int]:
        places = self._at_first.copy()
        for name, index, cells in self._choices:
            if name in known:
                places[index] = cells[known[name]]
        for name, index, variable in self._numbers:
            value = known.get(name)
            if isinstance(value, int):
                places[index] = bisect_right(variable.cells, value, key=int) - 1
            elif value is not None:
                left = variable.allowed(value)
                places[index] = left[0] if len(left) == 1 else UNKNOWN
        for name, choices in self._several.items():
            chosen = known.get(name)
            if isinstance(chosen, frozenset):
                for index, choice in choices:
                    places[index] = int(choice in chosen)
        return places
