"""Trials: ways of setting one fact, or two, numbered so that thousands are one whole number.

In a mask, the bit at a trial's number says whether something holds of it. What the trials are does not
depend on what is known, so it is laid out once for a set of facts; what is known then tells which of
them change nothing, and what a turned choice turns into.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Final, NamedTuple

from .facts import AtLeast, Fact, Known, Value, Variable
from .guards import Fired
from .memo import Memo
from .model import DecisionModel
from .schools import Question

MOST_CHOICES: Final = 3
"""How many of several choices may turn in one trial; beside a second fact, one."""


class Move(NamedTuple):
    """One fact set to a value, and which of several choices turn."""

    fact: str
    value: Value
    turned: frozenset[str]


Trial = tuple[Move, ...]

Sets = tuple[tuple[int, int], ...]
"""Variables with the cells that they are set to."""


class Settings:
    """The moves of a fact that has one value: each cell."""

    def __init__(self, index: int, variable: Variable) -> None:
        self._index, self._variable = index, variable
        self.fact = variable.fact
        self.count = len(variable.cells)
        self.vars = frozenset((index,))

    def masks(self, now: Value | None) -> list[tuple[int, int, int]]:
        """Return variable, cell and moves for whatever the moves set."""
        return [(self._index, cell, 1 << cell) for cell in range(self.count)]

    def idle(self, now: Value | None) -> int:
        """Return the moves that change nothing."""
        present = () if now is None else self._variable.allowed(now)
        return 1 << present[0] if len(present) == 1 else 0

    def cells(self, place: int, now: Value | None) -> Sets:
        """Return what a move sets."""
        return ((self._index, place),)

    def move(self, place: int, now: Value | None) -> Move:
        """Spell a move out."""
        near = now.number if isinstance(now, AtLeast) else now if isinstance(now, int) else None
        return Move(self.fact.id, self._variable.example(place, near), frozenset())


class Turns:
    """The moves of a fact with several choices: each few of them turned, or none."""

    def __init__(self, fact: Fact, indices: Sequence[int], most: int) -> None:
        self.fact, self._indices = fact, indices
        choices = range(len(indices))
        self._subsets = [some for size in range(most + 1) for some in combinations(choices, size)]
        self._turned = [_bits(place for place, some in enumerate(self._subsets) if one in some) for one in choices]
        self.count = len(self._subsets)
        self.vars = frozenset(indices)

    def masks(self, now: Value | None) -> list[tuple[int, int, int]]:
        """Return variable, cell and moves for whatever the moves set."""
        before, everyone = _chosen(now), (1 << self.count) - 1
        return [
            one
            for index, choice, mask in zip(self._indices, self.fact.values, self._turned, strict=True)
            for one in ((index, int(choice in before), everyone ^ mask), (index, int(choice not in before), mask))
        ]

    def idle(self, now: Value | None) -> int:
        """Return the moves that change nothing: to turn no choice, where the choices are known."""
        return int(now is not None)

    def cells(self, place: int, now: Value | None) -> Sets:
        """Return what a move sets."""
        value = _chosen(self.move(place, now).value)
        return tuple([(index, int(one in value)) for index, one in zip(self._indices, self.fact.values, strict=True)])

    def move(self, place: int, now: Value | None) -> Move:
        """Spell a move out."""
        some = frozenset(self.fact.values[one] for one in self._subsets[place])
        return Move(self.fact.id, _chosen(now) ^ some, some)


Moves = Settings | Turns


Part = tuple[tuple[Moves, int], ...]
"""Some of the moves of a trial, each a fact's moves and the place of one among them."""


def _chosen(now: Value | None) -> frozenset[str]:
    return now if isinstance(now, frozenset) else frozenset()


