"""The words of LinkedIn's e-mails: content, kept in `dialogs/<language>/mail.yaml`."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, field_validator

from .clean import fold
from .phrases import PhraseBook, PhraseError, Phrases, check_phrases

Header = Literal["from", "to", "subject", "other"]
Names = Annotated[list[str], Field(description="Names of header lines, without the colon")]


class MailLanguage(BaseModel):
    """One language's e-mails; phrases are written as in the lexicon."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    header: dict[Header, Names] = Field(default={}, description="Header lines of a pasted or forwarded e-mail")
    says: dict[Literal["invitation", "reminder", "acceptance", "digest", "misleading"], Phrases] = Field(
        default={}, description="What LinkedIn says in a subject or in a line of its own, by the kind of e-mail"
    )
    line: dict[Literal["accept", "button", "own", "foot", "forwarded"], Phrases] = Field(
        default={}, description="Lines to drop: the button that accepts, other buttons, LinkedIn's own, the foot"
    )

    @field_validator("says", "line")
    @classmethod
    def _can_be_read(cls, topic: dict[str, list[str]]) -> dict[str, list[str]]:
        """Refuse phrases that cannot be read."""
        for phrases in topic.values():
            try:
                check_phrases(phrases)
            except PhraseError as error:
                raise ValueError(str(error)) from error
        return topic


class MailWords(RootModel[dict[str, MailLanguage]]):
    """The words of all languages; every language applies to every e-mail."""

    model_config = ConfigDict(frozen=True)

    @cached_property
    def book(self) -> PhraseBook:
        """Return all phrases, ready to be looked for."""
        return PhraseBook(
            (topic, value, "\n".join(phrases))
            for language in self.root.values()
            for topic, told in (("says", language.says), ("line", language.line))
            for value, phrases in told.items()
        )

    @cached_property
    def headers(self) -> Mapping[str, Header]:
        """Return the names of header lines, folded, with what each is."""
        return {
            fold(name): header
            for language in self.root.values()
            for header, names in language.header.items()
            for name in names
        }
