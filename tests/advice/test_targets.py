"""Milestones from today's count, and the pace to the first."""

import pytest

from bot.advice.facts import AtLeast, Value
from bot.advice.schools import Outcome, Range
from bot.advice.targets import Pace, PaceLimits, count, milestones, pace

LIMITS = PaceLimits((80, 150), (0.3, 0.5), "2024-05-02")


@pytest.mark.parametrize(
    ("outcome", "today", "steps"),
    [
        (Range(5000, 30000), 300, (500, 1000, 2000, 5000)),
        (Range(5000, 30000), None, (500, 1000, 2000, 5000)),
        (Range(3000, 30000), 500, (1000, 2000, 3000)),
        (Range(5000, 30000), 6000, (10000, 20000, 30000)),
        (Range(500, None), 200, (500,)),
        (Range(500, None), 500, ()),
        (Range(250, None), 0, (250,)),
        (Range(None, 1000), 600, (1000,)),
        (Range(None, 1000), 1000, ()),
        ("no_number", 200, ()),
    ],
)
def test_milestones_rise_from_today_into_the_range(outcome: Outcome, today: int | None, steps: tuple[int, ...]) -> None:
    assert milestones(outcome, today) == steps


def test_the_pace_runs_from_the_best_week_to_the_worst() -> None:
    # 200 are missing: 75 accepted in the best week, 24 in the worst.
    assert pace((500, 1000), 300, LIMITS) == Pace((80, 150), (3, 9), "2024-05-02")


def test_the_pace_is_a_week_at_least() -> None:
    assert pace((500,), 499, LIMITS) == Pace((80, 150), (1, 1), "2024-05-02")


def test_no_weeks_are_told_from_an_unknown_count_and_no_pace_without_a_milestone() -> None:
    assert pace((500,), None, LIMITS) == Pace((80, 150), None, "2024-05-02")
    assert pace((), 300, LIMITS) is None


@pytest.mark.parametrize(("value", "number"), [(None, None), (648, 648), (AtLeast(500), 500), ("many", None)])
def test_a_count_is_a_plain_number(value: Value | None, number: int | None) -> None:
    assert count(value) == number
