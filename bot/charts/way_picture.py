"""The second picture, "the way there": between which weeks each milestone falls, and what the weekly limit allows."""

from typing import Final

from bot.wording.drawing import Drawer

from .figures import Reached, Way
from .letters import width
from .scene import BODY, LEFT, RIGHT, SMALL, WIDTH, Bar, Label, Rule, Scene, within

PLOT: Final = 330.0
LINE: Final = 34.0
STEPS: Final = (1, 2, 4, 8, 13, 26, 52, 104, 260, 520)
MOST_TICKS: Final = 6


def way_picture(way: Way, drawer: Drawer) -> Scene:
    """Lay out the way to the milestones."""
    scene = Scene(drawer.say("way.title", goal=way.goal))
    scene.head([drawer.say("way.lead", today=way.today), drawer.say("way.range")])
    scene.y += 34
    _plot(scene, way, drawer)
    scene.y += 22
    _table(scene, way, drawer)
    scene.y += 14
    for kind, text in legend(way, drawer):
        scene.explain("band" if kind == "band" else "limit", text)
    scene.y += 4
    scene.write(drawer.say("way.estimate", as_of=way.pace.as_of), SMALL, "muted")
    return scene


def legend(way: Way, drawer: Drawer) -> list[tuple[str, str]]:
    """Return what the band and the line of the limit stand for."""
    few, many = way.pace.invitations_per_week
    low, high = (round(100 * share) for share in way.pace.accepted)
    received, most = way.pace.received, way.pace.most
    return [
        ("band", drawer.say("way.band", few=few, many=many, low=low, high=high, received=received)),
        ("limit", drawer.say("way.limit", many=most, goal=way.goal, weeks=way.stages[-1].at_limit, received=received)),
    ]


def spell(stage: Reached, drawer: Drawer) -> str:
    """Return the weeks to a milestone in words, and the years where they are many."""
    few, most = stage.weeks
    return drawer.speaker.text("plan.weeks", few=few, most=most, years=stage.years)


def _plot(scene: Scene, way: Way, drawer: Drawer) -> None:
    number = drawer.speaker.number
    left = LEFT + max(width(number(one), SMALL, True) for one in (way.today, way.goal)) + 14
    top, bottom = scene.y, scene.y + PLOT

    def across(weeks: float) -> float:
        return left + (RIGHT - left) * weeks / way.weeks()

    def up(count: float) -> float:
        return bottom - PLOT * (count - way.today) / (way.goal - way.today)

    last = way.stages[-1]
    scene.band = ((left, bottom), (across(last.weeks[0]), top), (across(last.weeks[1]), top))
    scene.rules.append(Rule(left, bottom, across(last.at_limit), top, "limit"))
    heights = [bottom]
    for stage in (last, *way.stages[:-1]):
        y = up(stage.at)
        roomy = all(abs(y - one) >= LINE for one in heights)
        bold = stage is last
        if roomy:
            scene.rules.append(Rule(left, y, across(stage.weeks[0]), y, "stage"))
        scene.stages.append(Bar(across(stage.weeks[0]), across(stage.weeks[1]), y, roomy, True))
        if roomy:
            heights.append(y)
            scene.labels.append(
                Label(left - 14, y + 0.36 * SMALL, number(stage.at), SMALL, "strong" if bold else "ink", bold, "end")
            )
    scene.labels.append(Label(left - 14, bottom + 0.36 * SMALL, number(way.today), SMALL, "today", True, "end"))
    scene.rules.append(Rule(left, bottom, RIGHT, bottom, "axis"))
    _weeks(scene, way, drawer, left, bottom)


def _weeks(scene: Scene, way: Way, drawer: Drawer, left: float, bottom: float) -> None:
    whole = way.weeks()
    step = next((one for one in STEPS if whole / one <= MOST_TICKS), STEPS[-1])
    base = bottom + 34
    for tick in range(step, whole + 1, step):
        x = left + (RIGHT - left) * tick / whole
        scene.rules.append(Rule(x, bottom - PLOT, x, bottom, "grid"))
        label = Label(x, base, drawer.speaker.number(tick), SMALL, "muted", anchor="middle")
        scene.labels.append(within(label, left, WIDTH - 12))
    title = drawer.say("way.from_today", most=whole)
    scene.labels.append(Label(RIGHT, base + 32, title, SMALL, "muted", anchor="end"))
    scene.y = base + 32


def _table(scene: Scene, way: Way, drawer: Drawer) -> None:
    number = drawer.speaker.number
    indent = max(width(number(stage.at), BODY, True) for stage in way.stages) + 24
    for stage in way.stages:
        scene.y += LINE + 4
        scene.labels.append(Label(LEFT + indent - 24, scene.y, number(stage.at), BODY, "ink", True, "end"))
        scene.labels.append(Label(LEFT + indent, scene.y, spell(stage, drawer), BODY))
