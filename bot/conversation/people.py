"""Several people in one forward, such as a list of invitations: which one first?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.advice.headline import Headline

from . import buttons, case
from .card import Line, lines
from .case import Turn
from .events import Reading, Who
from .matter import Matter
from .phases import moved
from .reply import Reply, Say
from .session import Entry, People, Session

MOST_PEOPLE = 8
"""People of a list that are shown: a screen holds no more, and a phone as many rows of buttons."""
MOST_FACTS = 3
"""Facts that tell a person of a list whose name is gone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a list: who, in the first reply only; else a few facts; and what the answer would be."""

    who: Who | None
    read: tuple[Line, ...]
    headline: Headline


def listed(session: Session, matter: Matter, found: tuple[Reading, ...]) -> Turn:
    """Keep what was read of each, and ask whom to begin with."""
    shown = found[:MOST_PEOPLE]
    number = session.cases + 1
    people = People(number, tuple(_kept(matter, case.entries(one)) for one in shown))
    session = replace(session, case=None, cases=number, people=people, editing=None, writing=None)
    session = replace(session, phase=moved(session.phase, "finish"))
    return _shown(session, matter, tuple(one.who for one in shown), len(found) - len(shown))


def again(session: Session, matter: Matter) -> Turn:
    """Show the list again; the names are gone by now."""
    assert session.people is not None
    return _shown(session, matter, (None,) * len(session.people.facts), 0)


def open_one(session: Session, matter: Matter, place: int) -> Turn:
    """Open a case about one person of the list, which stays."""
    people = session.people
    assert people is not None
    session = replace(case.begin(session, "accept_invitation"), people=people)
    session = case.read_in(session, matter, people.facts[place - 1]).with_case(place=place, profile=True)
    return case.proceed(session, matter, reading=Reading())


def places(people: People) -> tuple[str, ...]:
    """Return the numbers by which people of a list are named."""
    return tuple(str(place) for place in range(1, len(people.facts) + 1))


def _kept(matter: Matter, entries: Mapping[str, Entry]) -> Mapping[str, Entry]:
    facts = matter.facts
    return {name: entry for name, entry in entries.items() if name in facts and facts[name].about == "invitation"}


def _shown(session: Session, matter: Matter, whom: tuple[Who | None, ...], left: int) -> Turn:
    people = session.people
    assert people is not None
    rows = tuple(_row(session, matter, who, facts) for who, facts in zip(whom, people.facts, strict=True))
    values = {"people": rows, "left": left, "fresh": any(whom)}
    names = [who.name if who else "" for who in whom]
    return session, Reply((Say("people", values, buttons.of_people(people, names)),))


def _row(session: Session, matter: Matter, who: Who | None, facts: Mapping[str, Entry]) -> Row:
    # Judged as the case that it would open: what contradicts the rest is left out there too.
    opened = case.read_in(case.begin(session, "accept_invitation"), matter, facts)
    headline = case.headline(opened, matter)
    return Row(who, () if who else lines(facts, None)[:MOST_FACTS], headline)
