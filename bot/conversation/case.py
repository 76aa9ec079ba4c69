"""A case: begin it, put a fact in it, take the last one back, and say what comes next."""

from collections.abc import Mapping
from dataclasses import replace

from bot.advice.advisor import Advice
from bot.advice.facts import NO, FactError, Value
from bot.advice.headline import Headline
from bot.advice.schools import Outcome, Question
from bot.advice.spans import NO_SPANS, Spans

from . import buttons, target
from .card import card, lines
from .events import Reading
from .matter import Matter
from .phases import moved
from .purposes import Purpose, suiting
from .reply import Reply, Say
from .session import Case, Entry, Session, Step

Turn = tuple[Session, Reply]

MOST_POSSIBILITIES = 2
"""Facts that nobody can tell of which each possibility is shown."""


def begin(session: Session, question: Question) -> Session:
    """Open a case; the one before it, a list of people, their facts, and what was being written, are gone."""
    number = session.cases + 1
    return replace(session, case=Case(number, question), cases=number, editing=None, people=None, writing=None)


def close(session: Session, *, edit: bool = False) -> Turn:
    """Close the case in hand; what the user said of themselves is kept."""
    had = session.case is not None or session.writing is not None
    phase = moved(session.phase, "finish")
    session = replace(session, case=None, people=None, editing=None, writing=None, phase=phase)
    return session, Reply((Say("cancelled", {"had": had}, buttons.of_start(session), edit),))


def put(session: Session, matter: Matter, name: str, entry: Entry) -> Session:
    """Put one answer where it belongs: what is the user's is kept, what is the invitation's is the case's.

    What contradicts it and was said before gives way.
    """
    case = session.case
    assert case is not None
    mine = matter.facts[name].about == "user"
    before = (session.me if mine else case.facts).get(name)
    step = Step(name, before, name in case.unknown)
    steps = (*(one for one in case.steps if one.fact != name), step)
    session = session.with_case(steps=steps, unknown=case.unknown - {name}, asked=None, ticked=frozenset())
    session = _stored(session, matter, name, entry)
    return agreeing(session, matter, name)


def _stored(session: Session, matter: Matter, name: str, entry: Entry | None) -> Session:
    mine = matter.facts[name].about == "user"
    stored: Mapping[str, Entry] = session.me if mine else session.case.facts if session.case else {}
    changed = {key: value for key, value in stored.items() if key != name} if entry is None else {**stored, name: entry}
    session = undrawn(session)
    return replace(session, me=changed) if mine else session.with_case(facts=changed)


def undrawn(session: Session) -> Session:
    """Note that no picture shows the facts any more; one that never was drawn still comes with the first answer."""
    drawn = session.case is not None and bool(session.case.drawn)
    return session.with_case(drawn=frozenset()) if drawn else session


def agreeing(session: Session, matter: Matter, newest: str) -> Session:
    """Take out what was said before and cannot be true together with the newest fact."""
    model = matter.advisor.model
    while True:
        known = session.known()
        try:
            model.cells(known)
        except FactError:
            for name in [name for name in known if name != newest]:
                try:
                    model.cells({key: value for key, value in known.items() if key != name})
                except FactError:
                    continue
                session = _stored(session, matter, name, None)
                break
            else:
                # No single older fact is in the way: keep only the newest of the case's.
                facts = session.case.facts if session.case else {}
                return session.with_case(facts={key: one for key, one in facts.items() if key == newest})
        else:
            return session


def pass_over(session: Session, matter: Matter, name: str) -> Session:
    """Note that the user cannot tell: the fact is unknown from now on, and is not asked again in this case."""
    case = session.case
    assert case is not None
    before = (session.me if matter.facts[name].about == "user" else case.facts).get(name)
    step = Step(name, before, name in case.unknown)
    steps = (*(one for one in case.steps if one.fact != name), step)
    session = session.with_case(unknown=case.unknown | {name}, steps=steps, asked=None, ticked=frozenset())
    return _stored(session, matter, name, None)


