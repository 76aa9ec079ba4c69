"""Presses of buttons: each does its act once, however old the button or often it is pressed."""

from dataclasses import replace

from bot.advice.facts import YES, FactError, Value
from bot.advice.schools import Question

from . import buttons, case, me, own_note, people, policy, privacy, quiz, schools, what_if, writing
from .buttons import Press
from .case import Turn
from .drafting import purpose_of
from .leaving import leave
from .matter import Matter
from .purposes import ADDRESSES, MOMENTS, TONES
from .reply import Reply, Say
from .session import Entry, Session

ANYTIME = {
    *("begin", "again", "me", "my", "mytick", "mydone", "unmy", "review", "school", "schools", "pin", "language"),
    *("quiz", "policy", "unpolicy"),
}
"""Acts that do not depend on a case: they are right whenever the button was made."""

OF_WRITING = {
    "moment",
    "purpose",
    "fill",
    "offered",
    "unfill",
    "nofill",
    "goback",
    "unwrite",
    "variant",
    "short",
    "tone",
    "address",
    "tongue",
    "reread",
}
"""Acts on a message that is written, or on a note that is checked."""

OF_A_LIST = {"person", "people", "drop"}
"""Acts on a list of people."""


def pressed(session: Session, data: str, matter: Matter) -> Turn:
    """Answer a press; one that makes no sense any more leads to the step that is current."""
    press = buttons.press_of(data)
    if press is None:
        return _current(session, matter, "toast.unknown_button")
    if press.act in ANYTIME:
        return _anytime(session, press, matter)
    if press.act in quiz.ACTS:
        return quiz.pressed(session, press, matter) or _current(session, matter, "toast.old_button")
    if press.act in ("forget", "keep"):
        return _of_forgetting(session, press, matter)
    if press.act == "write":
        current = press.case == session.writings
        return writing.begin(session, matter) if current else _current(session, matter, "toast.old_button")
    if press.act in OF_WRITING:
        return _of_writing(session, press, matter)
    if press.act in OF_A_LIST:
        return _of_a_list(session, press, matter)
    if session.case is None or press.case != session.case.number:
        return _old(session, press, matter)
    return _of_case(session, press, matter)


def _of_forgetting(session: Session, press: Press, matter: Matter) -> Turn:
    if press.case != session.cases:
        return _current(session, matter, "toast.old_button")
    if press.act == "forget":
        return privacy.forget(session, matter)
    return _current(session, matter, "toast.kept", edit=True)


def _anytime(session: Session, press: Press, matter: Matter) -> Turn:
    name = press.name
    match press.act:
        case "begin" | "again":
            if press.case != session.cases:
                return _current(session, matter, "toast.old_button")
            question = _question(name, matter)
            return case.proceed(case.begin(session, question), matter) if question else _lost(session, matter)
        case "review" if session.phase == "stating":
            return policy.tell(session, matter, edit=True)
        case "review":
            return me.review(session, matter, edit=True)
        case "schools":
            return schools.listed(session, matter, edit=True)
        case "school" | "pin" if name in matter.advisor.base.schools:
            if press.act == "pin":
                return schools.pin(session, matter, name, pins=press.rest[1:] == (YES,))
            return schools.shown(session, matter, name)
        case "quiz":
            return quiz.begin(session, matter, edit=True)
        case "policy":
            return policy.tell(session, matter, edit=True)
        case "unpolicy":
            return leave(session, matter, edit=True)
        case "language":
            if name in matter.vocabularies:
                session = replace(session, language=name)
            return _current(session, matter, "toast.language", edit=True)
    return policy.after(session, _mine(session, press, matter), matter)


def _mine(session: Session, press: Press, matter: Matter) -> Turn:
    name = press.name
    fact = matter.facts.get(name)
    if fact is None or fact.about != "user":
        return _lost(session, matter)
    if press.act == "unmy":
        return me.put(session, matter, name, None)
    if press.act == "my":
        value = _value(matter, press)
        return _lost(session, matter) if value is None else me.put(session, matter, name, Entry(value))
    if press.act == "mydone":
        chosen = session.me.get(name)
        return me.put(session, matter, name, chosen or Entry(frozenset()))
    if press.act == "mytick":
        return _my_tick(session, press, name, matter)
    return me.open_fact(session, matter, name)


def _my_tick(session: Session, press: Press, name: str, matter: Matter) -> Turn:
    before = session.me.get(name)
    chosen = before.value if before and isinstance(before.value, frozenset) else frozenset()
    one = press.chosen
    if one not in matter.facts[name].values:
        return _lost(session, matter)
    chosen = chosen ^ {one}
    session = replace(session, me={**session.me, name: Entry(chosen)})
    return me.open_fact(session, matter, name, chosen)


def _of_writing(session: Session, press: Press, matter: Matter) -> Turn:
    if session.writing is None or press.case != session.writing.number:
        return _current(session, matter, "toast.old_button")
    name = press.name
    match press.act:
        case "goback":
            return writing.back(session, matter, edit=True)
        case "unwrite":
            return writing.finish(session, matter, edit=True)
        case "reread":
            return own_note.check(session, edit=True)
        case "purpose" if name in matter.purposes:
            return writing.choose(session, matter, name, edit=True)
        case "moment" if name in MOMENTS:
            at = next(one for one in MOMENTS if one == name)
            return writing.listed(session, matter, at, int(press.chosen) if press.chosen.isdecimal() else 0, edit=True)
    return _of_a_message(session, press, name, matter)


