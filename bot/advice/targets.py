"""How to get to a number of connections: milestones from today's count, and weeks at a stated pace."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Final

from .facts import AtLeast, Known, Value
from .schools import Outcome, Range

LADDER: Final = (500, 1000, 2000, 5000, 10000, 20000, 30000)
"""Counts worth reaching: "500+" is the first that LinkedIn shows (claim D17); 5,000, 10,000, 30,000 are D16's."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Invitations a week (fewest, most) and the weeks to the next milestone (fewest, most), if it is known.

    `as_of` dates the figures, as YYYY-MM-DD.
    """

    invitations_per_week: tuple[int, int]
    weeks_to_next: tuple[int, int] | None
    as_of: str


@dataclass(frozen=True, slots=True)
class PaceLimits:
    """What a week allows, and which share of invitations is accepted (low, high), from dialogs/limits.yaml.

    `as_of` is the day on which they were looked up, as YYYY-MM-DD.
    """

    invitations_per_week: tuple[int, int]
    acceptance_rate: tuple[float, float]
    as_of: str


def count(value: Value | None) -> int | None:
    """Return today's count of connections as a plain number; of a lower bound, the bound."""
    if isinstance(value, AtLeast):
        return value.number
    return value if isinstance(value, int) else None


def milestones(outcome: Outcome, today: int | None) -> tuple[int, ...]:
    """Return the counts to pass, rising, above today's and ending inside the range; empty where there is none."""
    if not isinstance(outcome, Range):
        return ()
    start = today or 0
    low, high = outcome.at_least, outcome.at_most
    if low is not None and start < low:
        return (*(step for step in LADDER if start < step < low), low)
    if high is not None:
        return tuple(step for step in LADDER if start < step <= high)
    return ()


def pace(steps: tuple[int, ...], today: int | None, limits: PaceLimits) -> Pace | None:
    """Return the weeks to the first milestone at the pace that the limits allow; None where there is none to reach."""
    if not steps:
        return None
    if today is None:
        return Pace(limits.invitations_per_week, None, limits.as_of)
    missing = steps[0] - today
    (few, many), (low, high) = limits.invitations_per_week, limits.acceptance_rate
    weeks = (max(1, ceil(missing / (many * high))), max(1, ceil(missing / (few * low))))
    return Pace((few, many), weeks, limits.as_of)


@dataclass(frozen=True, slots=True)
class Plan:
    """The way to a target: the counts to pass, and the pace to the first of them."""

    milestones: tuple[int, ...]
    pace: Pace | None


def plan(outcome: Outcome, known: Known, limits: Mapping[str, PaceLimits]) -> Plan:
    """Return the way from today's connections, at what the user's LinkedIn plan (free, if unknown) allows.

    Where only a lower bound of today's count is known, no weeks are reckoned.
    """
    connections = known.get("connections")
    today = count(connections)
    steps = milestones(outcome, today)
    allowed = limits["premium" if known.get("plan") == "premium" else "free"]
    return Plan(steps, pace(steps, None if isinstance(connections, AtLeast) else today, allowed))
