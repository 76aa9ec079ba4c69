"""Read the jobs of a page's experience: a title, a company, and from when to when."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from .periods import Period, length_of, period_of
from .scene import Line, Scene, Voice
from .words import Words

MOST_JOBS: Final = 60
ROUNDED: Final = 2
"""Months by which roles in a company may fall short of its total."""
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_IN_ALL: Final = re.compile(r"(?:[^\d·]{2,30}· ?)?\d{1,3} [^\W\d_]{1,6}\.?(?: (?:et |and )?\d{1,2} [^\W\d_]{1,6}\.?)?")


LONGEST_FIRM: Final = 8
"""Words that a company's name has at most."""
_JOINING: Final = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "et", "of", "the", "and", "for", "&", "+"})


@dataclass(frozen=True, slots=True)
class Job:
    """One job on a page: the lines of its title and its company, as words, and its dates; `told` are months.

    `lines` are all that stand above the dates and belong to it: the kind of contract too.
    """

    title: Line | None
    company: Line | None
    period: Period
    told: int | None = None
    lines: tuple[Line, ...] = ()


def jobs_of(scene: Scene) -> list[Job]:
    """Return the jobs of a page, in its order; none of another text."""
    if not scene.is_page:
        return []
    lines = [line for line in scene.lines if scene.voices[line.start] is Voice.EXPERIENCE]
    return list(_jobs(scene, lines))[:MOST_JOBS]


def _jobs(scene: Scene, lines: list[Line]) -> Iterator[Job]:
    company: Line | None = None
    left = 0
    """Months of a company's total that the roles below it have not used up."""
    for at, line in enumerate(lines):
        text = _text(scene, line)
        if (total := _total(text)) and at:
            company, left = lines[at - 1], total
            continue
        if not _YEAR.search(text):
            continue
        dates, _, length = text.partition("·")
        period = period_of(dates.strip())
        if period is None or not (period.end or period.lasts):
            continue
        told = length_of(length)
        above = [one for one in lines[max(at - 2, 0) : at] if not _total(_text(scene, one))]
        if company and left > ROUNDED:
            yield Job(above[-1] if above else None, company, period, told, tuple(above[-1:]))
            left -= told or left
        elif len(above) == 2:
            yield Job(above[0], _company(scene, above[1]), period, told, tuple(above))
        else:
            yield Job(above[-1] if above else None, None, period, told, tuple(above))


def firms_after(places: Iterable[int], words: Words) -> Iterator[tuple[int, int]]:
    """Yield the companies' names that begin at words ("at", "chez" stands before), as words from and up to."""
    for start in places:
        end = start
        while end < min(len(words), start + LONGEST_FIRM) and not (end > start and words.walls[end]):
            if not (words.capital(end) or words.words[end] in _JOINING or words.words[end][0].isdigit()):
                break
            end += 1
        while end > start and words.words[end - 1] in _JOINING:
            end -= 1
        if start < end and words.capital(start):
            yield start, end


def _text(scene: Scene, line: Line) -> str:
    return scene.words.text[scene.words.starts[line.start] : _end(scene, line)]


def _end(scene: Scene, line: Line) -> int:
    end = scene.words.text.find("\n", scene.words.ends[line.end - 1])
    return len(scene.words.text) if end < 0 else end


def _total(text: str) -> int | None:
    """Read the length of a whole stay in a company: "CDI · 8 ans 2 mois", "8 yrs"."""
    return length_of(text.rpartition("·")[2]) if _IN_ALL.fullmatch(text.strip()) else None


def _company(scene: Scene, line: Line) -> Line:
    """Return a company's line without the kind of contract: "Acme · CDI"."""
    words = scene.words
    for word in range(line.start + 1, line.end):
        if "·" in words.text[words.ends[word - 1] : words.starts[word]]:
            return Line(line.start, word)
    return line
