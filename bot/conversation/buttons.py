"""The buttons of every message, and what their data means: an act, a case, and what it acts on.

Data is `act|case|rest...`, well under Telegram's 64 bytes, and holds ids only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.advice.advisor import Advice
from bot.advice.facts import NO, YES, Fact, Value

from .card import ordered
from .matter import Ask, Matter
from .reply import Button, Style
from .session import Case, Entry, People, Session

Rows = tuple[tuple[Button, ...], ...]

MOST_CORRECTIONS = 8
MOST_BESIDE_MANY = 6
"""Corrections beside more choices than MANY: a phone shows some ten rows of buttons beside a message."""
MANY = 6


@dataclass(frozen=True, slots=True)
class Press:
    """A button's data, taken apart."""

    act: str
    case: int
    rest: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is about, such as a fact; empty where nothing is named."""
        return self.rest[0] if self.rest else ""

    @property
    def chosen(self) -> str:
        """What was chosen of it, such as a fact's value; empty where nothing was."""
        return self.rest[1] if len(self.rest) > 1 else ""


def press_of(data: str) -> Press | None:
    """Take a button's data apart; None where it was never ours."""
    act, _, tail = data.partition("|")
    number, *rest = tail.split("|")
    if not act.isalpha() or not number.isdecimal() or len(data) > 64:
        return None
    return Press(act, int(number), tuple(rest))


def data_of(act: str, case: int, *rest: str) -> str:
    """Put a button's data together."""
    return "|".join((act, str(case), *rest))


def written(value: Value) -> str:
    """Write a single value as `Fact.parse` reads it."""
    return str(value)


def in_rows(buttons: list[Button], width: int) -> list[tuple[Button, ...]]:
    """Put buttons in rows of so many."""
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def of_question(session: Session, matter: Matter, *, corrections: bool) -> Rows:
    """Return the choices of the question asked, a correction for each fact shown with it, and the ways out."""
    case = session.case
    assert case is not None
    assert case.asked is not None
    fact = matter.facts[case.asked]
    rows = _choices(session, case, fact, matter.flows[case.question].asks.get(fact.id))
    if corrections:
        most = MOST_BESIDE_MANY if sum(map(len, rows)) > MANY else MOST_CORRECTIONS
        rows += _corrections(case.facts, case, matter, most)
    ways = [Button("unknown", data_of("unknown", case.number, fact.id))]
    if case.steps or fact.id in session.known():
        ways.append(Button("back", data_of("back", case.number)))
    if case.facts or case.steps:
        ways.append(Button("now", data_of("now", case.number)))
    ways.append(Button("cancel", data_of("cancel", case.number)))
    return (*rows, *in_rows(ways, 2))


def _corrections(facts: Mapping[str, Entry], case: Case, matter: Matter, most: int) -> list[tuple[Button, ...]]:
    """Return a button a fact, the unsure ones first and marked; those that are too many are one tap away."""
    names = [name for name in ordered(facts) if matter.facts[name].kind != "text"]
    shown = names if len(names) <= most else names[: most - 1]
    buttons = [
        Button(
            "fix" if facts[name].sure else "check",
            data_of("fix", case.number, name),
            {"fact": name, "value": facts[name].value},
        )
        for name in shown
    ]
    if len(shown) < len(names):
        buttons.append(Button("others", data_of("others", case.number)))
    return in_rows(buttons, 2)


def of_corrections(session: Session, case: Case, matter: Matter) -> Rows:
    """Return a correction for every fact of a case, and the way back to where one was."""
    facts = correctable(session, case, matter)
    return (*_corrections(facts, case, matter, len(facts)), (Button("back", data_of("here", case.number)),))


def correctable(session: Session, case: Case, matter: Matter) -> Mapping[str, Entry]:
    """Return the facts that a case shows for correction: the invitation's, or those that a target was set by."""
    if case.question != "how_many_contacts":
        return case.facts
    return {name: session.me[name] for name in matter.flows[case.question].asks if name in session.me}


def _choices(session: Session, case: Case, fact: Fact, ask: Ask | None) -> list[tuple[Button, ...]]:
    known = session.known().get(fact.id)
    if fact.kind == "several":
        shown = _offered(session, case, fact, ask)
        rows = _several(fact, shown, case.ticked, case.number, "tick", "done")
        if len(shown) < len(fact.values):
            rows.insert(-1, (Button("more", data_of("more", case.number, fact.id)),))
        return rows
    offered: tuple[Value, ...] = ask.choices if fact.kind == "number" and ask else fact.values
    if fact.kind == "number" and known is not None and known not in offered:
        offered = (known, *offered)
    buttons = [
        _choice(fact, value, data_of("is", case.number, fact.id, written(value)), stands=value == known)
        for value in offered
    ]
    return in_rows(buttons, 4 if fact.kind == "number" else 2)


def _offered(session: Session, case: Case, fact: Fact, ask: Ask | None) -> tuple[str, ...]:
    if ask is None or ask.offered_by is None or case.unfolded:
        return fact.values
    suits = ask.offered.get(str(session.known().get(ask.offered_by)), ())
    return tuple(one for one in fact.values if one in suits or one in case.ticked) if suits else fact.values


def _choice(fact: Fact, value: Value, data: str, *, stands: bool = False) -> Button:
    return Button("ticked" if stands else "value", data, {"fact": fact.id, "value": value})


