"""Where an answer leads, milestones from today's count, and the weeks to each at a pace within the limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.facts import AtLeast, Value
from bot.advice.schools import Outcome, Range
from bot.advice.targets import Course, Pace, PaceLimits, Stage, count, course, milestones, pace, plan, size

LIMITS = {
    "free": PaceLimits((80, 150), (0.3, 0.5), "2024-05-02"),
    "premium": PaceLimits((120, 250), (0.3, 0.5), "2024-05-02"),
}
FREE = Pace((80, 150), (0.3, 0.5), 150, "2024-05-02")


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
        (Range(None, 1000), 600, ()),
        (Range(None, 1000), 1000, ()),
        ("no_number", 200, ()),
    ],
)
def test_milestones_rise_from_today_into_the_range(outcome: Outcome, today: int | None, steps: tuple[int, ...]) -> None:
    assert milestones(outcome, today) == steps


@pytest.mark.parametrize(
    ("outcome", "today", "small", "leads"),
    [
        (Range(500, None), 200, False, "grow"),
        (Range(500, None), None, False, "grow"),
        (Range(500, None), 700, False, "there"),
        (Range(500, 900), 901, False, "beyond"),
        (Range(500, 900), 900, False, "there"),
        (Range(None, 900), 100, False, "small"),
        (Range(None, 900), 1000, False, "beyond"),
        ("no_number", 100, False, "no_number"),
        ("no_number", 100, True, "small"),
        (Range(500, None), 200, True, "small"),
    ],
)
def test_an_answer_leads_somewhere(outcome: Outcome, today: int | None, small: bool, leads: Course) -> None:
    assert course(outcome, today, small=small) == leads


def test_a_network_is_as_large_as_it_is_or_is_to_become() -> None:
    assert size(Range(5000, None), 300) == 5000
    assert size(Range(500, None), 9000) == 9000
    assert size("no_number", None) == 0


def test_the_pace_runs_from_the_best_week_to_the_worst() -> None:
    # 200 are missing: 75 accepted in the best week, 24 in the worst.
    assert FREE.weeks(200) == (3, 9)
    assert FREE.weeks_at_limit(200) == 2
    assert FREE.weeks(1) == (1, 1)


def test_a_pace_is_the_plans_until_the_user_tells_theirs() -> None:
    assert pace({}, LIMITS) == FREE
    assert pace({"plan": "premium"}, LIMITS).invitations_per_week == (120, 250)
    own = pace({"invitations_sent": 20, "acceptance_rate": 46, "invitations_per_week": 3}, LIMITS)
    assert own == Pace((20, 20), (0.46, 0.46), 150, "2024-05-02", 3, own_invitations=True, own_rate=True)
    assert own.weeks(122) == (10, 14)


def test_no_pace_goes_beyond_the_limit() -> None:
    kept = pace({"invitations_sent": 400}, LIMITS)
    assert kept.invitations_per_week == (150, 150)
    assert kept.asked == 400
    assert pace({"invitations_sent": AtLeast(100)}, LIMITS).invitations_per_week == (100, 150)
    assert pace({"invitations_sent": AtLeast(500)}, LIMITS).invitations_per_week == (150, 150)


@pytest.mark.parametrize("known", [{"invitations_sent": 0}, {"acceptance_rate": 0}, {"invitations_sent": 1}])
def test_no_weeks_are_told_where_a_pace_leads_nowhere(known: dict[str, Value]) -> None:
    planned = plan(Range(5000, None), {**known, "connections": 300, "acceptance_rate": 0}, LIMITS)
    assert planned.milestones == (500, 1000, 2000, 5000)
    assert {stage.weeks for stage in planned.stages} == {None}


def test_a_plan_has_weeks_to_each_milestone() -> None:
    planned = plan(Range(1000, None), {"connections": 300}, LIMITS)
    assert planned.pace == FREE
    assert planned.stages == (Stage(500, (3, 9), 2), Stage(1000, (10, 30), 5))


@pytest.mark.parametrize("connections", [None, AtLeast(300)])
def test_no_weeks_are_told_from_a_count_that_is_not_exact(connections: Value | None) -> None:
    known = {} if connections is None else {"connections": connections}
    planned = plan(Range(1000, None), known, LIMITS)
    assert planned.milestones == (500, 1000)
    assert {stage.weeks for stage in planned.stages} == {None}
    assert planned.pace == FREE


def test_there_is_no_pace_without_a_milestone() -> None:
    assert plan("no_number", {"connections": 300}, LIMITS).pace is None
    assert plan(Range(500, None), {"connections": 700}, LIMITS).stages == ()


@pytest.mark.parametrize(
    ("weeks", "years"), [(None, None), ((20, 104), None), ((67, 218), (1, 4)), ((30, 218), None), ((300, 310), (6, 6))]
)
def test_years_are_told_where_weeks_are_many(weeks: tuple[int, int] | None, years: tuple[int, int] | None) -> None:
    assert Stage(5000, weeks, 1).years == years


@given(
    low=st.one_of(st.none(), st.integers(0, 30000)),
    high=st.one_of(st.none(), st.integers(1, 30000)),
    today=st.one_of(st.none(), st.integers(0, 30000)),
    sent=st.one_of(st.none(), st.integers(0, 1000)),
    rate=st.one_of(st.none(), st.integers(0, 100)),
    received=st.integers(0, 1000),
)
def test_any_plan_rises_ends_inside_its_range_and_keeps_within_the_limit(
    low: int | None, high: int | None, today: int | None, sent: int | None, rate: int | None, received: int
) -> None:
    if low is not None and high is not None and low > high:
        low, high = high, low
    told = {"connections": today, "invitations_sent": sent, "acceptance_rate": rate, "invitations_per_week": received}
    known: dict[str, Value] = {name: value for name, value in told.items() if value is not None}
    planned = plan(Range(low, high), known, LIMITS)
    assert list(planned.milestones) == sorted(set(planned.milestones))
    assert all(step > (today or 0) for step in planned.milestones)
    if planned.stages:
        assert low is not None
        assert low <= planned.milestones[-1] <= (high or 30000)
        assert planned.pace is not None
        few, many = planned.pace.invitations_per_week
        assert 0 <= few <= many <= 150
    reckoned = [stage for stage in planned.stages if stage.weeks and stage.at_limit]
    for stage in reckoned:
        assert stage.weeks
        assert stage.at_limit
        assert 1 <= stage.at_limit <= stage.weeks[0] <= stage.weeks[1]
    assert reckoned == list(planned.stages[: len(reckoned)]), "a nearer milestone is never the harder one"


@pytest.mark.parametrize(("value", "number"), [(None, None), (648, 648), (AtLeast(500), 500), ("many", None)])
def test_a_count_is_a_plain_number(value: Value | None, number: int | None) -> None:
    assert count(value) == number
