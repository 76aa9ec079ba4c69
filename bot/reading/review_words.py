"""The words by which a note is reviewed: content, kept in `dialogs/<language>/review.yaml`."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from .clean import fold
from .lexicon import Lexicon
from .phrases import MISLEADING, PhraseBook, PhraseError, Phrases, check_phrases

Kind = Literal[
    "too_long", "stock", "pitch", "no_reason", "self_centred", "link", "several_requests", "false_friend", "shouting"
]
"""What may be found in a note."""
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Family = Literal[
    "stock", "stock_alone", "not_stock", "pitch", "not_pitch", "hint_of_pitch", "empty", "concrete", "tie", "closeness",
    "calling", "not_friend", "attachment", "not_attachment", "here_is", "it_is_here", "pointer", "because", "why",
    "offer", "reply", "asking", "not_asking", "question", "no_sale",
]  # fmt: skip

_SET: Final = re.compile(r"@(\w+)")
_OPPOSITES: Final[Mapping[str, tuple[str, ...]]] = {
    "not_stock": ("stock", "stock_alone"),
    "not_pitch": ("pitch", "hint_of_pitch"),
    "not_friend": ("closeness", "calling"),
    "not_attachment": ("attachment", "here_is", "it_is_here"),
    "not_asking": ("asking", "question"),
}
"""What looks like a family and is not, by the families that it takes away from."""

Word = Annotated[str, StringConstraints(pattern=r"^[^\W\d_]+$")]
Text = Annotated[str, StringConstraints(min_length=1)]


class ReviewLanguage(BaseModel):
    """One language: its phrases, its small words, and what is said of a note to users who speak it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sets: dict[str, Phrases] = Field(default={}, description="Words that many phrases share, named: @event")
    small: list[Word] = Field(description="Words that stand in any text: they tell the language and nothing else")
    hollow: list[Word] = Field(description="Words that praise or promise without telling anything")
    me: list[Word] = Field(description="Words of whoever writes, alone or with others")
    you: list[Word] = Field(description="Words of whoever is written to")
    dear: list[Word] = Field(default=[], description="Words that greet only in front of a name")
    familiar: list[Word] = Field(default=[], description="Those of `you` that only friends and peers use")
    particles: list[Word] = Field(default=[], description="Small words that stand in names")
    capital: list[Word] = Field(default=[], description="Words that always begin with a capital")
    copula: list[Word] = Field(default=[], description="Words that make no sentence where what follows is taken out")
    joining: list[Word] = Field(description="Words that join two clauses")
    instead: list[Word] = Field(description="Words that join two choices of one request")
    abbreviations: list[Word] = Field(default=[], description="Words whose full stop ends no sentence")
    not_links: list[Text] = Field(default=[], description="Names that look like an address")
    phrases: dict[Family, Phrases] = Field(description="What tells something in a note")
    acts: dict[Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")], Phrases] = Field(
        description="What people ask for; two families are two requests"
    )
    texts: dict[str, Text | dict[str, Text | dict[str, Text]]] = Field(description="What is said of a note; Jinja2")

    @field_validator("phrases", "acts")
    @classmethod
    def _can_be_read(cls, families: dict[str, list[str]]) -> dict[str, list[str]]:
        """Refuse phrases that cannot be read."""
        for phrases in families.values():
            try:
                check_phrases(phrases)
            except PhraseError as error:
                raise ValueError(str(error)) from error
        return families

    @model_validator(mode="after")
    def _knows_its_sets(self) -> Self:
        """Refuse a phrase that names a set that is not there."""
        for family, phrases in (*self.phrases.items(), *self.acts.items()):
            for name in _SET.findall(" ".join(phrases)):
                if name not in self.sets:
                    raise ValueError(f"{family}: found @{name}; the sets are {', '.join(sorted(self.sets)) or 'none'}")
        return self

    def filed(self, language: str) -> Iterator[tuple[str, str, str]]:
        """Yield the phrases of each family, one a line: topic, language, phrases."""
        words = {name: "|".join(listed) for name, listed in self.sets.items()}
        families = [(str(family), phrases) for family, phrases in self.phrases.items()]
        families += [(f"{ACT}{act}", phrases) for act, phrases in self.acts.items()]
        for family, phrases in families:
            lines = _SET.sub(lambda found: words[found[1]], "\n".join(phrases))
            if family in _OPPOSITES:
                yield from ((opposite, MISLEADING, lines) for opposite in _OPPOSITES[family])
            else:
                yield family, language, lines


