"""The headline: guards first, then the pinned school or the one that speaks most strongly."""

from collections.abc import Mapping
from dataclasses import dataclass

from .decisions import Decision
from .diagram import View
from .facts import Known
from .impossible import Cells
from .masses import DIGITS, Masses
from .model import DecisionModel
from .schools import ANSWERS, NO_NUMBER, Guard, Outcome, Question, Range


@dataclass(frozen=True, slots=True)
class Headline:
    """The answer and how it came about; `possible` are the answers that unknown facts leave open.

    `decided_by` is guard, pin, school or tie; `schools` are the deciding ones (none for a guard);
    `decider_settled` says that no unknown fact could make others decide.
    """

    answer: Outcome
    settled: bool
    decided_by: str
    schools: tuple[str, ...]
    decider_settled: bool
    possible: tuple[Outcome, ...]
    guard: Guard | None
    root: int
    """The diagram of the answers, as far as guards have acted."""


def headline(model: DecisionModel, question: Question, known: Known, cells: Cells, pin: str | None = None) -> Headline:
    """Decide the headline under what is known.

    Raises:
        FactError: two of the facts cannot both be.
    """
    fired = model.guards.fired(question, model.cells(known, presume=False))
    ways: dict[Decision, float] = _shares(model, View(model.forest, model.headline(question, pin, fired), cells))
    shares: dict[Outcome, float] = {}
    for way, share in ways.items():
        shares[way.outcome] = shares.get(way.outcome, 0.0) + share
    possible = sorted(shares, key=lambda outcome: place(question, outcome))
    answer = max(possible, key=lambda outcome: round(shares[outcome], DIGITS))
    decision = _likeliest(ways, answer)
    guard = next((guard for guard in model.base.guards if guard.id == decision.guard), None)
    return Headline(
        answer=answer,
        settled=len(possible) == 1,
        decided_by=decision.how,
        schools=decision.schools,
        decider_settled=len({way.schools for way in ways}) == 1,
        possible=tuple(possible),
        guard=guard,
        root=model.answers(question, pin, fired),
    )


def place(question: Question, outcome: Outcome) -> tuple[int, int]:
    """Return where an outcome stands in the order in which outcomes are listed."""
    if isinstance(outcome, Range):
        return (0, outcome.at_least or 0)
    order = (*ANSWERS.get(question, ()), NO_NUMBER)
    return (1, order.index(outcome) if outcome in order else len(order))


def _shares(model: DecisionModel, view: View) -> dict[Decision, float]:
    return {model.forest.value(end): share for end, share in Masses(view, model.weights).terminals.items()}


def _likeliest(ways: Mapping[Decision, float], answer: Outcome) -> Decision:
    whole: dict[tuple[str, ...], dict[Outcome, float]] = {}
    for way, share in ways.items():
        whole.setdefault(way.schools, {})[way.outcome] = share
    # Rather those who would indeed answer so, if they are the ones to decide.
    leaning = {schools for schools, shares in whole.items() if max(shares, key=lambda one: shares[one]) == answer}

    def fitting(way: Decision) -> tuple[bool, float]:
        return way.schools in leaning, round(ways[way], DIGITS)

    return max((way for way in ways if way.outcome == answer), key=fitting)
