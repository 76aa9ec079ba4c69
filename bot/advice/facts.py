"""Facts: what is known of a user and of an invitation, each with a declared domain.

An absent fact is unknown, never false. A fact with a finite domain is one *variable* (or, where
several choices may hold at once, one two-valued variable a choice); the values of a variable are its
*cells*. A number is cut into cells at the thresholds that the rules name.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

About = Literal["user", "invitation"]
Kind = Literal["choice", "yes_no", "several", "number", "text"]

YES: Final = "yes"
NO: Final = "no"

LEAST: Final = 0.001
"""The smallest chance that a value or an interval is given."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A number of which only a lower bound is known, such as LinkedIn's "500+"."""

    number: int

    def __str__(self) -> str:
        return f"{self.number}+"


Value = str | int | AtLeast | frozenset[str]
"""A choice, yes or no, or a text (`str`); a number (`int` or `AtLeast`); several choices (`frozenset`)."""

Known = Mapping[str, Value]
"""Fact id to value; a fact that is missing is unknown."""


class FactError(ValueError):
    """A fact that does not exist, or a value that its fact does not allow. The text is for the user."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its id, whose it is, its values and how common each is.

    `prior` holds shares between 0 and 1: by value for a choice, the chance of each for several
    choices, and for a number the share below each of its keys.
    """

    id: str
    about: About
    kind: Kind
    values: tuple[str, ...] = ()
    prior: Mapping[str, float] | None = None
    evidence_only: bool = False
    presumed: Value | None = None
    most: int = 0

    def parse(self, text: str) -> Value:
        """Read a value as it is written on a command line: `portrait`, `648`, `500+`, `hire,find_clients`."""
        text = text.strip()
        if self.kind == "number":
            return self._parse_number(text)
        if self.kind == "several":
            chosen = frozenset(part.strip() for part in text.strip("[]").split(",") if part.strip())
            for one in sorted(chosen):
                self._check_choice(one)
            return chosen
        if self.kind == "text":
            if not text:
                raise FactError(f"{self.id}: found nothing; a few words are needed")
            return text[:80]
        self._check_choice(text)
        return text

    def coerce(self, raw: object) -> Value:
        """Read a value as YAML or JSON gives it: a word, a number, a list, or `{"at_least": 500}`."""
        if isinstance(raw, bool):
            return self.parse(YES if raw else NO)
        if isinstance(raw, AtLeast | frozenset):
            return raw
        if isinstance(raw, Mapping) and set(raw) == {"at_least"}:
            return self.parse(f"{raw['at_least']}+")
        if isinstance(raw, list | tuple | set) and self.kind == "several":
            return self.parse(",".join(str(one) for one in raw))
        if isinstance(raw, str | int):
            return self.parse(str(raw))
        raise FactError(f"{self.id}: found {raw!r}; {self.allowed}")

    @property
    def allowed(self) -> str:
        """What may stand here, as a phrase for an error."""
        if self.kind == "number":
            return f"a whole number from 0 to {self.most} is allowed, or a lower bound such as 500+"
        if self.kind == "text":
            return "a few words are allowed"
        many = "any of these, separated by commas: " if self.kind == "several" else "one of these is allowed: "
        return many + ", ".join(self.values)

    def _check_choice(self, text: str) -> None:
        if text not in self.values:
            raise FactError(f"{self.id}: found {text!r}; {self.allowed}")

    def _parse_number(self, text: str) -> int | AtLeast:
        match = re.fullmatch(r"(\d{1,9})(\+?)", re.sub(r"[\s\u00a0\u202f]", "", text), flags=re.ASCII)
        if not match or int(match[1]) > self.most:
            raise FactError(f"{self.id}: found {text!r}; {self.allowed}")
        return AtLeast(int(match[1])) if match[2] else int(match[1])


def plain(value: Value) -> str | int | list[str] | dict[str, int]:
    """Turn a value into what JSON and YAML hold."""
    if isinstance(value, AtLeast):
        return {"at_least": value.number}
    if isinstance(value, frozenset):
        return sorted(value)
    return value


@dataclass(frozen=True, slots=True)
class Variable:
    """One axis of the decision diagrams: a fact, or one choice of a fact that allows several.

    `cells` are the values for a choice, `("no", "yes")` for one of several choices, and for a number
    the lower bounds of its intervals, the first of them 0.
    """

    fact: Fact
    choice: str | None
    cells: tuple[str | int, ...]
    weights: tuple[float, ...]

    def allowed(self, value: Value) -> tuple[int, ...]:
        """Return the indices of the cells that a known value leaves possible; usually one."""
        if isinstance(value, frozenset):
            return (1 if self.choice in value else 0,)
        if isinstance(value, AtLeast):
            return tuple(range(self._cell_of(value.number), len(self.cells)))
        if isinstance(value, int):
            return (self._cell_of(value),)
        return (self.cells.index(value),)

    def _cell_of(self, number: int) -> int:
        return bisect_right(self.cells, number, key=int) - 1

    def example(self, cell: int, near: int | None = None) -> str | int:
        """Return a plain value inside a cell; of a number, the one nearest to `near`."""
        low = self.cells[cell]
        if isinstance(low, str):
            return low
        last = cell + 1 == len(self.cells)
        high = self.fact.most if last else int(self.cells[cell + 1]) - 1
        return low if near is None or near < low else min(near, high)


def variables_for(facts: Iterable[Fact], thresholds: Mapping[str, Iterable[int]]) -> tuple[Variable, ...]:
    """Lay out the variables in the facts' own order; several-choice facts should come first, for speed.

    Texts are no variables: no rule may depend on one. A value that its prior leaves no chance keeps a
    small one, since it may be the value that is there.
    """
    found: list[Variable] = []
    for fact in facts:
        if fact.kind == "several":
            for one in fact.values:
                share = (fact.prior or {}).get(one, 0.5)
                found.append(Variable(fact, one, (NO, YES), (max(1 - share, LEAST), max(share, LEAST))))
        elif fact.kind == "number":
            cells = (0, *sorted({one for one in thresholds.get(fact.id, ()) if 0 < one <= fact.most}))
            found.append(Variable(fact, None, cells, _interval_weights(fact, cells)))
        elif fact.kind != "text":
            prior = fact.prior or dict.fromkeys(fact.values, 1 / len(fact.values))
            weights = tuple(max(prior.get(value, 0.0), LEAST) for value in fact.values)
            found.append(Variable(fact, None, fact.values, weights))
    return tuple(found)


def _interval_weights(fact: Fact, cells: tuple[int, ...]) -> tuple[float, ...]:
    points = {0: 0.0, fact.most + 1: 1.0} | {int(key): share for key, share in (fact.prior or {}).items()}
    known = sorted(points.items())

    def below(number: int) -> float:
        for (left, low), (right, high) in pairwise(known):
            if left <= number <= right:
                return low + (high - low) * (number - left) / (right - left)
        return 1.0

    edges = [below(cell) for cell in cells] + [1.0]
    return tuple(max(high - low, LEAST) for low, high in pairwise(edges))
