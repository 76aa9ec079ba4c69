"""A message for somebody, written step by step: why one writes, what fills it, then drafts to choose from.

It ends when it is closed, with a new case and with a new forward, and what was typed for it goes with it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from . import case, own_note, writing_buttons
from .answers import chosen, named_elsewhere
from .case import Turn
from .drafting import entered, first_moment, opened, purpose_of, shown, values_of
from .events import Said
from .matter import Matter
from .purposes import Moment, Purpose, ValueRefusedError, unfit
from .reply import Reply, Say
from .session import Session

PAGE: Final = 6
"""Purposes of a list that are shown at a time: a phone shows some ten rows of buttons."""


def begin(session: Session, matter: Matter, words: str = "") -> Turn:
    """Show what may be written, the purposes that suit the case in front; `words` may choose one at once."""
    session = opened(session)
    purpose = chosen(words, matter.vocabularies[session.language].purposes) if words else None
    if purpose is not None:
        return choose(session.with_writing(moment=matter.purposes[purpose].moment), matter, purpose)
    return listed(session, matter, puzzled=bool(words))


def write_to(session: Session, matter: Matter) -> Turn:
    """Write to whom the case is about: what suits the advice best, or a list where nothing has been seen to suit."""
    fits = _suited(session, matter)
    here = session.writing
    if here is not None and here.moment is None and here.purpose in [one.id for one in fits[:1]]:
        return again(session, matter)
    session = opened(session)
    return choose(session, matter, fits[0].id) if fits else listed(session, matter)


def awaits(session: Session) -> bool:
    """Tell whether the next text fills a message, whatever it is."""
    return session.phase == "writing" and session.writing is not None and session.writing.asked is not None


# --- choosing a purpose -------------------------------------------------------------------------


def listed(
    session: Session,
    matter: Matter,
    moment: Moment | None = None,
    page: int = 0,
    *,
    edit: bool = False,
    puzzled: bool = False,
    without: tuple[str, str] | None = None,
) -> Turn:
    """Show what may be written at a moment, a page at a time.

    `puzzled` says that the last text chose nothing; `without` names a purpose, and the variable for want of which it
    can't be written.
    """
    session = entered(session)
    assert session.writing is not None
    moment = moment or session.writing.moment or first_moment(session)
    session = session.with_writing(purpose=None, asked=None, checks=False, moment=moment)
    fits = [one for one in _suited(session, matter) if one.moment == moment]
    others = [one for one in matter.purposes.values() if one.moment == moment and one not in fits]
    offered = [*fits, *sorted(others, key=lambda one: _unfit(session, matter, one))]
    if without is not None:
        offered = sorted((one for one in offered if one.id != without[0]), key=lambda one: len(one.needs))
    page = page if 0 <= page * PAGE < len(offered) else 0
    some = offered[page * PAGE :][:PAGE]
    values: Mapping[str, object] = {
        "moment": moment,
        "shown": tuple(one.id for one in some),
        "fits": tuple(one.id for one in fits),
        "again": puzzled,
        "cannot": without[0] if without else None,
        "without": without[1] if without else None,
    }
    best = fits[0].id if fits and page == 0 and without is None else None
    following = page + 1 if len(offered) > (page + 1) * PAGE else None
    rows = writing_buttons.of_purposes(session, some, best, moment, page, following)
    return session, Reply((Say("purposes", values, rows, edit),))


def choose(session: Session, matter: Matter, purpose: str, *, edit: bool = False) -> Turn:
    """Take a purpose, keep what fills it too, and ask for what it still needs."""
    session = session.with_writing(purpose=purpose, asked=None, checks=False, unknown=frozenset(), variant=None)
    return proceed(session, matter, edit=edit)


# --- filling it ---------------------------------------------------------------------------------


def proceed(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    """Ask for what is needed and missing, or show the drafts."""
    purpose = purpose_of(session, matter)
    if purpose is None:
        return listed(session, matter, edit=edit)
    missing = [name for name in purpose.needs if name not in values_of(session, matter)]
    if missing:
        return ask(session, matter, missing[0], edit=edit)
    return drafts(session, matter, edit=edit)


def ask(
    session: Session, matter: Matter, name: str, *, edit: bool = False, puzzled: bool = False, most: int | None = None
) -> Turn:
    """Ask for one variable; `puzzled` says that the last text can't be used, `most` the length that it may have."""
    purpose = purpose_of(session, matter)
    assert purpose is not None
    session = entered(session).with_writing(asked=name)
    current = values_of(session, matter).get(name)
    offered = None if current else _offered(session, matter, name)
    values = {"variable": name, "current": current, "again": puzzled, "most": most}
    rows = writing_buttons.of_variable(session, name, current, offered, needed=name in purpose.needs)
    return session, Reply((Say("variable", values, rows, edit),))


