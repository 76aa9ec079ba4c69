"""Weighing a view: how likely each outcome is, in all and for each value of a variable.

The variables' weights are multiplied, combinations that cannot be are left out, and the rest is
brought to a sum of one.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from .diagram import IMPOSSIBLE, View

DIGITS: Final = 9
"""Shares that agree to so many digits are equal: what stands first goes first, whatever the rounding."""

Row = tuple[float, list[float]]
"""The share of a value (or of several together), and the share of each outcome where it holds."""


class Masses:
    """How much weight reaches each terminal of a view, in all and for each value of a variable."""

    def __init__(self, view: View, weights: Sequence[Sequence[float]]) -> None:
        self._view = view
        self._weights: dict[int, list[float]] = {}
        for var in set(view.var):
            chosen = [weights[var][cell] for cell in view.cells[var]]
            total = sum(chosen)
            self._weights[var] = [weight / total for weight in chosen]
        self._ends = sorted(view.terminals(), reverse=True)
        self._reach, at_ends = self._weigh_downwards()
        raw = [at_ends[end] for end in self._ends]
        self.total = sum(raw)
        self.terminals: dict[int, float] = dict(zip(self._ends, _normal(raw), strict=True))

    @cached_property
    def _at_end(self) -> dict[int, list[float]]:
        return {end: [float(end == other) for other in self._ends] for end in (*self._ends, IMPOSSIBLE)}

    def _of(self, node: int) -> list[float]:
        return self._up[node] if node >= 0 else self._at_end[node]

    @cached_property
    def _up(self) -> list[list[float]]:
        # How much of each terminal is reached from each node.
        up: list[list[float]] = []
        width = range(len(self._ends))
        for var, kids in zip(self._view.var, self._view.kids, strict=True):
            sums = [0.0] * len(self._ends)
            for weight, kid in zip(self._weights[var], kids, strict=True):
                below = up[kid] if kid >= 0 else self._at_end[kid]
                for i in width:
                    sums[i] += weight * below[i]
            up.append(sums)
        return up

    def _weigh_downwards(self) -> tuple[list[float], dict[int, float]]:
        # How much comes to each node, and to each terminal.
        reach = [0.0] * len(self._view.var)
        at_ends = dict.fromkeys((*self._ends, IMPOSSIBLE), 0.0)
        if self._view.root >= 0:
            reach[self._view.root] = 1.0
        else:
            at_ends[self._view.root] = 1.0
        for node in range(len(reach) - 1, -1, -1):
            here = reach[node]
            for weight, kid in zip(self._weights[self._view.var[node]], self._view.kids[node], strict=True):
                if kid >= 0:
                    reach[kid] += here * weight
                else:
                    at_ends[kid] += here * weight
        return reach, at_ends

    def by_value(self) -> dict[int, list[Row]]:
        """Return for each variable that is tested a row for each of its open cells, in their order."""
        whole = self._of(self._view.root)
        width = range(len(self._ends))
        through = {var: [[0.0] * len(whole) for _ in weights] for var, weights in self._weights.items()}
        beside = {var: list(whole) for var in self._weights}
        for node, var in enumerate(self._view.var):
            here, up, rest = self._reach[node], self._up[node], beside[var]
            for i in width:
                rest[i] -= here * up[i]
            for row, weight, kid in zip(through[var], self._weights[var], self._view.kids[node], strict=True):
                below, part = self._of(kid), here * weight
                for i in width:
                    row[i] += part * below[i]
        return {var: self._rows(var, table, beside[var]) for var, table in through.items()}

    def _rows(self, var: int, through: list[list[float]], beside: list[float]) -> list[Row]:
        rows = []
        for weight, row in zip(self._weights[var], through, strict=True):
            joint = [max(inside + weight * outside, 0.0) for inside, outside in zip(row, beside, strict=True)]
            rows.append((sum(joint) / self.total, _normal(joint)))
        return rows

    def by_group(self, group: Sequence[int]) -> list[Row]:
        """Return the rows of several variables answered together, one for all answers that act alike.

        The group's variables stand next to one another in the order.
        """
        # A mix is the set of places that one answer leads to, from wherever the paths come in.
        mixes: dict[tuple[tuple[int, float], ...], float] = {tuple(sorted(self._entering(min(group)).items())): 1.0}
        for var in sorted(set(group) & set(self._weights)):
            following: dict[tuple[tuple[int, float], ...], float] = {}
            for mix, share in mixes.items():
                for place, weight in enumerate(self._weights[var]):
                    key = self._moved(mix, var, place)
                    following[key] = following.get(key, 0.0) + share * weight
            mixes = following
        rows = []
        for mix, share in mixes.items():
            joint = [sum(part * self._of(node)[i] for node, part in mix) for i in range(len(self._ends))]
            rows.append((share * sum(joint) / self.total, _normal(joint)))
        return rows

    def _moved(self, mix: tuple[tuple[int, float], ...], var: int, place: int) -> tuple[tuple[int, float], ...]:
        moved: dict[int, float] = {}
        for node, part in mix:
            to = self._view.kids[node][place] if node >= 0 and self._view.var[node] == var else node
            moved[to] = moved.get(to, 0.0) + part
        return tuple(sorted(moved.items()))

    def _entering(self, first: int) -> dict[int, float]:
        # The nodes (or terminals) at which paths first come to the group's levels, with their shares.
        view = self._view
        if view.root < 0 or view.var[view.root] >= first:
            return {view.root: 1.0}
        entering: dict[int, float] = {}
        for node, var in enumerate(view.var):
            if var < first and self._reach[node]:
                for weight, kid in zip(self._weights[var], view.kids[node], strict=True):
                    if kid < 0 or view.var[kid] >= first:
                        entering[kid] = entering.get(kid, 0.0) + self._reach[node] * weight
        return entering


def _normal(raw: list[float]) -> list[float]:
    total = sum(raw)
    return [share / total for share in raw] if total else raw
