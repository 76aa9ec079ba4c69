"""Pictures of extreme targets, as SVG, in both languages; run with `ENTREGENT_SNAPSHOTS=write` to keep new ones."""

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.charts.chart import KINDS, Kind, NothingToDraw
from bot.content.load import Content

from .people import EXTREME

SNAPSHOTS = Path(__file__).parent / "snapshots"
WRITES = os.environ.get("ENTREGENT_SNAPSHOTS") == "write"
WITHOUT_A_WAY = {
    "at_the_cap", "no_range_at_all", "a_founder_without_a_number", "a_lower_bound", "one_school_pinned", "at_the_brake",
}  # fmt: skip
CASES = [(name, kind) for name in EXTREME for kind in KINDS if kind == "standing" or name not in WITHOUT_A_WAY]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("name", "kind"), CASES)
def test_a_picture_is_as_it_was_looked_at(name: str, kind: Kind, language: str, content: Content) -> None:
    person = EXTREME[name]
    svg = content.charts.svg(kind, person.advice(content), person.known, language)
    ElementTree.fromstring(svg)
    path = SNAPSHOTS / f"{name}.{kind}.{language}.svg"
    if WRITES:
        path.write_text(svg, encoding="utf-8")
    assert svg == path.read_text(encoding="utf-8"), "look at it, then ENTREGENT_SNAPSHOTS=write keeps it"


def test_no_snapshot_is_left_over() -> None:
    wanted = {f"{name}.{kind}.{language}.svg" for name, kind in CASES for language in ("en", "fr")}
    assert {path.name for path in SNAPSHOTS.glob("*.svg")} == wanted


@pytest.mark.parametrize("name", sorted(WITHOUT_A_WAY))
def test_there_is_no_way_to_draw_without_a_milestone_or_an_exact_count(name: str, content: Content) -> None:
    person = EXTREME[name]
    advice = person.advice(content)
    assert not content.charts.can_draw("way", advice, person.known)
    for make in (content.charts.svg, content.charts.png, content.charts.caption):
        with pytest.raises(NothingToDraw):
            make("way", advice, person.known, "en")
