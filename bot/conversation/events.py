"""What reaches a conversation: a command, a text, a note to check, a press of a button, what can't be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.advice.facts import Value
from bot.advice.spans import NO_SPANS, Spans

OF_A_NOTE: Final = frozenset({"note", "note_gives_reason", "asks_for_help", "reply_to_why", "interest_in_me"})
OF_A_PAGE: Final = frozenset({"degree", "sender_connections", "mutual_connections"})
"""Facts that LinkedIn's own pages show, or hardly anything else."""


@dataclass(frozen=True, slots=True)
class Found:
    """One fact read from what was forwarded, with the words it was read from.

    `sure` is false for a guess: it is marked as one and is the first thing offered for correction.
    """

    value: Value
    read: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a forward is about, for the reply that answers it and for nothing else: never kept, never logged."""

    name: str
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one forwarded text or file: facts by id.

    `looks_forwarded` is false where the text is more likely an answer or small talk than a
    profile, a note or a description of somebody. Where a list shows several people, each is in
    `people` with a reading of their own, and `facts` is empty. `spans` are months that another message may
    contradict.
    """

    facts: Mapping[str, Found] = field(default_factory=dict)
    looks_forwarded: bool = False
    who: Who | None = None
    people: tuple["Reading", ...] = ()
    spans: Spans = NO_SPANS


@dataclass(frozen=True, slots=True)
class Command:
    """`/name rest of the line`; `name` is lower case and without the slash."""

    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A text, with what the reader found in it."""

    text: str
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to mend: the words concerned, the claims behind it, what to say, the mended sentence if there is one.

    `text` is in the user's language, `better` in the note's; both are plain text.
    """

    kind: str
    words: str
    claims: tuple[str, ...]
    text: str
    better: str | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A note's length and limit in UTF-16 units, and what to mend; a note without findings is good."""

    length: int
    limit: int | None
    findings: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A note that the user wrote, reviewed; where it is no note, `refused` says so in their language."""

    review: Reviewed | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file, with what its reader found in it; `text` is what was written with it or forwarded beside it."""

    reading: Reading
    text: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button; `data` is the button's own, at most 64 bytes, and may be old, foreign or forged."""

    data: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that holds no text we read: `kind` is voice, contact, sticker, other... or why a file is unread."""

    kind: str


@dataclass(frozen=True, slots=True)
class Enough:
    """Files that are not read now: so many were within the hour, and the next is in so many `minutes`, at least one.

    `told` where that was said a moment ago. `beside` is what was written with them, which is read all the same.
    """

    files: int
    minutes: int
    told: bool = False
    beside: Handed | None = None


Event = Command | Said | Checked | Handed | Pressed | Sent | Enough
