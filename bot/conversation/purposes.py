"""What may be written: purposes, what fills them, which of them suit a verdict, and the drafts that come of it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, get_args

from bot.advice.conditions import Axes, Clause, Condition, fails, holds
from bot.advice.facts import Fact, Known, variables_for
from bot.advice.schools import Outcome, Question

Moment = Literal["sending", "received", "after"]
MessageKind = Literal["note", "message", "inmail"]
VariableKind = Literal["name", "place", "words", "clause", "number"]
Tone = Literal["formal", "warm"]
Address = Literal["vous", "tu"]

TONES: Final[tuple[Tone, ...]] = get_args(Tone)
ADDRESSES: Final[tuple[Address, ...]] = get_args(Address)
MOMENTS: Final[tuple[Moment, ...]] = get_args(Moment)

_SPACES = re.compile(r"\s+")
_KEPT_SPACES = ("\u00a0", "\u202f")


class WritingError(ValueError):
    """A purpose, a variable or a value that can't be used. The text is for the user."""


class ValueRefusedError(WritingError):
    """A value that can't be used: what it was for, and the UTF-16 units that it may have where it has more."""

    def __init__(self, text: str, variable: str, most: int | None = None) -> None:
        super().__init__(text)
        self.variable = variable
        self.most = most


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that fills a message; `longest` is what is usual at most, in UTF-16 units.

    `fact` is what the user may have said of themselves, in their own words, that is offered for it.
    """

    id: str
    kind: VariableKind
    longest: int
    fact: str | None = None

    @property
    def most(self) -> int:
        """How many UTF-16 units are taken: twice what is usual."""
        return 2 * self.longest

    def cleaned(self, raw: str) -> str:
        """Return a value as it goes into a message: trimmed, on one line, without control characters.

        Nothing is cut and nothing else is changed: emoji and text from right to left stay whole.

        Raises:
            ValueRefusedError: it is longer than `most`, or no number where one is needed.
        """
        value = "".join(one for one in _SPACES.sub(_one_space, raw) if unicodedata.category(one) not in ("Cc", "Cs"))
        value = _SPACES.sub(_one_space, value).strip()
        if all(unicodedata.category(one) == "Cf" for one in value):
            return ""
        if self.kind == "number" and not re.fullmatch("[0-9]*", value):
            text = f"{self.id}: found something that is not digits alone; a whole number is needed, such as 5"
            raise ValueRefusedError(text, self.id)
        length = units(value)
        if length > self.most:
            text = f"{self.id}: found {length:,} characters; at most {self.most} are allowed"
            raise ValueRefusedError(text, self.id, self.most)
        return value


def _one_space(found: re.Match[str]) -> str:
    return found[0] if found[0] in _KEPT_SPACES else " "


def units(text: str) -> int:
    """Count a text's UTF-16 units, as LinkedIn's counter is taken to do: an emoji is two or more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Suit:
    """After which answer to which question a purpose is offered, and what must have been seen."""

    question: Question
    answers: tuple[str, ...]
    when: Condition


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why somebody writes: at what moment, in what kind of message, and what fills it.

    Without a value for each of `needs` nothing can be written; each of `optional` adds something, the
    first named the most: where room is short, the last go first. Lists show the lowest `place` first.
    """

    id: str
    moment: Moment
    kind: MessageKind
    needs: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    suits: tuple[Suit, ...] = ()
    claims: tuple[str, ...] = ()
    place: int = 100

    @property
    def variables(self) -> tuple[str, ...]:
        """Everything that may fill it."""
        return (*self.needs, *self.optional)


@dataclass(frozen=True, slots=True)
class Draft:
    """One message to choose: its variant's id and label, and its length and limit in UTF-16 units."""

    id: str
    text: str
    length: int
    limit: int | None
    label: str

    @property
    def over(self) -> int:
        """How many UTF-16 units it has too many."""
        return max(0, self.length - self.limit) if self.limit is not None else 0


@dataclass(frozen=True, slots=True)
class Manner:
    """How drafts are written; `plan` is free where it is not known, `short` says no more than a draft must."""

    tone: Tone = "formal"
    address: Address = "vous"
    plan: str | None = None
    short: bool = False


USUAL: Final = Manner()


class Drafting(Protocol):
    """Whoever writes drafts in one language."""

    def drafts(self, purpose: str, values: Mapping[str, str], manner: Manner = USUAL) -> tuple[Draft, ...]:
        """Write each variant of a purpose; what it needs must be among the values."""

    def label(self, purpose: str, variant: str) -> str:
        """Return what a variant is called."""

    def counted(self, draft: Draft) -> str:
        """Say how long a draft is."""


def suiting(
    purposes: Iterable[Purpose], facts: Mapping[str, Fact], question: Question, answer: Outcome, known: Known
) -> tuple[Purpose, ...]:
    """Return the purposes to offer after an answer, the one that most has been seen of in front.

    A condition on a fact that is unknown does not hold; a purpose that asks nothing of the facts comes last.
    """
    fits = [(_fit(one, facts, question, answer, known), one) for one in purposes]
    return tuple(one for fit, one in sorted(fits, key=lambda pair: -pair[0]) if fit >= 0)


def _fit(purpose: Purpose, facts: Mapping[str, Fact], question: Question, answer: Outcome, known: Known) -> int:
    # How many facts the fullest condition that holds asks for; below 0 where none holds.
    return max(
        (
            len(suit.when.facts)
            for suit in purpose.suits
            if suit.question == question and answer in suit.answers and _seen(suit.when, facts, known)
        ),
        default=-1,
    )


def unfit(purpose: Purpose, facts: Mapping[str, Fact], question: Question, known: Known) -> bool:
    """Tell whether a purpose suits other people than the one in hand: each of its conditions is seen to fail."""
    conditions = [suit.when for suit in purpose.suits if suit.question == question]
    return bool(conditions) and all(fails(*_judged(when, facts, known)) for when in conditions)


def _seen(when: Condition, facts: Mapping[str, Fact], known: Known) -> bool:
    return all(name in known for name in when.facts) and holds(*_judged(when, facts, known))


def _judged(
    when: Condition, facts: Mapping[str, Fact], known: Known
) -> tuple[Sequence[Clause], Sequence[tuple[int, ...]]]:
    # A condition over variables, and the cells in which each of them may be.
    thresholds: dict[str, list[int]] = {}
    for name, number in when.thresholds(facts):
        thresholds.setdefault(name, []).append(number)
    axes = Axes(variables_for([facts[name] for name in when.facts], thresholds))
    cells = [
        variable.allowed(known[variable.fact.id]) if variable.fact.id in known else tuple(range(len(variable.cells)))
        for variable in axes.variables
    ]
    return when.clauses(axes), cells