class Layout:
    """Numbered trials of one fact each, or of two; `all` is the mask of all of them."""

    def __init__(self, model: DecisionModel, facts: Sequence[Moves], size: int) -> None:
        self._model, self._facts = model, facts
        self._watched = frozenset(model.watched)
        self._groups: list[tuple[Moves, ...]] = list(combinations(facts, size))
        self._starts: list[int] = []
        count = 0
        for group in self._groups:
            self._starts.append(count)
            count += _product(group)
        self.all = (1 << count) - 1
        self._acting: Memo[dict[tuple[Fired, ...], int]] = Memo(256)

    @cached_property
    def _spread(self) -> dict[Moves, "_Spread"]:
        # How a mask over one fact's moves becomes one over the trials.
        found = {one: _Spread() for one in self._facts}
        for group, start in zip(self._groups, self._starts, strict=True):
            for place, one in enumerate(group):
                found[one].add(_product(group[:place]), one.count, _product(group[place + 1 :]), start)
        return found

    def moved(self, one: Moves) -> int:
        """Return the trials that set a fact."""
        return self._spread[one].mask((1 << one.count) - 1)

    def gates(self, widths: Sequence[int], cells: Sequence[tuple[int, ...]], known: Known) -> list[list[int]]:
        """Return for each variable and each of its cells the trials that may pass there.

        A trial that sets the variable passes at that cell alone, another at every cell that is open.
        """
        gates = [
            [self.all if cell in mine else 0 for cell in range(wide)] for wide, mine in zip(widths, cells, strict=True)
        ]
        for one in self._facts:
            free = self.all ^ self.moved(one)
            for var in one.vars:
                gates[var] = [mask & free for mask in gates[var]]
            for var, cell, mask in one.masks(known.get(one.fact.id)):
                gates[var][cell] |= self._spread[one].mask(mask)
        return gates

    def idle(self, known: Known) -> int:
        """Return the trials that set a fact to what it is."""
        found = 0
        for one in self._facts:
            mask = one.idle(known.get(one.fact.id))
            if mask:
                found |= self._spread[one].mask(mask)
        return found

    def acting(self, question: Question, known: Known) -> Mapping[tuple[Fired, ...], int]:
        """Return which guards trials make act, with the trials of each; what cannot be is left out."""
        model = self._model
        seen = model.open_cells(known, presume=False)
        before = [seen[var] for var in model.watched]
        turned = [known.get(one.fact.id) for one in self._facts if isinstance(one, Turns) and one.vars & self._watched]

        def work() -> dict[tuple[Fired, ...], int]:
            found: dict[tuple[Fired, ...], int] = {}
            at = {var: place for place, var in enumerate(model.watched)}
            for part, mask in self._parts:
                cells = before.copy()
                for one, place in part:
                    for var, cell in one.cells(place, known.get(one.fact.id)):
                        if var in at:
                            cells[at[var]] = (cell,)
                fired = model.acting(question, tuple(cells))
                if fired is not None:
                    found[fired] = found.get(fired, 0) | mask
            return found

        return self._acting.of((question, *before, *turned), work)

    @cached_property
    def _parts(self) -> list[tuple[Part, int]]:
        # Which moves of the watched variables trials hold, with the trials that hold just these.
        found: dict[Part, int] = {}
        for group, start in zip(self._groups, self._starts, strict=True):
            places = [range(one.count) if one.vars & self._watched else None for one in group]
            for part, mask in _split(group, places):
                found[part] = found.get(part, 0) | mask << start
        return list(found.items())

    def at(self, number: int, known: Known) -> Trial:
        """Spell a trial out."""
        which = bisect_right(self._starts, number) - 1
        rest = number - self._starts[which]
        trial: list[Move] = []
        for one in reversed(self._groups[which]):
            rest, place = divmod(rest, one.count)
            trial.insert(0, one.move(place, known.get(one.fact.id)))
        return tuple(trial)


def _split(group: Sequence[Moves], places: Sequence[range | None]) -> Iterable[tuple[Part, int]]:
    # The trials of a group, by the moves of those facts that are looked at.
    parts: list[tuple[Part, int]] = [((), 1)]
    for one, looked_at in zip(group, places, strict=True):
        if looked_at is None:
            parts = [(part, _repeated(mask, one.count)) for part, mask in parts]
        else:
            parts = [
                ((*part, (one, place)), _moved_apart(mask, one.count) << place)
                for part, mask in parts
                for place in looked_at
            ]
    return parts


class _Spread:
    """Where one fact's moves stand among the trials."""

    def __init__(self) -> None:
        self._blocks: list[tuple[int, int, int, int]] = []
        self._masks: dict[int, int] = {}

    def add(self, outer: int, count: int, inner: int, start: int) -> None:
        """Add trials: `outer` times the moves, each `inner` times, from a number on."""
        self._blocks.append((outer, count, inner, start))

    def mask(self, moves: int) -> int:
        """Return the trials that hold one of these moves."""
        if moves not in self._masks:
            found = 0
            for outer, count, inner, start in self._blocks:
                once = _repeated(moves, inner)
                found |= _every(count * inner, outer) * once << start
            self._masks[moves] = found
        return self._masks[moves]


@lru_cache(maxsize=16)
def layout(model: DecisionModel, tested: frozenset[int], size: int) -> Layout:
    """Lay out the trials of every fact that one of these variables is of; `size` facts are set in each."""
    facts: list[Moves] = []
    for name, indices in model.axes.of_fact.items():
        fact = model.base.facts[name]
        if not tested.isdisjoint(indices):
            if fact.kind == "several":
                facts.append(Turns(fact, indices, MOST_CHOICES if size == 1 else 1))
            else:
                facts.append(Settings(indices[0], model.variables[indices[0]]))
    return Layout(model, facts, size)


def _product(group: Iterable[Moves]) -> int:
    found = 1
    for one in group:
        found *= one.count
    return found


def _every(step: int, count: int) -> int:
    """Return `count` bits, each `step` above the one before."""
    return _bits(range(0, step * count, step))


def _moved_apart(mask: int, width: int) -> int:
    """Return a mask with each bit `width` times as far up."""
    return _bits(place * width for place in places(mask))


def _repeated(mask: int, width: int) -> int:
    """Return a mask with each bit `width` times, side by side."""
    return _moved_apart(mask, width) * ((1 << width) - 1)


def _bits(numbers: Iterable[int]) -> int:
    found = 0
    for one in numbers:
        found |= 1 << one
    return found


def places(mask: int) -> list[int]:
    """Return the numbers that are in a mask, in their order."""
    return [place for place, bit in enumerate(reversed(f"{mask:b}")) if bit == "1"]
