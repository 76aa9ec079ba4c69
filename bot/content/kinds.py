"""The kinds of file in a dialogs folder: where each stands and what shape it has."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Annotated, Any, Final, get_args

from pydantic import Field
from typing_extensions import TypeAliasType

from bot.conversation.session import Language
from bot.reading.lexicon import Language as LexiconOfLanguage
from bot.reading.mail_words import MailLanguage
from bot.reading.review_words import Kind as Finding
from bot.reading.review_words import ReviewLanguage
from bot.reading.sectors import SectorLanguage, SectorRow
from bot.wording.words import (
    ChartWords,
    FactWords,
    LanguageRow,
    PolicyWords,
    PurposeWords,
    QuizWords,
    SchoolWords,
    Text,
    VariableWords,
    WritingWords,
)

from .models import (
    ChartsFile,
    ClaimId,
    ClaimRow,
    FactsFile,
    FlowFile,
    GuardRow,
    Id,
    LanguageId,
    LimitRow,
    NoticeRow,
    PolicyFile,
    PurposeFile,
    QuestionId,
    QuizFile,
    ReviewRow,
    SchoolFile,
    SourceRow,
    VariableRow,
)

Texts = TypeAliasType("Texts", "dict[Annotated[str, Field(pattern='^[a-z0-9_]+$')], Text | Texts]")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its name, the pattern of its paths, its shape, and how deep its rows stand.

    Where a row is wrong, the rest of the file is checked without it; `rows` is the length of a row's place.
    """

    name: str
    pattern: str
    shape: Any
    rows: int

    def paths(self, languages: Iterable[Language]) -> Iterator[str]:
        """Yield the path patterns, one a language where there is one."""
        if "{language}" in self.pattern:
            yield from (self.pattern.format(language=language) for language in languages)
        else:
            yield self.pattern


KINDS: Final = (
    Kind("languages", "languages.yaml", dict[LanguageId, LanguageRow], 1),
    Kind("facts", "facts.yaml", FactsFile, 2),
    Kind("claims", "claims.yaml", dict[ClaimId, ClaimRow], 1),
    Kind("sources", "sources.yaml", dict[Id, SourceRow], 1),
    Kind("limits", "limits.yaml", dict[Id, LimitRow], 1),
    Kind("guards", "guards.yaml", list[GuardRow], 1),
    Kind("notices", "notices.yaml", list[NoticeRow], 1),
    Kind("sectors", "sectors.yaml", dict[Id, SectorRow], 1),
    Kind("review", "review.yaml", dict[Finding, ReviewRow], 1),
    Kind("charts", "charts.yaml", ChartsFile, 2),
    Kind("quiz", "quiz.yaml", QuizFile, 2),
    Kind("policy", "policy.yaml", PolicyFile, 2),
    Kind("schools", "schools.yaml", list[Id], 1),
    Kind("school", "schools/*.yaml", SchoolFile, 2),
    Kind("flow", "flows/*.yaml", FlowFile, 2),
    Kind("variables", "variables.yaml", dict[Id, VariableRow], 1),
    Kind("purpose", "invitations/*.yaml", PurposeFile, 2),
    Kind("texts", "{language}/texts.yaml", Texts, 1),
    Kind("fact_words", "{language}/facts.yaml", dict[Id, FactWords], 1),
    Kind("guard_words", "{language}/guards.yaml", dict[Id, Text], 1),
    Kind("notice_words", "{language}/notices.yaml", dict[Id, Text], 1),
    Kind("voices", "{language}/voices.yaml", dict[str, Text], 1),
    Kind("intents", "{language}/intents.yaml", dict[Id, Annotated[tuple[Text, ...], Field(min_length=1)]], 1),
    Kind("lexicon", "{language}/lexicon.yaml", LexiconOfLanguage, 2),
    Kind("mail", "{language}/mail.yaml", MailLanguage, 2),
    Kind("review_words", "{language}/review.yaml", ReviewLanguage, 2),
    Kind("sector_words", "{language}/sectors.yaml", SectorLanguage, 2),
    Kind("school_words", "{language}/schools/*.yaml", SchoolWords, 3),
    Kind("variable_words", "{language}/variables.yaml", dict[Id, VariableWords], 1),
    Kind("purpose_words", "{language}/invitations/*.yaml", PurposeWords, 1),
    Kind("writing", "{language}/writing.yaml", WritingWords, 1),
    Kind("chart_words", "{language}/charts.yaml", ChartWords, 2),
    Kind("quiz_words", "{language}/quiz.yaml", QuizWords, 2),
    Kind("policy_words", "{language}/policy.yaml", PolicyWords, 2),
)

QUESTIONS: Final[tuple[str, ...]] = get_args(QuestionId)


def kind_of(path: str, languages: Collection[Language]) -> Kind | None:
    """Return the kind of a YAML file by its path in the folder; None for a file that nothing reads."""
    for kind in KINDS:
        for pattern in kind.paths(languages):
            if fnmatchcase(path, pattern) and path.count("/") == pattern.count("/"):
                return kind
    return None
