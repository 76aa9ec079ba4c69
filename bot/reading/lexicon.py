"""The lexicon: the phrases by which each language tells a fact; content, kept in `dialogs/<language>/lexicon.yaml`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Final, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    RootModel,
    StringConstraints,
    field_validator,
    model_validator,
)

from .clean import fold
from .phrases import PhraseBook, PhraseError, Phrases, check_phrases
from .sectors import Sectors
from .words import Glued

_NO_TOPICS: Final = frozenset({"numbers", "joining", "glued", "sets", "filler", "trade_endings", "no_trades"})
_SET: Final = re.compile(r"@(\w+)")

SHORTEST_TRADE: Final = 6
"""Letters of a word that is taken as a trade by its ending."""
YesNo = Literal["yes", "no", "misleading"]
Pair = Annotated[str, StringConstraints(pattern=r"^(\S+ )?[^\W\d_]+ [^\W\d_]+$")]


class Language(BaseModel):
    """One language's phrases: topic, value, phrases. `misleading` holds what looks like the topic and is not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    numbers: dict[str, int] = Field(default={}, description="Number words, one word each")
    joining: Phrases = Field(default=[], description="Words that join names and numbers, such as and")
    glued: list[Pair] = Field(
        default=[],
        description="Two words that are often typed as one; where a third stands first, only behind it",
    )
    trade_endings: Phrases = Field(default=[], description="Endings of words that name a trade, such as smith")
    no_trades: Phrases = Field(default=[], description="Words with such an ending that name none")
    sets: dict[str, Phrases] = Field(default={}, description="Words that many phrases share, named: @event")
    filler: Phrases = Field(default=[], description="Words that carry nothing of their own in a note")

    sender_connections: dict[Literal["exact", "at_least", "about", "misleading"], Phrases] = {}
    mutual_connections: dict[Literal["exact", "others", "named", "none", "misleading"], Phrases] = {}
    degree: dict[Literal["second", "third", "second_alone", "third_alone", "misleading"], Phrases] = {}

    sender_role: dict[
        Literal["recruiter", "peer", "client", "seller", "executive", "junior", "creator", "other", "misleading"],
        Phrases,
    ] = {}
    relation: dict[
        Literal[
            "friend", "colleague", "former_colleague", "client_or_partner", "schoolmate", "same_project",
            "met_in_person", "met_online", "reads_my_posts", "stranger", "stranger_whom", "misleading",
        ],
        Phrases,
    ] = {}  # fmt: skip
    sender_lion: dict[YesNo, Phrases] = {}
    sender_photo: dict[Literal["portrait", "other", "none", "misleading"], Phrases] = {}
    sender_profile: dict[Literal["complete", "thin", "empty", "misleading"], Phrases] = {}
    sender_sector: dict[Literal["same", "related", "unrelated", "misleading"], Phrases] = {}
    sender_posts: dict[Literal["professional", "unprofessional", "none", "misleading"], Phrases] = {}
    sender_credible: dict[YesNo, Phrases] = {}
    common_interest: dict[YesNo, Phrases] = {}
    would_have_coffee: dict[YesNo, Phrases] = {}
    inspires_trust: dict[YesNo, Phrases] = {}
    asks_for_help: dict[YesNo, Phrases] = {}
    interest_in_me: dict[Literal["yes", "no", "in_note", "misleading"], Phrases] = {}
    note_gives_reason: dict[YesNo, Phrases] = {}
    knows_recruiters: dict[YesNo, Phrases] = {}
    reply_to_why: dict[Literal["not_asked", "reason", "only_widening", "no_reply", "misleading"], Phrases] = {}
    note: dict[Literal["none", "stock", "personal", "pitch", "misleading"], Phrases] = {}

    in_note: dict[
        Literal[
            "greeting", "closing", "courtesy", "stock", "pitch", "hint_of_pitch", "reason", "about_you",
            "thanks", "widening", "help",
            "met_in_person", "met_online", "reads_my_posts", "schoolmate", "former_colleague", "same_project",
            "client_or_partner", "colleague", "friend", "misleading",
        ],
        Phrases,
    ] = Field(default={}, description="What senders write to the user")  # fmt: skip
    page: dict[
        Literal[
            "contact", "button", "about", "experience", "education", "section", "pronouns", "card", "elsewhere",
            "no_posts",
        ],
        Phrases,
    ] = Field(default={}, description="What LinkedIn's own pages and e-mails say")  # fmt: skip
    screen: dict[
        Literal["invitations", "invites", "accept", "tab", "ago", "reply", "composer", "day"], Phrases
    ] = Field(default={}, description="What only the screens say that show invitations and messages")  # fmt: skip
    mail: dict[Literal["header", "sign"], Phrases] = {}
    dates: dict[
        Literal[
            "tenure_years", "tenure_months", "tenure_since", "age_years", "age_months", "age_since",
            "person_years", "experience_years", "company", "beside_a_job", "same_company", "there", "another_job",
            "misleading",
        ],
        Phrases,
    ] = Field(default={}, description="How long somebody has been somewhere, and how old that place is")  # fmt: skip
    talk: dict[
        Literal[
            "about_invitation", "received", "somebody", "general", "to_the_bot", "asks", "asks_to_write", "answer",
            "not", "not_theirs", "self", "mine", "of_another", "possessor", "you", "me", "note_follows", "reply",
            "unlike", "in_the_note", "after_s", "predicate", "online", "wanted", "but", "wish", "misleading",
        ],
        Phrases,
    ] = Field(default={}, description="How users talk to the bot, and who speaks of whom")  # fmt: skip

    @field_validator("*")
    @classmethod
    def _can_be_read(cls, topic: object) -> object:
        """Refuse phrases that cannot be read."""
        for phrases in topic.values() if isinstance(topic, dict) else ():
            if isinstance(phrases, list):
                try:
                    check_phrases(phrases)
                except PhraseError as error:
                    raise ValueError(str(error)) from error
        return topic

    @model_validator(mode="after")
    def _knows_its_sets(self) -> Self:
        """Refuse a phrase that names a set that is not there."""
        for topic, value, phrases in self._written():
            for name in _SET.findall(" ".join(phrases)):
                if name not in self.sets:
                    raise ValueError(f"{topic}.{value}: found @{name}; the sets are {', '.join(sorted(self.sets))}")
        return self

    def phrases(self) -> Iterator[tuple[str, str, str]]:
        """Yield the phrases of every topic and value, one a line, the sets written out."""
        words = {name: "|".join(listed) for name, listed in self.sets.items()}
        for topic, value, phrases in self._written():
            yield topic, value, _SET.sub(lambda found: words[found[1]], "\n".join(phrases))

    def _written(self) -> Iterator[tuple[str, str, list[str]]]:
        for topic in type(self).model_fields:
            if topic not in _NO_TOPICS:
                for value, phrases in getattr(self, topic).items():
                    yield topic, value, phrases


