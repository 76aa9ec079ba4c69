"""What is drawn, with its places worked out: labels, bars and lines, in units of a picture 720 wide."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from .letters import ASCENT, DESCENT, width, wrapped

WIDTH: Final = 720
MARGIN: Final = 40
LEFT: Final = MARGIN
RIGHT: Final = WIDTH - MARGIN
BREADTH: Final = RIGHT - LEFT

TITLE: Final = 38
LEAD: Final = 26
BODY: Final = 24
SMALL: Final = 22
LEADING: Final = 1.36

Tone = Literal["ink", "muted", "strong", "today", "brake", "on_strong"]
Anchor = Literal["start", "middle", "end"]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text: where its base line stands, and which end of it `x` is."""

    x: float
    y: float
    text: str
    size: int = BODY
    tone: Tone = "ink"
    bold: bool = False
    anchor: Anchor = "start"

    @property
    def wide(self) -> float:
        """How wide it is."""
        return width(self.text, self.size, self.bold)

    @property
    def box(self) -> Box:
        """The space that it takes."""
        before = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * self.wide
        left = self.x - before
        return left, self.y - ASCENT * self.size, left + self.wide, self.y + DESCENT * self.size


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes share any space."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def within(label: Label, left: float = LEFT, right: float = RIGHT) -> Label:
    """Move a label sideways until it lies between two edges."""
    begin, _, end, _ = label.box
    return replace(label, x=label.x + max(0.0, left - begin) - max(0.0, end - right))


@dataclass(frozen=True, slots=True)
class Bar:
    """A range: from left to right, at a height; an end that is open fades."""

    left: float
    right: float
    y: float
    deciding: bool
    sure: bool
    open_left: bool = False
    open_right: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A name in a box: where it stands, and whether it is of a deciding school, or one that sets the case aside."""

    box: Box
    deciding: bool
    silent: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line; `kind` says what it stands for."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: Literal["grid", "axis", "today", "brake", "limit", "stage", "lead"]


@dataclass(frozen=True, slots=True)
class Swatch:
    """A sample of what a line of the legend explains, at the middle of its height."""

    x: float
    y: float
    kind: Literal["band", "limit", "brake", "today"]


@dataclass
class Scene:
    """A picture in the making, written from top to bottom; `y` is how far it has come."""

    title: str
    y: float = 0.0
    labels: list[Label] = field(default_factory=list)
    backed: list[Label] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    swatches: list[Swatch] = field(default_factory=list)
    band: tuple[tuple[float, float], ...] = ()
    stages: list[Bar] = field(default_factory=list)
    pill: Box | None = None

    @property
    def height(self) -> float:
        """How high the picture is."""
        return round(self.y + MARGIN)

    def every_label(self) -> list[Label]:
        """Return all labels, those that lines pass behind too."""
        return [*self.labels, *self.backed]

    def write(self, text: str, size: int, tone: Tone = "ink", *, bold: bool = False, indent: float = 0.0) -> None:
        """Write a text in as many lines as it needs, below what is there."""
        for line in wrapped(text, size, BREADTH - indent, bold):
            self.y += size * LEADING
            self.labels.append(Label(LEFT + indent, self.y, line, size, tone, bold))

    def head(self, lead: Iterable[str]) -> None:
        """Write the title and what stands below it; the first line of that is the main one."""
        self.y = MARGIN - TITLE * (LEADING - ASCENT)
        self.write(self.title, TITLE, bold=True)
        self.y += 8
        for place, text in enumerate(lead):
            self.write(text, LEAD if place == 0 else SMALL, "strong" if place == 0 else "muted", bold=place == 0)

    def explain(self, kind: Literal["band", "limit", "brake", "today"], text: str) -> None:
        """Write a line of the legend beside a sample."""
        self.swatches.append(Swatch(LEFT, self.y + SMALL * (LEADING - 0.34), kind))
        self.write(text, SMALL, "muted", indent=46)
        self.y += 6

    def name(self, names: Iterable[tuple[str, bool]], *, silent: bool = False) -> None:
        """Write names in boxes, side by side and below one another; each with whether it is of a deciding school."""
        height, pad, gap = 42.0, 16.0, 10.0
        rows: list[float] = []
        for text, deciding in names:
            wide = width(text, SMALL, deciding) + 2 * pad
            row = next((row for row, x in enumerate(rows) if x + wide <= RIGHT), len(rows))
            if row == len(rows):
                rows.append(LEFT)
            x, top = rows[row], self.y + row * (height + gap)
            self.chips.append(Chip((x, top, x + wide, top + height), deciding, silent))
            tone: Tone = "on_strong" if deciding else "muted" if silent else "ink"
            self.labels.append(Label(x + pad, top + height / 2 + 0.36 * SMALL, text, SMALL, tone, deciding))
            rows[row] += wide + gap
        self.y += len(rows) * (height + gap) - gap


def values(scene: Scene) -> dict[str, object]:
    """Return what fills a picture's template."""
    return {"scene": scene, "width": WIDTH, "height": scene.height, "left": LEFT, "right": RIGHT}