def _of_a_message(session: Session, press: Press, name: str, matter: Matter) -> Turn:
    purpose = purpose_of(session, matter)
    if purpose is None:
        return _lost(session, matter)
    session = session.with_writing(checks=False)
    match press.act:
        case "variant":
            return writing.change(session, matter, variant=name)
        case "short" if name in ("0", "1"):
            return writing.change(session, matter, short=name == "1")
        case "tone" if name in TONES:
            return writing.change(session, matter, tone=name)
        case "address" if name in ADDRESSES:
            return writing.change(session, matter, address=name)
        case "tongue" if name in matter.drafting:
            return writing.change(session, matter, language=name)
    if name not in purpose.variables:
        return _lost(session, matter)
    match press.act:
        case "fill":
            return writing.ask(session, matter, name, edit=True)
        case "offered":
            return writing.take_offered(session, matter, name)
        case "unfill":
            return writing.take_out(session, matter, name)
        case "nofill":
            return writing.pass_over(session, matter, name, edit=True)
    return _lost(session, matter)


def _of_a_list(session: Session, press: Press, matter: Matter) -> Turn:
    if session.people is None or press.case != session.people.number:
        return _current(session, matter, "toast.old_button")
    if press.act == "people":
        return people.again(session, matter)
    if press.act == "drop":
        return case.close(session, edit=True)
    place = int(press.name) if press.name.isdecimal() else 0
    if not 1 <= place <= len(session.people.facts):
        return _lost(session, matter)
    if session.case is not None and session.case.place == place:
        return _current(session, matter, "toast.already")
    return people.open_one(session, matter, place)


def _of_case(session: Session, press: Press, matter: Matter) -> Turn:
    name = press.name
    match press.act:
        case "back":
            return case.step_back(session, matter, edit=True)
        case "now":
            return case.answer(session, matter, edit=True)
        case "cancel":
            return case.close(session, edit=True)
        case "others":
            return case.corrections(session, matter)
        case "here":
            return case.here(session, matter)
        case "writeto":
            return writing.write_to(session, matter)
        case "whatif" | "keepif" | "draw":
            return what_if.pressed(session, press, matter) or _lost(session, matter)
    if name not in matter.facts:
        return _lost(session, matter)
    match press.act:
        case "fix":
            return case.ask(session, matter, name, edit=True)
        case "unknown":
            return case.proceed(case.pass_over(session, matter, name), matter, edit=True)
        case "more":
            session, _ = case.ask(session, matter, name)
            return case.ask(session.with_case(unfolded=True), matter, name, edit=True)
        case "tick":
            return _tick(session, press, name, matter)
        case "done":
            assert session.case is not None
            if session.case.asked != name:
                return session, Reply((), "toast.already")
            return case.proceed(case.put(session, matter, name, Entry(session.case.ticked)), matter, edit=True)
        case "is":
            return _is(session, press, name, matter)
    return _lost(session, matter)


def _is(session: Session, press: Press, name: str, matter: Matter) -> Turn:
    value = _value(matter, press)
    if value is None:
        return _lost(session, matter)
    assert session.case is not None
    stands = (session.me if matter.facts[name].about == "user" else session.case.facts).get(name)
    if session.case.asked != name and stands is not None and stands.value == value and stands.sure:
        return session, Reply((), "toast.already")
    return case.proceed(case.put(session, matter, name, Entry(value)), matter, edit=True)


def _tick(session: Session, press: Press, name: str, matter: Matter) -> Turn:
    one = press.chosen
    if one not in matter.facts[name].values or matter.facts[name].kind != "several":
        return _lost(session, matter)
    if session.case is None or session.case.asked != name:
        # An old list of choices: open it again as it stands, with this one turned.
        session, _ = case.ask(session, matter, name)
    assert session.case is not None
    session = session.with_case(ticked=session.case.ticked ^ {one})
    return case.ask(session, matter, name, edit=True)


def _old(session: Session, press: Press, matter: Matter) -> Turn:
    # A button of a case that is over: what it says of the user is still a correction, the rest is past.
    name = press.name
    fact = matter.facts.get(name)
    value = _value(matter, press) if press.act == "is" else None
    if fact is not None and fact.about == "user" and value is not None:
        if (session.me.get(name) or Entry(frozenset())).value == value:
            return session, Reply((), "toast.already")
        if session.case is not None:
            return case.proceed(case.put(session, matter, name, Entry(value)), matter)
        session = replace(session, me={**session.me, name: Entry(value)})
        return session, Reply((), "toast.noted")
    return _current(session, matter, "toast.old_button")


def _current(session: Session, matter: Matter, toast: str, *, edit: bool = False) -> Turn:
    if session.phase == "writing" and session.writing is not None:
        session, reply = writing.again(session, matter, edit=edit)
    elif session.phase == "matching" and session.quiz is not None:
        session, reply = quiz.again(session, matter, edit=edit)
    elif session.phase == "stating":
        session, reply = policy.tell(session, matter, edit=edit)
    elif case.is_open(session):
        session, reply = case.here(session, matter, edit=edit)
    else:
        reply = Reply((Say("start", {}, buttons.of_start(session), edit),))
    return session, replace(reply, toast=toast)


def _lost(session: Session, matter: Matter) -> Turn:
    return _current(session, matter, "toast.unknown_button")


def _question(name: str, matter: Matter) -> Question | None:
    return next((question for question in matter.flows if question == name), None)


def _value(matter: Matter, press: Press) -> Value | None:
    if len(press.rest) < 2 or press.name not in matter.facts:
        return None
    try:
        return matter.facts[press.name].parse(press.chosen)
    except FactError:
        return None
