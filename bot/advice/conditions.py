"""Conditions: what a rule's `when` says, as sets of cells of variables.

A condition holds when every one of its literals does; a literal names a variable and the cells that
satisfy it. "Or" is another rule; inside one literal a list is any-of. What a fact with several
choices asks (`any`) is an or between variables, so a condition is a conjunction of *clauses*, each a
disjunction of literals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .facts import NO, YES, Fact, FactError, Variable

Raw = object
"""What stands in a file after a fact's id: a word, a number, a list or a mapping of operators."""

Clause = tuple[tuple[int, frozenset[int]], ...]
"""Literals (variable index, satisfying cells) of which at least one must hold."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A conjunction over facts as written: fact id to what it must be. Empty: always holds."""

    facts: Mapping[str, Raw]

    def thresholds(self, facts: Mapping[str, Fact]) -> list[tuple[str, int]]:
        """Return the numbers at which a numeric fact changes this condition.

        Raises:
            FactError: an operator or a number that is not allowed.
        """
        found = []
        for name, raw in self.facts.items():
            if name in facts and facts[name].kind == "number":
                for operator, arg in _operators(raw, facts[name]).items():
                    number = _whole(arg, facts[name], operator)
                    found += [(name, number), (name, number + 1)] if operator == "is" else [(name, number)]
        return found

    def clauses(self, axes: "Axes") -> list[Clause]:
        """Return the condition over variables.

        Raises:
            FactError: a fact, an operator or a value that does not exist.
        """
        return [clause for name, raw in self.facts.items() for clause in axes.clauses(name, raw)]


def holds(clauses: Sequence[Clause], cells: Sequence[tuple[int, ...]]) -> bool:
    """Tell whether a condition has been seen to hold, whatever is unknown."""
    return all(any(wanted.issuperset(cells[index]) for index, wanted in clause) for clause in clauses)


def fails(clauses: Sequence[Clause], cells: Sequence[tuple[int, ...]]) -> bool:
    """Tell whether a condition can no longer hold."""
    return any(all(wanted.isdisjoint(cells[index]) for index, wanted in clause) for clause in clauses)


def _operators(raw: Raw, fact: Fact) -> Mapping[str, Raw]:
    allowed = {
        "several": ("any", "none_of", "only", "empty"),
        "number": ("at_least", "below", "is"),
    }.get(fact.kind, ("any", "not"))
    if not isinstance(raw, Mapping):
        raw = {"is" if fact.kind == "number" else "any": raw}
    for operator in raw:
        if operator not in allowed:
            raise FactError(f"{fact.id}: found the operator {operator!r}; allowed: {', '.join(allowed)}")
    if not raw:
        raise FactError(f"{fact.id}: found an empty condition; allowed: {', '.join(allowed)}")
    return raw


def _words(raw: Raw, fact: Fact) -> list[str]:
    listed = list(raw) if isinstance(raw, Sequence) and not isinstance(raw, str) else [raw]
    for one in listed:
        if one not in fact.values:
            raise FactError(f"{fact.id}: found {one!r}; {fact.allowed}")
    return [str(one) for one in listed]


def _whole(raw: Raw, fact: Fact, operator: str) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw <= fact.most:
        raise FactError(f"{fact.id}: found {operator}: {raw!r}; {fact.allowed}")
    return raw


class Axes:
    """The variables of a set of rules, by fact and choice."""

    def __init__(self, variables: Sequence[Variable]) -> None:
        self.variables = tuple(variables)
        self.of_fact: dict[str, tuple[int, ...]] = {}
        for index, variable in enumerate(self.variables):
            self.of_fact[variable.fact.id] = (*self.of_fact.get(variable.fact.id, ()), index)

    def clauses(self, name: str, raw: Raw) -> list[Clause]:
        """Return the clauses of one fact's condition."""
        if name not in self.of_fact:
            raise FactError(f"{name}: found no such fact to judge by; allowed: {', '.join(self.of_fact)}")
        fact = self.variables[self.of_fact[name][0]].fact
        operators = _operators(raw, fact)
        if fact.kind == "several":
            return [clause for operator, arg in operators.items() for clause in self._several(fact, operator, arg)]
        index = self.of_fact[name][0]
        cells = frozenset(range(len(self.variables[index].cells)))
        for operator, arg in operators.items():
            cells &= self._number(index, operator, arg) if fact.kind == "number" else _choice(fact, operator, arg)
        if not cells:
            raise FactError(f"{name}: found {raw!r}, which nothing can meet; {fact.allowed}")
        return [((index, cells),)]

    def _several(self, fact: Fact, operator: str, arg: Raw) -> list[Clause]:
        choices = dict(zip(fact.values, self.of_fact[fact.id], strict=True))
        no, yes = frozenset((0,)), frozenset((1,))
        if operator == "empty":
            if arg not in (YES, NO):
                raise FactError(f"{fact.id}: found empty: {arg!r}; yes or no is allowed")
            none: list[Clause] = [((index, no),) for index in choices.values()]
            return none if arg == YES else [tuple((index, yes) for index in choices.values())]
        named = _words(arg, fact)
        if operator == "none_of":
            return [((choices[one], no),) for one in named]
        some: Clause = tuple((choices[one], yes) for one in named)
        if operator == "only":
            return [some, *(((index, no),) for one, index in choices.items() if one not in named)]
        return [some]

    def _number(self, index: int, operator: str, arg: Raw) -> frozenset[int]:
        variable = self.variables[index]
        number = _whole(arg, variable.fact, operator)
        cells = range(len(variable.cells))
        if operator == "is":
            return frozenset(cell for cell in cells if variable.cells[cell] == number)
        return frozenset(cell for cell in cells if (int(variable.cells[cell]) >= number) == (operator == "at_least"))


def _choice(fact: Fact, operator: str, arg: Raw) -> frozenset[int]:
    named = set(_words(arg, fact))
    return frozenset(cell for cell, value in enumerate(fact.values) if (value in named) == (operator == "any"))
