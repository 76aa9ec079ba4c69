"""Every purpose in every language, every tone, address and plan, with every set of what may be known."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from bot.content.checks.drafted import sample
from bot.conversation.purposes import ADDRESSES, TONES, Address, Draft, Manner, Purpose, Tone
from bot.wording.drafts import Drafter

PLANS = ("free", "premium", None)


@dataclass(frozen=True)
class Case:
    """One draft and what it was written with."""

    purpose: Purpose
    known: frozenset[str]
    tone: Tone
    address: Address
    plan: str | None
    draft: Draft

    def __str__(self) -> str:
        known = ", ".join(sorted(self.known)) or "nothing"
        return (
            f"{self.purpose.id}/{self.draft.id} ({self.tone}, {self.address}, {self.plan}; {known}): {self.draft.text}"
        )


def known_sets(purpose: Purpose) -> Iterator[frozenset[str]]:
    """Yield every set of variables that a purpose may be written with."""
    for size in range(len(purpose.optional) + 1):
        for chosen in combinations(purpose.optional, size):
            yield frozenset((*purpose.needs, *chosen))


def longest(drafter: Drafter, purpose: Purpose) -> dict[str, str]:
    """Return values as long as is usual at most."""
    return {name: sample(drafter.variables[name]) for name in purpose.variables}


def usual(drafter: Drafter, purpose: Purpose) -> dict[str, str]:
    """Return usual values: the examples that people are shown."""
    return {name: drafter.words.variables[name].example for name in purpose.variables}


def cases(drafter: Drafter, purpose: Purpose, values: dict[str, str]) -> Iterator[Case]:
    """Yield every draft of a purpose, with all or some of the values."""
    for known, tone, address, plan in product(known_sets(purpose), TONES, ADDRESSES, PLANS):
        given = {name: values[name] for name in known}
        for draft in drafter.drafts(purpose.id, given, Manner(tone, address, plan)):
            yield Case(purpose, known, tone, address, plan, draft)
