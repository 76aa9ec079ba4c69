"""Guards: what decides before any school does, once it has been seen."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from .conditions import Axes, Clause, fails, holds
from .schools import Guard, Question


class Fired(NamedTuple):
    """A guard that has been seen to hold, by its place; `sure` once nothing can take it back."""

    place: int
    sure: bool


class Guards:
    """The guards of a rule base over its variables, of which `groups` are tied by the impossible."""

    def __init__(self, guards: Sequence[Guard], axes: Axes, groups: Iterable[frozenset[int]]) -> None:
        self._groups = tuple(groups)
        self._compiled: list[tuple[Guard, list[Clause], list[Clause] | None]] = [
            (guard, guard.when.clauses(axes), None if guard.unless is None else guard.unless.clauses(axes))
            for guard in guards
        ]

    def fired(self, question: Question, seen: Sequence[tuple[int, ...]]) -> tuple[Fired, ...]:
        """Return the guards that have been seen to hold, in their order, up to the first that is sure."""
        found: list[Fired] = []
        for place, (guard, when, unless) in enumerate(self._compiled):
            if question in guard.then and holds(when, seen) and not (unless is not None and holds(unless, seen)):
                sure = unless is None or fails(unless, seen)
                found.append(Fired(place, sure))
                if sure:
                    break
        return tuple(found)

    @cached_property
    def variables(self) -> frozenset[int]:
        """The variables that may make a guard act, by themselves or by what they rule out."""
        clauses = [clause for _, when, unless in self._compiled for clause in (*when, *(unless or ()))]
        named = {index for clause in clauses for index, _ in clause}
        return frozenset(named).union(*(group for group in self._groups if group & named))
