"""What is kept of one chat between two events: the user's own facts, and the case in hand.

Nothing of a forwarded text is here but the facts that were read from it, and these end with the
case. A session is plain data (`dump`, `load`), so that any store can keep it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final, Literal

from bot.advice.facts import Fact, FactError, Value, plain
from bot.advice.schools import Question
from bot.advice.spans import NO_SPANS, Spans

from .purposes import Address, Moment, Tone

Language = str
"""A language's folder in dialogs/, such as `fr`."""

Phase = Literal["idle", "asking", "advised", "reviewing", "writing", "matching", "stating"]
Origin = Literal["text", "answer"]

PASSED: Final = "passed"
"""What stands in place of an answer to a sample that the user passed over."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact as it stands: its value, where it came from, and how sure.

    The words that it was read in are not here: they are somebody else's, and may hold a name.
    """

    value: Value
    origin: Origin = "answer"
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One answer given, and what stood there before: `back` puts that in its place again."""

    fact: str
    before: Entry | None = None
    was_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One question in hand.

    `unknown` are the facts that the user cannot tell; `asked` is the one being asked for, `ticked` its
    choices so far where it takes several, `unfolded` that all its choices are shown; `answered` says that
    a first answer has been given. `was_read` says that something was read for this case, `profile` that a
    profile was, and `place` which of a list of people it is about, counted from 1. `spans` are told of their company.
    `drawn` are the pictures that show the facts as they stand, none where no picture ever came.
    """

    number: int
    question: Question
    facts: Mapping[str, Entry] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    steps: tuple[Step, ...] = ()
    asked: str | None = None
    ticked: frozenset[str] = frozenset()
    unfolded: bool = False
    answered: bool = False
    was_read: bool = False
    profile: bool = False
    place: int | None = None
    spans: Spans = NO_SPANS
    drawn: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class People:
    """A list of people that was forwarded: what was read of each, without names.

    `number` is counted as a case's is, so that a button of the list knows its own.
    """

    number: int
    facts: tuple[Mapping[str, Entry], ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """A message that is being written, or a note of the user's own that is being checked (`checks`).

    `number` tells the buttons of this one from older ones. While `purpose` is none, it is being chosen from a
    list; `moment` is that of the list shown last, none where none was: then it began with a piece of advice.
    `values` are the user's words by variable, `unknown` the variables that they cannot tell, `asked` the one
    being asked for. `language` is the drafts' where it is not the chat's, `variant` the draft being shown.
    """

    number: int
    purpose: str | None = None
    moment: Moment | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    asked: str | None = None
    tone: Tone = "formal"
    address: Address = "vous"
    short: bool = False
    language: Language | None = None
    variant: str | None = None
    checks: bool = False


@dataclass(frozen=True, slots=True)
class Quiz:
    """Answers to sample invitations, by which the user's school is found: by sample, in order; PASSED for none.

    `asked` is the sample in hand; `ended` says that the result is shown.
    """

    number: int
    answers: tuple[tuple[str, str], ...] = ()
    asked: str | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One chat: language, phase, the user's own facts, the pinned school, the case in hand.

    `editing` is the fact about the user that is being changed from `/me`; `cases` counts cases, so that
    a button knows its own. `people` is the list from which a case may be opened. `writing` stands beside the
    case, `writings` counts them. `quiz` stands beside both until the user leaves it.
    """

    language: Language = "en"
    phase: Phase = "idle"
    me: Mapping[str, Entry] = field(default_factory=dict)
    pinned: str | None = None
    case: Case | None = None
    editing: str | None = None
    cases: int = 0
    people: People | None = None
    writing: Writing | None = None
    writings: int = 0
    quiz: Quiz | None = None

    def known(self) -> dict[str, Value]:
        """Return every fact that is known, the user's and the case's."""
        entries = {**self.me, **(self.case.facts if self.case else {})}
        return {name: entry.value for name, entry in entries.items()}

    def with_case(self, **changes: Any) -> "Session":
        """Return a copy whose case is changed."""
        if self.case is None:
            return self
        return replace(self, case=replace(self.case, **changes))

    def with_writing(self, **changes: Any) -> "Session":
        """Return a copy whose writing is changed."""
        if self.writing is None:
            return self
        return replace(self, writing=replace(self.writing, **changes))


def dump(session: Session) -> dict[str, Any]:
    """Turn a session into plain data that JSON can hold."""
    case = session.case
    return {
        "language": session.language,
        "phase": session.phase,
        "me": _entries_out(session.me),
        "pinned": session.pinned,
        "editing": session.editing,
        "cases": session.cases,
        "writings": session.writings,
        "writing": session.writing and _writing_out(session.writing),
        "quiz": session.quiz and asdict(session.quiz),
        "people": session.people
        and {"number": session.people.number, "facts": [_entries_out(one) for one in session.people.facts]},
        "case": case
        and {
            "number": case.number,
            "question": case.question,
            "facts": _entries_out(case.facts),
            "unknown": sorted(case.unknown),
            "steps": [[step.fact, step.before and _entry_out(step.before), step.was_unknown] for step in case.steps],
            "asked": case.asked,
            "ticked": sorted(case.ticked),
            "unfolded": case.unfolded,
            "answered": case.answered,
            "was_read": case.was_read,
            "profile": case.profile,
            "place": case.place,
            "spans": [case.spans.tenure, case.spans.age],
            "drawn": None if case.drawn is None else sorted(case.drawn),
        },
    }


def spoken(code: str | None, languages: Iterable[Language]) -> Language:
    """Return the language for somebody whose app or system names one, as `fr-CA` does; the first is for the rest."""
    known = list(languages)
    begins = (code or "").lower().replace("_", "-").partition("-")[0].partition(".")[0]
    return begins if begins in known else known[0]


def load(
    data: Mapping[str, Any],
    facts: Mapping[str, Fact],
    schools: Collection[str] = (),
    languages: Collection[Language] = (),
) -> Session:
    """Turn plain data back into a session.

    The content may have changed in between: facts, values, schools and languages that are gone are dropped.
    What a session of an older release lacks is taken as not there.

    Raises:
        KeyError, TypeError, ValueError: the data was not made by `dump`.
    """
    case = data["case"]
    session = Session(
        language=spoken(data["language"], languages or (data["language"],)),
        phase=data["phase"],
        me=_entries_in(data["me"], facts),
        pinned=data["pinned"] if data["pinned"] in schools else None,
        editing=data["editing"] if data["editing"] in facts else None,
        cases=int(data["cases"]),
        people=_people_in(data.get("people"), facts),
        writing=_writing_in(data.get("writing")),
        writings=int(data.get("writings", 0)),
        quiz=_quiz_in(data.get("quiz")),
    )
    if case is None:
        return session
    return replace(
        session,
        case=Case(
            number=int(case["number"]),
            question=case["question"],
            facts=_entries_in(case["facts"], facts),
            unknown=frozenset(name for name in case["unknown"] if name in facts),
            steps=tuple(
                Step(name, before and _entry_in(before, facts[name]), bool(was))
                for name, before, was in case["steps"]
                if name in facts
            ),
            asked=case["asked"] if case["asked"] in facts else None,
            ticked=frozenset(case["ticked"]),
            unfolded=bool(case["unfolded"]),
            answered=bool(case["answered"]),
            was_read=bool(case.get("was_read")),
            profile=bool(case.get("profile")),
            place=case.get("place"),
            spans=Spans(*case.get("spans", ())),
            drawn=None if case.get("drawn") is None else frozenset(case["drawn"]),
        ),
    )


def _people_in(data: Any, facts: Mapping[str, Fact]) -> People | None:
    # Sessions of before there were lists hold none.
    if data is None:
        return None
    return People(int(data["number"]), tuple(_entries_in(one, facts) for one in data["facts"]))


def _writing_out(writing: Writing) -> dict[str, Any]:
    data = {one.name: getattr(writing, one.name) for one in fields(writing)}
    return data | {"values": dict(writing.values), "unknown": sorted(writing.unknown)}


def _writing_in(data: Any) -> Writing | None:
    # Sessions of before anything was written hold none.
    if data is None:
        return None
    return Writing(**{**data, "unknown": frozenset(data["unknown"])})


def _quiz_in(data: Any) -> Quiz | None:
    # Samples that are gone are left out where they are counted: what is kept is what was answered.
    if data is None:
        return None
    answers = tuple((str(sample), str(answer)) for sample, answer in data["answers"])
    return Quiz(int(data["number"]), answers, data["asked"], bool(data["ended"]))


def _entries_out(entries: Mapping[str, Entry]) -> dict[str, list[Any]]:
    return {name: _entry_out(entry) for name, entry in entries.items()}


def _entry_out(entry: Entry) -> list[Any]:
    return [plain(entry.value), entry.origin, entry.sure]


def _entry_in(data: Any, fact: Fact) -> Entry | None:
    raw, origin, sure = data
    try:
        return Entry(fact.coerce(raw), origin, bool(sure))
    except FactError:
        return None


def _entries_in(data: Mapping[str, Any], facts: Mapping[str, Fact]) -> dict[str, Entry]:
    found = {name: _entry_in(raw, facts[name]) for name, raw in data.items() if name in facts}
    return {name: entry for name, entry in found.items() if entry is not None}
