"""Which school is yours? Sample invitations are answered one by one, those that tell most first; then it is named.

The answers alone are kept: which sample comes next, and what they say of the user, is worked out anew each time.
"""

from dataclasses import dataclass, replace
from typing import Final

from bot.advice.judge import verdict
from bot.advice.likeness import QUESTION, Likeness
from bot.advice.schools import ANSWERS

from . import quiz_buttons
from .answers import chosen
from .buttons import Press
from .case import Turn
from .leaving import leave as leave_it
from .matter import Matter
from .phases import moved
from .reply import Reply, Say
from .session import PASSED, Quiz, Session

ACTS: Final = frozenset({"sample", "unsample", "verdict", "goon", "afresh", "unquiz"})
"""Acts of buttons on a sample or on the result."""

LONGEST_ANSWER: Final = 60
"""Characters of a typed answer; what is longer is about somebody."""

MOST_COMPARED: Final = 2
"""Schools between which nothing decided whose departures are told; more would fill a screen and tell nothing."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A sample that the user answers otherwise than a school, which gives the reason `rule`."""

    sample: str
    school: str
    answer: str
    its: str
    rule: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of the user's answers are a school's own."""

    school: str
    same: int


def begin(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    """Show the first sample, or go on where the user left."""
    if session.quiz is None:
        return afresh(session, matter, edit=edit)
    return again(session, matter, edit=edit)


def afresh(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    """Forget the answers to samples, and show the first one."""
    number = session.cases + 1
    return _proceed(replace(session, quiz=Quiz(number), cases=number), matter, edit=edit)


def again(session: Session, matter: Matter, *, edit: bool = False, puzzled: bool = False) -> Turn:
    """Show the sample in hand once more, or the result; `puzzled` says that the last text was no answer."""
    quiz = session.quiz
    assert quiz is not None
    if quiz.asked in _likeness(matter).samples.facts:
        return _ask(session, matter, str(quiz.asked), edit=edit, puzzled=puzzled)
    return _tell(session, matter, edit=edit) if quiz.asked is None else _proceed(session, matter, edit=edit)


def leave(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    """Drop the answers to samples, and show again what was in hand before."""
    return leave_it(replace(session, quiz=None), matter, edit=edit)


def typed(session: Session, text: str, meant: str | None, matter: Matter) -> Turn | None:
    """Take what was typed as an answer or as a way to go; None where it is neither."""
    assert session.quiz is not None
    match meant:
        case "back":
            return _back(session, matter)
        case "cancel":
            return leave(session, matter)
        case "again":
            return afresh(session, matter)
        case "now":
            return _tell(session, matter)
    asked = session.quiz.asked
    if asked is None or len(text) > LONGEST_ANSWER:
        return None
    if meant in ("unknown", "skip"):
        return _answer(session, matter, asked, PASSED)
    answer = chosen(text, matter.vocabularies[session.language].answers)
    return None if answer is None else _answer(session, matter, asked, answer)


def pressed(session: Session, press: Press, matter: Matter) -> Turn | None:
    """Answer a press on a sample or on the result; None where it belongs to an exchange that is over."""
    quiz = session.quiz
    if quiz is None or press.case != quiz.number:
        return None
    match press.act, press.rest:
        case "unsample", _:
            return _back(session, matter, edit=True)
        case "verdict", _:
            return _tell(session, matter, edit=True)
        case "goon", _:
            return _proceed(session, matter, edit=True, beyond=True)
        case "afresh", _:
            return afresh(session, matter, edit=True)
        case "unquiz", _:
            return leave(session, matter, edit=True)
        case "sample", (sample, answer) if answer in (*ANSWERS[QUESTION], PASSED):
            if sample not in _likeness(matter).samples.facts:
                return _proceed(session, matter, edit=True)
            if quiz.asked != sample and dict(quiz.answers).get(sample) == answer:
                return session, Reply((), "toast.already")
            return _answer(session, matter, sample, answer, edit=True)
    return None


def given(quiz: Quiz, likeness: Likeness) -> dict[str, str]:
    """Return the answers to samples that are still there, in order, without those that were passed over."""
    known = likeness.samples.facts
    return {sample: answer for sample, answer in quiz.answers if answer != PASSED and sample in known}


def _likeness(matter: Matter) -> Likeness:
    assert matter.likeness is not None
    return matter.likeness


def _passed(quiz: Quiz, likeness: Likeness) -> list[str]:
    known = likeness.samples.facts
    return [sample for sample, answer in quiz.answers if answer == PASSED and sample in known]


def _answer(session: Session, matter: Matter, sample: str, answer: str, *, edit: bool = False) -> Turn:
    # An answer corrected stands where it stood.
    assert session.quiz is not None
    answers = {**dict(session.quiz.answers), sample: answer}
    quiz = replace(session.quiz, answers=tuple(answers.items()), asked=None)
    return _proceed(replace(session, quiz=quiz), matter, edit=edit)


def _back(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    quiz = session.quiz
    assert quiz is not None
    if not quiz.answers:
        return again(session, matter, edit=edit)
    *kept, (sample, _) = quiz.answers
    session = replace(session, quiz=replace(quiz, answers=tuple(kept), asked=sample))
    return again(session, matter, edit=edit)


def _proceed(session: Session, matter: Matter, *, edit: bool = False, beyond: bool = False) -> Turn:
    # `beyond` goes on although the user asked for the result.
    quiz, likeness = session.quiz, _likeness(matter)
    assert quiz is not None
    if quiz.ended and not beyond:
        return _tell(session, matter, edit=edit)
    sample = likeness.next_sample(given(quiz, likeness), _passed(quiz, likeness))
    if sample is None:
        return _tell(session, matter, edit=edit)
    return _ask(session, matter, sample, edit=edit)


def _ask(session: Session, matter: Matter, sample: str, *, edit: bool, puzzled: bool = False) -> Turn:
    assert session.quiz is not None
    quiz = replace(session.quiz, asked=sample, ended=False)
    session = replace(session, quiz=quiz, phase=moved(session.phase, "match"), editing=None)
    samples = _likeness(matter).samples
    values = {
        "sample": sample,
        "place": len(quiz.answers) + 1,
        "at_least": samples.at_least,
        "at_most": samples.at_most,
        "again": puzzled,
    }
    return session, Reply((Say("sample", values, quiz_buttons.of_sample(quiz), edit),))


def _tell(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    quiz, likeness = session.quiz, _likeness(matter)
    assert quiz is not None
    session = replace(session, quiz=replace(quiz, asked=None, ended=True), phase=moved(session.phase, "match"))
    session = replace(session, editing=None)
    answers = given(quiz, likeness)
    leaders = likeness.leaders(answers) if answers else ()
    more = likeness.next_sample(answers, _passed(quiz, likeness)) is not None
    values = {
        "leaders": leaders,
        "sure": _sureness(likeness, answers, leaders),
        "same": _same(likeness, answers, leaders[0]) if leaders else 0,
        "of": len(answers),
        "second": _second(likeness, answers, leaders),
        "departures": _departures(likeness, answers, leaders),
        "aside": tuple(school for school in leaders if _sets_aside(session, matter, school)),
        "authors": {school.id: school.voice for school in matter.advisor.base.schools.values()},
        "pinned": session.pinned,
    }
    rows = quiz_buttons.of_likeness(session, leaders, more=more)
    return session, Reply((Say("likeness", values, rows, edit),))


def _sureness(likeness: Likeness, answers: dict[str, str], leaders: tuple[str, ...]) -> str:
    share = sum(likeness.shares(answers)[school] for school in leaders)
    if len(leaders) == 1 and share >= likeness.samples.clear:
        return "clear"
    return "likely" if share > 1 / 2 else "faint"


def _same(likeness: Likeness, answers: dict[str, str], school: str) -> int:
    return sum(likeness.says(school, sample) == answer for sample, answer in answers.items())


def _second(likeness: Likeness, answers: dict[str, str], leaders: tuple[str, ...]) -> Standing | None:
    others = [school for school in likeness.schools if school not in leaders] if leaders else []
    if not others:
        return None
    shares = likeness.shares(answers)
    school = max(others, key=lambda one: shares[one])
    return Standing(school, _same(likeness, answers, school))


def _departures(likeness: Likeness, answers: dict[str, str], leaders: tuple[str, ...]) -> tuple[Departure, ...]:
    return tuple(
        Departure(sample, school, answer, one.stance, one.reasons[0].rule)
        for school in (leaders if len(leaders) <= MOST_COMPARED else ())
        for sample, answer in answers.items()
        if (one := likeness.verdicts[sample][school]).stance != answer
    )


def _sets_aside(session: Session, matter: Matter, school: str) -> bool:
    # Its author leaves the user's situation out: to follow it would change nothing.
    facts = {name: entry.value for name, entry in session.me.items()}
    advisor = matter.advisor
    return verdict(advisor.model, advisor.base.schools[school], QUESTION, advisor.model.cells(facts)).strength is None
