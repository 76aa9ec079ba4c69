"""What to ask next: facts that can still change the headline, the most telling for the least effort first."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import log2

from .diagram import View
from .facts import AtLeast, Known
from .headline import Headline
from .impossible import Cells
from .judge import relevant
from .masses import DIGITS, Masses
from .model import DecisionModel
from .schools import Outcome


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A fact worth asking: `worth` in bits a unit of effort, and the answers that it leaves possible."""

    fact: str
    worth: float
    can_lead_to: tuple[Outcome, ...]


def relevant_facts(model: DecisionModel, view: View, cells: Cells) -> list[str]:
    """Return the ids of the unknown facts that can still change an answer, in the facts' order."""
    found = {model.variables[var].fact.id for var in relevant(model, view, cells)}
    return [name for name in model.base.facts if name in found]


def next_questions(
    model: DecisionModel,
    head: Headline,
    known: Known,
    cells: Cells,
    effort: Mapping[str, float],
    passed_over: Collection[str] = (),
) -> list[NextQuestion]:
    """Rank the facts to ask for. What nobody can answer (`passed_over`, a bound already seen) is left out."""
    if head.settled:
        return []
    view = View(model.forest, head.root, cells)
    askable = [
        name
        for name in relevant_facts(model, view, cells)
        if name in effort and name not in passed_over and not isinstance(known.get(name), AtLeast)
    ]
    masses = Masses(view, model.weights)
    before = _entropy(masses.terminals.values())
    tables = masses.by_value()
    found = []
    for name in askable:
        axes = model.axes.of_fact[name]
        rows = masses.by_group(axes) if len(axes) > 1 else tables[axes[0]]
        told = before - sum(share * _entropy(after) for share, after in rows)
        found.append(NextQuestion(name, max(told, 0.0) / effort[name], head.possible))
    order = list(effort)
    return sorted(found, key=lambda one: (-round(one.worth, DIGITS), order.index(one.fact)))


def _entropy(shares: Iterable[float]) -> float:
    return -sum(share * log2(share) for share in shares if share > 0)