def fill(session: Session, matter: Matter, name: str, raw: str, *, edit: bool = False) -> Turn:
    """Take the user's words for a variable, or say in one sentence why they can't be used."""
    variable = matter.variables[name]
    numbers = "".join(one if one.isdecimal() else " " for one in raw).split() if variable.kind == "number" else []
    try:
        value = variable.cleaned(numbers[0] if len(numbers) == 1 else raw)
    except ValueRefusedError as error:
        return ask(session, matter, name, edit=edit, puzzled=error.most is None, most=error.most)
    if not value:
        return ask(session, matter, name, edit=edit, puzzled=True)
    return proceed(_with(session, name, value).with_writing(asked=None), matter, edit=edit)


def take_offered(session: Session, matter: Matter, name: str) -> Turn:
    """Fill a variable with what the user said of themselves."""
    offered = _offered(session, matter, name)
    return ask(session, matter, name, edit=True) if offered is None else fill(session, matter, name, offered, edit=True)


def take_out(session: Session, matter: Matter, name: str) -> Turn:
    """Take the words for a variable out again."""
    return proceed(_with(session, name, None).with_writing(asked=None), matter, edit=True)


def pass_over(session: Session, matter: Matter, name: str, *, edit: bool = False) -> Turn:
    """Note that the user cannot tell: it is not offered again, and what can't be written without it gives way."""
    purpose = purpose_of(session, matter)
    assert purpose is not None
    session = _with(session, name, None)
    assert session.writing is not None
    if name in purpose.needs:
        return listed(session, matter, purpose.moment, edit=edit, without=(purpose.id, name))
    return proceed(session.with_writing(asked=None, unknown=session.writing.unknown | {name}), matter, edit=edit)


def _with(session: Session, name: str, value: str | None) -> Session:
    assert session.writing is not None
    kept = {key: one for key, one in session.writing.values.items() if key != name}
    return session.with_writing(values=kept if value is None else {**kept, name: value})


def _offered(session: Session, matter: Matter, name: str) -> str | None:
    entry = session.me.get(matter.variables[name].fact or "")
    return entry.value if entry is not None and isinstance(entry.value, str) else None


# --- the drafts ---------------------------------------------------------------------------------


def drafts(session: Session, matter: Matter, *, edit: bool = False, puzzled: bool = False) -> Turn:
    """Show one draft, with the ways to the others; `puzzled` says that the last text meant nothing here."""
    session = entered(session).with_writing(asked=None)
    sheet = shown(session, matter)
    session = session.with_writing(variant=sheet.draft.id)
    values = {
        "purpose": sheet.purpose.id,
        "draft": sheet.draft,
        "label": matter.drafting[session.language].label(sheet.purpose.id, sheet.draft.id),
        "counted": matter.drafting[session.language].counted(sheet.draft),
        "place": sheet.place,
        "of": len(sheet.variants),
        "left": sheet.left,
        "squeezed": sheet.squeezed,
        "plan": sheet.plan,
        "supply": matter.supply if sheet.purpose.kind == "note" and sheet.plan != "premium" else None,
        "again": puzzled,
    }
    return session, Reply((Say("drafts", values, writing_buttons.of_drafts(session, sheet), edit),))


