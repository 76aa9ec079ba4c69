"""The headline's decision, once every school has spoken: the strongest decides, or a tie does."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .schools import NO_NUMBER, SILENT, WEIGHTS, Audience, Outcome, Range


class Rank(NamedTuple):
    """How strongly a school speaks: 0 to 3, and among equals the weight of what it is said of."""

    strength: int
    weight: int


class Leaders(NamedTuple):
    """The schools that speak most strongly, in the rule base's order."""

    rank: Rank
    schools: tuple[str, ...]


class Decision(NamedTuple):
    """How the headline was decided (guard, pin, school or tie), by which schools or guard, and to what."""

    how: str
    schools: tuple[str, ...]
    outcome: Outcome
    guard: str | None = None


Voices = tuple[Outcome, ...]
"""What each of the leaders concludes, in their order."""

NOBODY = Leaders(Rank(-1, -1), ())


def rank_of(row: Audience) -> Rank | None:
    """Return a row's rank; None where the author sets the case aside."""
    return None if row.strength is None else Rank(row.strength, WEIGHTS[row.said_of])


def speaks(school: str) -> Callable[[Rank | None, Outcome], Leaders]:
    """Return what makes one school's rank and outcome into a standing of its own."""
    alone = (school,)

    def join(rank: Rank | None, outcome: Outcome) -> Leaders:
        return NOBODY if rank is None or outcome == SILENT else Leaders(rank, alone)

    return join


def stronger(left: Leaders, right: Leaders) -> Leaders:
    """Return whoever leads of two groups of schools; both, where they are equals."""
    if left.rank == right.rank:
        return Leaders(left.rank, left.schools + right.schools)
    return left if left.rank > right.rank else right


def decide(schools: tuple[str, ...], voices: Voices, undoable: str | None) -> Decision:
    """Decide among the leaders; `undoable` is the answer where they differ, None for a target."""
    if undoable is None:
        return _decide_range(dict(zip(schools, voices, strict=True)))
    how = "school" if len(schools) == 1 else "tie"
    return Decision(how, schools, voices[0] if len(set(voices)) == 1 else undoable)


def _decide_range(found: Mapping[str, Outcome]) -> Decision:
    # A school that gives a range decides over one that gives none; of two ranges the one that asks less,
    # since one can always go on.
    ranges = {school: outcome for school, outcome in found.items() if isinstance(outcome, Range)}
    if ranges:
        school = min(ranges, key=lambda one: ranges[one].at_least or 0)
        return Decision("school", (school,), ranges[school])
    return Decision("school" if len(found) == 1 else "tie", tuple(found), NO_NUMBER)
