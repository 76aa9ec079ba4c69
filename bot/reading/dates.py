"""Find dates that cannot be: longer in a company than it exists, an end before its start."""

import re
from collections.abc import Iterator
from typing import Final

from bot.conversation.events import Found

from .phrases import Hit
from .scene import Scene, Voice

CLEAR: Final = 12
"""Months that a tenure must exceed its company's age by: people round."""
FAR: Final = 30
"""Words between a tenure and its company's age at most."""
NEAR: Final = 5
"""Words between a tenure and the company that it was spent in at most."""
MOST_DATES: Final = 60
"""Words on dates that are compared."""
YOUNGEST: Final = 12
"""Years of age at which nobody has begun to work yet."""

_PERIOD: Final = re.compile(
    r"^(?:[a-z]{3,9}\.? |\d\d/)?((?:19|20)\d\d) ?[-–—] ?(?:[a-z]{3,9}\.? |\d\d/)?((?:19|20)\d\d)\b"
)


def read_dates(scene: Scene) -> Iterator[tuple[str, Found]]:
    """Say that somebody is not credible where the dates told of them cannot be."""
    found = _longer_than_it_exists(scene) or _too_young(scene) or _ends_before_start(scene)
    if found:
        yield "sender_credible", found


def _longer_than_it_exists(scene: Scene) -> Found | None:
    told = scene.of("dates", Voice.SAID)[:MOST_DATES]
    tenures = [hit for hit in told if hit.value.startswith("tenure")]
    ages = [hit for hit in told if hit.value.startswith("age")]
    for tenure in tenures:
        for age in ages:
            excess = _excess(tenure, age)
            if excess >= CLEAR and _same_place(told, tenure, age):
                first, last = sorted((tenure, age), key=lambda hit: hit.start)
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
