"""Loads dialogs/ once, at start: the knowledge, the flows, and each language's words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from bot.advice.advisor import Advisor
from bot.advice.facts import FactError
from bot.charts.chart import Charts
from bot.conversation.matter import Flow, Keeping, Matter, Vocabulary
from bot.conversation.session import Language
from bot.reading.forwarded import Readers
from bot.reading.lexicon import Lexicon
from bot.reading.mail_words import MailWords
from bot.reading.sectors import SectorLanguage, SectorRow, Sectors
from bot.wording.drafts import Drafter
from bot.wording.speaker import Speaker
from bot.wording.typography import typeset
from bot.wording.words import LanguageRow, Words

from . import build
from .charts import charts
from .files import ContentError, Files, chosen, read_files
from .models import ClaimRow, FactsFile, FlowFile, GuardRow, LimitRow, NoticeRow, SchoolFile, SourceRow
from .own_school import likeness, policies, policy_writers
from .review import Reviewer, reviewer
from .shaped import each_text, shaped, shaped_as
from .writing import drafters

COMMANDS = (
    "start",
    "invitation",
    "invite",
    "contacts",
    "write",
    "me",
    "schools",
    "which",
    "policy",
    "language",
    "help",
    "privacy",
    "export",
    "forget",
    "cancel",
)
"""The commands of the menu, in its order; their names and words are each language's own."""

THOUSANDS = {"comma": ",", "dot": ".", "narrow_space": "\u202f", "none": ""}
"""The signs that may stand between thousands."""


@dataclass(frozen=True)
class Content:
    """Everything that comes from dialogs/."""

    folder: Path
    matter: Matter
    speakers: Mapping[Language, Speaker]
    readers: Readers
    claims: Mapping[str, ClaimRow]
    sources: Mapping[str, SourceRow]
    limits: Mapping[str, LimitRow]
    drafters: Mapping[Language, Drafter]
    reviewer: Reviewer
    charts: Charts

    @property
    def advisor(self) -> Advisor:
        """The advisor over the rules of this folder."""
        return self.matter.advisor

    def kept(self, keeping: Keeping) -> "Content":
        """Return the same for a room that keeps sessions so."""
        return replace(self, matter=replace(self.matter, keeping=keeping))


def load(folder: Path | None = None) -> Content:
    """Load a dialogs folder (by default `ENTREGENT_DIALOGS`, or the one that travels with the program).

    Raises:
        ContentError: the first thing that makes it unusable; `check` reports all of them.
    """
    files = read_files(folder or chosen())
    facts = shaped(FactsFile, files, "facts.yaml")
    schools = [shaped_as(SchoolFile, data, f"schools/{name}.yaml") for name, data in files.under("schools").items()]
    order = shaped(list[str], files, "schools.yaml")
    schools.sort(key=lambda school: order.index(school.id) if school.id in order else len(order))
    guards = shaped(list[GuardRow], files, "guards.yaml")
    notices = shaped(list[NoticeRow], files, "notices.yaml")
    limits = shaped(dict[str, LimitRow], files, "limits.yaml")
    claims = shaped(dict[str, ClaimRow], files, "claims.yaml")
    sources = shaped(dict[str, SourceRow], files, "sources.yaml")
    try:
        base = build.rule_base(facts, schools, guards, notices)
        rows = {name: shaped_as(FlowFile, data, f"flows/{name}.yaml") for name, data in files.under("flows").items()}
        flows: dict[Any, Flow] = {row.id: build.flow(row, base.facts) for row in rows.values()}
        efforts = {question: flow.efforts for question, flow in flows.items()}
        advisor = Advisor(base, efforts)
    except (FactError, KeyError) as error:
        raise ContentError(f"{files.folder}: {error}; `check` lists every mistake") from None
    languages = shaped(dict[str, LanguageRow], files, "languages.yaml")
    words = {one: language_words(files, one, languages, claims, sources, order) for one in languages}
    vocabularies = {language: _vocabulary(files, words[language], language) for language in languages}
    lexicon = _lexicon(files, languages)
    writers = drafters(files, languages, limits)
    anyone = next(iter(writers.values()))
    matter = Matter(
        advisor,
        flows,
        vocabularies,
        build.pace_limits(limits),
        anyone.purposes,
        anyone.variables,
        writers,
        build.supply(limits),
        likeness(files, advisor),
        policies(files, advisor),
        policy_writers(files, languages),
    )
    speakers = {language: Speaker(language, words[language], COMMANDS) for language in languages}
    return Content(
        folder=files.folder,
        matter=matter,
        speakers=speakers,
        readers=Readers(
            lexicon,
            shaped_as(MailWords, {lang: files.one(f"{lang}/mail.yaml") for lang in languages}, "mail.yaml"),
        ),
        claims=claims,
        sources=sources,
        limits=limits,
        drafters=writers,
        reviewer=reviewer(files, languages, lexicon),
        charts=charts(files, languages, limits, speakers),
    )


