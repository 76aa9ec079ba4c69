"""Telegram's updates as what reached the bot: a text, a press, files, or something that holds neither."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from telegram import CallbackQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatType, MessageAttachmentType

from bot.storage.rows import Arrival

ALLOWED = ["message", "callback_query"]
"""The kinds of update that are asked for: neither edited messages nor members that come and go."""

# An animation is a document too, and a venue a location: the narrower kind comes first.
KINDS: tuple[str, ...] = tuple(
    sorted((kind.value for kind in MessageAttachmentType), key=lambda kind: kind in ("document", "location"))
)

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


def read(update: Update, me: User) -> tuple[Incoming, Arrival] | None:
    """Return what an update asks to be answered, and how it is to be kept until then; or nothing."""
    found = None
    joins, album = None, False
    sent_at = 0
    if update.callback_query:
        found = _press(update.callback_query)
    elif update.message:
        found = _message(update.message, me)
        sent_at = int(update.message.date.timestamp() * 1000)
        album = update.message.media_group_id is not None
        joins = _joins(found, update.message.media_group_id) if found else None
    if found is None:
        return None
    waits = joins is not None and (found.forwarded or album or len(found.text or "") >= CUT_BY_APPS)
    return found, Arrival(update.update_id, found.chat, found.dump(), sent_at, joins, waits)


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


def _press(query: CallbackQuery) -> Incoming | None:
    if query.message is None:
        return None
    return Incoming(
        chat=query.message.chat.id,
        private=query.message.chat.type == ChatType.PRIVATE,
        language=query.from_user.language_code,
        message=query.message.message_id,
        pressed=query.data or "",
        query=query.id,
    )


def _message(message: Message, me: User) -> Incoming | None:
    private = message.chat.type == ChatType.PRIVATE
    if not private and not _addressed(message, me):
        return None
    files = _files(message) if private else ()
    text = (message.text or message.caption) if private else None
    kind = None if message.text else _kind(message)
    if not text and not kind and private:
        return None
    return Incoming(
        chat=message.chat.id,
        private=private,
        language=message.from_user.language_code if message.from_user else None,
        message=message.message_id,
        text=text,
        kind=kind,
        forwarded=message.forward_origin is not None,
        files=files,
    )


def _files(message: Message) -> tuple[File, ...]:
    """Return the file that a message brings, a photo in its largest size."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return (File(largest.file_id, largest.file_size),)
    if message.document and not message.animation:
        return (File(message.document.file_id, message.document.file_size),)
    return ()


def _kind(message: Message) -> str | None:
    """Name what a message without text holds; nothing for a service message such as a pinned one."""
    for kind in KINDS:
        if getattr(message, kind, None):
            return kind
    return "other" if message.api_kwargs else None


def _addressed(message: Message, me: User) -> bool:
    """Tell whether a message in a group speaks to the bot: its command, its name, or a reply to it."""
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.id == me.id:
        return True
    name = f"@{me.username}".lower()
    entities = message.parse_entities() if message.text else message.parse_caption_entities() if message.caption else {}
    return any(_names(entity, words.lower(), name, me) for entity, words in entities.items())


def _names(entity: MessageEntity, words: str, name: str, me: User) -> bool:
    match entity.type:
        case MessageEntity.BOT_COMMAND:
            return entity.offset == 0 and ("@" not in words or words.endswith(name))
        case MessageEntity.MENTION:
            return words == name
        case MessageEntity.TEXT_MENTION:
            return entity.user is not None and entity.user.id == me.id
    return False
