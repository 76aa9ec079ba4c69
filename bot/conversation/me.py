"""What the user said of themselves: shown, changed one by one, taken back."""

from collections.abc import Mapping
from dataclasses import replace

from . import buttons
from .answers import named_elsewhere, understood
from .case import Turn, agreeing, undrawn
from .matter import Matter
from .phases import moved
from .reply import Reply, Say
from .session import Entry, Session


def review(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    """Show what is kept of the user."""
    session = replace(session, phase=moved(session.phase, "review"), editing=None)
    shown = {name: session.me[name].value for name in matter.facts if name in session.me}
    values: Mapping[str, object] = {"me": shown, "pinned": session.pinned}
    return session, Reply((Say("me", values, buttons.of_me(session, matter), edit),))


def open_fact(
    session: Session, matter: Matter, name: str, ticked: frozenset[str] | None = None, *, again: bool = False
) -> Turn:
    """Show one fact about the user with its choices."""
    fact = matter.facts[name]
    entry = session.me.get(name)
    if ticked is None:
        ticked = entry.value if entry and isinstance(entry.value, frozenset) else frozenset()
    session = replace(session, phase=moved(session.phase, "review"), editing=name)
    values = {"fact": name, "current": entry.value if entry else None, "again": again}
    rows = buttons.of_my_fact(session, fact, ticked, matter)
    return session, Reply((Say("my_fact", values, rows, edit=not again),))


def put(session: Session, matter: Matter, name: str, entry: Entry | None, *, edit: bool = True) -> Turn:
    """Change one fact about the user, or take it back (None)."""
    kept = {key: value for key, value in session.me.items() if key != name}
    if entry is not None:
        kept[name] = entry
    session = agreeing(replace(undrawn(session), me=kept), matter, name)
    return review(session, matter, edit=edit)


def named(session: Session, text: str, matter: Matter) -> Turn | None:
    """Take a text that is one value of one fact about the user, though none is open; nothing where it is not."""
    words = matter.vocabularies[session.language].values
    mine = [one for one in matter.facts.values() if one.about == "user" and one.kind in ("choice", "several")]
    found = named_elsewhere(text, {one.id: words.get(one.id, {}) for one in mine})
    if found is None:
        return None
    name, value = found
    if matter.facts[name].kind == "choice":
        return put(session, matter, name, Entry(value), edit=False)
    before = session.me[name].value if name in session.me else frozenset()
    assert isinstance(before, frozenset)
    return put(session, matter, name, Entry(before | {value}), edit=False)


def typed(session: Session, text: str, meant: str | None, matter: Matter) -> Turn:
    """Take a typed answer for the fact that is open."""
    name = session.editing
    assert name is not None
    if meant in ("cancel", "back", "skip"):
        return review(session, matter)
    if meant == "unknown":
        return put(session, matter, name, None, edit=False)
    words = matter.vocabularies[session.language]
    value = understood(matter.facts[name], text, words.values.get(name, {}), words.intents)
    if value is None:
        return open_fact(session, matter, name, again=True)
    return put(session, matter, name, Entry(value), edit=False)