def step_back(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    """Leave a correction as it was; otherwise take the last answer back, and ask for it again."""
    here = session.case
    if here is not None and here.asked and (here.answered or here.asked in session.known()):
        return proceed(session, matter, edit=edit)
    return proceed(back(session, matter).with_case(answered=False), matter, edit=edit)


def back(session: Session, matter: Matter) -> Session:
    """Take the last answer back."""
    case = session.case
    if case is None or not case.steps:
        return session
    *kept, last = case.steps
    unknown = case.unknown | {last.fact} if last.was_unknown else case.unknown - {last.fact}
    session = session.with_case(steps=tuple(kept), unknown=unknown, asked=None, ticked=frozenset())
    return _stored(session, matter, last.fact, last.before)


def read_in(session: Session, matter: Matter, found: Mapping[str, Entry], spans: Spans = NO_SPANS) -> Session:
    """Put into the case what was read; what the user said themselves stands."""
    case = session.case
    assert case is not None
    facts = dict(case.facts)
    spans = case.spans.then(spans)
    if spans.cannot_be and not case.spans.cannot_be:
        found = {"sender_credible": Entry(NO, "text", sure=False), **found}
    for name, one in found.items():
        fact = matter.facts.get(name)
        said = facts.get(name)
        if fact is not None and fact.about == "invitation" and (said is None or said.origin != "answer"):
            facts[name] = one
    session = session.with_case(facts=facts, was_read=True, spans=spans)
    for name in found:
        session = agreeing(session, matter, name)
    return session


def entries(reading: Reading) -> dict[str, Entry]:
    """Return a reading's facts as they are kept: without the words that they were read in."""
    return {name: Entry(one.value, "text", one.sure) for name, one in reading.facts.items()}


def proceed(session: Session, matter: Matter, *, edit: bool = False, reading: Reading | None = None) -> Turn:
    """Ask what comes next, or answer; `reading` is what was just read, for the card."""
    case = session.case
    assert case is not None
    fact = None if case.answered else _next_fact(session, matter)
    if fact is not None and len(case.steps) < matter.flows[case.question].at_most:
        return ask(session, matter, fact, edit=edit, reading=reading)
    return answer(session, matter, edit=edit, reading=reading)


def _next_fact(session: Session, matter: Matter) -> str | None:
    case = session.case
    assert case is not None
    known = session.known()
    asks = matter.flows[case.question].asks.values()
    for one in asks:
        if one.always and one.fact not in known and one.fact not in case.unknown:
            return one.fact
    ranked = matter.advisor.next_questions(case.question, known, case.unknown, pin_of(session, matter))
    return ranked[0].fact if ranked else None


def pin_of(session: Session, matter: Matter) -> str | None:
    """Return the school that the user follows, if it still exists."""
    return session.pinned if session.pinned in matter.advisor.base.schools else None


def headline(session: Session, matter: Matter) -> Headline:
    """Return the answer as it stands."""
    assert session.case is not None
    return matter.advisor.headline(session.case.question, session.known(), pin_of(session, matter))


def ask(
    session: Session,
    matter: Matter,
    name: str,
    *,
    edit: bool = False,
    again: bool = False,
    reading: Reading | None = None,
) -> Turn:
    """Put one question; `again` says that the last text was no answer to it.

    A question about what is known already is a correction: it shows what stands, and no card.
    """
    assert session.case is not None
    known = session.known()
    if session.case.asked != name:
        ticked: Value = known.get(name, frozenset())
        session = session.with_case(
            asked=name, ticked=ticked if isinstance(ticked, frozenset) else frozenset(), unfolded=False
        )
    session = replace(session, phase=moved(session.phase, "ask"), editing=None)
    case = session.case
    assert case is not None
    values = {
        "question": case.question,
        "fact": name,
        "again": again,
        "headline": headline(session, matter) if case.facts else None,
        "current": known.get(name),
        **card(case, reading, edit=edit and name not in known),
    }
    rows = buttons.of_question(session, matter, corrections=bool(values["read"]))
    return session, Reply((Say("question", values, rows, edit),))


def is_open(session: Session) -> bool:
    """Tell whether there is a case with a question put or an answer given."""
    case = session.case
    return case is not None and (case.answered or (session.phase == "asking" and case.asked is not None))


def here(session: Session, matter: Matter, *, edit: bool = True) -> Turn:
    """Say again where a case stands: the question put, or the advice."""
    case = session.case
    assert case is not None
    if session.phase == "asking" and case.asked:
        return ask(session, matter, case.asked, edit=edit)
    return answer(session, matter, edit=edit) if case.answered else proceed(session, matter, edit=edit)


def corrections(session: Session, matter: Matter) -> Turn:
    """Offer every fact of a case for correction, in place of the message in hand."""
    case = session.case
    assert case is not None
    values = {"read": lines(buttons.correctable(session, case, matter), None), "place": case.place}
    return session, Reply((Say("corrections", values, buttons.of_corrections(session, case, matter), edit=True),))


def answer(session: Session, matter: Matter, *, edit: bool = False, reading: Reading | None = None) -> Turn:
    """Give the advice as it stands; `reading` is what was just read, for the card."""
    case = session.case
    assert case is not None
    session = session.with_case(answered=True, asked=None, ticked=frozenset())
    session = replace(session, phase=moved(session.phase, "advise"), editing=None)
    known = session.known()
    pin = pin_of(session, matter)
    advice = matter.advisor.advise(case.question, known, case.unknown, pin, every_change=False)
    further = matter.advisor.further_questions(case.question, known, case.unknown) if advice.settled else []
    values: dict[str, object] = {
        "advice": advice,
        "question": case.question,
        "known": known,
        "authors": {school.id: school.voice for school in matter.advisor.base.schools.values()},
    }
    if case.question == "how_many_contacts":
        values |= target.values(matter, advice, known, pin_of(session, matter))
        session, picture = target.with_first_answer(session, matter, advice, known)
        rows = buttons.of_advice(session, case, advice, further, matter, beside=target.buttons(session))
        return session, Reply((Say("target", values, rows, edit),), picture=picture)
    values |= card(case, reading, edit=edit)
    values["each"] = _each_possibility(matter, case, advice, known, pin_of(session, matter))
    rows = buttons.of_advice(session, case, advice, further, matter, writes=_writes(session, matter, advice))
    return session, Reply((Say("advice", values, rows, edit),))


def suited(session: Session, matter: Matter, answer: Outcome) -> tuple[Purpose, ...]:
    """Return what may be written after an answer to the case in hand, what most has been seen of in front."""
    assert session.case is not None
    return suiting(matter.purposes.values(), matter.facts, session.case.question, answer, session.known())


def _writes(session: Session, matter: Matter, advice: Advice) -> bool:
    # Whom to invite is written to in any case; somebody to be ignored, where they said or asked something.
    if advice.question == "send_invitation":
        return any(advice.answer in suit.answers for one in matter.purposes.values() for suit in one.suits)
    return bool(suited(session, matter, advice.answer))


def _each_possibility(
    matter: Matter, case: Case, advice: Advice, known: Mapping[str, Value], pin: str | None
) -> list[tuple[str, list[tuple[Value, object]]]]:
    # What the user could not tell, and still matters: what each possibility would give.
    if advice.settled:
        return []
    found = []
    for name in sorted(case.unknown):
        fact = matter.facts[name]
        if fact.kind in ("choice", "yes_no"):
            outcomes: list[tuple[Value, object]] = []
            for value in fact.values:
                try:
                    head = matter.advisor.headline(case.question, {**known, name: value}, pin)
                except FactError:
                    continue
                outcomes.append((value, head.answer))
            if len({outcome for _, outcome in outcomes}) > 1:
                found.append((name, outcomes))
        if len(found) == MOST_POSSIBILITIES:
            break
    return found
