"""The first picture, "where I stand": every school's range on a logarithmic axis, and today's count as a line."""

from math import log
from typing import Final

from bot.advice.facts import AtLeast
from bot.advice.schools import Range
from bot.advice.targets import count
from bot.wording.drawing import Drawer

from .figures import Standing
from .letters import width
from .scene import BODY, BREADTH, LEFT, MARGIN, RIGHT, SMALL, WIDTH, Bar, Label, Rule, Scene, overlap, within

ROW: Final = 82.0
BAR: Final = 24.0
PILL: Final = 40.0


def stand_picture(standing: Standing, drawer: Drawer) -> Scene:
    """Lay out where somebody stands."""
    scene = Scene(drawer.say("standing.title"))
    scene.head(lead(standing, drawer))
    scene.y += 24
    _plot(scene, standing, drawer)
    for one in standing.brakes:
        scene.explain("brake", drawer.say(f"brakes.{one.notice}", at=one.at))
    scene.explain("brake", drawer.say("standing.cap", at=standing.cap.most, as_of=standing.cap.as_of))
    for heading, stands in (("numberless", standing.numberless), ("silent", standing.silent)):
        if stands:
            scene.y += 16
            scene.write(drawer.say(f"standing.{heading}", n=len(stands)), SMALL, "muted", bold=True)
            scene.y += 14
            names = [(named(one.school, drawer), one.deciding) for one in stands]
            scene.name(names, silent=heading == "silent")
            scene.y += 8
    return scene


def lead(standing: Standing, drawer: Drawer) -> list[str]:
    """Return what the picture says first: the answer and whose it is, and what is still open."""
    names = [named(one, drawer) for one in standing.deciding]
    answer = standing.answer if isinstance(standing.answer, Range) else None
    said = drawer.speaker.ranged(answer, short=True) if answer else ""
    lines = [drawer.say("standing.lead", names=names, range=said)]
    if not standing.settled:
        lines.append(drawer.say("standing.open"))
    if standing.today is None:
        lines.append(drawer.say("standing.unknown"))
    return lines


def named(school: str, drawer: Drawer) -> str:
    """Return what a school is called."""
    return drawer.speaker.words.schools[school].name


def place(number: float, most: int) -> float:
    """Return where a count stands on the axis: from 1 at the left to the cap at the right."""
    return LEFT + BREADTH * min(1.0, log(max(1.0, number)) / log(most))


def _plot(scene: Scene, standing: Standing, drawer: Drawer) -> None:
    most = standing.cap.most
    top = scene.y
    today = count(standing.today)
    if today is not None:
        x = place(today, most)
        shown = drawer.speaker.number(standing.today) if isinstance(standing.today, int | AtLeast) else ""
        text = drawer.say("standing.today", count=shown, number=today)
        half = width(text, SMALL, True) / 2 + 18
        middle = min(max(x, LEFT - 16 + half), RIGHT + 16 - half)
        scene.pill = (middle - half, top, middle + half, top + PILL)
        scene.labels.append(Label(middle, top + PILL / 2 + 0.36 * SMALL, text, SMALL, "on_strong", True, "middle"))
        scene.y += PILL + 6
    scene.y += 4
    begin = scene.y
    for one, span in standing.ranges:
        _row(scene, named(one.school, drawer), drawer, span, one.deciding, one.sure, most)
    if not standing.ranges:
        scene.y += 44
    _axis(scene, standing, drawer, begin, x if today is not None else None, top + PILL)


def _row(scene: Scene, name: str, drawer: Drawer, span: Range, deciding: bool, sure: bool, most: int) -> None:
    base = scene.y + 32
    said = drawer.speaker.ranged(span, short=True)
    scene.backed.append(Label(LEFT, base, name, BODY, "strong" if deciding else "ink", deciding))
    start = LEFT + width(name, BODY, deciding) + 16
    scene.backed.append(
        Label(
            start,
            base,
            said if sure else drawer.say("standing.likely", range=said),
            BODY,
            "ink" if deciding else "muted",
        )
    )
    low, high = span.at_least, span.at_most
    left = place(1 if low is None else low, most)
    right = place(most if high is None else high, most)
    scene.bars.append(Bar(left, max(right, left + BAR), base + 16, deciding, sure, low is None, high is None))
    scene.y += ROW


def _axis(
    scene: Scene, standing: Standing, drawer: Drawer, begin: float, today: float | None, below_pill: float
) -> None:
    most, bottom = standing.cap.most, scene.y + 6
    decades = [10**power for power in range(20) if 10**power < most]
    ticks = [place(number, most) for number in decades]
    scene.rules += [Rule(x, begin, x, bottom, "grid") for x in ticks]
    scene.rules += [Rule(place(one, most), begin, place(one, most), bottom, "brake") for one in _marks(standing)]
    scene.rules.append(Rule(LEFT, bottom, RIGHT, bottom, "axis"))
    if today is not None:
        scene.rules.append(Rule(today, below_pill, today, bottom, "today"))
    base = bottom + 30
    labels: list[Label] = []
    for number in (most, *decades):
        label = Label(place(number, most), base, drawer.speaker.number(number), SMALL, "muted", anchor="middle")
        label = within(label, MARGIN / 2, WIDTH - MARGIN / 2)
        if not any(overlap(label.box, _spaced(one)) for one in labels):
            labels.append(label)
    for brake in standing.brakes:
        label = Label(place(brake.at, most), base, drawer.speaker.number(brake.at), SMALL, "brake", anchor="middle")
        if any(overlap(label.box, _spaced(one)) for one in labels):
            label = Label(label.x, base + 32, label.text, SMALL, "brake", anchor="middle")
        labels.append(label)
    scene.labels += labels
    scene.y = max(label.y for label in labels) + 18


def _marks(standing: Standing) -> list[int]:
    return [*(one.at for one in standing.brakes), standing.cap.most]


def _spaced(label: Label) -> tuple[float, float, float, float]:
    left, top, right, bottom = label.box
    return left - 12, top, right + 12, bottom
