"""Labels never overlap, never leave the picture, and can be read on what they stand on."""

import re
from itertools import combinations

import pytest
from fontTools.ttLib import TTFont

from bot.charts.chart import KINDS
from bot.charts.letters import FILES, font, width, wrapped
from bot.charts.scene import WIDTH, Scene, overlap
from bot.content.load import Content

from .people import Crowd


def collisions(scene: Scene) -> list[str]:
    """Return the pairs of labels that share space."""
    return [
        f"{one.text!r} and {other.text!r}"
        for one, other in combinations(scene.every_label(), 2)
        if overlap(one.box, other.box)
    ]


def outside(scene: Scene) -> list[str]:
    """Return the labels that leave the picture, or come nearer to its edge than 8 units."""
    return [
        label.text
        for label in scene.every_label()
        if label.box[0] < 8 or label.box[2] > WIDTH - 8 or label.box[1] < 8 or label.box[3] > scene.height - 8
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_label_meets_another_or_the_edge(language: str, content: Content, crowd: Crowd) -> None:
    drawn = 0
    for person, advice in crowd:
        for kind in KINDS:
            if content.charts.can_draw(kind, advice, person.known):
                scene = content.charts.scene(kind, advice, person.known, language)
                assert collisions(scene) == [], (person, kind)
                assert outside(scene) == [], (person, kind)
                drawn += 1
    assert drawn > 140


@pytest.mark.parametrize("language", ["en", "fr"])
def test_names_stand_in_boxes_that_never_meet(language: str, content: Content, crowd: Crowd) -> None:
    for person, advice in crowd:
        scene = content.charts.scene("standing", advice, person.known, language)
        boxes = [chip.box for chip in scene.chips]
        assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
        for left, top, right, bottom in boxes:
            assert any(
                left < label.box[0] and top < label.box[1] and right > label.box[2] and bottom > label.box[3]
                for label in scene.labels
            )


@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_those_of_the_font(bold: bool) -> None:
    with TTFont(FILES[bold]) as opened:
        units, advances = opened["head"].unitsPerEm, opened["hmtx"]
        real = {code: advances[glyph][0] for code, glyph in opened.getBestCmap().items()}
    assert font(bold).units == units
    assert dict(font(bold).advances) == real
    assert width("AV", 100, bold) == pytest.approx((real[ord("A")] + real[ord("V")]) * 100 / units)


def test_fonts_are_small_and_their_licence_goes_with_them() -> None:
    files = list(FILES[False].parent.iterdir())
    assert sum(path.stat().st_size for path in files) < 1_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FILES[False].parent / "OFL.txt").read_text(encoding="utf-8")


def test_lines_are_broken_evenly_and_at_plain_spaces_alone() -> None:
    text = "à partir d'aujourd'hui : une longue ligne de mots pour voir"
    lines = wrapped(text, 20, 300)
    assert " ".join(lines) == text
    assert len(lines) == 2
    assert max(width(line, 20) for line in lines) <= 300
    assert min(width(line, 20) for line in lines) > 180
    assert wrapped("deux\u00a0mots", 20, 10) == ["deux\u00a0mots"]
    assert wrapped("mot", 20, 1) == ["mot"]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_words_and_bars_stand_out_from_what_is_behind_them(content: Content, crowd: Crowd) -> None:
    person, advice = crowd[0]
    svg = content.charts.svg("standing", advice, person.known, "en")
    colours = dict(re.findall(r"\.(\w+) \{ (?:fill|stroke): (#\w{6})", svg))
    for tone in ("ink", "muted", "strong", "today", "brake"):
        assert contrast(colours[tone], colours["card"]) >= 4.5, tone
    for behind in ("pill", "chip_deciding"):
        assert contrast(colours["on_strong"], colours[behind]) >= 4.5, behind
    assert contrast(colours["ink"], colours["chip_other"]) >= 4.5
    for shape in ("bar_deciding", "bar_other", "rule_today", "rule_axis", "rule_brake", "rule_limit", "band_edge"):
        assert contrast(colours[shape], colours["card"]) >= 3, shape
