"""A terminal shows no pictures: it says how to draw one, and what it shows where nothing else says so."""

import io

from bot.conversation.events import Command, Event
from bot.conversation.session import Session
from bot.exchange import Exchanged
from bot.terminal.chat import converse
from bot.wording.message import Choice, Message
from tests.terminal.fake import SPEAKERS, counts, parse

PICTURE = Message("A line &amp; its words", ((Choice("The way", "way"),),), picture="<svg/>")


def answer(session: Session, event: Event) -> Exchanged:
    match event:
        case Command("both"):
            return Exchanged(session, (Message("The <b>answer</b>"), PICTURE))
        case Command("alone"):
            return Exchanged(session, (PICTURE,))
    return Exchanged(session, (Message("something else"),))


def transcript(typed: str) -> str:
    out = io.StringIO()
    converse(Session("en"), answer, parse, SPEAKERS, counts, stdin=io.StringIO(typed), stdout=out)
    return out.getvalue()


def test_beside_an_answer_the_picture_is_only_named() -> None:
    said = transcript("/both\n")
    assert "The answer" in said
    assert "[terminal.picture]" in said
    assert "A line" not in said
    assert "1 The way" in said


def test_asked_for_by_itself_it_is_told_in_words() -> None:
    said = transcript("/alone\n")
    assert "A line & its words" in said
    assert "[terminal.picture]" in said
    assert "<svg" not in said
