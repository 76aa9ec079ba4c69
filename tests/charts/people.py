"""People to draw: the extreme ones by name, and every situation with every objective."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.advice.advisor import Advice
from bot.advice.facts import AtLeast, Value
from bot.content.load import Content


@dataclass(frozen=True)
class Person:
    """Somebody: what is known, and the school pinned."""

    known: dict[str, Value] = field(default_factory=dict)
    pin: str | None = None

    def advice(self, content: Content) -> Advice:
        """Return the advice on how many connections to aim for."""
        return content.advisor.advise("how_many_contacts", self.known, pin=self.pin)


def _person(situation: str, objective: str | None, connections: Value | None, **more: Value) -> Person:
    known: dict[str, Value] = {"situation": situation, **more}
    if objective is not None:
        known["objectives"] = frozenset({objective} if objective else ())
    if connections is not None:
        known["connections"] = connections
    return Person(known)


EXTREME: Final = {
    "three_contacts": _person("student", "be_noticed", 3),
    "none_at_all": _person("student", "be_noticed", 0),
    "nearly_the_cap": _person("executive", "personal_brand", 29999, plan="premium"),
    "at_the_cap": _person("executive", "personal_brand", 30000),
    "no_range_at_all": _person("employee", "network_meetings", 412, activity="active", seniority="senior"),
    "a_founder_without_a_number": _person("founder", None, None),
    "a_lower_bound": _person("job_seeker", "found_by_recruiters", AtLeast(500)),
    "one_school_pinned": Person(
        {"situation": "employee", "connections": 1200, "objectives": frozenset({"be_noticed"})}, pin="coffee_test"
    ),
    "at_the_brake": _person("freelance", "grow_audience", 8000),
}

Crowd = tuple[tuple[Person, Advice], ...]

COUNTS: Final[tuple[Value | None, ...]] = (None, 0, 3, 120, 499, AtLeast(500), 1234, 7990, 12483, 29999)


def everybody(content: Content) -> Crowd:
    """Return every situation with every objective, and with none, at counts that take turns."""
    return tuple((person, person.advice(content)) for person in _crowd(content))


def _crowd(content: Content) -> Iterator[Person]:
    facts = content.advisor.base.facts
    turn = 0
    for situation in facts["situation"].values:
        for objective in (*facts["objectives"].values, "", None):
            turn += 1
            yield _person(situation, objective, COUNTS[turn % len(COUNTS)], **_plan(turn))
    yield from EXTREME.values()


def _plan(turn: int) -> dict[str, Value]:
    return {"plan": "premium"} if turn % 3 == 0 else {}
