"""Policies in words: circles of people by answer become one paragraph in the first person."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Final

from bot.advice.facts import Value
from bot.advice.policy import QUESTION, Policy
from bot.advice.schools import ANSWERS
from bot.conversation.purposes import units

from .words import PolicyWords

if TYPE_CHECKING:
    from jinja2 import Environment, Template

MOST_OBJECTIVES: Final = 3
"""Objectives that the paragraph names; those beyond are left to the rules."""


class PolicyWriter:
    """Writes policies in one language; plain text comes out."""

    def __init__(self, words: PolicyWords) -> None:
        self.words = words
        self._compiled: dict[str, Template] = {}

    def policy(self, me: Mapping[str, Value], policy: Policy) -> str:
        """Write the paragraph: who one is, whom one accepts, asks and leaves, and what one answers."""
        objectives = me.get("objectives", frozenset())
        chosen = objectives if isinstance(objectives, frozenset) else frozenset()
        named = [words for name, words in self.words.objectives.items() if name in chosen]
        situation = self.words.situations.get(str(me.get("situation")), "")
        parts = []
        if situation or named:
            parts.append(self.fill("opening", situation=situation, objectives=named[:MOST_OBJECTIVES]))
        parts += self._sentences({str(answer): list(circles) for answer, circles in policy.answers.items()})
        if "ask_first" in policy.answers:
            parts.append(self.fill("reply"))
        if policy.open:
            parts.append(self.fill("open"))
        return " ".join(parts)

    def short(self, policy: Policy, most: int) -> str:
        """Write what fits into so many UTF-16 units: the same sentences with fewer circles; empty where none fits.

        Each answer has its turn, the circles that are written last first: they are of people whom one does not know.
        """
        turns = zip_longest(*(reversed(circles) for circles in policy.answers.values()))
        chosen: set[str] = set()
        text = ""
        for circle in (one for turn in turns for one in turn if one is not None):
            answers = {
                str(answer): [one for one in circles if one in chosen or one == circle]
                for answer, circles in policy.answers.items()
            }
            longer = " ".join(self._sentences(answers))
            if units(longer) <= most:
                chosen.add(circle)
                text = longer
        return text

    def _sentences(self, answers: Mapping[str, list[str]]) -> list[str]:
        return [
            self.fill(answer, whom=self._whom(answers[answer])) for answer in ANSWERS[QUESTION] if answers.get(answer)
        ]

    def _whom(self, circles: Sequence[str]) -> list[str]:
        # Circles that follow one another under one head are named together.
        named = [self.words.circles[circle] for circle in circles]
        whom = []
        for head, some in groupby(named, key=lambda one: one.head):
            tails = [one.tail for one in some if one.tail is not None]
            whom.append(f"{head} {self.fill('either', tails=tails)}" if tails else head)
        return whom

    def fill(self, sentence: str, /, **values: object) -> str:
        """Render one of the sentences."""
        if sentence not in self._compiled:
            self._compiled[sentence] = self._environment.from_string(str(getattr(self.words.sentences, sentence)))
        return str(self._compiled[sentence].render(**values)).strip()

    @cached_property
    def _environment(self) -> "Environment":
        from jinja2 import Environment, StrictUndefined

        return Environment(autoescape=False, undefined=StrictUndefined)  # noqa: S701 # plain text comes out