ACT: Final = "act "
"""What the topic of something asked for begins with."""

TIES: Final = (
    "tie", "met_in_person", "met_online", "reads_my_posts", "schoolmate", "former_colleague", "same_project",
    "client_or_partner", "colleague", "friend",
)  # fmt: skip
"""Topics that tell how two people know each other."""


class ReviewWords:
    """The words of all languages: every language applies to every note, since people mix them."""

    def __init__(self, languages: Mapping[str, ReviewLanguage], lexicon: Lexicon) -> None:
        """Gather what each language says, and the lexicon's phrases for notes."""
        self.languages = languages
        self.lexicon = lexicon
        self._small = {name: _folded(one.small, one.me, one.you) for name, one in languages.items()}

    @cached_property
    def book(self) -> PhraseBook:
        """Return the phrases ready to be looked for; every family is a topic of its own."""
        return PhraseBook(self._phrases())

    def _phrases(self) -> Iterator[tuple[str, str, str]]:
        for name, language in self.lexicon.root.items():
            told = [(value, lines) for topic, value, lines in language.phrases() if topic == "in_note"]
            for value, lines in told:
                if value == MISLEADING:
                    yield from ((other, MISLEADING, lines) for other, _ in told if other != MISLEADING)
                else:
                    yield value, name, lines
        for name, own in self.languages.items():
            yield from own.filed(name)

    @cached_property
    def hollow(self) -> frozenset[str]:
        """Return the words that tell nothing by themselves, folded."""
        lists = (_folded(one.small, one.hollow, one.me, one.you) for one in self.languages.values())
        return self.lexicon.filler.union(*lists)

    @cached_property
    def me(self) -> frozenset[str]:
        """Return the words of whoever writes."""
        return self._all("me")

    @cached_property
    def you(self) -> frozenset[str]:
        """Return the words of whoever is written to."""
        return self._all("you")

    @cached_property
    def dear(self) -> frozenset[str]:
        """Return the words that greet only in front of a name."""
        return self._all("dear")

    @cached_property
    def familiar(self) -> frozenset[str]:
        """Return the words of whoever is written to as a friend."""
        return self._all("familiar")

    @cached_property
    def small(self) -> frozenset[str]:
        """Return the words that stand in any text, but those that stand in names."""
        return frozenset().union(*self._small.values()) - self._all("particles")

    @cached_property
    def capital(self) -> frozenset[str]:
        """Return the words that always begin with a capital."""
        return self._all("capital")

    @cached_property
    def copula(self) -> frozenset[str]:
        """Return the words that cannot end a sentence."""
        return self._all("copula")

    @cached_property
    def joining(self) -> frozenset[str]:
        """Return the words that join two clauses."""
        return self._all("joining")

    @cached_property
    def instead(self) -> frozenset[str]:
        """Return the words that join two choices, with their accents."""
        return frozenset(word for one in self.languages.values() for word in one.instead)

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Return the words whose full stop ends no sentence."""
        return self._all("abbreviations")

    @cached_property
    def not_links(self) -> frozenset[str]:
        """Return names that look like an address, in lower case."""
        return frozenset(name.lower() for one in self.languages.values() for name in one.not_links)

    def language_of(self, words: tuple[str, ...], otherwise: str) -> str:
        """Tell the language of folded words by the small ones among them; `otherwise` where they tell nothing."""
        counted = {name: sum(word in small for word in words) for name, small in self._small.items()}
        most = max(counted.values(), default=0)
        found = [name for name, count in counted.items() if count == most]
        return otherwise if not most or otherwise in found else found[0]

    def _all(self, field: str) -> frozenset[str]:
        return frozenset().union(*(_folded(getattr(one, field)) for one in self.languages.values()))


def _folded(*lists: list[str]) -> frozenset[str]:
    return frozenset(fold(word) for words in lists for word in words)
