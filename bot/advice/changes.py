"""What would turn an answer: the smallest changes, of one fact or of two, that settle on another.

A change sets some facts, known or not, and must hold whatever the facts that stay unknown turn out to
be. Thousands of trials go through a diagram at once, one bit of a whole number for each: at a node, a
trial that sets the variable goes to one child, the others to every child that is still open.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, NamedTuple

from .facts import AtLeast, Fact, FactError, Known, Value
from .guards import Fired
from .model import DecisionModel
from .schools import ANSWERS, Outcome, Question

MOST_CHOICES: Final = 3
"""How many of several choices may turn in one change; beside a second fact, one."""


@dataclass(frozen=True, slots=True)
class Change:
    """Facts that, if they were so, would make `school` (None: the headline) answer `answer` for certain."""

    school: str | None
    facts: Mapping[str, Value]
    answer: Outcome


class Move(NamedTuple):
    """One fact set to another value: the cells that its variables get, and how many choices turn."""

    fact: str
    value: Value
    cells: tuple[tuple[int, int], ...]
    turned: frozenset[str]


Trial = tuple[Move, ...]


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
    lacking = {(school, one) for school, now in current.items() for one in ANSWERS.get(question, ()) if one != now}
    moves = _moves(model, known, _tested(model, roots.values()))
    found: list[Change] = []
    for size in (1, 2):
        runs = _Runs(model, question, known, pin, _trials(moves, size))
        for school in roots:
            wanted = [answer for one, answer in lacking if one == school]
            if wanted:
                found += runs.settling(school, roots[school], wanted)
        lacking -= {(change.school, str(change.answer)) for change in found}
        if not lacking:
            break
    return found


def _tested(model: DecisionModel, roots: Iterable[int]) -> frozenset[int]:
    return model.guards.variables.union(*(model.forest.support(root) for root in roots))


def _moves(model: DecisionModel, known: Known, tested: frozenset[int]) -> list[Move]:
    moves: list[Move] = []
    for name, indices in model.axes.of_fact.items():
        fact = model.base.facts[name]
        if not tested.isdisjoint(indices):
            now = known.get(name)
            moves += _turns(fact, indices, now) if fact.kind == "several" else _settings(model, indices[0], now)
    return moves


def _turns(fact: Fact, indices: Sequence[int], now: Value | None) -> Iterable[Move]:
    before = now if isinstance(now, frozenset) else frozenset[str]()
    for size in range(0 if now is None else 1, MOST_CHOICES + 1):
        for some in combinations(fact.values, size):
            value = before.symmetric_difference(some)
            cells = tuple((index, int(one in value)) for index, one in zip(indices, fact.values, strict=True))
            yield Move(fact.id, value, cells, frozenset(some))


def _settings(model: DecisionModel, index: int, now: Value | None) -> Iterable[Move]:
    variable = model.variables[index]
    present = None if now is None else variable.allowed(now)
    near = now.number if isinstance(now, AtLeast) else now if isinstance(now, int) else None
    for cell in range(len(variable.cells)):
        if present != (cell,):
            yield Move(variable.fact.id, variable.example(cell, near), ((index, cell),), frozenset())


def _trials(moves: Sequence[Move], size: int) -> list[Trial]:
    if size == 1:
        return [(move,) for move in moves]
    small = [move for move in moves if len(move.turned) < 2]
    return [(one, other) for one, other in combinations(small, 2) if one.fact != other.fact]


class _Runs:
    """The runs of a list of trials through diagrams."""

    def __init__(
        self, model: DecisionModel, question: Question, known: Known, pin: str | None, trials: Sequence[Trial]
    ) -> None:
        self._model = model
        self._question = question
        self._known = known
        self._pin = pin
        self._trials = trials
        self._cells = model.open_cells(known)
        self._all = (1 << len(trials)) - 1
        self._set_to = self._masks()
        self._fired: dict[tuple[Fired, ...], int] | None = None

    def _masks(self) -> dict[int, dict[int, int]]:
        # For each variable and cell, the trials that set it so.
        places: dict[tuple[int, int], list[int]] = {}
        for place, trial in enumerate(self._trials):
            for move in trial:
                for step in move.cells:
                    places.setdefault(step, []).append(place)
        masks: dict[int, dict[int, int]] = {}
        for (var, cell), found in places.items():
            masks.setdefault(var, {})[cell] = _bits(found, len(self._trials))
        return masks

    def settling(self, school: str | None, root: int, wanted: Collection[str]) -> list[Change]:
        """Return the trials that settle on one of the wanted answers, as changes."""
        found = dict.fromkeys(wanted, 0)
        groups = {root: self._all} if school is not None else self._roots()
        for start, group in groups.items():
            reached = {end: self._reaching(start, end) & group for end in self._model.forest.terminals(start)}
            for end, mask in reached.items():
                answer = self._model.forest.value(end)
                if answer in found and mask:
                    for other, its in reached.items():
                        if other != end:
                            mask &= ~its
                    found[answer] |= mask
        return [
            Change(school, {move.fact: move.value for move in trial}, answer)
            for answer, mask in found.items()
            for trial in _least([self._trials[place] for place in _places(mask)])
        ]

    def _reaching(self, root: int, end: int) -> int:
        # The trials under which an end can be reached.
        forest, cells, set_to = self._model.forest, self._cells, self._set_to
        memo: dict[int, int] = {end: self._all}

        def walk(node: int) -> int:
            found = memo.get(node)
            if found is None:
                found = 0
                if node >= 0:
                    var, kids = forest.var[node], forest.kids[node]
                    for cell in cells[var]:
                        found |= walk(kids[cell])
                    if var in set_to:
                        for mask in set_to[var].values():
                            found &= ~mask
                        for cell, mask in set_to[var].items():
                            found |= walk(kids[cell]) & mask
                memo[node] = found
            return found

        return walk(root)

    def _roots(self) -> dict[int, int]:
        # The headline's diagrams, by which guards a trial makes act, with the trials of each.
        if self._fired is None:
            self._fired = {}
            acting: dict[Trial, tuple[Fired, ...] | None] = {}
            places: dict[tuple[Fired, ...], list[int]] = {}
            guarding = self._model.guards.variables
            for place, trial in enumerate(self._trials):
                part = tuple([move for move in trial if any(var in guarding for var, _ in move.cells)])
                if part not in acting:
                    acting[part] = self._acting(part)
                fired = acting[part]
                if fired is not None:
                    places.setdefault(fired, []).append(place)
            self._fired = {fired: _bits(found, len(self._trials)) for fired, found in places.items()}
        roots: dict[int, int] = {}
        for fired, mask in self._fired.items():
            root = self._model.answers(self._question, self._pin, fired)
            roots[root] = roots.get(root, 0) | mask
        return roots

    def _acting(self, trial: Trial) -> tuple[Fired, ...] | None:
        facts = {**self._known, **{move.fact: move.value for move in trial}}
        try:
            return self._model.guards.fired(self._question, self._model.cells(facts, presume=False))
        except FactError:
            return None


def _bits(places: Iterable[int], size: int) -> int:
    mask = bytearray(size // 8 + 1)
    for place in places:
        mask[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(mask, "little")


def _places(mask: int) -> list[int]:
    return [place for place, bit in enumerate(reversed(f"{mask:b}")) if bit == "1"]


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
