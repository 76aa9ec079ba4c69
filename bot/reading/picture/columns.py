"""What of a screen is the page: without bars and rails, in reading order, wrapped lines joined."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from rapidfuzz.fuzz import ratio

from .lines import Line, joined, rows_of, typical_height

MOST_IN_A_BAR: Final = 22
"""Characters of an entry in a bar of buttons."""
FEWEST_IN_A_BAR: Final = 4
TOP, BOTTOM = 0.16, 0.84
"""Parts of the written height above and below which bars stand."""
APART: Final = 1.7
"""Heights of a line that two columns stand apart at least."""
MOST_GAP: Final = 4.4
"""Heights of a line up to which what stands in a row belongs together."""
ASIDE: Final = 0.5
"""Part of a column's width from which what begins there stands beside the text."""
SAME: Final = 86
"""Likeness, up to 100, of two lines that say the same."""
LOOSE: Final = 0.7
"""Part of a column's width that a line fills at least where the next begins like the middle of a sentence."""
WIDE: Final = 1.15
"""How much taller than another a line may be that goes on in it."""
WIDE_WITHIN: Final = 1.6
"""The same in the middle of a sentence, where a short line may have no tall letter."""

_CLOCK: Final = re.compile(r"\d{1,2}[:.h]\d{2}(?: ?[AP]M)?(?:\W.*)?", re.IGNORECASE)
_GOES_ON: Final = (",", "-", "–", "|", "·", "&", "(", "/")


def without_bars(lines: Sequence[Line]) -> list[Line]:
    """Leave out the telephone's status line and the bars of buttons at the top and at the bottom."""
    if not lines:
        return []
    first, last = min(line.top for line in lines), max(line.bottom for line in lines)
    above, below = first - 1, last + 1
    for row in rows_of(lines):
        place = (row[0].middle - first) / max(last - first, 1)
        if place < TOP and (_is_bar(row) or any(_CLOCK.fullmatch(line.text) for line in row)):
            above = max(above, max(line.bottom - line.height / 4 for line in row))
        elif place > BOTTOM and _is_bar(row):
            below = min(below, min(line.top - line.height for line in row))
    return [line for line in lines if above < line.middle < below]


def _is_bar(row: Sequence[Line]) -> bool:
    short = [line for line in row if len(line.text) <= MOST_IN_A_BAR]
    return len(short) >= FEWEST_IN_A_BAR and len(short) == len(row)


def columns_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Part lines where nothing stands between them from top to bottom; the columns from the left."""
    least = APART * typical_height(lines)
    columns: list[list[Line]] = []
    end = float("-inf")
    for line in sorted(lines, key=lambda line: line.left):
        if not columns or line.left - end > least:
            columns.append([])
        columns[-1].append(line)
        end = max(end, line.right)
    return columns


def in_order(column: Sequence[Line]) -> list[Line]:
    """Return a column's lines from the top; what stands beside the text, such as a firm or buttons, is left out."""
    if not column:
        return []
    left, right = min(line.left for line in column), max(line.right for line in column)
    limit = left + ASIDE * (right - left)
    return [line for row in rows_of(column) for line in _near(row) if line.left < limit]


def _near(row: Sequence[Line]) -> list[Line]:
    """Return a row up to its first wide gap."""
    kept: list[Line] = []
    for line in row:
        if kept and line.left - kept[-1].right > MOST_GAP * line.height:
            break
        kept.append(line)
    return kept


def without_repeated_title(lines: Sequence[Line]) -> list[Line]:
    """Leave out a bar's title that a taller line below says again: a name in the field to search in."""
    kept = []
    for at, line in enumerate(lines):
        below = lines[at + 1 :]
        again = any(one.height > 1.1 * line.height and _begins_alike(one.text, line.text) for one in below)
        if at > 1 or not again:
            kept.append(line)
    return kept


def _begins_alike(text: str, beginning: str) -> bool:
    return ratio(text[: len(beginning)], beginning) >= SAME


def unwrapped(lines: Iterable[Line], begins: Callable[[Line], bool]) -> list[Line]:
    """Join lines that are one line too long for its column; `begins` tells a line that never goes on in another."""
    lines = list(lines)
    found: list[Line] = []
    last: Line | None = None
    limit = max((line.right for line in lines), default=0.0)
    for line in lines:
        if last and _goes_on(last, line, limit) and not begins(line):
            found[-1] = joined(found[-1], line)
        else:
            found.append(line)
        last = line
    return found


def _goes_on(line: Line, below: Line, limit: float) -> bool:
    """Tell whether a line wrapped: alike in place, height and ink, close below, and its next word did not fit."""
    height = min(line.height, below.height)
    if abs(line.left - below.left) > height / 2 or not -height / 2 < below.below(line) < 0.6 * height:
        return False
    taller, fainter = max(line.height, below.height) / height, abs(line.ink - below.ink)
    if below.text[:1].islower() or line.text.endswith(_GOES_ON):
        fits = taller < WIDE_WITHIN and fainter < 0.25
        return fits and _is_full(line, below, line.left + LOOSE * (limit - line.left))
    return taller < WIDE and fainter < 0.1 and _is_full(line, below, limit)


def _is_full(line: Line, below: Line, limit: float) -> bool:
    letter = (below.right - below.left) / max(len(below.text), 1)
    word = below.text.split(" ", 1)[0]
    return line.right + letter * (len(word) + 1) > limit
