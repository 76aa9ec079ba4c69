"""The same judging by brute force: every complete world is listed and judged by itself.

Nothing here uses a diagram, a cell or a clause: conditions are read anew from what a file says.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain, combinations, product
from typing import Any

from bot.advice.facts import AtLeast, Fact, Known, Value
from bot.advice.schools import NO_NUMBER, SILENT, UNDOABLE, WEIGHTS, Guard, Outcome, Question, Range, RuleBase, School

World = Mapping[str, Value]


def values_of(fact: Fact) -> list[Value]:
    """List every value that a fact can take."""
    if fact.kind == "number":
        return list(range(fact.most + 1))
    if fact.kind == "several":
        sizes = range(len(fact.values) + 1)
        return [frozenset(some) for some in chain.from_iterable(combinations(fact.values, n) for n in sizes)]
    return list(fact.values)


def agrees(value: Value, said: Value) -> bool:
    """Tell whether a value is the one that was said, or above the bound that was."""
    return int(str(value)) >= said.number if isinstance(said, AtLeast) else value == said


def _meets(value: Any, raw: Any) -> bool:
    if isinstance(raw, Mapping):
        return all(_operator(value, operator, arg) for operator, arg in raw.items())
    if isinstance(value, frozenset):
        return _operator(value, "any", raw)
    return bool(value in raw if isinstance(raw, list) else value == raw)


def _operator(value: Any, operator: str, arg: Any) -> bool:
    named = set(arg if isinstance(arg, list) else [arg])
    match operator:
        case "not":
            return bool(value not in named)
        case "at_least":
            return bool(value >= arg)
        case "below":
            return bool(value < arg)
        case "is":
            return bool(value == arg)
        case "any":
            return bool(named & value) if isinstance(value, frozenset) else value in named
        case "none_of":
            return not (named & set(value))
        case "only":
            return bool(value and value <= named)
        case "empty":
            return bool(value) is not bool(arg == "yes")
    raise AssertionError(operator)


class Brute:
    """A rule base, judged world by world. A set of worlds is a number, with a bit for each."""

    def __init__(self, base: RuleBase, question: Question, pin: str | None = None) -> None:
        self.base = base
        self.question = question
        self.pin = pin
        names = [name for name, fact in base.facts.items() if fact.kind != "text"]
        every = (dict(zip(names, row, strict=True)) for row in product(*(values_of(base.facts[n]) for n in names)))
        self.worlds: list[World] = [
            world for world in every if not any(self.holds(condition.facts, world) for condition in base.impossible)
        ]
        self.all = (1 << len(self.worlds)) - 1
        self.agreeing = {
            (name, value): self.those(world[name] == value for world in self.worlds)
            for name in names
            for value in values_of(base.facts[name])
        }

    def holds(self, condition: Mapping[str, Any], world: World) -> bool:
        """Tell whether a condition holds in a world."""
        return all(_meets(self._value(name, world), raw) for name, raw in condition.items())

    def _value(self, name: str, world: World) -> Value | None:
        if name not in self.base.derived:
            return world[name]
        rules = self.base.derived[name].rules
        return next((then for when, then in rules if self.holds(when.facts, world)), None)

    # --- sets of worlds ---------------------------------------------------------------------------

    def those(self, bits: Iterable[bool]) -> int:
        """Return the set of the worlds, in their order, for which a bit is true."""
        return sum(1 << place for place, bit in enumerate(bits) if bit)

    def listed(self, worlds: int) -> list[World]:
        """List a set's worlds."""
        return [world for place, world in enumerate(self.worlds) if worlds >> place & 1]

    def under(self, known: Known, *, presume: bool = True) -> int:
        """Return the worlds that agree with what is known; what acts on evidence is presumed while unseen."""
        left = self.all
        for name, said in known.items():
            values = values_of(self.base.facts[name])
            left &= sum(self.agreeing[name, value] for value in values if agrees(value, said))
        for name, fact in self.base.facts.items():
            if presume and fact.evidence_only and name not in known and fact.presumed is not None:
                left &= self.agreeing[name, fact.presumed]
        return left

    # --- judging every world ----------------------------------------------------------------------

    @cached_property
    def said(self) -> dict[str, list[Outcome]]:
        """What each school concludes in each world."""
        return {
            school.id: [self._school(school, world) for world in self.worlds] for school in self.base.schools.values()
        }

    def _school(self, school: School, world: World) -> Outcome:
        for row in school.speaks_for:
            if row.strength is None and self.holds(row.when.facts, world):
                return SILENT
        rules = school.rules.get(self.question, ())
        return next((rule.then for rule in rules if self.holds(rule.when.facts, world)), SILENT)

    def _rank(self, school: School, world: World) -> tuple[int, int] | None:
        for row in school.speaks_for:
            if self.holds(row.when.facts, world):
                return None if row.strength is None else (row.strength, WEIGHTS[row.said_of])
        return None

    @cached_property
    def free(self) -> list[Outcome]:
        """The headline's answer in each world, guards aside."""
        return [self._free(place, world) for place, world in enumerate(self.worlds)]

    def _free(self, place: int, world: World) -> Outcome:
        if self.pin is not None and self.said[self.pin][place] != SILENT:
            return self.said[self.pin][place]
        ranked = [
            (rank, self.said[school.id][place])
            for school in self.base.schools.values()
            if (rank := self._rank(school, world)) is not None and self.said[school.id][place] != SILENT
        ]
        highest = max((rank for rank, _ in ranked), default=None)
        leading = [outcome for rank, outcome in ranked if rank == highest]
        if self.question == "how_many_contacts":
            ranges = [outcome for outcome in leading if isinstance(outcome, Range)]
            return min(ranges, key=lambda one: one.at_least or 0) if ranges else NO_NUMBER
        return leading[0] if len(set(leading)) == 1 else UNDOABLE[self.question]

    @cached_property
    def guarded(self) -> list[tuple[Guard, int, int]]:
        """The guards, with the worlds in which each holds and those in which it is taken back."""
        return [
            (
                guard,
                self.those(self.holds(guard.when.facts, world) for world in self.worlds),
                self.those(guard.unless is not None and self.holds(guard.unless.facts, world) for world in self.worlds),
            )
            for guard in self.base.guards
            if self.question in guard.then
        ]

    def seen_guards(self, known: Known) -> list[str]:
        """List the guards whose condition holds in every world that agrees with what has been said."""
        worlds = self.under(known, presume=False)
        return [guard.id for guard, when, _ in self.guarded if not worlds & ~when]

    @cached_property
    def _ends(self) -> dict[str | None, dict[Outcome, int]]:
        free: dict[str | None, list[Outcome]] = {None: self.free}
        free.update(self.said.items())
        return {who: {end: self.those(one == end for one in ends) for end in set(ends)} for who, ends in free.items()}

    def ends(self, who: str | None, known: Known) -> dict[Outcome, int]:
        """Return what a school (None: the headline) concludes, given what has been said: outcome to worlds."""
        if who is not None:
            return self._ends[who]
        seen, left = self.seen_guards(known), self.all
        ends: dict[Outcome, int] = {}
        for guard, _, back in self.guarded:
            if guard.id in seen:
                stop = guard.then[self.question]
                ends[stop] = ends.get(stop, 0) | left & ~back
                left &= back
        for end, worlds in self._ends[None].items():
            ends[end] = ends.get(end, 0) | worlds & left
        return ends

    def possible(self, who: str | None, known: Known) -> set[Outcome]:
        """Return what a school (None: the headline) could still conclude."""
        worlds = self.under(known)
        return {end for end, its in self.ends(who, known).items() if its & worlds}

    # --- what would tell --------------------------------------------------------------------------

    def unseen(self, known: Known) -> list[str]:
        """List the facts that are not known, or only by a bound, without those that act on evidence."""
        return [
            name
            for name, fact in self.base.facts.items()
            if (isinstance(known[name], AtLeast) if name in known else not fact.evidence_only) and fact.kind != "text"
        ]

    def relevant(self, who: str | None, known: Known, name: str) -> bool:
        """Tell whether in some context one value leaves possible what another rules out.

        In a context every other unknown fact stays unknown or has a value; there must be a world for it.
        """
        here, ends = self.under(known), self.ends(who, known)

        def left(worlds: int) -> frozenset[Outcome]:
            return frozenset(end for end, its in ends.items() if its & worlds)

        contexts = {here}
        for other in self.unseen(known):
            if other != name:
                masks = [self.agreeing[other, value] for value in values_of(self.base.facts[other])]
                contexts |= {some & mask for some in contexts for mask in masks if some & mask}
        own = [self.agreeing[name, value] for value in values_of(self.base.facts[name])]
        return any(len({left(some & mask) for mask in own if some & mask}) > 1 for some in contexts)
