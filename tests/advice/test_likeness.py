"""Which school somebody answers like: the order of the samples, and what the answers tell."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import pytest

from bot.advice.judge import OPEN
from bot.advice.likeness import QUESTION, Given, Likeness
from bot.advice.schools import ANSWERS, SILENT
from bot.content.load import Content

CHOICES = ANSWERS[QUESTION]
ODD = 1 / 50
"""The share at which a school still counts as one that is left."""


@pytest.fixture(scope="module")
def likeness(content: Content) -> Likeness:
    assert content.matter.likeness is not None
    return content.matter.likeness


def played(likeness: Likeness, school: str, odd: dict[int, str] | None = None) -> dict[str, str]:
    """Answer as a school does, but for these places."""
    given: dict[str, str] = {}
    while (sample := likeness.next_sample(given)) is not None:
        given[sample] = (odd or {}).get(len(given), likeness.says(school, sample))
    return given


def games(likeness: Likeness, given: Given) -> Iterator[tuple[Given, str]]:
    """Yield every course that answers can take: what was answered, and the sample that is shown next."""
    sample = likeness.next_sample(given)
    if sample is not None:
        yield given, sample
        for answer in CHOICES:
            yield from games(likeness, {**given, sample: answer})


def parts(likeness: Likeness, schools: list[str], sample: str) -> bool:
    """Tell whether a sample tells some of these schools apart."""
    return len({likeness.says(school, sample) for school in schools}) > 1


def test_every_school_that_judges_invitations_answers_every_sample(content: Content, likeness: Likeness) -> None:
    judging = [name for name, school in content.advisor.base.schools.items() if school.rules.get(QUESTION)]
    assert list(likeness.schools) == judging
    assert "objective_first" not in judging
    stances = {verdict.stance for row in likeness.verdicts.values() for verdict in row.values()}
    assert stances == set(CHOICES) - {OPEN, SILENT}


def test_a_sample_says_what_the_advice_says(content: Content, likeness: Likeness) -> None:
    samples = likeness.samples
    for name, facts in samples.facts.items():
        advice = content.advisor.advise(QUESTION, {**samples.as_if, **facts})
        assert {school: advice.verdicts[school].stance for school in likeness.schools} == {
            school: likeness.says(school, name) for school in likeness.schools
        }


def test_no_sample_is_shown_on_which_all_agree_that_are_left_while_one_parts_them(likeness: Likeness) -> None:
    for given, sample in games(likeness, {}):
        shares = likeness.shares(given)
        for least in (0.0, ODD):
            left = [school for school in likeness.schools if shares[school] >= least]
            others = [other for other in likeness.samples.facts if other not in given]
            assert parts(likeness, left, sample) or not any(parts(likeness, left, other) for other in others)


def test_no_sample_comes_twice_and_there_are_six_to_eight(likeness: Likeness) -> None:
    lengths = set()
    for given, sample in games(likeness, {}):
        assert sample not in given
        for answer in CHOICES:
            longer = {**given, sample: answer}
            if likeness.next_sample(longer) is None:
                lengths.add(len(longer))
                assert len(longer) == likeness.samples.at_most or likeness.clear(longer)
    assert lengths == {6, 7, 8}


def test_whoever_answers_as_a_school_does_is_told_that_school(likeness: Likeness) -> None:
    for school in likeness.schools:
        given = played(likeness, school)
        assert likeness.leaders(given) == (school,)
        assert likeness.clear(given)


def test_one_odd_answer_costs_no_school_its_place(likeness: Likeness) -> None:
    for school, place, answer in product(likeness.schools, range(6), CHOICES):
        assert school in likeness.leaders(played(likeness, school, {place: answer}))


def test_two_odd_answers_seldom_do(likeness: Likeness) -> None:
    found = [
        school in likeness.leaders(played(likeness, school, dict(zip(places, answers, strict=True))))
        for school in likeness.schools
        for places in combinations(range(6), 2)
        for answers in product(CHOICES, repeat=2)
    ]
    print(f"found in spite of two odd answers: {sum(found)} of {len(found)}")
    assert sum(found) / len(found) > 0.9


def test_schools_that_no_sample_parts_are_named_together(content: Content, likeness: Likeness) -> None:
    alike = {
        "elsewhere": likeness.samples.facts["another_world"],
        "skill": likeness.samples.facts["same_skill_elsewhere"],
    }
    few = Likeness(content.advisor.model, replace(likeness.samples, facts=alike, at_least=2, at_most=2))
    rows: dict[tuple[str, ...], list[str]] = {}
    for school in few.schools:
        rows.setdefault(tuple(few.says(school, sample) for sample in alike), []).append(school)
    assert any(len(schools) > 1 for schools in rows.values())
    for answers, schools in rows.items():
        given = dict(zip(alike, answers, strict=True))
        assert list(few.leaders(given)) == schools


def test_a_sample_that_was_passed_over_is_not_shown_again_and_tells_nothing(likeness: Likeness) -> None:
    first = likeness.next_sample({})
    assert first is not None
    second = likeness.next_sample({}, [first])
    assert second not in (None, first)
    assert likeness.next_sample({}, list(likeness.samples.facts)) is None
    assert set(likeness.shares({}).values()) == {1 / len(likeness.schools)}


def test_where_no_school_judges_there_is_nothing_to_find(content: Content, likeness: Likeness) -> None:
    nothing = Likeness(content.advisor.model, replace(likeness.samples, facts={"nothing_told": {}}))
    assert nothing.schools == ()
    assert nothing.next_sample({}) is None
    assert nothing.leaders({}) == ()
