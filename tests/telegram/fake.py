"""A small conversation for Telegram's tests: it counts, so that an answer given twice shows."""

import html
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.conversation.events import (
    Checked,
    Command,
    Enough,
    Event,
    Found,
    Handed,
    Pressed,
    Reading,
    Said,
    Sent,
    Who,
)
from bot.conversation.session import Session
from bot.exchange import Exchanged, Part
from bot.handlers.talk import Talk
from bot.wording.message import Choice, Message


class Speaker:
    def __init__(self, language: str) -> None:
        self.language = language

    def text(self, key: str, /, **values: object) -> str:
        return " ".join([f"[{self.language}:{key}] <&>", *map(str, values.values())])

    def menu(self) -> tuple[tuple[str, str], ...]:
        return (("help", "Help"),) if self.language == "en" else (("aide", "Aide"), ("help", "Aide"))


ROWS = ((Choice("More", "more", "primary"), Choice("Same", "same")), (Choice("Bad", "bad", "danger"),))


def parse(text: str, session: Session) -> Event:
    return Command(text[1:].split("@")[0]) if text.startswith("/") else Said(text)


def peruse(file: bytes, session: Session) -> Part:
    if b"crash" in file:
        raise ValueError("what somebody wrote, secret")
    if b"slow" in file:
        time.sleep(0.6)
    return Reading(who=Who(file.decode()))


def gather(parts: Sequence[Part], text: str, session: Session) -> Event:
    unread = [part for part in parts if isinstance(part, Sent)]
    contents = " + ".join(part.who.name for part in parts if isinstance(part, Reading) and part.who)
    if unread and not contents:
        return unread[-1]
    facts = {"sender_photo": Found("none", text)} if "no photo" in text else {}
    return Handed(Reading(facts), f"{contents} / {text}" if text else contents)


def answer(session: Session, event: Event) -> Exchanged:
    session = replace(session, cases=session.cases + 1)
    count = f"{session.language} {session.cases}"
    match event:
        case Command("long"):
            return Exchanged(session, (Message("<b>" + "\n\n".join(["word " * 150] * 12) + "</b>", ROWS),))
        case Command("broken"):
            return Exchanged(session, (Message(f"{count} <b>open <foo>tag"),))
        case Command("fail") | Pressed("bad"):
            raise ValueError("what somebody wrote, secret")
        case Pressed("more"):
            return Exchanged(session, (Message(f"<i>edited</i> {count}", ROWS, edit=True),), "a toast " * 40)
        case Pressed("same"):
            return Exchanged(session, (Message("start", ROWS, edit=True),))
        case Pressed(data):
            return Exchanged(session, (Message(f"{count} stale {html.escape(data)}"),))
        case Command("start"):
            return Exchanged(session, (Message("start", ROWS),))
        case Command(name):
            return Exchanged(session, (Message(f"{count} command {html.escape(name)}"),))
        case Said(text):
            return Exchanged(session, (Message(f"{count} said {html.escape(text)}"),))
        case Handed(_, text):
            return Exchanged(session, (Message(f"{count} read {html.escape(text)}"),))
        case Checked():
            raise AssertionError("nothing here is checked")
        case Enough(files, minutes, told, beside):
            words = [] if told else [Message(f"{count} enough {files} {minutes}")]
            return Exchanged(session, (*words, *([Message(f"{count} read {beside.text}")] if beside else [])))
        case Sent(kind):
            return Exchanged(session, (Message(f"{count} sent {kind}"),))


def dump(session: Session) -> dict[str, Any]:
    return {"language": session.language, "cases": session.cases}


def load(data: dict[str, Any]) -> Session:
    return Session(language=data["language"], cases=data["cases"])


TALK = Talk(
    answer,
    parse,
    peruse,
    gather,
    lambda data: data.startswith(b"slow"),
    {"en": Speaker("en"), "fr": Speaker("fr")},
    dump,
    load,
)
