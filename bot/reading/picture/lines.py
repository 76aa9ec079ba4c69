"""Boxes of a picture as upright lines of text, mended where a recogniser slips by rule."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import atan2, cos, dist, sin
from statistics import median
from typing import Final

from .parsed import Box

LEVEL: Final = 0.003
"""Radians of slope below which a picture stands straight."""
SHORTEST: Final = 8
"""Characters of a box whose slope counts."""
LEAST: Final = 2
"""Letters and digits of a line that says anything: icons are read as one."""

_ORDINAL: Final = r"(?=[123](?:er|e|st|nd|rd)\b)"
_DOTS: Final = re.compile(r"\s*[·•∙・]\s*")
_GLUED: Final = re.compile(rf"(?<=[^\W\d_]){_ORDINAL}|(?<=[^\W\d_])\s?[-–.]\s?{_ORDINAL}")
_NUMBER: Final = re.compile(r"(?<!\w)(?:\d[\dOolI|]*|[OolI|]{1,2}\d[\dOolI|]*)(?=[+kKM]?(?!\w))")
_DIGITS: Final = str.maketrans("OolI|", "00111")
_PAIRED: Final = re.compile(r"(?<=[^\W\d_])(?=[A-Z][a-z]{1,4}/[A-Z][a-z]{1,4}\b)(?<![A-Z/])")
_COUNTED: Final = re.compile(r"(?<=\d)(?=[^\W\d_]{4})")
_HE: Final = re.compile(r"^[lI|]l(?= )")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with where it stands, in pixels; `score` and `ink` go from 0 to 1."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    score: float = 1.0
    ink: float = 1.0

    @property
    def height(self) -> float:
        """Return the height."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Return the height at which the line stands, halfway between top and bottom."""
        return (self.top + self.bottom) / 2

    def below(self, other: "Line") -> float:
        """Return the gap between another line above and this one."""
        return self.top - other.bottom


def lines_of(boxes: Iterable[Box]) -> list[Line]:
    """Turn boxes upright and drop what says nothing."""
    boxes = list(boxes)
    turn = _slope(boxes)
    lines = [_line(box, turn) for box in boxes]
    return [line for line in lines if sum(map(str.isalnum, line.text)) >= LEAST]


def typical_height(lines: Sequence[Line]) -> float:
    """Return the height of a line of plain text."""
    return median(line.height for line in lines) if lines else 0.0


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Group lines that stand side by side, the rows from the top, each from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.middle):
        last = rows[-1][0] if rows else None
        if last and line.middle - last.middle < min(line.height, last.height) / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def mended(text: str) -> str:
    """Mend what a recogniser confuses: O and 0, l and 1 in numbers, Il and ll; a degree glued to a name."""
    text = _DOTS.sub(" · ", " ".join(text.split()))
    text = _GLUED.sub(" · ", text)
    text = _NUMBER.sub(lambda found: found[0].translate(_DIGITS), text)
    text = _PAIRED.sub(" ", _COUNTED.sub(" ", text))
    return _HE.sub("Il", text).strip()


def _slope(boxes: Sequence[Box]) -> float:
    """Return by how much the longer boxes lean, in radians; they may lean each a little differently."""
    slopes = [
        atan2(box.corners[1][1] - box.corners[0][1], box.corners[1][0] - box.corners[0][0])
        for box in boxes
        if len(box.text) >= SHORTEST
    ]
    slope = median(slopes) if slopes else 0.0
    return slope if LEVEL < abs(slope) < 0.6 else 0.0


def _line(box: Box, turn: float) -> Line:
    first, second, third, fourth = box.corners
    left = _turned(((first[0] + fourth[0]) / 2, (first[1] + fourth[1]) / 2), turn)
    right = _turned(((second[0] + third[0]) / 2, (second[1] + third[1]) / 2), turn)
    height = (dist(first, fourth) + dist(second, third)) / 2
    middle = (left[1] + right[1]) / 2
    return Line(mended(box.text), left[0], right[0], middle - height / 2, middle + height / 2, box.score, box.ink)


def turned_place(boxes: Iterable[Box], place: tuple[float, float]) -> tuple[float, float]:
    """Return where a place of the picture lies once the lines stand upright."""
    return _turned(place, _slope(list(boxes)))


def _turned(place: tuple[float, float], turn: float) -> tuple[float, float]:
    x, y = place
    return x * cos(turn) + y * sin(turn), y * cos(turn) - x * sin(turn)


def joined(first: Line, second: Line) -> Line:
    """Return two lines as one that wrapped."""
    text = first.text[:-1] if first.text.endswith("-") and second.text[:1].islower() else first.text + " "
    return replace(
        first,
        text=text + second.text,
        right=max(first.right, second.right),
        bottom=second.bottom,
        score=min(first.score, second.score),
    )
