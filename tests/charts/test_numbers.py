"""The numbers of pictures and captions are those of the advice and the plan; captions are short enough."""

import re
from itertools import pairwise
from math import log

import pytest

from bot.advice.schools import SILENT, Range
from bot.advice.targets import count, plan
from bot.charts.captions import LONGEST
from bot.charts.chart import KINDS
from bot.charts.figures import standing, way
from bot.charts.scene import BREADTH, LEFT
from bot.content.load import Content

from .people import EXTREME, Crowd


def test_the_way_is_the_plans(content: Content, crowd: Crowd) -> None:
    compared = 0
    for person, advice in crowd:
        planned = plan(advice.answer, person.known, content.matter.pace)
        drawn = way(advice, person.known, content.matter.pace)
        exact = isinstance(person.known.get("connections"), int)
        assert (drawn is not None) == (exact and bool(planned.milestones))
        if drawn is None:
            continue
        compared += 1
        assert drawn.pace == planned.pace
        assert [(one.at, one.weeks, one.at_limit, one.years) for one in drawn.stages] == [
            (one.at, one.weeks, one.at_limit, one.years) for one in planned.stages
        ]
        for stage in drawn.stages:
            few, most = stage.weeks
            assert stage.at_limit <= few <= most
    assert compared > 20


def test_the_way_ends_where_the_pace_does(content: Content) -> None:
    known = {**EXTREME["three_contacts"].known, "invitations_sent": 3, "acceptance_rate": 50}
    advice = content.advisor.advise("how_many_contacts", known)
    assert plan(advice.answer, known, content.matter.pace).milestones == (500, 1000, 2000, 5000)
    drawn = way(advice, known, content.matter.pace)
    assert drawn is not None
    assert [stage.at for stage in drawn.stages] == [500, 1000, 2000]
    assert way(advice, {**known, "invitations_sent": 0}, content.matter.pace) is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_way_writes_the_plans_numbers(language: str, content: Content, crowd: Crowd) -> None:
    number = content.speakers[language].number
    for person, advice in crowd:
        drawn = way(advice, person.known, content.matter.pace)
        if drawn is None:
            continue
        svg = content.charts.svg("way", advice, person.known, language)
        caption = content.charts.caption("way", advice, person.known, language)
        texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
        for stage in drawn.stages:
            few, most = (number(weeks) for weeks in stage.weeks)
            (said,) = (
                text for at, text in pairwise(texts) if at == number(stage.at) and re.search(r" (week|semaine)", text)
            )
            assert said.startswith(few)
            assert f" {most} " in f" {said} ".replace("\u00a0", " ")
            assert said in caption


@pytest.mark.parametrize("language", ["en", "fr"])
def test_where_one_stands_shows_every_school_and_its_range(language: str, content: Content, crowd: Crowd) -> None:
    schools = content.speakers[language].words.schools
    most = content.charts.cap.most
    for person, advice in crowd:
        scene = content.charts.scene("standing", advice, person.known, language)
        caption = content.charts.caption("standing", advice, person.known, language)
        texts = [label.text for label in scene.every_label()]
        for name in advice.verdicts:
            assert texts.count(schools[name].name) == 1
            assert schools[name].name in caption
        spans = [one.outcome for one in advice.verdicts.values() if isinstance(one.outcome, Range)]
        drawn = sorted((bar.left, bar.right if not bar.open_right else 0) for bar in scene.bars)
        expected = sorted(
            (place(span.at_least or 1, most), 0 if span.at_most is None else place(span.at_most, most))
            for span in spans
        )
        assert [pytest.approx(pair) for pair in expected] == drawn
        for span in spans:
            assert any(content.speakers[language].ranged(span, short=True) in text for text in texts)
        today = [rule.x1 for rule in scene.rules if rule.kind == "today"]
        known = count(person.known.get("connections"))
        assert today == ([] if known is None else [pytest.approx(place(known, most))])
        deciding = {bar.deciding for bar in scene.bars} | {chip.deciding for chip in scene.chips}
        assert deciding == {True, False}


def place(number: int, most: int) -> float:
    return LEFT + BREADTH * log(max(number, 1)) / log(most)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_captions_fit_and_say_the_first_line_of_the_picture(language: str, content: Content, crowd: Crowd) -> None:
    longest = 0
    for person, advice in crowd:
        for kind in KINDS:
            if content.charts.can_draw(kind, advice, person.known):
                caption = content.charts.caption(kind, advice, person.known, language)
                scene = content.charts.scene(kind, advice, person.known, language)
                assert caption.startswith(scene.title)
                assert not caption.endswith("…")
                assert "{" not in caption
                assert "  " not in caption
                longest = max(longest, len(caption))
    assert longest <= LONGEST
    print(f"{language}: the longest caption has {longest} characters")


def test_the_brake_is_marked_where_it_bears_on_the_answer_alone(content: Content) -> None:
    def marks(name: str) -> list[int]:
        person = EXTREME[name]
        charts = content.charts
        return [one.at for one in standing(person.advice(content), person.known, charts.brakes, charts.cap).brakes]

    assert marks("three_contacts") == [8000]
    assert marks("no_range_at_all") == []
    assert marks("nearly_the_cap") == [8000]


def test_what_is_set_aside_is_kept_apart_from_what_has_no_number(content: Content, crowd: Crowd) -> None:
    for person, advice in crowd:
        shown = standing(advice, person.known, content.charts.brakes, content.charts.cap)
        parts = (*(one for one, _ in shown.ranges), *shown.numberless, *shown.silent)
        assert sorted(one.school for one in parts) == sorted(advice.verdicts)
        assert all(advice.verdicts[one.school].outcome == SILENT for one in shown.silent)


def test_french_numbers_and_signs_are_set_as_french(content: Content) -> None:
    person = EXTREME["nearly_the_cap"]
    caption = content.charts.caption("way", person.advice(content), person.known, "fr")
    assert "30\u202f000 relations\u00a0: 1 semaine" in caption
    assert "45\u202f%" in caption
    english = content.charts.caption("way", person.advice(content), person.known, "en")
    assert "30,000 connections: 1 week" in english
