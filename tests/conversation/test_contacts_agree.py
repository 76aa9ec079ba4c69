"""Every situation, objective and activity, at counts from 3 to the cap: plan, picture and text say the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import cycle, product

import pytest

from bot.advice.advisor import Advice
from bot.advice.facts import Value
from bot.advice.schools import Range
from bot.advice.targets import plan
from bot.charts.figures import way
from bot.content.load import Content
from bot.conversation.case import answer, begin
from bot.conversation.reply import Reply
from bot.conversation.session import Entry, Language, Session

from .chat import plain

COUNTS = (3, 120, 480, 700, 2500, 9000, 29999, None)
GROWTH = {"D13", "D14", "D20", "D45", "D47", "D50", "H13", "H15", "H16", "J02", "D28"}
"""Claims that help a network grow."""
LONGEST = 4096


@dataclass(frozen=True)
class Person:
    """Somebody, and what they were answered in one of the languages."""

    known: dict[str, Value]
    language: Language
    advice: Advice
    reply: Reply
    text: str


@pytest.fixture(scope="module")
def people(content: Content) -> tuple[Person, ...]:
    return tuple(_people(content))


def _people(content: Content) -> Iterator[Person]:
    facts = content.matter.facts
    languages = cycle(content.speakers)
    for situation, objective, activity in product(
        *(facts[name].values for name in ("situation", "objectives", "activity"))
    ):
        known: dict[str, Value] = {
            "situation": situation,
            "objectives": frozenset((objective,)),
            "activity": activity,
        }
        for connections in COUNTS:
            told = known if connections is None else {**known, "connections": connections}
            yield _answered(content, told, next(languages))


def _answered(content: Content, known: dict[str, Value], language: Language) -> Person:
    me = {name: Entry(value) for name, value in known.items()}
    session = begin(Session(language=language, me=me), "how_many_contacts")
    _, reply = answer(session, content.matter)
    (say,) = reply.messages
    advice = say.values["advice"]
    assert isinstance(advice, Advice)
    html = content.speakers[language].message(say).html
    return Person(known, language, advice, reply, plain(unescape(re.sub(r"<[^<>]+>", "", html))))


def milestones_of(text: str) -> list[tuple[int, ...]]:
    """Return the milestones that a text lists, each with the weeks beside it."""
    found: list[tuple[int, ...]] = []
    for line in text.splitlines():
        if match := re.fullmatch(
            r"(?:• )?([\d ,]+)(?: connections| relations)? ?: ([\d ,]+)(?: (?:to|à) ([\d ,]+))? (?:week|semaine).*",
            line,
        ):
            numbers = [int(re.sub(r"\D", "", one)) for one in match.groups() if one]
            found.append((numbers[0], numbers[1], numbers[-1]))
    return found


def test_there_is_everybody(people: tuple[Person, ...]) -> None:
    assert len(people) == 448 * len(COUNTS)


def test_milestones_rise_and_end_inside_the_range_at_a_pace_within_the_limit(
    content: Content, people: tuple[Person, ...]
) -> None:
    for one in people:
        planned = plan(one.advice.answer, one.known, content.matter.pace)
        steps = planned.milestones
        assert (one.advice.course == "grow") == bool(steps)
        if not steps:
            continue
        assert isinstance(one.advice.answer, Range)
        low, high = one.advice.answer
        today = one.known.get("connections", 0)
        assert isinstance(today, int)
        assert today < steps[0]
        assert list(steps) == sorted(set(steps))
        assert (low or 0) <= steps[-1] <= (high or content.charts.cap.most)
        assert planned.pace is not None
        assert planned.pace.invitations_per_week[1] <= content.matter.pace["free"].invitations_per_week[1]


def test_text_and_picture_tell_the_plans_milestones_and_weeks(content: Content, people: tuple[Person, ...]) -> None:
    compared = 0
    for one in people:
        planned = plan(one.advice.answer, one.known, content.matter.pace)
        expected = [(stage.at, *stage.weeks) for stage in planned.stages if stage.weeks]
        assert milestones_of(one.text) == expected
        drawn = way(one.advice, one.known, content.matter.pace)
        picture = one.reply.picture
        assert picture is not None
        assert bool(picture.buttons) == (drawn is not None) == content.charts.can_draw("way", one.advice, one.known)
        if drawn is None:
            continue
        compared += 1
        assert [(stage.at, *stage.weeks) for stage in drawn.stages] == expected
        caption = plain(content.charts.caption("way", one.advice, one.known, one.language))
        assert milestones_of(caption) == expected
    assert compared > 500


def test_text_and_picture_begin_with_the_same_answer(content: Content, people: tuple[Person, ...]) -> None:
    for one in people:
        caption = plain(content.charts.caption("standing", one.advice, one.known, one.language)).splitlines()[0]
        numbers = [end for end in one.advice.answer if end is not None] if isinstance(one.advice.answer, Range) else []
        speaker = content.speakers[one.language]
        for end in numbers:
            assert plain(speaker.number(end)) in one.text.splitlines()[0]
            assert plain(speaker.number(end)) in caption
        for school in one.advice.deciding:
            assert plain(speaker.words.schools[school].name) in caption
            assert plain(speaker.words.schools[school].name) in one.text


def test_nobody_is_told_to_grow_who_is_told_to_stay_small(people: tuple[Person, ...]) -> None:
    small = [one for one in people if one.advice.course == "small"]
    assert len(small) > 100
    for one in small:
        assert not milestones_of(one.text)
        said = {claim for notice in one.advice.notices for claim in notice.claims}
        assert not said & GROWTH
        assert one.reply.picture is not None
        assert not one.reply.picture.buttons


def test_those_who_guard_their_name_or_keep_to_their_own_are_told_to_stay_small(
    content: Content, people: tuple[Person, ...]
) -> None:
    rules = {
        (school.id, rule.id)
        for school in content.advisor.base.schools.values()
        for rule in school.rules["how_many_contacts"]
        if rule.small
    }
    assert rules
    for one in people:
        decides = {(school, one.advice.verdicts[school].reasons[0].rule) for school in one.advice.deciding}
        assert (one.advice.course == "small") == bool(decides & rules)


def test_where_milestones_lie_ahead_there_is_something_to_do_and_what_speaks_against_size(
    content: Content, people: tuple[Person, ...]
) -> None:
    for one in people:
        kinds = {notice.kind for notice in one.advice.notices}
        if one.advice.course == "grow":
            assert {"step", "sign"} <= kinds
        if one.advice.course == "grow" and isinstance(one.advice.answer, Range) and (one.advice.answer[0] or 0) >= 5000:
            words = content.speakers[one.language].words.notices
            for name in ("eight_thousand", "fewer_ties_of_quality", "appearances"):
                assert plain(words[name]) in one.text


def test_every_answer_fits_into_a_message(content: Content, people: tuple[Person, ...]) -> None:
    assert max(len(one.text) for one in people) <= LONGEST
    objectives = content.matter.facts["objectives"].values
    longest = 0
    for start, (situation, activity) in enumerate(
        product(*(content.matter.facts[name].values for name in ("situation", "activity")))
    ):
        chosen = frozenset(objectives[(start + step * 3) % len(objectives)] for step in range(5))
        for language, connections in product(content.speakers, (3, 29999)):
            known: dict[str, Value] = {
                "situation": situation,
                "activity": activity,
                "objectives": chosen,
                "connections": connections,
                "invitations_sent": 400,
                "invitations_per_week": 12,
            }
            longest = max(longest, len(_answered(content, known, language).text))
    print(f"the longest answer has {longest} characters")
    assert longest <= LONGEST
