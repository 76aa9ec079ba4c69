"""Combinations that cannot be: which are allowed, and which facts they tie together."""

from collections.abc import Sequence

from .conditions import Axes, Condition
from .facts import FactError

Cells = tuple[tuple[int, ...], ...]
"""For each variable, the cells that are still possible."""

Combination = tuple[tuple[int, frozenset[int]], ...]
"""Variables with cells that cannot all be so at once."""


def combinations_of(conditions: Sequence[Condition], axes: Axes) -> list[Combination]:
    """Return the combinations that conditions describe.

    A presumed value is refused in them: nobody has seen it, so it must not rule anything out.

    Raises:
        FactError: a fact, operator or value that may not stand in an impossible combination.
    """
    found = []
    for condition in conditions:
        combination = tuple(_literal(name, raw, axes) for name, raw in condition.facts.items())
        if not combination:
            raise FactError("impossible: found an empty combination; at least one fact is needed")
        found.append(combination)
    return found


def _literal(name: str, raw: object, axes: Axes) -> tuple[int, frozenset[int]]:
    clauses = axes.clauses(name, raw)
    index, cells = clauses[0][0]
    variable = axes.variables[index]
    fact = variable.fact
    if fact.kind == "several":
        raise FactError(f"{name}: found in an impossible combination; only facts with one value are allowed there")
    if fact.evidence_only and fact.presumed is not None and cells.intersection(variable.allowed(fact.presumed)):
        raise FactError(f"{name}: found its presumed value in an impossible combination; its other values are allowed")
    return index, cells


def _undecided(combination: Combination, cells: Sequence[tuple[int, ...]]) -> list[tuple[int, frozenset[int]]] | None:
    # None where the combination can no longer come about.
    left = []
    for index, ruled_out in combination:
        if ruled_out.isdisjoint(cells[index]):
            return None
        if not ruled_out.issuperset(cells[index]):
            left.append((index, ruled_out))
    return left


def linked(impossible: Sequence[Combination], cells: Sequence[tuple[int, ...]]) -> list[frozenset[int]]:
    """Return the groups of variables that combinations still tie together."""
    groups: list[frozenset[int]] = []
    for combination in impossible:
        left = _undecided(combination, cells)
        if left:
            together = frozenset(index for index, _ in left).union(*(group for group in groups if _meet(group, left)))
            groups = [group for group in groups if not group & together] + [together]
    return groups


def _meet(group: frozenset[int], left: Sequence[tuple[int, frozenset[int]]]) -> bool:
    return any(index in group for index, _ in left)
