"""The shapes of the files in dialogs/ that hold the knowledge. A key that is not foreseen is a mistake."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.advice.targets import Course
from bot.conversation.purposes import MessageKind, Moment, VariableKind

QuestionId = Literal["accept_invitation", "send_invitation", "how_many_contacts"]
Answer = Literal["accept", "ask_first", "ignore", "invite", "approach_first", "do_not"]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=48)]
SampleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=32)]
ClaimId = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{2}$")]
LanguageId = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Claims = Annotated[tuple[ClaimId, ...], Field(min_length=1)]
Conditions = Mapping[Id, Any]
YesNo = Literal["yes", "no"]
Text = Annotated[str, StringConstraints(min_length=1)]


class Written(BaseModel):
    """Something that a person writes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FactRow(Written):
    """One fact in facts.yaml; `prior` is in per cent."""

    about: Literal["user", "invitation"]
    kind: Literal["choice", "yes_no", "several", "number", "text"]
    values: tuple[Id, ...] = ()
    most: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    prior: Mapping[str, Annotated[float, Field(ge=0, le=100)]] = {}
    evidence_only: bool = False
    presumed: str | int | None = None


class DerivedRow(Written):
    """One rule of a derived fact."""

    when: Conditions
    then: YesNo


class FactsFile(Written):
    """facts.yaml."""

    facts: Mapping[Id, FactRow]
    derived: Mapping[Id, tuple[DerivedRow, ...]] = {}
    impossible: tuple[Conditions, ...] = ()


class RangeRow(Written):
    """A range of connections; an end that is left out is open."""

    at_least: Annotated[int, Field(ge=0, le=30000)] | None = None
    at_most: Annotated[int, Field(ge=1, le=30000)] | None = None


class AudienceRow(Written):
    """For whom a school speaks, how strongly, and what that is said of."""

    when: Conditions
    strength: Annotated[int, Field(ge=0, le=3)] | Literal["silent"]
    said_of: Literal["situation", "objective", "circumstance", "size"] | None = None
    claims: Claims


class InvitationRule(Written):
    """A rule on an invitation received."""

    id: Id
    when: Conditions
    then: Literal["accept", "ask_first", "ignore", "silent"]
    claims: Claims


class SendingRule(Written):
    """A rule on an invitation to send."""

    id: Id
    when: Conditions
    then: Literal["invite", "approach_first", "do_not", "silent"]
    claims: Claims


class TargetRule(Written):
    """A rule on how many connections to aim for; `small` says that the network should stay small."""

    id: Id
    when: Conditions
    then: RangeRow | Literal["no_number", "silent"]
    claims: Claims
    small: YesNo = "no"


class SchoolFile(Written):
    """A file of schools/."""

    id: Id
    voice: Text
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    claims: Claims
    speaks_for: Annotated[tuple[AudienceRow, ...], Field(min_length=1)]
    invitation: tuple[InvitationRule, ...] = ()
    sending: tuple[SendingRule, ...] = ()
    targets: tuple[TargetRule, ...] = ()


class GuardRow(Written):
    """A guard of guards.yaml."""

    id: Id
    when: Conditions
    unless: Conditions | None = None
    then: Mapping[QuestionId, Answer]
    claims: Claims


class NoticeRow(Written):
    """A caution, a habit, a word on writing, a risk, a sign or a step of notices.yaml.

    `courses` and `size` are for answers on how many connections.
    """

    id: Id
    kind: Literal["caution", "habit", "writing", "risk", "sign", "step"]
    questions: Annotated[tuple[QuestionId, ...], Field(min_length=1)]
    when: Conditions
    unless: Conditions | None = None
    answers: tuple[Answer, ...] = ()
    courses: tuple[Course, ...] = ()
    size: Annotated[int, Field(ge=1, le=30000)] | None = None
    claims: Claims


class OfferRow(Written):
    """Which of many choices are shown at first, by the value of another fact."""

    fact: Id
    choices: Mapping[Id, tuple[Id, ...]]