@dataclass(frozen=True, slots=True)
class Trades:
    """Endings of words that name a trade, and words with such an ending that name none."""

    endings: tuple[str, ...]
    none: frozenset[str]

    def names(self, word: str) -> bool:
        """Tell whether a folded word ends like a trade."""
        return len(word) >= SHORTEST_TRADE and word.endswith(self.endings) and word not in self.none


class Lexicon(RootModel[dict[str, Language]]):
    """The phrases of all languages; every language applies to every text, since people mix them."""

    model_config = ConfigDict(frozen=True)

    _sectors: Sectors = PrivateAttr(default_factory=Sectors)

    @property
    def sectors(self) -> Sectors:
        """Return the sectors and what tells them; none where only phrases were loaded."""
        return self._sectors

    def beside(self, sectors: Sectors) -> Self:
        """Return this lexicon with sectors."""
        made = self.model_copy()
        made._sectors = sectors
        return made

    @cached_property
    def book(self) -> PhraseBook:
        """Return all phrases, ready to be looked for."""
        return PhraseBook(told for language in self.root.values() for told in language.phrases())

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Return the number words of all languages, folded."""
        return {fold(word): number for language in self.root.values() for word, number in language.numbers.items()}

    @cached_property
    def joining(self) -> frozenset[str]:
        """Return the words that join names and numbers, folded."""
        return frozenset(fold(word) for language in self.root.values() for word in language.joining)

    @cached_property
    def glued(self) -> Mapping[str, Glued]:
        """Return the words that are two, folded."""
        found: dict[str, Glued] = {}
        for phrase in (fold(phrase) for language in self.root.values() for phrase in language.glued):
            *behind, first, second = phrase.split()
            found[first + second] = Glued(len(first), frozenset("|".join(behind).split("|")) if behind else frozenset())
        return found

    @cached_property
    def trades(self) -> Trades:
        """Return what tells a trade that no phrase names, of all languages."""
        languages = self.root.values()
        return Trades(
            tuple(fold(ending) for language in languages for ending in language.trade_endings),
            frozenset(fold(word) for language in languages for word in language.no_trades),
        )

    @cached_property
    def filler(self) -> frozenset[str]:
        """Return the words that say nothing of their own in a note, folded."""
        return frozenset(fold(word) for language in self.root.values() for word in language.filler)
