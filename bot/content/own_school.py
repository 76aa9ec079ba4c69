"""Loads what one finds one's own school with, and what one's policy is written from."""

from collections.abc import Mapping
from functools import partial

from bot.advice.advisor import Advisor
from bot.advice.facts import Fact, FactError, Known
from bot.advice.likeness import Likeness, Samples
from bot.advice.policy import Circles, Policies, circle_of
from bot.advice.schools import RuleBase
from bot.conversation.session import Language
from bot.wording.policies import PolicyWriter
from bot.wording.typography import typeset
from bot.wording.words import LanguageRow, PolicyWords

from .files import ContentError, Files
from .models import PolicyFile, QuizFile
from .shaped import each_text, shaped, shaped_as


def likeness(files: Files, advisor: Advisor) -> Likeness:
    """Return what compares a user with the schools.

    Raises:
        ContentError: a file is missing or does not fit.
    """
    try:
        return Likeness(advisor.model, samples(shaped(QuizFile, files, "quiz.yaml"), advisor.base.facts))
    except (FactError, KeyError) as error:
        raise ContentError(f"quiz.yaml: {error}; `check` lists every mistake") from None


def samples(file: QuizFile, facts: Mapping[str, Fact]) -> Samples:
    """Make the sample invitations.

    Raises:
        KeyError, FactError: a fact or a value that does not exist.
    """

    def known(row: Mapping[str, object]) -> Known:
        return {name: facts[name].coerce(raw) for name, raw in row.items()}

    return Samples(
        known(file.as_if),
        {name: known(row) for name, row in file.samples.items()},
        file.noise / 100,
        file.clear / 100,
        file.at_least,
        file.at_most,
    )


def policies(files: Files, advisor: Advisor) -> Policies:
    """Return what works policies out.

    Raises:
        ContentError: a file is missing or does not fit.
    """
    try:
        return Policies(advisor.model, circles(shaped(PolicyFile, files, "policy.yaml"), advisor.base))
    except (FactError, KeyError) as error:
        raise ContentError(f"policy.yaml: {error}; `check` lists every mistake") from None


def circles(file: PolicyFile, base: RuleBase) -> Circles:
    """Make the circles of people.

    Raises:
        KeyError, FactError: a circle, a fact or a value that does not exist.
    """
    made = {name: circle_of(base, name, when) for name, when in file.circles.items()}
    for name in (name for cuts in file.families.values() for cut in cuts for name in cut):
        made[name]
    return Circles(made, tuple(file.families.values()))


def policy_writers(files: Files, languages: Mapping[Language, LanguageRow]) -> dict[Language, PolicyWriter]:
    """Return who writes policies in each language.

    Raises:
        ContentError: a file is missing or does not fit.
    """
    return {
        language: PolicyWriter(policy_words(files, language, row.typography)) for language, row in languages.items()
    }


def policy_words(files: Files, language: Language, typography: str) -> PolicyWords:
    """Return all that one language writes policies with, typeset.

    Raises:
        ContentError: the file is missing or does not fit.
    """
    path = f"{language}/policy.yaml"
    return shaped_as(PolicyWords, each_text(files.one(path), partial(typeset, typography=typography)), path)
