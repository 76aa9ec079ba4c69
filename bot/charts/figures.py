"""What a picture shows, as numbers: taken from the advice and the plan, before anything is drawn or said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.advice.advisor import Advice
from bot.advice.facts import AtLeast, Known
from bot.advice.schools import SILENT, Outcome, Range
from bot.advice.targets import Pace, PaceLimits, Stage, count, plan


@dataclass(frozen=True, slots=True)
class Brake:
    """A count beyond which somebody's caution holds: the notice that says so, and the count."""

    notice: str
    at: int


@dataclass(frozen=True, slots=True)
class Cap:
    """The most connections that LinkedIn allows, and the day on which that was looked up, as YYYY-MM-DD."""

    most: int
    as_of: str


@dataclass(frozen=True, slots=True)
class Stand:
    """What one school says: a range, no_number or silent; `sure` where no unknown fact could change it."""

    school: str
    outcome: Outcome
    deciding: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: today's count (None: unknown), every school, the brakes that bear on it, the cap."""

    today: int | AtLeast | None
    answer: Outcome
    settled: bool
    stands: tuple[Stand, ...]
    brakes: tuple[Brake, ...]
    cap: Cap

    @property
    def ranges(self) -> tuple[tuple[Stand, Range], ...]:
        """The schools that give a range, the deciding ones first."""
        found = [(one, one.outcome) for one in self.stands if isinstance(one.outcome, Range)]
        return tuple(sorted(found, key=lambda pair: not pair[0].deciding))

    @property
    def numberless(self) -> tuple[Stand, ...]:
        """The schools that speak and give no number, the deciding ones first."""
        found = [one for one in self.stands if not isinstance(one.outcome, Range) and one.outcome != SILENT]
        return tuple(sorted(found, key=lambda one: not one.deciding))

    @property
    def silent(self) -> tuple[Stand, ...]:
        """The schools whose authors set the case aside."""
        return tuple(one for one in self.stands if one.outcome == SILENT)

    @property
    def deciding(self) -> tuple[str, ...]:
        """The schools that decide."""
        return tuple(one.school for one in self.stands if one.deciding)


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone and its weeks, all known: fewest, most, and at the limit with every invitation accepted."""

    at: int
    weeks: tuple[int, int]
    at_limit: int
    years: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """The way from today's count to the last milestone that the pace leads to."""

    today: int
    stages: tuple[Reached, ...]
    pace: Pace

    @property
    def goal(self) -> int:
        """The last milestone."""
        return self.stages[-1].at

    def weeks(self) -> int:
        """Return the most weeks that the picture has to show."""
        return self.stages[-1].weeks[1]


def standing(advice: Advice, known: Known, brakes: Iterable[Brake], cap: Cap) -> Standing:
    """Return where somebody stands, from the advice on how_many_contacts and the facts that it was given on."""
    connections = known.get("connections")
    stands = tuple(
        Stand(name, one.outcome, name in advice.deciding, one.stance != "open") for name, one in advice.verdicts.items()
    )
    reached = max([count(connections) or 0, *(_reach(one.outcome, cap) for one in stands)])
    said = {notice.id for notice in advice.notices}
    return Standing(
        today=connections if isinstance(connections, int | AtLeast) else None,
        answer=advice.answer,
        settled=advice.settled,
        stands=stands,
        brakes=tuple(brake for brake in brakes if brake.notice in said and brake.at < reached),
        cap=cap,
    )


def _reach(outcome: Outcome, cap: Cap) -> int:
    if not isinstance(outcome, Range):
        return 0
    return cap.most if outcome.at_most is None else outcome.at_most


def way(advice: Advice, known: Known, limits: Mapping[str, PaceLimits]) -> Way | None:
    """Return the way to the milestones that the plan gives weeks for; None where it gives none."""
    today = known.get("connections")
    planned = plan(advice.answer, known, limits)
    stages = tuple(one for stage in planned.stages if (one := _reached(stage)) is not None)
    if not isinstance(today, int) or not stages or planned.pace is None:
        return None
    return Way(today, stages, planned.pace)


def _reached(stage: Stage) -> Reached | None:
    if stage.weeks is None or stage.at_limit is None:
        return None
    return Reached(stage.at, stage.weeks, stage.at_limit, stage.years)
