"""Schools: whom each speaks for, its rules by question, and what a rule answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from .conditions import Condition
from .facts import Fact

Question = Literal["accept_invitation", "send_invitation", "how_many_contacts"]
Weight = Literal["situation", "objective", "circumstance", "size"]

ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "accept_invitation": ("accept", "ask_first", "ignore"),
    "send_invitation": ("invite", "approach_first", "do_not"),
}
"""The answers to each question, in the order in which they are counted and shown."""

UNDOABLE: Final[Mapping[str, str]] = {"accept_invitation": "ask_first", "send_invitation": "approach_first"}
"""The answer where the strongest schools are tied and differ: the one that can be undone."""

SILENT: Final = "silent"
NO_NUMBER: Final = "no_number"

WEIGHTS: Final[Mapping[str | None, int]] = {None: -1, "size": 0, "circumstance": 1, "objective": 2, "situation": 3}


class Range(NamedTuple):
    """How many connections to aim for; an end that is None is open."""

    at_least: int | None
    at_most: int | None


Outcome = str | Range
"""What a rule concludes: an answer, `silent`, `no_number` or a range."""


@dataclass(frozen=True, slots=True)
class Rule:
    """If the condition holds, and that of no rule before it, the outcome.

    `small` says, of one on how many connections, that the network should stay small.
    """

    id: str
    when: Condition
    then: Outcome
    claims: tuple[str, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """How strongly a school speaks for some users: 0 to 3, or None where its author sets the case aside.

    `said_of` says what the authors tie it to, which settles who goes first among equals.
    """

    when: Condition
    strength: int | None
    said_of: Weight | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class School:
    """One philosophy. A question without rules is one on which it is silent."""

    id: str
    voice: str
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    speaks_for: tuple[Audience, ...]
    rules: Mapping[Question, tuple[Rule, ...]]


@dataclass(frozen=True, slots=True)
class Guard:
    """What decides before any school does, once it has been seen; `unless` takes it back."""

    id: str
    when: Condition
    unless: Condition | None
    then: Mapping[Question, str]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody said that bears on advice, shown with it when all that it names has been seen.

    A risk is a caution of large networks, a sign what to watch, a step what to do this week. `unless` takes it
    back once it has been seen; `courses` keeps it for answers on how many connections that lead there, and `size` for
    so many connections and more, had or aimed at.
    """

    id: str
    kind: Literal["caution", "habit", "writing", "risk", "sign", "step"]
    questions: tuple[Question, ...]
    when: Condition
    answers: tuple[str, ...]
    claims: tuple[str, ...]
    unless: Condition | None = None
    courses: tuple[str, ...] = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class Derivation:
    """A fact worked out from others, by rules read in order; the last one always holds."""

    id: str
    values: tuple[str, ...]
    rules: tuple[tuple[Condition, str], ...]


@dataclass(frozen=True)
class RuleBase:
    """All that judging needs, as written in dialogs/."""

    facts: Mapping[str, Fact]
    derived: Mapping[str, Derivation] = field(default_factory=dict)
    impossible: tuple[Condition, ...] = ()
    schools: Mapping[str, School] = field(default_factory=dict)
    guards: tuple[Guard, ...] = ()
    notices: tuple[Notice, ...] = ()

    def conditions(self) -> list[Condition]:
        """Return every condition anywhere, for instance to collect the thresholds of numbers."""
        found = [condition for derivation in self.derived.values() for condition, _ in derivation.rules]
        found += self.impossible
        for school in self.schools.values():
            found += [audience.when for audience in school.speaks_for]
            found += [rule.when for rules in school.rules.values() for rule in rules]
        for guard in self.guards:
            found += [guard.when] if guard.unless is None else [guard.when, guard.unless]
        for notice in self.notices:
            found += [notice.when] if notice.unless is None else [notice.when, notice.unless]
        return found