def _several(
    fact: Fact, shown: tuple[str, ...], ticked: frozenset[str], number: int, tick: str, done: str
) -> list[tuple[Button, ...]]:
    buttons = [
        Button(
            "ticked" if one in ticked else "value",
            data_of(tick, number, fact.id, one),
            {"fact": fact.id, "value": one},
        )
        for one in shown
    ]
    end = Button("done" if ticked else "none", data_of(done, number, fact.id), {"fact": fact.id}, "primary")
    return [*in_rows(buttons, 2), (end,)]


def of_advice(
    session: Session,
    case: Case,
    advice: Advice,
    further: list[str],
    matter: Matter,
    *,
    writes: bool = False,
    beside: Rows = (),
) -> Rows:
    """Return what can follow a piece of advice: one primary button, a correction a fact, another case.

    `writes` says that there is something to write to the person; `beside` is what this answer offers by itself.
    """
    rows: list[tuple[Button, ...]] = []
    if advice.ask_next:
        fact = advice.ask_next[0].fact
        rows.append((Button("refine", data_of("fix", case.number, fact), {"fact": fact}, "primary"),))
    elif further:
        rows.append((Button("further", data_of("fix", case.number, further[0]), {"fact": further[0]}),))
    style: Style = "plain" if advice.ask_next else "primary"
    if writes:
        rows.append((Button("write_to", data_of("writeto", case.number), style=style),))
        style = "plain"
    rows += beside
    if case.question == "how_many_contacts":
        rows.append((Button("policy", data_of("policy", session.cases)),))
    rows += _corrections(correctable(session, case, matter), case, matter, MOST_CORRECTIONS)
    if session.people is not None:
        rows.append((Button("another", data_of("people", session.people.number)),))
    again = Button("again", data_of("again", case.number, case.question), {"question": case.question}, style)
    return (*rows, (again, Button("close", data_of("cancel", case.number))))


def of_people(people: People, names: Sequence[str]) -> Rows:
    """Return a button a person of a list, by number and, where it was just read, by name."""
    buttons = [
        Button("person", data_of("person", people.number, str(place)), {"place": place, "name": name})
        for place, name in enumerate(names, 1)
    ]
    return (*in_rows(buttons, 2), (Button("cancel", data_of("drop", people.number)),))


def of_me(session: Session, matter: Matter) -> Rows:
    """Return a button for each fact about the user, to change it, and what follows from them."""
    number = session.cases
    buttons = [
        Button("me_fact", data_of("me", number, fact.id), {"fact": fact.id})
        for fact in matter.facts.values()
        if fact.about == "user" and (not fact.evidence_only or fact.id in session.me)
    ]
    policy = Button("policy", data_of("policy", number))
    return (*in_rows(buttons, 2), (policy, Button("finish", data_of("cancel", number))))


def of_my_fact(session: Session, fact: Fact, ticked: frozenset[str], matter: Matter) -> Rows:
    """Return the choices of one fact about the user, and taking it back."""
    number = session.cases
    rows: list[tuple[Button, ...]] = []
    if fact.kind == "several":
        rows = _several(fact, fact.values, ticked, number, "mytick", "mydone")
    elif fact.kind == "number":
        asks = [flow.asks[fact.id] for flow in matter.flows.values() if fact.id in flow.asks]
        offered = asks[0].choices if asks else ()
        rows = in_rows([_choice(fact, one, data_of("my", number, fact.id, written(one))) for one in offered], 4)
    elif fact.kind != "text":
        rows = in_rows([_choice(fact, one, data_of("my", number, fact.id, one)) for one in fact.values], 2)
    ways = [Button("back", data_of("review", number))]
    if fact.id in session.me:
        ways.insert(0, Button("take_back", data_of("unmy", number, fact.id), style="danger"))
    return (*rows, tuple(ways))


def of_schools(session: Session, matter: Matter) -> Rows:
    """Return a button a school, finding one's own, and what follows from it."""
    buttons = [
        Button("school", data_of("school", session.cases, one), {"school": one}) for one in matter.advisor.base.schools
    ]
    ways = (Button("which", data_of("quiz", session.cases)), Button("policy", data_of("policy", session.cases)))
    return (*in_rows(buttons, 2), ways)


def of_school(session: Session, school: str) -> Rows:
    """Return pinning or unpinning, and the way back to the list."""
    pinned = session.pinned == school
    pin = Button("unpin" if pinned else "pin", data_of("pin", session.cases, school, NO if pinned else YES))
    return ((pin,), (Button("back", data_of("schools", session.cases)),))


def of_languages(session: Session, matter: Matter) -> Rows:
    """Return a button a language."""
    return tuple(
        (Button("language", data_of("language", session.cases, one), {"language": one}),) for one in matter.vocabularies
    )


def of_forgetting(session: Session) -> Rows:
    """Return erasing everything, and keeping it."""
    number = session.cases
    return (
        (Button("forget", data_of("forget", number), style="danger"),),
        (Button("keep", data_of("keep", number)),),
    )


def of_start(session: Session) -> Rows:
    """Return the three questions, and what to write."""
    questions = ("accept_invitation", "how_many_contacts", "send_invitation")
    rows = [
        (Button(f"begin_{one}", data_of("begin", session.cases, one), style="primary" if place == 0 else "plain"),)
        for place, one in enumerate(questions)
    ]
    return (*rows, (Button("write", data_of("write", session.writings)),))
