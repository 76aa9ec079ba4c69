"""The buttons of the quiz: the three answers to a sample, the ways round it, and what can follow the result."""

from typing import Final

from bot.advice.facts import NO, YES
from bot.advice.likeness import QUESTION
from bot.advice.schools import ANSWERS

from .buttons import Rows, data_of, in_rows
from .reply import Button
from .session import PASSED, Quiz, Session

MOST_SHOWN: Final = 3
"""Schools between which nothing decided that are offered to be seen."""


def of_sample(quiz: Quiz) -> Rows:
    """Return the answers to the sample in hand, and the ways round it."""
    sample = str(quiz.asked)
    answers = [
        Button("would", data_of("sample", quiz.number, sample, answer), {"answer": answer})
        for answer in ANSWERS[QUESTION]
    ]
    ways = [Button("unknown", data_of("sample", quiz.number, sample, PASSED))]
    if quiz.answers:
        ways.append(Button("back", data_of("unsample", quiz.number)))
        ways.append(Button("now", data_of("verdict", quiz.number)))
    ways.append(Button("cancel", data_of("unquiz", quiz.number)))
    return (*((one,) for one in answers), *in_rows(ways, 2))


def of_likeness(session: Session, leaders: tuple[str, ...], *, more: bool) -> Rows:
    """Return following the school or seeing it, one's policy, and the ways on; `more` says that samples are left."""
    quiz = session.quiz
    assert quiz is not None
    rows: list[tuple[Button, ...]] = []
    if more:
        rows.append((Button("more_samples", data_of("goon", quiz.number)),))
    if len(leaders) == 1:
        pinned = session.pinned == leaders[0]
        pin = data_of("pin", session.cases, leaders[0], NO if pinned else YES)
        rows.append((Button("unpin" if pinned else "pin", pin, style="plain" if pinned else "primary"),))
    seen = [Button("see", data_of("school", session.cases, one), {"school": one}) for one in leaders[:MOST_SHOWN]]
    rows += [(one,) for one in seen]
    rows.append((Button("policy", data_of("policy", session.cases)),))
    ways = [Button("afresh", data_of("afresh", quiz.number)), Button("finish", data_of("unquiz", quiz.number))]
    if quiz.answers:
        ways.insert(0, Button("back", data_of("unsample", quiz.number)))
    return (*rows, tuple(ways))
