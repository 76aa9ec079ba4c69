"""Find dates of a profile that cannot be."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.conversation.events import Found
from bot.reading.periods import Moment, Period

from .profile import Profile

LIFE: Final = 80 * 12
"""Months that nobody has worked."""
SOON: Final = 6
"""Months ahead at which a start may be a plan, or a clock that is wrong: a guess only."""
ROUNDED: Final = 14
"""Months by which a told length may differ from the dates: years alone are rounded."""


def incredible(profile: Profile, today: date) -> Found | None:
    """Say that dates cannot be, with those that show it; jobs side by side prove nothing."""
    now = Moment(today.year, today.month)
    worked = [position.period for position in profile.positions if position.period]
    studied = [education.period for education in profile.educations if education.period]
    found = [*_backwards(worked + studied), *_ahead(worked, now), *_too_long(worked, now)]
    found += (one for period in worked if (one := _contradicted(period, profile.made, now)))
    return next((one for one in found if one.sure), found[0] if found else None)


def _backwards(periods: list[Period]) -> Iterator[Found]:
    for period in periods:
        if period.end and period.end.latest < period.start.earliest:
            yield Found("no", period.read)


def _ahead(worked: list[Period], now: Moment) -> Iterator[Found]:
    for period in worked:
        ahead = period.start.earliest - now.latest
        if ahead > 0:
            yield Found("no", period.read, sure=ahead > SOON)


def _too_long(worked: list[Period], now: Moment) -> Iterator[Found]:
    """Find a career longer than a life: from the first start to the last day told."""
    if not worked:
        return
    first = min(worked, key=lambda period: period.start.latest)
    last = max((period.end or (now if period.lasts else period.start)).earliest for period in worked)
    if min(last, now.latest) - first.start.latest > LIFE:
        yield Found("no", first.read)


def _contradicted(period: Period, made: Moment | None, now: Moment) -> Found | None:
    """Compare a told length with its dates; of what lasts, with the day the file was made, if that is known."""
    if period.told is None or (period.end is None and not period.lasts):
        return None
    end = period.end or made or now
    most = end.latest - period.start.earliest + ROUNDED
    least = end.earliest - period.start.latest - ROUNDED if period.end or made else 0
    return Found("no", period.read) if not least <= period.told <= most else None
