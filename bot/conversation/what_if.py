"""What if one answer were otherwise: the old target beside the new one, and nothing is noted unless it is kept."""

from bot.advice.facts import NO, YES, Fact, FactError, Value

from . import case, target
from .buttons import Press, Rows, data_of, in_rows, written
from .case import Turn
from .matter import Matter
from .reply import Button, PictureKind, Reply, Say
from .session import Case, Entry, Session

PICTURES: tuple[PictureKind, ...] = ("standing", "way")


def pressed(session: Session, press: Press, matter: Matter) -> Turn | None:
    """Answer a press on what an answer on how many connections offers; None where it makes no sense."""
    here = session.case
    if here is None or here.question != "how_many_contacts":
        return None
    if press.act == "draw":
        return draw(session, matter, press.name)
    if press.act == "whatif" and not press.rest:
        return menu(session, here, matter)
    fact = matter.facts.get(press.name)
    if fact is None or fact.id not in matter.flows[here.question].asks:
        return None
    if press.act == "whatif" and len(press.rest) == 1:
        return choices(session, here, fact, matter)
    if press.act == "whatif":
        value = _otherwise(session, fact, press.chosen, None)
        return None if value is None else compare(session, here, fact, press.chosen, value, matter)
    value = _otherwise(session, fact, press.chosen, press.rest[2] if len(press.rest) > 2 else None)
    return None if value is None else keep(session, fact, value, matter)


def menu(session: Session, here: Case, matter: Matter) -> Turn:
    """Offer what could be otherwise."""
    names = matter.flows[here.question].asks
    buttons = [Button("me_fact", data_of("whatif", here.number, name), {"fact": name}) for name in names]
    rows = (*in_rows(buttons, 2), (_back(here),))
    return session, Reply((Say("what_if", {"fact": None, "current": None}, rows, edit=True),))


def choices(session: Session, here: Case, fact: Fact, matter: Matter) -> Turn:
    """Offer the values that one fact could have."""
    current = session.known().get(fact.id)
    rows = (*_choices(session, here, fact, matter, current), _ways(here))
    return session, Reply((Say("what_if", {"fact": fact.id, "current": current}, rows, edit=True),))


def compare(session: Session, here: Case, fact: Fact, chosen: str, value: Value, matter: Matter) -> Turn | None:
    """Show the answer as it stands beside the one that another value would give; None where that cannot be."""
    known = session.known()
    current = known.get(fact.id)
    if value == current:
        return choices(session, here, fact, matter)
    pin = case.pin_of(session, matter)
    try:
        new = target.outlook(matter, here, {**known, fact.id: value}, pin)
    except FactError:
        return None
    values = {
        "question": here.question,
        "fact": fact.id,
        "chosen": value,
        "current": current,
        "old": target.outlook(matter, here, known, pin),
        "new": new,
    }
    kept = data_of("keepif", here.number, fact.id, chosen, YES if _holds(value, chosen) else NO)
    rows = (
        *_choices(session, here, fact, matter, value),
        (Button("keep_if", kept, style="primary"),),
        _ways(here),
    )
    return session, Reply((Say("compared", values, rows, edit=True),))


def keep(session: Session, fact: Fact, value: Value, matter: Matter) -> Turn:
    """Note the value for good, and answer anew."""
    if session.known().get(fact.id) == value:
        return session, Reply((), "toast.already")
    return case.proceed(case.put(session, matter, fact.id, Entry(value)), matter, edit=True)


def draw(session: Session, matter: Matter, name: str) -> Turn | None:
    """Draw a picture of the answer as it stands; None where there is nothing to draw."""
    kind = next((one for one in PICTURES if one == name), None)
    here = session.case
    if kind is None or here is None:
        return None
    known = session.known()
    advice = target.outlook(matter, here, known, case.pin_of(session, matter)).advice
    if kind == "way" and not target.has_way(matter, advice, known):
        return None
    session, picture = target.drawn(session, matter, advice, known, kind)
    return session, Reply((), None if picture else "toast.drawn", picture=picture)


def _otherwise(session: Session, fact: Fact, chosen: str, wanted: str | None) -> Value | None:
    # Of several choices, one is turned, or is to be there (yes) or not (no); else the value itself.
    if fact.kind != "several":
        try:
            return fact.parse(chosen)
        except FactError:
            return None
    if chosen not in fact.values or wanted not in (None, YES, NO):
        return None
    known = session.known().get(fact.id)
    before = known if isinstance(known, frozenset) else frozenset()
    added = chosen not in before if wanted is None else wanted == YES
    return before | {chosen} if added else before - {chosen}


def _holds(value: Value, chosen: str) -> bool:
    return not isinstance(value, frozenset) or chosen in value


def _choices(session: Session, here: Case, fact: Fact, matter: Matter, shown: Value | None) -> Rows:
    offered: tuple[Value, ...] = fact.values
    if fact.kind == "number":
        known = session.known().get(fact.id)
        ready = matter.flows[here.question].asks[fact.id].choices
        offered = ready if known is None or known in ready else (known, *ready)
    buttons = [
        Button(
            "ticked" if one == shown or (isinstance(shown, frozenset) and one in shown) else "value",
            data_of("whatif", here.number, fact.id, written(one)),
            {"fact": fact.id, "value": one},
        )
        for one in offered
    ]
    return tuple(in_rows(buttons, 4 if fact.kind == "number" else 2))


def _ways(here: Case) -> tuple[Button, ...]:
    return (Button("what_else", data_of("whatif", here.number)), _back(here))


def _back(here: Case) -> Button:
    return Button("to_answer", data_of("here", here.number))
