"""One exchange: a session and an event become a session and a reply. Nothing ends in silence."""

from dataclasses import replace
from typing import Final

from bot.advice.schools import Question

from . import buttons, case, me, own_note, people, policy, privacy, quiz, schools, what_if, writing
from .answers import intent, named_elsewhere, understood
from .case import Turn
from .events import OF_A_NOTE, OF_A_PAGE, Checked, Command, Enough, Event, Handed, Pressed, Reading, Said, Sent
from .matter import Matter
from .presses import pressed
from .reply import Reply, Say
from .session import Entry, Session

COMMANDS: Final = {
    "start": "start",
    "help": "help",
    "aide": "help",
    "write": "write",
    "ecrire": "write",
    "me": "me",
    "moi": "me",
    "schools": "schools",
    "ecoles": "schools",
    "which": "which",
    "quelle": "which",
    "policy": "policy",
    "politique": "policy",
    "language": "language",
    "langue": "language",
    "privacy": "privacy",
    "confidentialite": "privacy",
    "export": "export",
    "forget": "forget",
    "oublier": "forget",
    "cancel": "cancel",
    "annuler": "cancel",
}
"""Every command with its French and English name; those that begin a flow are the flows' own."""


SHOWN: Final = 2
"""A value's phrases that it is shown with, on a button and in a text; those after them are looser."""


def respond(session: Session, event: Event, matter: Matter) -> Turn:
    """Answer one event."""
    match event:
        case Command():
            return _command(session, event, matter)
        case Pressed():
            return pressed(session, event.data, matter)
        case Said():
            return _said(session, event, matter)
        case Checked():
            return own_note.checked(session, event)
        case Handed():
            return _forwarded(session, event, matter)
        case Sent():
            return session, Reply((Say("unreadable", {"kind": event.kind}),))
        case Enough():
            return _enough(session, event, matter)


def _enough(session: Session, event: Enough, matter: Matter) -> Turn:
    reply = Reply(())
    if event.beside is not None:
        session, reply = _forwarded(session, event.beside, matter)
    if event.told:
        return session, reply
    word = Say("enough", {"files": event.files, "minutes": event.minutes})
    return session, replace(reply, messages=(word, *reply.messages))


def _command(session: Session, event: Command, matter: Matter) -> Turn:
    flows: dict[str, Question] = {name: flow.id for flow in matter.flows.values() for name in flow.commands}
    if event.name in flows:
        return case.proceed(case.begin(session, flows[event.name]), matter)
    match COMMANDS.get(event.name):
        case "start" | "help" as name:
            return session, Reply((Say(name, {}, buttons.of_start(session)),))
        case "write":
            return writing.begin(session, matter, event.rest)
        case "me":
            return me.review(session, matter)
        case "schools":
            return schools.listed(session, matter)
        case "which":
            return quiz.begin(session, matter)
        case "policy":
            return policy.tell(session, matter)
        case "language":
            return session, Reply((Say("language", {}, buttons.of_languages(session, matter)),))
        case "privacy":
            return privacy.tell(session, matter)
        case "export":
            return privacy.export(session)
        case "forget":
            return privacy.ask(session, matter)
        case "cancel" if session.phase == "matching":
            return quiz.leave(session, matter)
        case "cancel":
            return case.close(session)
    return session, Reply((Say("unknown_command", {}, buttons.of_start(session)),))


def _said(session: Session, event: Said, matter: Matter) -> Turn:
    meant = intent(event.text, matter.vocabularies[session.language].intents) if len(event.text) < 40 else None
    pasted = event.reading.looks_forwarded and "\n" in event.text
    if session.phase in ("reviewing", "stating") and session.editing and not pasted:
        return policy.after(session, me.typed(session, event.text, meant, matter), matter)
    if session.phase in ("reviewing", "stating") and (noted := me.named(session, event.text, matter)):
        return policy.after(session, noted, matter)
    if session.phase == "matching" and session.quiz is not None and not pasted:
        turn = quiz.typed(session, event.text, meant, matter)
        if turn is not None:
            return turn
    if session.phase == "writing" and session.writing is not None:
        turn = writing.typed(session, event, meant, matter)
        if turn is not None:
            return turn
    if _dates_the_company(session, event):
        return case.proceed(_read_in(session, matter, event.reading), matter, reading=event.reading)
    if session.phase == "asking" and session.case and session.case.asked:
        turn = _answered(session, event, meant, matter)
        if turn is not None:
            return turn
    if session.people is not None and session.case is None and event.text.strip() in people.places(session.people):
        return people.open_one(session, matter, int(event.text))
    if event.reading.looks_forwarded or event.reading.facts:
        return _forwarded(session, event, matter)
    if session.phase == "advised" and session.case:
        turn = _answered_elsewhere(session, event.text, matter)
        if turn is not None:
            return turn
    if meant is not None:
        return _meant(session, meant, matter)
    if session.phase == "asking" and session.case and session.case.asked:
        return case.ask(session, matter, session.case.asked, again=True)
    if session.phase == "matching" and session.quiz is not None:
        return quiz.again(session, matter, puzzled=True)
    return session, Reply((Say("unclear", {"phase": session.phase}, buttons.of_start(session)),))


