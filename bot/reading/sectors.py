"""The sectors: what tells each in every language, and which are next to each other; content, kept in dialogs/."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator

from .clean import clean, fold
from .phrases import MISLEADING, Hit, PhraseBook, PhraseError, Phrases, check_phrases
from .words import Words, words_of

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=48)]
Text = Annotated[str, StringConstraints(min_length=1)]

TRADE: Final = "trade"
FIRM: Final = "firm"
AROUND: Final = "around"
AROUND_VALUES: Final = ("at", "elsewhere", "customers", "employers")
FUNCTION: Final = "function"
WORD: Final = "word"
SHORTEST_NAME: Final = 2
_NOTHING: Final[frozenset[str]] = frozenset()


def _read(phrases: list[str]) -> list[str]:
    try:
        check_phrases(phrases)
    except PhraseError as error:
        raise ValueError(str(error)) from error
    return phrases


class Written(BaseModel):
    """Something that a person writes: a key that is not foreseen is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SectorRow(Written):
    """One sector of sectors.yaml: the industries of LinkedIn that belong to it, the sectors next to it."""

    industries: tuple[Id, ...] = ()
    related: tuple[Id, ...] = ()


class SectorWords(Written):
    """How one language names a sector and its industries, and what tells it.

    `words` are trades and fields; `firms` tell it in a company's name; `functions` are done in every sector.
    """

    name: Text
    industries: Mapping[Id, Text] = {}
    words: Phrases = []
    firms: Phrases = []
    functions: Phrases = []

    @field_validator("words", "firms", "functions")
    @classmethod
    def _can_be_read(cls, phrases: list[str]) -> list[str]:
        return _read(phrases)


class SectorLanguage(Written):
    """One language's sectors, and the words around a trade that change what it tells.

    `at` stands before a company's name, `elsewhere` before what somebody is not or no more, `customers` before
    those whom they serve, `employers` before those whom they work for although it looks like `customers`.
    `nameless` is what people type where a company's or a school's name would stand and there is none.
    """

    at: Phrases = []
    elsewhere: Phrases = []
    customers: Phrases = []
    employers: Phrases = []
    misleading: Phrases = []
    nameless: tuple[Text, ...] = ()
    sectors: Mapping[Id, SectorWords]

    @field_validator("at", "elsewhere", "customers", "employers", "misleading")
    @classmethod
    def _can_be_read(cls, phrases: list[str]) -> list[str]:
        return _read(phrases)


@dataclass(frozen=True, slots=True)
class Sign:
    """What tells a sector in a text: where, of which kind, and whether it is clear enough to rule others out."""

    sector: str
    kind: str
    clear: bool
    start: int
    end: int


@dataclass(frozen=True)
class Trade:
    """The sectors that a user works in: by what they do, and by functions that every sector has."""

    fields: frozenset[str] = _NOTHING
    functions: frozenset[str] = _NOTHING

    @property
    def all(self) -> frozenset[str]:
        """Return both."""
        return self.fields | self.functions


@dataclass(frozen=True)
class Sectors:
    """All sectors, in all languages: people mix them. Without any, every trade is compared by its own words."""

    rows: Mapping[str, SectorRow] = field(default_factory=dict)
    languages: Mapping[str, SectorLanguage] = field(default_factory=dict)

    def trade(self, typed: str) -> Trade:
        """Return the sectors that a user's own words mean; none of words that no language knows."""
        if name := self._names.get(_plain(typed)):
            return Trade(name)
        signs, _ = self.found(words_of(clean(typed), {}, frozenset()), anyhow=True)
        return Trade(
            frozenset(sign.sector for sign in signs if sign.kind == WORD),
            frozenset(sign.sector for sign in signs if sign.kind == FUNCTION),
        )

    def near(self, some: frozenset[str], others: frozenset[str]) -> bool:
        """Tell whether a sector of the one is declared related to a sector of the other."""
        return any(not others.isdisjoint(self.rows[one].related) for one in some if one in self.rows)

    def found(self, words: Words, *, anyhow: bool = False) -> tuple[list[Sign], list[Hit]]:
        """Return what tells sectors in a text, and what stands around trades and changes what they tell.

        `anyhow` takes two letters that are no capitals too ("it").
        """
        hits = self._book.find(words)
        signs = []
        for topic in (TRADE, FIRM):
            for hit in _longest(hits.get(topic, [])):
                if anyhow or _is_typed(hit, words):
                    kind, _, sector = hit.value.rpartition(":")
                    signs.append(Sign(sector, kind or FIRM, hit.sure, hit.start, hit.end))
        return signs, self.around(words)

    def around(self, words: Words) -> list[Hit]:
        """Return what stands around trades and companies: `at`, `elsewhere`, `customers`, `employers`."""
        return self._around.find(words).get(AROUND, [])

    def is_common(self, name: str) -> bool:
        """Tell whether a company's or a school's name is one common word, or says that there is none."""
        if name in self._nameless or len(name) < SHORTEST_NAME:
            return True
        return " " not in name and bool(self.found(words_of(name, {}, frozenset()), anyhow=True)[0])

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for language in self.languages.values():
            for sector, said in language.sectors.items():
                for name in (said.name, *said.industries.values()):
                    found.setdefault(_plain(name), set()).add(sector)
        return {name: frozenset(sectors) for name, sectors in found.items()}

    @cached_property
    def _book(self) -> PhraseBook:
        told: list[tuple[str, str, str]] = []
        for language in self.languages.values():
            told.append((TRADE, MISLEADING, "\n".join(language.misleading)))
            for sector, said in language.sectors.items():
                names = [name for name in map(_plain, said.industries.values()) if " " in name]
                told.append((TRADE, f"{WORD}:{sector}", "\n".join((*said.words, *names))))
                told.append((TRADE, f"{FUNCTION}:{sector}", "\n".join(said.functions)))
                told.append((FIRM, sector, "\n".join(said.firms)))
        return PhraseBook(told)

    @cached_property
    def _around(self) -> PhraseBook:
        return PhraseBook(
            (AROUND, value, "\n".join(getattr(language, value)))
            for language in self.languages.values()
            for value in AROUND_VALUES
        )

    @cached_property
    def _nameless(self) -> frozenset[str]:
        return frozenset(_plain(name) for language in self.languages.values() for name in language.nameless)


def _longest(hits: list[Hit]) -> list[Hit]:
    """Keep, of hits that overlap, the longest, and all of the same words: one trade may belong to two sectors."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):
        here = range(hit.start, hit.end)
        if all(here == range(one.start, one.end) or hit.end <= one.start or one.end <= hit.start for one in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _plain(text: str) -> str:
    """Return a name's words, folded, one space between them; empty where a comma or a stroke parts it."""
    words = words_of(clean(text), {}, frozenset())
    return " ".join(fold(word) for word in words.words)


def _is_typed(hit: Hit, words: Words) -> bool:
    """Tell IT and RH from it and other small words: by their capitals."""
    return hit.end - hit.start > 1 or len(words.words[hit.start]) > 2 or words.typed(hit.start).isupper()
