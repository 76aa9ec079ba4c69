"""Cautions, habits, words on writing and steps that bear on a piece of advice."""

from .conditions import holds
from .impossible import Cells
from .model import DecisionModel
from .schools import Notice, Outcome, Question
from .targets import Course


def notices(
    model: DecisionModel,
    question: Question,
    seen: Cells,
    answer: Outcome,
    course: Course | None = None,
    size: int = 0,
) -> tuple[Notice, ...]:
    """Return the notices whose every condition has been seen to hold, each claim's voice once.

    `course` is where an answer on how many connections leads, `size` how many there are or are to be.
    """
    found: list[Notice] = []
    for notice in model.base.notices:
        if question not in notice.questions or (notice.answers and answer not in notice.answers):
            continue
        if (notice.courses and course not in notice.courses) or size < notice.size:
            continue
        if notice.unless is not None and holds(model.clauses(notice.unless), seen):
            continue
        said = {claim for other in found for claim in other.claims}
        if not set(notice.claims) <= said and holds(model.clauses(notice.when), seen):
            found.append(notice)
    return tuple(found)
