"""How to get to a number of connections: the course, milestones from today's count, and weeks at a stated pace."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Final, Literal, get_args

from .facts import AtLeast, Known, Value
from .schools import Outcome, Range

Course = Literal["grow", "there", "beyond", "small", "no_number"]
"""Where an answer leads: to milestones ahead, nowhere as the range is reached or passed, to a small circle, or to
no number at all."""
COURSES: Final[tuple[Course, ...]] = get_args(Course)

LADDER: Final = (500, 1000, 2000, 5000, 10000, 20000, 30000)
"""Counts worth reaching: "500+" is the first that LinkedIn shows (claim D17); 5,000, 10,000, 30,000 are D16's."""

YEAR: Final = 365.25 / 7
"""Weeks in a year."""
LONG: Final = 104
"""Weeks from which years are said too."""
ENDLESS: Final = 2600
"""Weeks, some fifty years, beyond which none are reckoned."""


@dataclass(frozen=True, slots=True)
class PaceLimits:
    """What a week allows, and which share of invitations is accepted (low, high), from dialogs/limits.yaml.

    `as_of` is the day on which they were looked up, as YYYY-MM-DD.
    """

    invitations_per_week: tuple[int, int]
    acceptance_rate: tuple[float, float]
    as_of: str


@dataclass(frozen=True, slots=True)
class Pace:
    """Invitations sent a week (fewest, most), the share accepted (low, high), and invitations received a week.

    `own_invitations` and `own_rate` say that these are the user's own; `most` is what a week allows, and `asked`
    what the user would send where that is more. `as_of` dates what is assumed, as YYYY-MM-DD.
    """

    invitations_per_week: tuple[int, int]
    accepted: tuple[float, float]
    most: int
    as_of: str
    received: int = 0
    own_invitations: bool = False
    own_rate: bool = False
    asked: int | None = None

    def weeks(self, missing: int) -> tuple[int, int] | None:
        """Return the weeks (fewest, most) in which so many connections are gained; None where they never are.

        At best all that are received are welcome, at worst none.
        """
        (few, many), (low, high) = self.invitations_per_week, self.accepted
        best, worst = many * high + self.received, few * low
        if not worst or missing / worst > ENDLESS:
            return None
        return max(1, _up(missing / best)), max(1, _up(missing / worst))

    def weeks_at_limit(self, missing: int) -> int:
        """Return the weeks with all that a week allows sent and accepted, and all that are received welcome."""
        return max(1, _up(missing / (self.most + self.received)))


@dataclass(frozen=True, slots=True)
class Stage:
    """A milestone: the count, the weeks to it (fewest, most), and those at the limit with every invitation accepted.

    The weeks are None where today's count is not known exactly, or the pace never leads there.
    """

    at: int
    weeks: tuple[int, int] | None = None
    at_limit: int | None = None

    @property
    def years(self) -> tuple[int, int] | None:
        """The same in whole years, where the weeks are many."""
        if self.weeks is None or self.weeks[1] <= LONG or self.weeks[0] < YEAR:
            return None
        return round(self.weeks[0] / YEAR), round(self.weeks[1] / YEAR)


@dataclass(frozen=True, slots=True)
class Plan:
    """The way to a target: the milestones, rising, and the pace; no pace where there is no milestone."""

    stages: tuple[Stage, ...]
    pace: Pace | None

    @property
    def milestones(self) -> tuple[int, ...]:
        """The counts to pass."""
        return tuple(stage.at for stage in self.stages)


def count(value: Value | None) -> int | None:
    """Return today's count of connections as a plain number; of a lower bound, the bound."""
    if isinstance(value, AtLeast):
        return value.number
    return value if isinstance(value, int) else None


def milestones(outcome: Outcome, today: int | None) -> tuple[int, ...]:
    """Return the counts to pass, rising, above today's and ending inside the range.

    None are set where there is no range, or one that only says how many are too many.
    """
    if not isinstance(outcome, Range) or outcome.at_least is None:
        return ()
    start = today or 0
    low, high = outcome.at_least, outcome.at_most
    if start < low:
        return (*(step for step in LADDER if start < step < low), low)
    if high is not None:
        return tuple(step for step in LADDER if start < step <= high)
    return ()


def course(outcome: Outcome, today: int | None, *, small: bool = False) -> Course:
    """Return where an answer leads; `small` says that whoever decides would have the network stay small."""
    if small:
        return "small"
    if not isinstance(outcome, Range):
        return "no_number"
    if outcome.at_most is not None and (today or 0) > outcome.at_most:
        return "beyond"
    if outcome.at_least is None:
        return "small"
    return "grow" if milestones(outcome, today) else "there"


def size(outcome: Outcome, today: int | None) -> int:
    """Return how large the network is, or is to become at the least where that is more."""
    aim = outcome.at_least if isinstance(outcome, Range) else None
    return max(today or 0, aim or 0)


def pace(known: Known, limits: Mapping[str, PaceLimits]) -> Pace:
    """Return the pace that the user keeps, or that their LinkedIn plan (free, if unknown) allows; never more."""
    allowed = limits["premium" if known.get("plan") == "premium" else "free"]
    few, most = allowed.invitations_per_week
    sent, rate = known.get("invitations_sent"), count(known.get("acceptance_rate"))
    mine = count(sent)
    if mine is not None:
        few = min(mine, most)
    return Pace(
        invitations_per_week=(few, most if mine is None or isinstance(sent, AtLeast) else few),
        accepted=allowed.acceptance_rate if rate is None else (rate / 100, rate / 100),
        most=most,
        as_of=allowed.as_of,
        received=count(known.get("invitations_per_week")) or 0,
        own_invitations=mine is not None,
        own_rate=rate is not None,
        asked=mine if mine is not None and mine > most else None,
    )


def plan(outcome: Outcome, known: Known, limits: Mapping[str, PaceLimits]) -> Plan:
    """Return the way from today's connections.

    Where they are unknown, or only a lower bound of them is known, no weeks are reckoned.
    """
    connections = known.get("connections")
    today = count(connections)
    steps = milestones(outcome, today)
    if not steps:
        return Plan((), None)
    kept = pace(known, limits)
    if not isinstance(connections, int):
        return Plan(tuple(map(Stage, steps)), kept)
    missing = [(step, step - connections) for step in steps]
    return Plan(tuple(Stage(step, kept.weeks(gap), kept.weeks_at_limit(gap)) for step, gap in missing), kept)


def _up(weeks: float) -> int:
    # A share of a third is no whole number: a hair above one does not begin another week.
    return ceil(weeks - 1e-9)
