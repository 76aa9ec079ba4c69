"""One exchange, whole: what somebody typed or pressed becomes the messages that answer it.

Both the terminal and Telegram call this, and nothing else of the conversation. It is pure but for
the content, which is loaded once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

from bot.advice.facts import Known
from bot.content.load import Content
from bot.conversation import own_note, writing
from bot.conversation.events import Checked, Command, Event, Handed, Reading, Said, Sent
from bot.conversation.reply import Picture
from bot.conversation.respond import respond
from bot.conversation.session import Language, Session
from bot.reading.forwarded import Readers, UnreadError, read_file, read_words
from bot.reading.together import together
from bot.reviewing import NoteRefusedError, reviewed
from bot.wording.exported import exported
from bot.wording.message import Message

Part = Reading | Sent
"""What one file gave: what was read in it, or why it was not."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The session after an event, and what to say; `toast` answers a press of a button (at most 200 characters).

    `export` is to be handed over as JSON with the first message. `forget` says that everything held of the user
    is to be erased; `session` is then an empty one, for a room that keeps it in memory alone.
    """

    session: Session
    messages: tuple[Message, ...]
    toast: str | None = None
    export: Mapping[str, Any] | None = None
    forget: bool = False


def event_of(text: str, session: Session, content: Content) -> Event:
    """Turn a typed or pasted text into an event: a command, a note to check, or a text with what was read in it."""
    if text.startswith("/") and len(text) > 1 and not text[1].isspace():
        name, _, rest = text[1:].partition(" ")
        return Command(name.split("@")[0].lower(), rest.strip())
    me = {fact: entry.value for fact, entry in session.me.items()}
    reading, unread = Reading(), ""
    try:
        reading = read_words(text, content.readers, me)
    except UnreadError as error:
        unread = error.key
    note = own_note.note_in(text, reading, session, content.matter)
    if note is not None:
        return _checked(note, session, content)
    return Sent(unread) if unread and not writing.awaits(session) else Said(text, reading)


def _checked(note: str, session: Session, content: Content) -> Checked:
    plan = session.me.get("plan")
    try:
        return Checked(reviewed(note, content, session.language, None if plan is None else str(plan.value)))
    except NoteRefusedError as error:
        return Checked(None, str(error))


def event_of_files(files: Sequence[bytes], text: str, session: Session, content: Content) -> Event:
    """Turn files that came together, and what was written with them, into one event; waits for their readers."""
    return event_of_parts([part_of(file, session, content) for file in files], text, session, content)


def part_of(file: bytes, session: Session, content: Content) -> Part:
    """Read one file, of those that may have come together; waits for its reader."""
    return _part(partial(read_file, file), session, content)


def event_of_parts(parts: Sequence[Part], text: str, session: Session, content: Content) -> Event:
    """Turn what was read in files that came together, and what was written with them, into one event."""
    # What the user wrote comes first: where a file says otherwise, their words stand.
    if text.strip():
        parts = (_part(partial(read_words, text), session, content), *parts)
    readings = [part for part in parts if isinstance(part, Reading)]
    unread = [part for part in parts if isinstance(part, Sent)]
    if unread and not any(one.facts or one.people for one in readings):
        return unread[-1]
    return Handed(together(readings), text)


def _part(read: Callable[[Readers, Known], Reading], session: Session, content: Content) -> Part:
    try:
        return read(content.readers, {fact: entry.value for fact, entry in session.me.items()})
    except UnreadError as error:
        return Sent(error.key)


def exchange(session: Session, event: Event, content: Content) -> Exchanged:
    """Answer one event."""
    session, reply = respond(session, event, content.matter)
    speaker = content.speakers[session.language]
    messages = tuple(speaker.message(say) for say in reply.messages)
    if reply.picture is not None:
        messages = (*messages, pictured(reply.picture, session.language, content))
    toast = speaker.text(reply.toast) if reply.toast else None
    export = exported(session, speaker) if reply.effect == "export" else None
    return Exchanged(session, messages, toast, export, reply.effect == "forget")


def pictured(picture: Picture, language: Language, content: Content) -> Message:
    """Return a picture with its caption and its buttons."""
    charts, speaker = content.charts, content.speakers[language]
    caption = charts.caption(picture.kind, picture.advice, picture.known, language)
    svg = charts.svg(picture.kind, picture.advice, picture.known, language)
    return Message(escape(caption, quote=False), speaker.choices(picture.buttons), picture=svg)
