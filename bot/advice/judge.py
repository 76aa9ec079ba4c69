"""Judging one school, on whatever is known: its stance, its reasons, what it could still say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from .decisions import Rank
from .diagram import View
from .headline import place
from .impossible import Cells
from .masses import DIGITS, Masses
from .model import DecisionModel, SetAside
from .projection import Projection
from .schools import SILENT, Outcome, Question, Range, Rule, School

OPEN = "open"

Decider = str | SetAside | None
"""What decides in a school: a rule's id, the author who sets the case aside, or nothing at all."""


@dataclass(frozen=True, slots=True)
class Reason:
    """The rule that decides, or (`certain` false) that would decide if all goes as is likeliest."""

    rule: str
    claims: tuple[str, ...]
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """One school's stance; `outcome` is what it concludes, or likeliest concludes while it is open.

    `stance` is an answer, `range`, `no_number`, `silent` or `open`. `strength` is 0 to 3, or None where
    the author sets the case aside; it is the likeliest while what it depends on is unknown.
    """

    school: str
    stance: str
    outcome: Outcome
    possible: tuple[Outcome, ...]
    strength: int | None
    reasons: tuple[Reason, ...]


def verdict(model: DecisionModel, school: School, question: Question, cells: Cells) -> Verdict:
    """Judge one school under what is known."""
    rules = {rule.id: rule for rule in school.rules.get(question, ())}
    shares = _decider_shares(model, View(model.forest, model.rules(school, question), cells))
    by_outcome: dict[Outcome, float] = {}
    for decider, share in shares.items():
        concluded = _concludes(rules, decider)
        by_outcome[concluded] = by_outcome.get(concluded, 0.0) + share
    outcome = max(by_outcome, key=lambda one: round(by_outcome[one], DIGITS))
    # Among rules that all end so, the last is the most general: it says nothing that nobody knows.
    order = list(rules)
    deciding = [decider for decider in shares if _concludes(rules, decider) == outcome]
    chosen = max(deciding, key=lambda decider: order.index(decider) if isinstance(decider, str) else -1)
    return Verdict(
        school=school.id,
        stance=OPEN if len(by_outcome) > 1 else "range" if isinstance(outcome, Range) else outcome,
        outcome=outcome,
        possible=tuple(sorted(by_outcome, key=lambda one: place(question, one))),
        strength=_strength(model, school, cells),
        reasons=(_reason(school, rules, chosen, certain=len(shares) == 1),),
    )


def _decider_shares(model: DecisionModel, view: View) -> dict[Decider, float]:
    return {model.forest.value(end): share for end, share in Masses(view, model.weights).terminals.items()}


def _concludes(rules: Mapping[str, Rule], decider: Decider) -> Outcome:
    return rules[decider].then if isinstance(decider, str) else SILENT


def _reason(school: School, rules: Mapping[str, Rule], decider: Decider, *, certain: bool) -> Reason:
    if isinstance(decider, SetAside):
        return Reason(SILENT, school.speaks_for[decider.row].claims, certain)
    if decider is None:
        return Reason(SILENT, school.claims[:1], certain)
    return Reason(decider, rules[decider].claims, certain)


def _strength(model: DecisionModel, school: School, cells: Cells) -> int | None:
    view = View(model.forest, model.ranks(school), cells)
    shares: dict[Rank | None, float] = {
        model.forest.value(end): share for end, share in Masses(view, model.weights).terminals.items()
    }
    rank = max(shares, key=lambda one: round(shares[one], DIGITS))
    return None if rank is None else rank.strength


def relevant(model: DecisionModel, view: View, cells: Cells) -> set[int]:
    """Return the variables that can still matter: knowing one could rule an outcome out, now or later.

    A variable that nothing impossible ties to another matters where the reduced diagram tests it.
    One that is tied may also tell through the other: then every subset of its company is left
    unknown in turn, and it matters where one of its values rules out what another allows.
    """
    if len(view.terminals()) < 2:
        return set()
    support = view.support()
    groups = model.linked(cells)
    found = support - frozenset().union(*groups)
    for group in groups:
        if group & support:
            found |= {var for var in group if _tells(view, var, group - {var})}
    return found


def _tells(view: View, var: int, company: Iterable[int]) -> bool:
    members = sorted(company)
    subsets = (frozenset(some) for size in range(len(members) + 1) for some in combinations(members, size))
    return any(Projection(view, hidden).narrows(var) for hidden in subsets)