def _read_in(session: Session, matter: Matter, reading: Reading) -> Session:
    return case.read_in(session, matter, case.entries(reading), reading.spans)


def _dates_the_company(session: Session, event: Said) -> bool:
    # "The company is two years old", of somebody whose profile told how long they have been there.
    if session.case is None or event.reading.spans.age is None or session.case.question == "how_many_contacts":
        return False
    return session.case.spans.tenure is not None and not _shows_profile(event.reading)


def _answered(session: Session, event: Said, meant: str | None, matter: Matter) -> Turn | None:
    assert session.case is not None
    assert session.case.asked is not None
    name = session.case.asked
    if meant in ("unknown", "skip"):
        return case.proceed(case.pass_over(session, matter, name), matter)
    words = matter.vocabularies[session.language]
    value = understood(matter.facts[name], event.text, words.values.get(name, {}), words.intents)
    if value is None and name in event.reading.facts and not event.reading.looks_forwarded:
        value = event.reading.facts[name].value
    if event.reading.looks_forwarded and (value is None or "\n" in event.text):
        return None
    reading = event.reading
    if matter.facts[name].about == "user":
        # Whoever is asked about themselves and says "a nurse" hardly speaks of the sender's trade.
        reading = replace(reading, facts={key: one for key, one in reading.facts.items() if one.sure})
    if value is None and reading.facts:
        # No answer to this question, but something about the same person all the same.
        return case.proceed(_read_in(session, matter, reading), matter, reading=reading)
    if value is None and event.reading.facts:
        return _answered_elsewhere(session, event.text, matter) or case.ask(session, matter, name, again=True)
    if value is None:
        return _answered_elsewhere(session, event.text, matter)
    return case.proceed(case.put(session, matter, name, Entry(value)), matter)


def _answered_elsewhere(session: Session, text: str, matter: Matter) -> Turn | None:
    # An answer to a question that was not put, but might have been.
    assert session.case is not None
    asks = matter.flows[session.case.question].asks
    words = matter.vocabularies[session.language].values
    choices = {name: words.get(name, {}) for name in asks if matter.facts[name].kind in ("choice", "several")}
    asked = session.case.asked
    if asked is not None and matter.facts[asked].kind == "number":
        # "A lot" answers "how many?" badly, and nothing else: here others are known by the names that buttons show.
        choices = {
            name: {value: phrases[:SHOWN] for value, phrases in values.items()} for name, values in choices.items()
        }
    found = named_elsewhere(text, choices)
    if found is None:
        return None
    name, value = found
    whole = frozenset((value,)) if matter.facts[name].kind == "several" else value
    return case.proceed(case.put(session, matter, name, Entry(whole)), matter)


def _forwarded(session: Session, event: Said | Handed, matter: Matter) -> Turn:
    reading = event.reading
    if len(reading.people) > 1:
        return people.listed(session, matter, reading.people)
    if reading.people:
        reading = reading.people[0]
    if isinstance(event, Handed) and not reading.facts and reading.who is None:
        return session, Reply((Say("unreadable", {"kind": "nothing"}),))
    session = replace(session, writing=None)
    if not _belongs(session, reading):
        session = case.begin(session, "accept_invitation")
    session = _read_in(session, matter, reading)
    if _shows_profile(reading):
        session = session.with_case(profile=True)
    return case.proceed(session, matter, reading=reading)


def _belongs(session: Session, reading: Reading) -> bool:
    # While a question is open, a forward is about the same person, but a second profile; after the advice, a note is.
    here, found = session.case, set(reading.facts)
    if here is None or here.question == "how_many_contacts" or (here.profile and _shows_profile(reading)):
        return False
    if session.phase == "asking":
        return not (found & set(here.facts) - OF_A_NOTE) or not here.answered
    return session.phase == "advised" and bool(found) and found <= OF_A_NOTE


def _shows_profile(reading: Reading) -> bool:
    # A note may be signed, and a name alone is no profile.
    found = set(reading.facts)
    named = reading.who is not None and bool(reading.who.headline or found - OF_A_NOTE)
    return named or bool(found & OF_A_PAGE)


def _meant(session: Session, meant: str, matter: Matter) -> Turn:
    here = session.case
    if meant == "cancel":
        return case.close(session)
    if meant == "write":
        return writing.begin(session, matter)
    if meant == "check":
        return own_note.check(session)
    if meant == "which":
        return quiz.begin(session, matter)
    if meant == "policy":
        return policy.tell(session, matter)
    if meant == "again":
        return case.proceed(case.begin(session, here.question if here else "accept_invitation"), matter)
    if here is not None and meant == "back" and (here.steps or here.answered):
        return case.step_back(session, matter)
    if here is not None and meant == "now":
        return case.answer(session, matter)
    if here is not None and meant == "what_if" and here.answered and here.question == "how_many_contacts":
        return what_if.menu(session, here, matter)
    if meant in ("thanks", "hello", "help"):
        template = "thanks" if meant == "thanks" else "start"
        return session, Reply((Say(template, {}, buttons.of_start(session)),))
    if here is not None and here.asked:
        return case.ask(session, matter, here.asked, again=True)
    return session, Reply((Say("unclear", {"phase": session.phase}, buttons.of_start(session)),))