def _lexicon(files: Files, languages: Iterable[Language]) -> Lexicon:
    phrases = shaped_as(Lexicon, {one: files.one(f"{one}/lexicon.yaml") for one in languages}, "lexicon.yaml")
    rows = shaped(dict[str, SectorRow], files, "sectors.yaml")
    return phrases.beside(
        Sectors(rows, {one: shaped(SectorLanguage, files, f"{one}/sectors.yaml") for one in languages})
    )


def flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Turn nested texts into one level of dotted keys."""
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat


def language_words(
    files: Files,
    language: Language,
    languages: Mapping[Language, LanguageRow],
    claims: Mapping[str, ClaimRow],
    sources: Mapping[str, SourceRow],
    order: Sequence[str] = (),
) -> Words:
    """Return one language's words, typeset.

    Raises:
        ContentError: a file is missing or does not fit.
    """
    data = {
        "texts": flatten(files.one(f"{language}/texts.yaml"))
        | flatten(files.one(f"{language}/review.yaml").get("texts", {}), "review."),
        "templates": {
            Path(path).stem: source
            for path, source in files.templates.items()
            if path.startswith(f"{language}/messages/")
        },
        "facts": files.one(f"{language}/facts.yaml"),
        "schools": _ordered(files.under(f"{language}/schools"), order),
        "guards": files.one(f"{language}/guards.yaml"),
        "notices": files.one(f"{language}/notices.yaml"),
        "voices": files.one(f"{language}/voices.yaml"),
        "purposes": files.under(f"{language}/invitations"),
        "variables": files.one(f"{language}/variables.yaml"),
        "claims": {name: _said(name, row, language) for name, row in claims.items()},
        "sources": {name: _source(row, language) for name, row in sources.items()},
        "quiz": files.one(f"{language}/quiz.yaml"),
    }
    own = languages[language]
    kept = {
        "claim_voices": {name: row.voice for name, row in claims.items()},
        "thousands": THOUSANDS[own.thousands],
        "languages": {name: row.name for name, row in languages.items()},
    }
    return shaped_as(Words, each_text(data, partial(typeset, typography=own.typography)) | kept, f"{language}/")


def _said(name: str, row: ClaimRow, language: Language) -> str:
    try:
        return row.said(language)
    except KeyError:
        raise ContentError(f"claims.yaml: {name}: found no text in {language}; `check` lists every mistake") from None


def _source(row: SourceRow, language: Language) -> dict[str, str | None]:
    return {"name": row.name[language], "about": row.said(language), "title": row.title, "published": row.published}


def _ordered(data: Mapping[str, Any], order: Sequence[str]) -> dict[str, Any]:
    return dict(sorted(data.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))


def _vocabulary(files: Files, words: Words, language: Language) -> Vocabulary:
    intents = shaped_as(dict[str, tuple[str, ...]], files.one(f"{language}/intents.yaml"), f"{language}/intents.yaml")
    return build.vocabulary(words, intents)


__all__ = ["COMMANDS", "Content", "ContentError", "load"]
