"""Cautions, habits and words on writing that bear on a piece of advice."""

from .conditions import holds
from .impossible import Cells
from .model import DecisionModel
from .schools import Notice, Outcome, Question


def notices(model: DecisionModel, question: Question, seen: Cells, answer: Outcome) -> tuple[Notice, ...]:
    """Return the notices whose every condition has been seen to hold, each claim's voice once."""
    found: list[Notice] = []
    for notice in model.base.notices:
        if question not in notice.questions or (notice.answers and answer not in notice.answers):
            continue
        said = {claim for other in found for claim in other.claims}
        if not set(notice.claims) <= said and holds(model.clauses(notice.when), seen):
            found.append(notice)
    return tuple(found)
