"""Careers: dates that cannot be, and how long somebody has been in the company of today."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from bot.conversation.events import Found

from .clean import fold
from .periods import Moment, Period

LIFE: Final = 80 * 12
"""Months that nobody has worked."""
SOON: Final = 6
"""Months ahead at which a start may be a plan, or a clock that is wrong: a guess only."""
DECADE: Final = 10 * 12
"""Months side by side that two full-time jobs do not last."""
MOST_STAYS: Final = 60


@dataclass(frozen=True, slots=True)
class Stay:
    """Some time in a company, and where it stands in the reader's own list."""

    company: str
    period: Period
    place: int = 0

    @property
    def firm(self) -> str:
        """Return the company's name without case and accents."""
        return " ".join(fold(self.company).split())


def month_of(today: date) -> Moment:
    """Return the month of a day."""
    return Moment(today.year, today.month)


def impossible(
    stays: Sequence[Stay], studied: Sequence[Period], now: Moment, beside: Callable[[Stay], bool]
) -> Iterator[Found]:
    """Yield what cannot be in a career; `beside` tells what is done beside a job: a board, a foundation, lessons."""
    worked = [stay.period for stay in stays]
    yield from _backwards((*worked, *studied))
    yield from _ahead(worked, now)
    yield from _too_long(worked, now)
    yield from _side_by_side(stays, now, beside)


def _backwards(periods: Sequence[Period]) -> Iterator[Found]:
    for period in periods:
        if period.end and period.end.latest < period.start.earliest:
            yield Found("no", period.read)


def _ahead(worked: Sequence[Period], now: Moment) -> Iterator[Found]:
    for period in worked:
        ahead = period.start.earliest - now.latest
        if ahead > 0:
            yield Found("no", period.read, sure=ahead > SOON)


def _too_long(worked: Sequence[Period], now: Moment) -> Iterator[Found]:
    """Find a career longer than a life: from the first start to the last day told."""
    if not worked:
        return
    first = min(worked, key=lambda period: period.start.latest)
    last = max((period.end or (now if period.lasts else period.start)).earliest for period in worked)
    if min(last, now.latest) - first.start.latest > LIFE:
        yield Found("no", first.read)


def _side_by_side(stays: Sequence[Stay], now: Moment, beside: Callable[[Stay], bool]) -> Iterator[Found]:
    """Guess from full-time jobs at two companies that go on for ten years side by side."""
    for one, other in combinations(stays[:MOST_STAYS], 2):
        apart = one.firm and other.firm and one.firm != other.firm
        long = apart and _together(one.period, other.period, now) >= DECADE
        if long and not beside(one) and not beside(other):
            yield Found("no", other.period.read, sure=False)
            return


def _together(one: Period, other: Period, now: Moment) -> int:
    """Return the months that two periods surely share."""
    start = max(one.start.latest, other.start.latest)
    return min(_end(one, now), _end(other, now)) - start


def _end(period: Period, now: Moment) -> int:
    return (period.end or (now if period.lasts else period.start)).earliest


def tenure(stays: Sequence[Stay], now: Moment, beside: Callable[[Stay], bool]) -> int | None:
    """Return the months that somebody has surely been in their company of today; in several, the shortest of them."""
    starts: dict[str, int] = {}
    for stay in stays:
        if stay.firm and stay.period.lasts and not beside(stay):
            starts.setdefault(stay.firm, stay.period.start.latest)
    for stay in stays:
        if stay.firm in starts:
            starts[stay.firm] = min(starts[stay.firm], stay.period.start.latest)
    return max(now.earliest - max(starts.values()), 0) if starts else None