def change(session: Session, matter: Matter, **changes: object) -> Turn:
    """Show the drafts otherwise: another variant, tone, address, language, or shorter."""
    here = session.writing
    purpose = purpose_of(session, matter)
    assert here is not None
    if purpose is None or any(name not in values_of(session, matter) for name in purpose.needs):
        return proceed(session, matter, edit=True)
    if here.asked is None and all(getattr(here, name) == value for name, value in changes.items()):
        return session, Reply((), "toast.already")
    return drafts(session.with_writing(**changes), matter, edit=True)


# --- ways out, and what is typed ----------------------------------------------------------------


def again(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    """Say again where the writing stands."""
    here = session.writing
    assert here is not None
    if here.checks:
        return own_note.check(session, edit=edit)
    purpose = purpose_of(session, matter)
    if purpose is not None and here.asked in purpose.variables:
        return ask(session, matter, str(here.asked), edit=edit)
    return proceed(session, matter, edit=edit)


def back(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    """Go one step back: from a variable to the drafts, from these to the list or the advice, from the list out."""
    here = session.writing
    assert here is not None
    purpose = purpose_of(session, matter)
    if purpose is not None and here.asked is not None and not here.checks:
        known = values_of(session, matter)
        if all(name in known for name in purpose.needs):
            return proceed(session.with_writing(asked=None), matter, edit=edit)
    if here.moment is not None and (purpose is not None or here.checks):
        return listed(session, matter, edit=edit)
    return finish(session, matter, edit=edit)


def finish(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    """End the writing; what was typed for it goes with it. The case beside it goes on."""
    if session.case is None:
        return case.close(session, edit=edit)
    return case.here(replace(session, writing=None), matter, edit=edit)


def typed(session: Session, event: Said, meant: str | None, matter: Matter) -> Turn | None:
    """Take what is typed while a message is written; None where it is no matter of the message's."""
    here = session.writing
    assert here is not None
    if event.reading.people or (event.reading.looks_forwarded and "\n" in event.text):
        return None
    match meant:
        case "back":
            return back(session, matter)
        case "cancel":
            return finish(session, matter)
        case "again":
            return begin(session, matter)
    if here.asked is not None and purpose_of(session, matter) is not None:
        return _typed_value(session, event.text, meant, matter)
    if meant is not None:
        return drafts(_next(session, matter), matter) if meant == "skip" and here.purpose else None
    words = matter.vocabularies[session.language].purposes
    found = named_elsewhere(event.text, {"purpose": words})
    purpose = found[1] if found else None if here.purpose else chosen(event.text, words)
    if purpose is not None:
        return choose(session.with_writing(moment=matter.purposes[purpose].moment), matter, purpose)
    if event.reading.looks_forwarded:
        return None
    return drafts(session, matter, puzzled=True) if here.purpose else listed(session, matter, puzzled=True)


def _typed_value(session: Session, text: str, meant: str | None, matter: Matter) -> Turn:
    assert session.writing is not None
    name = str(session.writing.asked)
    purpose = purpose_of(session, matter)
    assert purpose is not None
    if meant == "unknown" or (meant == "skip" and name in purpose.needs):
        return pass_over(session, matter, name)
    if meant in ("skip", "now"):
        return proceed(session.with_writing(asked=None), matter)
    return fill(session, matter, name, text)


def _next(session: Session, matter: Matter) -> Session:
    return session.with_writing(variant=shown(session, matter).next)


# --- where it stands ----------------------------------------------------------------------------


def _unfit(session: Session, matter: Matter, purpose: Purpose) -> bool:
    here = session.case
    return here is not None and unfit(purpose, matter.facts, here.question, session.known())


def _suited(session: Session, matter: Matter) -> tuple[Purpose, ...]:
    if session.case is None or session.case.question == "how_many_contacts":
        return ()
    return case.suited(session, matter, case.headline(session, matter).answer)
