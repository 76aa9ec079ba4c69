"""What would turn an answer: the smallest changes, of one fact or of two, that settle on another.

A change sets some facts, known or not, and must hold whatever the facts that stay unknown turn out to
be. Thousands of trials go through a diagram at once, one bit of a whole number for each: at a node, a
trial that sets the variable goes to one child, the others to every child that is still open.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from .diagram import IMPOSSIBLE
from .facts import Known, Value
from .model import DecisionModel
from .schools import ANSWERS, Outcome, Question
from .trials import Layout, Trial, layout, places


@dataclass(frozen=True, slots=True)
class Change:
    """Facts that, if they were so, would make `school` (None: the headline) answer `answer` for certain."""

    school: str | None
    facts: Mapping[str, Value]
    answer: Outcome


def changes(
    model: DecisionModel,
    question: Question,
    known: Known,
    current: Mapping[str | None, Outcome],
    pin: str | None = None,
) -> list[Change]:
    """Return the smallest changes away from the current answers: of each school, and of the headline (None)."""
    roots = {
        school: model.answers(question, pin) if school is None else model.outcomes(model.base.schools[school], question)
        for school in current
    }
    lacking = {school: [one for one in ANSWERS.get(question, ()) if one != now] for school, now in current.items()}
    tested = model.guards.variables.union(*(model.forest.support(root) for root in roots.values()))
    found: list[Change] = []
    for size in (1, 2):
        runs = _Runs(model, question, known, pin, layout(model, tested, size))
        for school, wanted in lacking.items():
            if wanted:
                found += runs.settling(school, roots[school], wanted)
        reached = {(change.school, change.answer) for change in found}
        lacking = {
            school: [one for one in wanted if (school, one) not in reached] for school, wanted in lacking.items()
        }
        if not any(lacking.values()):
            break
    return found


class _Runs:
    """The runs of numbered trials through diagrams."""

    def __init__(self, model: DecisionModel, question: Question, known: Known, pin: str | None, trials: Layout) -> None:
        self._model, self._question, self._known, self._pin = model, question, known, pin
        self._trials = trials
        self._gates = trials.gates(model.forest.widths, model.open_cells(known), known)
        changing = trials.all & ~trials.idle(known)
        self._fired = {fired: mask & changing for fired, mask in trials.acting(question, known).items()}
        self._possible = 0
        for mask in self._fired.values():
            self._possible |= mask

    def settling(self, school: str | None, root: int, wanted: Collection[str]) -> list[Change]:
        """Return the trials that settle on one of the wanted answers, as changes."""
        groups = {root: self._possible} if school is not None else self._roots()
        found = dict.fromkeys(wanted, 0)
        for start, group in groups.items():
            reached = self._reached(start, group)
            for end, mask in reached.items():
                answer = self._model.forest.value(end)
                if answer in found:
                    for other, its in reached.items():
                        if other != end:
                            mask &= ~its
                    found[answer] |= mask
        return [
            Change(school, {move.fact: move.value for move in trial}, answer)
            for answer, mask in found.items()
            for trial in _least([self._trials.at(place, self._known) for place in places(mask)])
        ]

    def _reached(self, root: int, group: int) -> dict[int, int]:
        """Return the terminals that can be reached under a group of trials, with those under which each can."""
        kids, var, gates = self._model.forest.kids, self._model.forest.var, self._gates
        reached = {root: group}
        for node in self._model.forest.downwards(root):
            mask = reached.get(node)
            if mask:
                for kid, through in zip(kids[node], gates[var[node]], strict=True):
                    if mask & through:
                        reached[kid] = reached.get(kid, 0) | (mask & through)
        return {end: mask for end, mask in reached.items() if end < 0 and end != IMPOSSIBLE}

    def _roots(self) -> dict[int, int]:
        """Return the headline's diagrams, by which guards a trial makes act, with the trials of each."""
        roots: dict[int, int] = {}
        for fired, mask in self._fired.items():
            root = self._model.answers(self._question, self._pin, fired)
            roots[root] = roots.get(root, 0) | mask
        return roots


def _least(trials: list[Trial]) -> list[Trial]:
    # Of several choices, those turned for nothing are left out: another trial does without.
    keys = {_key(trial) for trial in trials}
    return [trial for trial in trials if keys.isdisjoint(_lesser(trial))]


def _key(trial: Trial) -> tuple[tuple[str, Value], ...]:
    return tuple([(move.fact, move.turned if isinstance(move.value, frozenset) else move.value) for move in trial])


def _lesser(trial: Trial) -> Iterable[tuple[tuple[str, Value], ...]]:
    key = _key(trial)
    for place, move in enumerate(trial):
        for size in range(len(move.turned)):
            for fewer in combinations(move.turned, size):
                yield (*key[:place], (move.fact, frozenset(fewer)), *key[place + 1 :])
