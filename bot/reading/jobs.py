"""Read the jobs of a page's experience: a title, a company, and from when to when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .periods import Period, length_of, period_of
from .scene import Line, Scene, Voice

MOST_JOBS: Final = 60
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_IN_ALL: Final = re.compile(r"(?:[^\d·]{2,30}· ?)?\d{1,3} [^\W\d_]{1,6}\.?(?: (?:et |and )?\d{1,2} [^\W\d_]{1,6}\.?)?")


@dataclass(frozen=True, slots=True)
class Job:
    """One job on a page: the lines of its title and its company, as words, and its dates; `told` are months."""

    title: Line | None
    company: Line | None
    period: Period
    told: int | None = None


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
        if company and left > 0:
            yield Job(above[-1] if above else None, company, period, told)
            left -= (told or left) - 1
        elif len(above) == 2:
            yield Job(above[0], _company(scene, above[1]), period, told)
        else:
            yield Job(above[-1] if above else None, None, period, told)


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
