"""Find dates of a profile that cannot be."""

from collections.abc import Callable
from datetime import date
from typing import Final

from bot.conversation.events import Found
from bot.reading.careers import Stay, impossible, month_of
from bot.reading.periods import Moment, Period

from .profile import Profile

ROUNDED: Final = 14
"""Months by which a told length may differ from the dates: years alone are rounded."""


def stays_of(profile: Profile) -> list[Stay]:
    """Return the dated positions of a profile; `place` is a position's own."""
    positions = enumerate(profile.positions)
    return [Stay(one.company, one.period, place) for place, one in positions if one.period]


def incredible(profile: Profile, today: date, beside: Callable[[Stay], bool] = lambda stay: False) -> Found | None:
    """Say that dates cannot be, with those that show it; `beside` tells what is done beside a job."""
    now = month_of(today)
    stays = stays_of(profile)
    studied = [education.period for education in profile.educations if education.period]
    found = list(impossible(stays, studied, now, beside))
    found += (one for stay in stays if (one := _contradicted(stay.period, profile.made, now)))
    return next((one for one in found if one.sure), found[0] if found else None)


def _contradicted(period: Period, made: Moment | None, now: Moment) -> Found | None:
    """Compare a told length with its dates; of what lasts, with the day the file was made, if that is known."""
    if period.told is None or (period.end is None and not period.lasts):
        return None
    end = period.end or made or now
    most = end.latest - period.start.earliest + ROUNDED
    least = end.earliest - period.start.latest - ROUNDED if period.end or made else 0
    return Found("no", period.read) if not least <= period.told <= most else None
