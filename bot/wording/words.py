"""The words of one language, as writers give them in dialogs/fr and dialogs/en."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1)]


class Written(BaseModel):
    """Something that a person writes: a key that is not foreseen is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ValueWords(Written):
    """How one value is named, put on a button (at most 28 characters), supposed, and recognised when typed."""

    label: Text
    button: Annotated[str, StringConstraints(min_length=1, max_length=28)]
    if_: Text = Field(alias="if")
    words: tuple[Text, ...] = ()


class FactWords(Written):
    """How one fact is named and asked for; which of the keys are needed depends on its kind."""

    name: Text
    question: Text
    question_sending: Text | None = None
    hint: Text | None = None
    example: Text
    values: Mapping[str, ValueWords] = {}
    none_label: Text | None = None
    none_button: Text | None = None
    none_if: Text | None = None
    button: Text | None = None
    label: Text | None = None
    at_least: Text | None = None
    if_at_least: Text | None = None
    if_below: Text | None = None


class SchoolWords(Written):
    """How one school is presented, and why it answers as it does, by section and rule."""

    name: Text
    whose: Text
    in_one_line: Text
    presentation: Text
    silent: Text
    reasons: Mapping[str, Mapping[str, Text]]


class LanguageRow(Written):
    """One language of languages.yaml: its own name, how its signs are set, what stands between thousands."""

    name: Text
    typography: Literal["french", "english", "plain"]
    thousands: Literal["comma", "dot", "narrow_space", "none"]


class Words(Written):
    """All of one language: `texts` by dotted key and `templates` by name are Jinja2."""

    texts: Mapping[str, Text]
    templates: Mapping[str, Text]
    facts: Mapping[str, FactWords]
    schools: Mapping[str, SchoolWords]
    guards: Mapping[str, Text]
    notices: Mapping[str, Text]
    voices: Mapping[str, Text]
    claims: Mapping[str, Text]
    claim_voices: Mapping[str, str]
    sources: Mapping[str, "SourceWords"]
    thousands: str
    languages: Mapping[str, Text]
    purposes: Mapping[str, "PurposeWords"]
    variables: Mapping[str, "VariableWords"]
    quiz: "QuizWords | None" = None


class SourceWords(Written):
    """How one article is named and told of; title and date (YYYY-MM-DD) are the article's own, where it gives them."""

    name: Text
    about: Text
    title: Text | None = None
    published: Text | None = None


class SampleWords(Written):
    """One sample invitation: who, in a few words, and what one sees of them."""

    who: Annotated[str, StringConstraints(min_length=1, max_length=48)]
    says: Text


class AnswerWords(Written):
    """What people type for each answer to an invitation."""

    accept: Annotated[tuple[Text, ...], Field(min_length=1)]
    ask_first: Annotated[tuple[Text, ...], Field(min_length=1)]
    ignore: Annotated[tuple[Text, ...], Field(min_length=1)]


class QuizWords(Written):
    """The sample invitations of one language; `as_if` says whom one plays."""

    as_if: Text
    words: AnswerWords
    samples: Mapping[str, SampleWords]


class PolicySentences(Written):
    """The sentences of a policy; each is Jinja2.

    `opening` is filled with `situation` and `objectives`; `accept`, `ask_first` and `ignore` with `whom`, the names of
    circles; `either` with the `tails` of circles that have one head. `reply` says what is answered to those who are
    asked, `open` that something is left to judge.
    """

    opening: Text
    accept: Text
    ask_first: Text
    ignore: Text
    either: Text
    reply: Text
    open: Text


class CircleWords(Written):
    """How a circle of people is named: a `head`, which others may share, and a `tail` that narrows it."""

    head: Text
    tail: Text | None = None


class PolicyWords(Written):
    """All that one language writes policies with."""

    situations: Mapping[str, Text]
    objectives: Mapping[str, Text]
    sentences: PolicySentences
    circles: Mapping[str, CircleWords]


class PurposeWords(Written):
    """How one purpose of writing is named, when it serves, and what people type to choose it."""

    name: Text
    for_: Text = Field(alias="for")
    words: Annotated[tuple[Text, ...], Field(min_length=1)]


class VariableWords(Written):
    """How something that fills a message is named and asked for; the example has the form that fits."""

    name: Text
    question: Text
    hint: Text | None = None
    example: Text


class WritingWords(Written):
    """What is said around drafts on the command line; each is Jinja2.

    `counted` is filled with `length` and `limit`, `uncounted` with `length`; `needs` and `optional` with `names`.
    """

    counted: Text
    uncounted: Text
    needs: Text
    optional: Text


class DraftWords(Written):
    """All that one language writes drafts with: `variants` holds Jinja2 sources by purpose and variant."""

    typography: str
    purposes: Mapping[str, PurposeWords]
    variables: Mapping[str, VariableWords]
    variants: Mapping[str, Mapping[str, str]]
    around: WritingWords


class StandingWords(Written):
    """What the picture "where I stand" says; each is Jinja2."""

    title: Text
    lead: Text
    open: Text
    unknown: Text
    today: Text
    likely: Text
    cap: Text
    numberless: Text
    silent: Text


class WayWords(Written):
    """What the picture "the way there" says; each is Jinja2."""

    title: Text
    lead: Text
    range: Text
    from_today: Text
    band: Text
    limit: Text
    estimate: Text


class CaptionWords(Written):
    """What is said of the pictures to who does not see them; each is Jinja2."""

    today: Text
    decides: Text
    school: Text
    no_number: Text
    numberless: Text
    silent: Text
    mark: Text
    stage: Text


class ChartWords(Written):
    """All that one language says in pictures and of them; `brakes` holds a text for each notice that is marked."""

    standing: StandingWords
    brakes: Mapping[str, Text]
    way: WayWords
    caption: CaptionWords
