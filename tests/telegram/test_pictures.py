"""Pictures go out as photos below their captions, drawn just before; one that cannot be drawn leaves its words."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.charts.painter import PaintError, painter
from bot.conversation.events import Event
from bot.conversation.session import Session
from bot.exchange import Exchanged
from bot.handlers.deliveries import Delivery, deliveries
from bot.wording.message import Choice, Message
from tests.telegram.bot_api import BotApi, Fault
from tests.telegram.conftest import Running
from tests.telegram.fake import TALK

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'
DRAWN = (Message("<b>An</b> answer"), Message("What it shows &amp; says", ((Choice("Way", "way"),),), picture=SVG))


def answer(session: Session, _: Event) -> Exchanged:
    return Exchanged(session, DRAWN)


DRAWS = replace(TALK, answer=answer)


@pytest.mark.asyncio
async def test_a_picture_follows_its_answer_with_the_caption_above(api: BotApi, running: Running) -> None:
    async with running(DRAWS):
        api.write(text="/contacts")
        said, picture = await api.answered(2)
    assert said["text"] == "An answer"
    assert picture["caption"] == "What it shows & says"
    assert picture["show_caption_above_media"] is True
    assert (picture["photo"][0]["width"], picture["photo"][0]["height"]) == (30, 15)
    assert picture["reply_markup"]["inline_keyboard"] == [[{"text": "Way", "callback_data": "way"}]]
    assert not api.refusals


@pytest.mark.asyncio
async def test_a_picture_that_cannot_be_drawn_leaves_its_words(
    api: BotApi, running: Running, monkeypatch: pytest.MonkeyPatch, written: Callable[[], str]
) -> None:
    def fail(svg: str) -> bytes:
        raise PaintError("the process that draws has ended")

    monkeypatch.setattr(painter, "paint", fail)
    async with running(DRAWS):
        api.write(text="/contacts")
        said, words = await api.answered(2)
    assert (said["text"], words["text"]) == ("An answer", "What it shows & says")
    assert "reply_markup" in words
    assert not api.called("sendPhoto")
    assert "a picture was not sent" in written()


@pytest.mark.asyncio
async def test_a_picture_that_telegram_refuses_leaves_its_words(api: BotApi, running: Running) -> None:
    api.faults["sendPhoto"] = [Fault(400)]
    async with running(DRAWS):
        api.write(text="/contacts")
        _, words = await api.answered(2)
    assert words["text"] == "What it shows & says"


@pytest.mark.asyncio
async def test_a_picture_is_sent_again_while_the_server_fails(api: BotApi, running: Running) -> None:
    api.faults["sendPhoto"] = [Fault(502, times=2)]
    async with running(DRAWS):
        api.write(text="/contacts")
        _, picture = await api.answered(2)
    assert "photo" in picture
    assert len(api.called("sendPhoto")) == 3


@pytest.mark.asyncio
async def test_a_waiting_picture_is_kept_sealed(api: BotApi, running: Running, tmp_path: Path) -> None:
    api.faults["sendPhoto"] = [Fault(502, times=10_000)]
    async with running(DRAWS):
        api.write(text="/contacts")
        await api.until(lambda: bool(api.called("sendPhoto")))
        held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"<svg" not in held
    assert b"What it shows" not in held
    api.faults.clear()
    async with running(DRAWS):
        assert "photo" in (await api.answered(2))[1]


def test_a_delivery_keeps_its_picture() -> None:
    made = deliveries(DRAWN)
    assert [one.picture for one in made] == [None, SVG]
    assert [Delivery.load(one.dump()) for one in made] == made


def test_a_delivery_of_an_older_release_has_none() -> None:
    body = b'{"html": "a", "keyboard": null, "edits": null, "replies_to": null}'
    assert Delivery.load(body) == Delivery("a")


def test_words_beyond_a_caption_come_after_the_picture() -> None:
    first, *rest = deliveries((Message("word " * 400, picture=SVG),))
    assert first.picture == SVG
    assert len(first.html) <= 1024
    assert [one.picture for one in rest] == [None]
