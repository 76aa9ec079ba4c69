"""Telegram's updates as what reached the bot: a text, a press, files, or something that holds neither."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from telegram import Message, User
from telegram.constants import ChatType, MessageAttachmentType, MessageEntityType

from bot.storage.records import Arrival

ALLOWED = ["message", "callback_query"]
"""The kinds of update that are asked for: neither edited messages nor members that come and go."""

# An animation is a document too, and a venue a location: the narrower kind comes first.
KINDS: tuple[str, ...] = tuple(
    sorted((kind.value for kind in MessageAttachmentType), key=lambda kind: kind in ("document", "location"))
)

KNOWN: Final = frozenset(name for kind in Message.__mro__ for name in getattr(kind, "__slots__", ())) | {"from"}
"""What the library knows a message to hold: whatever else is there is of a kind that came later."""

Json = dict[str, Any]
"""Something of the Bot API, as it came."""

CUT_BY_APPS: Final = 3500
"""Characters from which a text may be the first part of one that the app cut at Telegram's 4,096."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that waits on Telegram's server; `size` in bytes, where it is told."""

    id: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing to answer: a `text`, the data that was `pressed`, `files`, or the `kind` of what was sent.

    `message` is the one whose button was pressed, or else the one that came. In a group there is
    only what was addressed to the bot, without its words.
    """

    chat: int
    private: bool
    language: str | None
    message: int | None = None
    text: str | None = None
    pressed: str | None = None
    kind: str | None = None
    query: str | None = None
    forwarded: bool = False
    files: tuple[File, ...] = ()

    def dump(self) -> bytes:
        """Write it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False).encode("utf-8", "surrogatepass")

    @classmethod
    def load(cls, body: bytes) -> "Incoming":
        """Read what `dump` wrote.

        Raises:
            ValueError, TypeError: it did not.
        """
        data: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
        files = tuple(File(**one) for one in data.pop("files"))
        return cls(**data, files=files)


def read(update: Json, me: User) -> tuple[Incoming, Arrival] | None:
    """Return what an update asks to be answered, and how it is to be kept until then; or nothing.

    Raises:
        KeyError, TypeError, AttributeError: it is no update of the Bot API.
    """
    found = None
    joins, album = None, None
    sent_at = 0
    if query := update.get("callback_query"):
        found = _press(query)
    elif message := update.get("message"):
        found = _message(message, me)
        sent_at = message["date"] * 1000
        album = message.get("media_group_id")
        joins = _joins(found, album) if found else None
    if found is None:
        return None
    waits = joins is not None and (found.forwarded or album is not None or len(found.text or "") >= CUT_BY_APPS)
    return found, Arrival(update["update_id"], found.chat, found.dump(), sent_at, joins, waits)


def join(together: Sequence[Incoming]) -> Incoming:
    """Make one of what came together: the texts one below the other, the files side by side."""
    first, *_, last = (together[0], *together)
    texts = [one.text for one in together if one.text]
    kinds = [one.kind for one in together if one.kind and not one.files]
    files = tuple(file for one in together for file in one.files)
    text = "\n\n".join(texts) if texts else None
    kind = None if text or files else next(iter(kinds), first.kind)
    return replace(first, text=text, kind=kind, files=files, message=last.message)


def _joins(one: Incoming, album: str | None) -> str | None:
    """Name what a message is taken together with: the parts of one forwarding, of one album, of one long text."""
    if not one.private or (one.text or "").startswith("/"):
        return None
    if one.forwarded:
        return "forwarded"
    if album:
        return f"album {album}"
    return "text" if one.text and not one.files else None


def _press(query: Json) -> Incoming | None:
    message = query.get("message")
    if message is None:
        return None
    return Incoming(
        chat=message["chat"]["id"],
        private=message["chat"]["type"] == ChatType.PRIVATE,
        language=query["from"].get("language_code"),
        message=message["message_id"],
        pressed=query.get("data") or "",
        query=query["id"],
    )


def _message(message: Json, me: User) -> Incoming | None:
    private = message["chat"]["type"] == ChatType.PRIVATE
    if not private and not _addressed(message, me):
        return None
    files = _files(message) if private else ()
    text = (message.get("text") or message.get("caption")) if private else None
    kind = None if message.get("text") else _kind(message)
    if not text and not kind and private:
        return None
    return Incoming(
        chat=message["chat"]["id"],
        private=private,
        language=message.get("from", {}).get("language_code"),
        message=message["message_id"],
        text=text,
        kind=kind,
        forwarded="forward_origin" in message,
        files=files,
    )


def _files(message: Json) -> tuple[File, ...]:
    """Return the file that a message brings, a photo in its largest size."""
    if message.get("photo"):
        largest = max(message["photo"], key=lambda size: size["width"] * size["height"])
        return (File(largest["file_id"], largest.get("file_size")),)
    if (document := message.get("document")) and "animation" not in message:
        return (File(document["file_id"], document.get("file_size")),)
    return ()


def _kind(message: Json) -> str | None:
    """Name what a message without text holds; nothing for a service message such as a pinned one."""
    for kind in KINDS:
        if message.get(kind):
            return kind
    return None if message.keys() <= KNOWN else "other"


def _addressed(message: Json, me: User) -> bool:
    """Tell whether a message in a group speaks to the bot: its command, its name, or a reply to it."""
    if message.get("reply_to_message", {}).get("from", {}).get("id") == me.id:
        return True
    text, entities = ("text", "entities") if message.get("text") else ("caption", "caption_entities")
    units = message.get(text, "").encode("utf-16-le", "surrogatepass")
    return any(_names(entity, units, me) for entity in message.get(entities, ()))


def _names(entity: Json, units: bytes, me: User) -> bool:
    # Places are counted in UTF-16 units, of two bytes each.
    begin = entity["offset"] * 2
    words = units[begin : begin + entity["length"] * 2].decode("utf-16-le", "replace").lower()
    name = f"@{me.username}".lower()
    match entity["type"]:
        case MessageEntityType.BOT_COMMAND:
            return begin == 0 and ("@" not in words or words.endswith(name))
        case MessageEntityType.MENTION:
            return words == name
        case MessageEntityType.TEXT_MENTION:
            return bool(entity.get("user", {}).get("id") == me.id)
    return False
