"""Telegram's updates as what reached the bot: a text, a press, or something that holds no text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from telegram import CallbackQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatType, MessageAttachmentType

ALLOWED = ["message", "callback_query"]
"""The kinds of update that are asked for: neither edited messages nor members that come and go."""

# An animation is a document too, and a venue a location: the narrower kind comes first.
KINDS: tuple[str, ...] = tuple(
    sorted((kind.value for kind in MessageAttachmentType), key=lambda kind: kind in ("document", "location"))
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing to answer: a `text`, the data that was `pressed`, or the `kind` of what was sent.

    `message` is the one whose button was pressed, or else the one that came. In a group there is
    only what was addressed to the bot.
    """

    updates: tuple[int, ...]
    chat: int
    private: bool
    language: str | None
    message: int | None = None
    text: str | None = None
    pressed: str | None = None
    kind: str | None = None
    query: str | None = None
    forwarded: bool = False
    album: str | None = None


def read(update: Update, me: User) -> Incoming | None:
    """Return what an update asks to be answered, or nothing."""
    if update.callback_query:
        return _press(update.update_id, update.callback_query)
    if update.message:
        return _message(update.update_id, update.message, me)
    return None


def join(arrivals: Iterable[Incoming]) -> list[Incoming]:
    """Make one of texts that were forwarded together, and one of the pictures of an album."""
    joined: list[Incoming] = []
    for one in arrivals:
        last = joined[-1] if joined else None
        if last and _joins(last) and _joins(one):
            joined[-1] = replace(last, updates=last.updates + one.updates, text=f"{last.text}\n\n{one.text}")
        elif last and last.kind and last.album and last.album == one.album:
            joined[-1] = replace(last, updates=last.updates + one.updates)
        else:
            joined.append(one)
    return joined


def _joins(one: Incoming) -> bool:
    return one.forwarded and one.private and one.text is not None and not one.text.startswith("/")


def _press(update: int, query: CallbackQuery) -> Incoming | None:
    if query.message is None:
        return None
    return Incoming(
        updates=(update,),
        chat=query.message.chat.id,
        private=query.message.chat.type == ChatType.PRIVATE,
        language=query.from_user.language_code,
        message=query.message.message_id,
        pressed=query.data or "",
        query=query.id,
    )


def _message(update: int, message: Message, me: User) -> Incoming | None:
    private = message.chat.type == ChatType.PRIVATE
    if not private and not _addressed(message, me):
        return None
    forwarded = message.forward_origin is not None
    text = message.text or (message.caption if forwarded else None)
    kind = None if text else _kind(message)
    if not text and not kind and private:
        return None
    return Incoming(
        updates=(update,),
        chat=message.chat.id,
        private=private,
        language=message.from_user.language_code if message.from_user else None,
        message=message.message_id,
        text=text,
        kind=kind,
        forwarded=forwarded,
        album=message.media_group_id,
    )


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


def by_chat(updates: Sequence[Update], me: User) -> dict[int, list[Incoming]]:
    """Sort what is to be answered by chat, in the order in which it came."""
    chats: dict[int, list[Incoming]] = {}
    for update in updates:
        one = read(update, me)
        if one is not None:
            chats.setdefault(one.chat, []).append(one)
    return chats
