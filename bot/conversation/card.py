"""The card of a forward: whom it is about, and what was read, each fact with the words that it was read in."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.advice.facts import Value

from .events import Found, Reading
from .session import Case, Entry

MOST_LINES = 10
"""Facts that a card shows; those beyond, which no forward of the corpus has, can be corrected all the same."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of a card; `read` is what it was read in, in the reply to the forward only."""

    fact: str
    value: Value
    sure: bool = True
    read: str = ""


def ordered(facts: Mapping[str, Entry]) -> list[str]:
    """Return the names of facts, the unsure ones first."""
    return sorted(facts, key=lambda name: facts[name].sure)


def card(case: Case, reading: Reading | None, *, edit: bool) -> dict[str, object]:
    """Return what fills the card of a message.

    After a forward (`reading`) it shows who and where each fact was read; where a message is edited in
    place, the facts as they stand now, since their card was there; in a new message, nothing.
    """
    shown = case.was_read and (reading is not None or edit)
    return {
        "who": reading.who if reading else None,
        "fresh": reading is not None,
        "place": case.place if shown else None,
        "read": lines(case.facts, reading) if shown else (),
    }


def lines(facts: Mapping[str, Entry], reading: Reading | None) -> tuple[Line, ...]:
    """Return the lines of a card, the unsure ones first; after a forward, of what was read alone."""
    found = reading.facts if reading else {}
    names = [name for name in ordered(facts) if reading is None or facts[name].origin == "text"]
    return tuple(_line(name, facts[name], found.get(name)) for name in names[:MOST_LINES])


def _line(name: str, entry: Entry, found: Found | None) -> Line:
    read = found.read if found is not None and entry.origin == "text" and found.value == entry.value else ""
    return Line(name, entry.value, entry.sure, read)
