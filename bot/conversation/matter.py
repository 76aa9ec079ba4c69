"""What a conversation is about: flows and their questions, the words that answers are recognised by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.advice.advisor import Advisor
from bot.advice.facts import Fact, Value
from bot.advice.likeness import Likeness
from bot.advice.policy import Policies, Policy
from bot.advice.schools import Question
from bot.advice.targets import PaceLimits

from .purposes import Drafting, Purpose, Variable
from .session import Language


@dataclass(frozen=True, slots=True)
class Ask:
    """One fact that a flow may ask for: effort of answering, ready choices of a number.

    `always` asks it before the first answer, in the flow's order, even where it can't change the answer:
    the answer shows it.
    `offered` narrows a long list of choices to those that suit the user, by the value of another fact,
    `offered_by`; the others are one tap away.
    """

    fact: str
    effort: float
    choices: tuple[Value, ...] = ()
    always: bool = False
    offered_by: str | None = None
    offered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Flow:
    """A question that users come with, the commands that begin it, and the facts that it may ask for.

    `at_most` questions are asked before the first answer.
    """

    id: Question
    commands: tuple[str, ...]
    at_most: int
    asks: Mapping[str, Ask]

    @property
    def efforts(self) -> dict[str, float]:
        """The facts that may be asked for, in order, with the effort of answering."""
        return {name: ask.effort for name, ask in self.asks.items()}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What people type in one language: by fact and value, by intent such as "I don't know", by purpose, by answer."""

    values: Mapping[str, Mapping[str, tuple[str, ...]]]
    intents: Mapping[str, tuple[str, ...]]
    purposes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Stating(Protocol):
    """Whoever writes policies in one language."""

    def policy(self, me: Mapping[str, Value], policy: Policy) -> str:
        """Write the whole paragraph."""

    def short(self, policy: Policy, most: int) -> str:
        """Write as much of it as so many UTF-16 units hold."""


@dataclass(frozen=True, slots=True)
class Supply:
    """How many notes a free LinkedIn account may write a month, as two sources say; claims of their worth."""

    a_month: tuple[int, int]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keeping:
    """How a room keeps sessions: days without a word after which one is erased, days that an update is remembered.

    `contact` is whom to ask, by name or address; empty where nobody is named.
    """

    idle_days: int
    mark_days: int
    contact: str = ""


@dataclass(frozen=True)
class Matter:
    """Everything that `respond` is given besides the session and the event.

    `purposes` are in the order in which lists show them; `drafting` writes drafts, by language.
    `likeness` compares the user with the schools; `policies` works out what somebody answers, and `stating` writes it.
    `keeping` is none where nothing outlives the program.
    """

    advisor: Advisor
    flows: Mapping[Question, Flow]
    vocabularies: Mapping[Language, Vocabulary]
    pace: Mapping[str, PaceLimits] = field(default_factory=dict)
    purposes: Mapping[str, Purpose] = field(default_factory=dict)
    variables: Mapping[str, Variable] = field(default_factory=dict)
    drafting: Mapping[Language, Drafting] = field(default_factory=dict)
    supply: Supply | None = None
    likeness: Likeness | None = None
    policies: Policies | None = None
    stating: Mapping[Language, Stating] = field(default_factory=dict)
    keeping: Keeping | None = None

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The facts by id."""
        return self.advisor.base.facts
