"""Find dates that cannot be: longer in a company than it exists, an end before its start, a life too long."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.advice.spans import CLEAR, NO_SPANS, Spans
from bot.conversation.events import Found

from .careers import Stay, impossible, month_of, tenure
from .jobs import Job, jobs_of
from .phrases import Hit
from .scene import Scene, Voice

FAR: Final = 30
"""Words between a tenure and its company's age at most."""
NEAR: Final = 5
"""Words between a tenure and the company that it was spent in at most."""
MOST_DATES: Final = 60
"""Words on dates that are compared."""
SHORT: Final = 12
"""Words of a text that speaks of a company by its name alone."""
YOUNGEST: Final = 12
"""Years of age at which nobody has begun to work yet."""

_PERIOD: Final = re.compile(
    r"^(?:[a-z]{3,9}\.? |\d\d/)?((?:19|20)\d\d) ?[-–—] ?(?:[a-z]{3,9}\.? |\d\d/)?((?:19|20)\d\d)\b"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """What the dates in a text tell: that they cannot be, and spans that another message may contradict."""

    found: Found | None = None
    spans: Spans = NO_SPANS


def read_dates(scene: Scene, today: date | None = None) -> Dated:
    """Read the dates told of somebody."""
    today = today or date.today()
    career = _Career(scene, today)
    spans = _said_spans(scene, today).then(Spans(career.tenure))
    found = _longer_than_it_exists(scene) or _too_young(scene) or career.impossible or _ends_before_start(scene)
    if found is None and spans.cannot_be:
        age = next(hit for hit in _told(scene) if hit.value.startswith("age"))
        found = Found("no", scene.read(age), sure=False)
    return Dated(found, spans)


class _Career:
    """The jobs of a page."""

    def __init__(self, scene: Scene, today: date) -> None:
        self._now = month_of(today)
        self._scene = scene
        self._jobs = jobs_of(scene)
        self._stays = [Stay(self._named(job), job.period, place) for place, job in enumerate(self._jobs)]

    @property
    def impossible(self) -> Found | None:
        """What cannot be in it."""
        return next(impossible(self._stays, (), self._now, self._is_beside), None)

    @property
    def tenure(self) -> int | None:
        """Months in the company of today."""
        return tenure(self._stays, self._now, self._is_beside)

    def _named(self, job: Job) -> str:
        return self._scene.words.read(job.company.start, job.company.end) if job.company else ""

    def _is_beside(self, stay: Stay) -> bool:
        lines = self._jobs[stay.place].lines
        beside = self._scene.finds.some("dates", "beside_a_job")
        return any(line.start <= hit.start < line.end for hit in beside for line in lines)


def _told(scene: Scene) -> list[Hit]:
    hits = scene.of("dates", Voice.SAID)
    return [hit for hit in hits if hit.value != "beside_a_job"][:MOST_DATES]


def _said_spans(scene: Scene, today: date) -> Spans:
    """Return how long somebody has been in a company, or how old one is, where the user says only one of the two."""
    told = _told(scene)
    ages = [hit for hit in told if hit.value.startswith("age")]
    tenures = [
        hit
        for hit in told
        if hit.value.startswith("tenure") and not any(age.start < hit.end and hit.start < age.end for age in ages)
    ]
    of_a_company = any(hit.value in ("company", "same_company", "there") for hit in told)
    if bool(tenures) == bool(ages) or not (of_a_company or len(scene.words) <= SHORT):
        return NO_SPANS
    months = [length for hit in (*tenures, *ages) if (length := _length(hit, today)) is not None]
    if len(set(months)) != 1:
        return NO_SPANS
    return Spans(tenure=months[0]) if tenures else Spans(age=months[0])


def _length(hit: Hit, today: date) -> int | None:
    """Return the months that a hit tells; of a year, those since its end or, of an age, since its beginning."""
    if not hit.value.endswith("since"):
        return _months(hit)
    if not 1900 < hit.number <= today.year:
        return None
    since_january = (today.year - hit.number) * 12 + today.month
    return since_january if hit.value.startswith("age") else max(since_january - 12, 0)


def _longer_than_it_exists(scene: Scene) -> Found | None:
    told = _told(scene)
    tenures = [hit for hit in told if hit.value.startswith("tenure")]
    ages = [hit for hit in told if hit.value.startswith("age")]
    for stayed in tenures:
        for age in ages:
            excess = _excess(stayed, age)
            if excess >= CLEAR and _same_place(told, stayed, age):
                first, last = sorted((stayed, age), key=lambda hit: hit.start)
                return Found("no", scene.words.read(first.start, last.end), sure=excess > 2 * CLEAR)
    return None


def _excess(tenure: Hit, age: Hit) -> int:
    """Return the months by which a tenure exceeds an age; none where only a calendar could tell."""
    if tenure.value == "tenure_since" and age.value == "age_since":
        is_year = all(1900 < hit.number < 2100 for hit in (tenure, age))
        return (age.number - tenure.number) * 12 if is_year else 0
    if "since" in tenure.value + age.value:
        return 0
    return _months(tenure) - _months(age)


def _months(hit: Hit) -> int:
    return hit.number * (12 if hit.value.endswith("years") else 1)


def _same_place(told: list[Hit], tenure: Hit, age: Hit) -> bool:
    """Tell whether the company whose age is told is the one where the time was spent."""
    start, end = min(tenure.end, age.end), max(tenure.start, age.start)
    between = [hit.value for hit in told if start <= hit.start < end]
    if end - start > FAR or "another_job" in between:
        return False
    there = (hit for hit in told if hit.value == "there")
    if any(abs(hit.start - tenure.end) <= 3 or abs(tenure.start - hit.end) <= 2 for hit in there):
        return True
    if tenure.start > age.start:
        return False
    places = [hit.start for hit in told if hit.value == "company"]
    inside = any(tenure.start <= place <= tenure.end + NEAR and place <= age.end for place in places)
    return inside or any(hit.value == "same_company" and start <= hit.start < age.end for hit in told)


def _too_young(scene: Scene) -> Found | None:
    told = scene.of("dates", Voice.SAID)
    lived = next((hit for hit in told if hit.value == "person_years" and 14 <= hit.number < 100), None)
    worked = next((hit for hit in told if hit.value == "experience_years" and hit.number < 80), None)
    if not lived or not worked or worked.number <= lived.number - YOUNGEST:
        return None
    first, last = sorted((lived, worked), key=lambda hit: hit.start)
    return Found("no", scene.words.read(first.start, last.end))


def _ends_before_start(scene: Scene) -> Found | None:
    """Find a period of a page's experience that ends before it starts."""
    for line in scene.lines:
        if scene.voices[line.start] is not Voice.EXPERIENCE:
            continue
        start, end = scene.words.starts[line.start], scene.words.ends[line.end - 1]
        match = _PERIOD.match(scene.words.folded[start:end])
        if match and int(match[2]) < int(match[1]):
            return Found("no", scene.words.read(line.start, line.end))
    return None