class AskRow(Written):
    """A fact that a flow may ask for."""

    fact: Id
    effort: Annotated[float, Field(gt=0, le=10)]
    choices: tuple[int | str, ...] = ()
    always: YesNo = "no"
    offered_by: OfferRow | None = None


class FlowFile(Written):
    """A file of flows/."""

    id: QuestionId
    commands: tuple[Id, ...]
    at_most: Annotated[int, Field(ge=1, le=9)]
    ask: Annotated[tuple[AskRow, ...], Field(min_length=1)]


class VariableRow(Written):
    """Something that fills a message; `longest` is in UTF-16 units, `fact` is offered for it where it is known."""

    longest: Annotated[int, Field(ge=1, le=200)]
    kind: VariableKind
    fact: Id | None = None


class SuitRow(Written):
    """After which answers to a question a purpose of writing is offered."""

    question: QuestionId
    answer: Annotated[tuple[Answer, ...], Field(min_length=1)]
    when: Conditions = {}


class PurposeFile(Written):
    """A file of invitations/: a purpose of writing; the words and the variants are each language's own.

    Lists show the lowest `place` first.
    """

    moment: Moment
    kind: MessageKind
    needs: Annotated[tuple[Id, ...], Field(max_length=2)] = ()
    optional: tuple[Id, ...] = ()
    suits: tuple[SuitRow, ...] = ()
    claims: Claims
    place: Annotated[int, Field(ge=1)] = 100


class Translated(Written):
    """A row that holds a text for each language, under the language's name."""

    model_config = ConfigDict(
        extra="allow", frozen=True, json_schema_extra={"patternProperties": {"^[a-z]{2,3}$": {"type": "string"}}}
    )
    __pydantic_extra__: dict[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")], Text]

    def said(self, language: str) -> str:
        """Return what it says in a language.

        Raises:
            KeyError: it says nothing in that one.
        """
        return (self.__pydantic_extra__ or {})[language]


class ClaimRow(Translated):
    """One claim of claims.yaml, in our words."""

    source: Id
    voice: Text
    where: Text


class SourceRow(Translated):
    """One article of sources.yaml."""

    author: Text | None = None
    title: Text | None = None
    name: Mapping[LanguageId, Text]
    language: LanguageId
    published: Text | None = None


class ReviewRow(Written):
    """What stands behind one kind of finding of review.yaml; nothing where it is our own advice."""

    claims: tuple[ClaimId, ...] = ()


class QuizFile(Written):
    """quiz.yaml: sample invitations as facts; `noise` and `clear` are in per cent."""

    noise: Annotated[float, Field(gt=0, lt=50)]
    clear: Annotated[float, Field(gt=50, lt=100)]
    at_least: Annotated[int, Field(ge=1)]
    at_most: Annotated[int, Field(ge=1)]
    as_if: Mapping[Id, Any]
    samples: Annotated[Mapping[SampleId, Mapping[Id, Any]], Field(min_length=1)]


class PolicyFile(Written):
    """policy.yaml: circles of people as conditions, and, for each family, the ways to cut it into circles."""

    families: Annotated[Mapping[Id, Annotated[tuple[tuple[Id, ...], ...], Field(min_length=1)]], Field(min_length=1)]
    circles: Annotated[Mapping[Id, Conditions], Field(min_length=1)]


class BrakeRow(Written):
    """A count that a picture marks, with the notice that says what holds beyond it."""

    notice: Id
    at: Annotated[int, Field(ge=1, le=30000)]
    claims: Claims


class ChartsFile(Written):
    """charts.yaml."""

    brakes: tuple[BrakeRow, ...] = ()


class LimitRow(Written):
    """One figure of LinkedIn's in limits.yaml: dated, with where it comes from and how sure it is."""

    as_of: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    sure: Literal["official", "unofficial", "estimate", "contested", "folklore"]
    claims: Claims
    source: Mapping[LanguageId, Text]
    free: int | tuple[int, int] | None = None
    premium: int | tuple[int, int] | None = None
    assumed: tuple[float, float] | None = None
    most: int | None = None
    weeks: int | None = None
    months: int | None = None
