"""The decision model: a rule base compiled to diagrams, one a school and question, one a headline.

Everything is compiled when it is first asked for, so that a command pays for its own question only.
"""

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import Final, NamedTuple

from .conditions import Axes, Clause, Condition
from .decisions import NOBODY, Decision, Leaders, decide, rank_of, speaks, stronger
from .diagram import FALSE, IMPOSSIBLE, TRUE, Forest
from .facts import FactError, Known, variables_for
from .guards import Fired, Guards
from .impossible import Cells, combinations_of, linked
from .memo import Memo
from .schools import SILENT, UNDOABLE, Outcome, Question, RuleBase, School
from .walks import Walks

MOST_KEPT: Final = 20_000
"""Answers of the guards that are kept, some hundred bytes each."""


class SetAside(NamedTuple):
    """The place, among a school's `speaks_for`, of the row by which its author sets the case aside."""

    row: int


class DecisionModel:
    """Schools as decision diagrams over the variables of the facts."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        thresholds: dict[str, list[int]] = {}
        for condition in base.conditions():
            for name, number in condition.thresholds(base.facts):
                thresholds.setdefault(name, []).append(number)
        self.axes = Axes(variables_for(base.facts.values(), thresholds))
        self.variables = self.axes.variables
        self.weights = [variable.weights for variable in self.variables]
        self.forest = Forest([len(variable.cells) for variable in self.variables])
        self.impossible = combinations_of(base.impossible, self.axes)
        self.everything: Cells = tuple(tuple(range(len(variable.cells))) for variable in self.variables)
        self._presumed = self._presume()
        self._built: dict[Hashable, int] = {}
        self._deriving: list[str] = []
        self._walks: dict[Question, Walks] = {}
        self._acting: Memo[tuple[Fired, ...] | None] = Memo(MOST_KEPT)
        self._narrowed: dict[tuple[tuple[int, ...], Cells], Cells | None] = {}

    # --- what is known, as cells ------------------------------------------------------------

    def _presume(self) -> Cells:
        cells = list(self.everything)
        for index, variable in enumerate(self.variables):
            fact = variable.fact
            if fact.evidence_only:
                if fact.presumed is None:
                    raise FactError(f"{fact.id}: found evidence_only without a presumed value; {fact.allowed}")
                cells[index] = variable.allowed(fact.presumed)
        return tuple(cells)

    def open_cells(self, known: Known, *, presume: bool = True) -> list[tuple[int, ...]]:
        """Return the cells that each known value leaves open, whatever the impossible rules out.

        With `presume`, a fact that acts on evidence only stands at its presumed value while unseen.
        """
        cells = list(self._presumed if presume else self.everything)
        for name, value in known.items():
            for index in self.axes.of_fact.get(name, ()):
                cells[index] = self.variables[index].allowed(value)
        return cells

    def cells(self, known: Known, *, presume: bool = True) -> Cells:
        """Return the cells that are still possible; what must follow from the impossible is drawn.

        Raises:
            FactError: two facts that cannot both be.
        """
        cells = self.open_cells(known, presume=presume)
        if not self.narrow(cells):
            raise FactError(self._clash(known))
        return tuple(cells)

    def narrow(self, cells: list[tuple[int, ...]]) -> bool:
        """Take out of open cells, in place, what the impossible rules out; tell whether anything is left."""
        if self.possible == FALSE:
            return False
        for group, root in self._ties:
            mine = tuple([cells[var] for var in group])
            if (group, mine) not in self._narrowed:
                found = self.forest.narrowed(root, cells)
                self._narrowed[group, mine] = found and tuple([found[var] for var in group])
            left = self._narrowed[group, mine]
            if left is None:
                return False
            if left != mine:
                for var, some in zip(group, left, strict=True):
                    cells[var] = some
        return True

    @cached_property
    def _ties(self) -> list[tuple[tuple[int, ...], int]]:
        # The groups of variables that the impossible ties together, and what is possible of each.
        of = list(zip(self.impossible, self.base.impossible, strict=True))
        return [
            (
                tuple(sorted(group)),
                self._first([(one, FALSE) for tied, one in of if any(var in group for var, _ in tied)], TRUE),
            )
            for group in self.linked(self.everything)
        ]

    @cached_property
    def watched(self) -> tuple[int, ...]:
        """The variables that may make a guard act, and those that the impossible ties together."""
        return tuple(sorted(self.guards.variables.union(*(group for group, _ in self._ties))))

    def acting(self, question: Question, watched: Cells) -> tuple[Fired, ...] | None:
        """Return the guards that act where the watched variables have these cells; nothing where that cannot be."""

        def work() -> tuple[Fired, ...] | None:
            cells = list(self.everything)
            for var, mine in zip(self.watched, watched, strict=True):
                cells[var] = mine
            return self.guards.fired(question, cells) if self.narrow(cells) else None

        return self._acting.of((question, watched), work)

    def _clash(self, known: Known) -> str:
        left = {name: value for name, value in known.items() if name in self.axes.of_fact}
        for name in list(left):
            without = {other: value for other, value in left.items() if other != name}
            if not self.narrow(self.open_cells(without)):
                left = without
        what = "values that cannot all be" if len(left) > 1 else "a value that cannot be"
        return f"{' and '.join(left)}: found {what}; change or leave out one of them"

    def linked(self, cells: Cells) -> list[frozenset[int]]:
        """Return the groups of variables that the impossible still ties together."""
        return linked(self.impossible, cells)

    # --- conditions -------------------------------------------------------------------------

    def condition(self, condition: Condition) -> int:
        """Return the diagram that is true where a condition holds."""
        result = TRUE
        for name, raw in condition.facts.items():
            if name in self.base.derived:
                result = self.forest.both(result, self._derived(name, raw))
            else:
                for clause in self.axes.clauses(name, raw):
                    result = self.forest.both(result, self.forest.clause(clause))
        return result

    @cached_property
    def guards(self) -> Guards:
        """What decides before any school does."""
        return Guards(self.base.guards, self.axes, self.linked(self.everything))

    def clauses(self, condition: Condition) -> list[Clause]:
        """Return a condition's clauses.

        Raises:
            FactError: a derived fact, which has none, or a mistake in the condition.
        """
        return condition.clauses(self.axes)

    def _derived(self, name: str, raw: object) -> int:
        derivation = self.base.derived[name]
        if raw not in derivation.values:
            raise FactError(f"{name}: found {raw!r}; one of these is allowed: {', '.join(derivation.values)}")
        return self._once(("derived", name, raw), lambda: self._derive(name, str(raw)))

    def _derive(self, name: str, value: str) -> int:
        if name in self._deriving:
            raise FactError(f"{name}: found in its own derivation, by way of {' and '.join(self._deriving)}")
        self._deriving.append(name)
        try:
            rules = self.base.derived[name].rules
            return self._first([(when, TRUE if then == value else FALSE) for when, then in rules], FALSE)
        finally:
            self._deriving.pop()

    def _first(self, rules: Iterable[tuple[Condition, int]], otherwise: int) -> int:
        # The diagram of rules read in order, of which the first that holds decides.
        result = otherwise
        for condition, then in reversed(list(rules)):
            result = self.forest.ite(self.condition(condition), then, result)
        return result

    def _once(self, key: Hashable, build: Callable[[], int]) -> int:
        if key not in self._built:
            self._built[key] = build()
        return self._built[key]

    @cached_property
    def possible(self) -> int:
        """The diagram that is true where a combination can be."""
        return self._first(((condition, FALSE) for condition in self.base.impossible), TRUE)

    def _only_possible(self, root: int) -> int:
        return self.forest.ite(self.possible, root, IMPOSSIBLE)

    # --- schools ----------------------------------------------------------------------------

    def rules(self, school: School, question: Question) -> int:
        """Return the diagram of which rule decides: terminals are rule ids, `SetAside`, or None for no rule."""
        return self._once(
            ("rules", school.id, question), lambda: self._only_possible(self._anywhere_rules(school, question))
        )

    def outcomes(self, school: School, question: Question) -> int:
        """Return the diagram of what a school concludes: terminals are outcomes."""
        return self._once(
            ("outcomes", school.id, question), lambda: self._only_possible(self._anywhere_outcomes(school, question))
        )

    def ranks(self, school: School) -> int:
        """Return the diagram of how strongly a school speaks: terminals are `Rank`, or None if it is set aside."""
        return self._once(("ranks", school.id), lambda: self._only_possible(self._anywhere_ranks(school)))

    # These three do not mark the impossible: it is cheaper to do so once, at the end.

    def _anywhere_rules(self, school: School, question: Question) -> int:
        def build() -> int:
            aside = [(row.when, SetAside(n)) for n, row in enumerate(school.speaks_for) if row.strength is None]
            rules = [(rule.when, rule.id) for rule in school.rules.get(question, ())]
            terminal = self.forest.terminal
            return self._first([(when, terminal(then)) for when, then in [*aside, *rules]], terminal(None))

        return self._once(("anywhere", "rules", school.id, question), build)

    def _anywhere_outcomes(self, school: School, question: Question) -> int:
        conclusions: dict[object, Outcome] = {rule.id: rule.then for rule in school.rules.get(question, ())}

        def build() -> int:
            return self.forest.map(self._anywhere_rules(school, question), lambda rule: conclusions.get(rule, SILENT))

        return self._once(("anywhere", "outcomes", school.id, question), build)

    def _anywhere_ranks(self, school: School) -> int:
        def build() -> int:
            rows = sorted(school.speaks_for, key=lambda row: row.strength is not None)
            terminal = self.forest.terminal
            return self._first([(row.when, terminal(rank_of(row))) for row in rows], terminal(None))

        return self._once(("anywhere", "ranks", school.id), build)

    def conclude(self, question: Question, known: Known) -> dict[str, Outcome]:
        """Return what every school concludes on full facts; what acts on evidence may be left out.

        Raises:
            FactError: a fact that a school needs is missing, or facts that cannot all be.
        """
        if question not in self._walks:
            roots = {school.id: self.outcomes(school, question) for school in self.base.schools.values()}
            self._walks[question] = Walks(self.forest, self.variables, self._presumed, roots)
        ends = self._walks[question].ends(known)
        if IMPOSSIBLE in ends.values():
            raise FactError(self._clash(known))
        return {school: self.forest.values[~end] for school, end in ends.items()}

    # --- the headline -----------------------------------------------------------------------

    def headline(self, question: Question, pin: str | None = None, fired: tuple[Fired, ...] = ()) -> int:
        """Return the diagram of the headline, once these guards have fired: terminals are `Decision`."""
        if fired:
            return self._once(("headline", question, pin, fired), lambda: self._guarded(question, pin, fired))
        return self._once(
            ("headline", question, pin), lambda: self._only_possible(self._anywhere_headline(question, pin))
        )

    def answers(self, question: Question, pin: str | None = None, fired: tuple[Fired, ...] = ()) -> int:
        """Return the diagram of the headline's answer alone: terminals are outcomes."""
        return self._once(
            ("answers", question, pin, fired),
            lambda: self.forest.map(self.headline(question, pin, fired), lambda decision: decision.outcome),
        )

    def _guarded(self, question: Question, pin: str | None, fired: tuple[Fired, ...]) -> int:
        result = self.headline(question, pin)
        for place, sure in reversed(fired):
            guard = self.base.guards[place]
            stop = self.forest.terminal(Decision("guard", (), guard.then[question], guard.id))
            if sure or guard.unless is None:
                result = self._only_possible(stop)
            else:
                result = self.forest.ite(self.condition(guard.unless), result, self._only_possible(stop))
        return result

    def _anywhere_headline(self, question: Question, pin: str | None) -> int:
        def build() -> int:
            if pin is not None:
                return self._pinned(question, pin)
            leaders, forest = self._leaders(question), self.forest
            result = forest.terminal(NOBODY)
            for end in sorted(forest.terminals(leaders), reverse=True):
                decided = self._decided(question, forest.value(end))
                result = forest.ite(forest.equals(leaders, end), decided, result)
            return result

        return self._once(("anywhere", "headline", question, pin), build)

    def _leaders(self, question: Question) -> int:
        forest = self.forest
        leaders = forest.terminal(NOBODY)
        for school in self.base.schools.values():
            if school.rules.get(question):
                stance = forest.map(self._anywhere_outcomes(school, question), lambda one: one if one == SILENT else "")
                alone = forest.merge(self._anywhere_ranks(school), stance, speaks(school.id))
                leaders = forest.merge(leaders, alone, stronger)
        return leaders

    def _decided(self, question: Question, leaders: Leaders) -> int:
        forest = self.forest
        voices = forest.terminal(())
        for school in leaders.schools:
            outcomes = self._anywhere_outcomes(self.base.schools[school], question)
            voices = forest.merge(voices, outcomes, lambda said, one: (*said, one))
        return forest.map(voices, lambda said: decide(leaders.schools, said, UNDOABLE.get(question)))

    def _pinned(self, question: Question, pin: str) -> int:
        def choose(own: Outcome, free: Decision) -> Decision:
            return free if own == SILENT else Decision("pin", (pin,), own)

        own = self._anywhere_outcomes(self.base.schools[pin], question)
        return self.forest.merge(own, self._anywhere_headline(question, None), choose)
