"""Files: fetched, read out of the way of other chats, and answered."""

import asyncio
import time
from collections.abc import Callable

import pytest

from bot.handlers import chats
from tests.telegram.bot_api import BotApi, Fault
from tests.telegram.conftest import Running

pytestmark = pytest.mark.asyncio

MEGABYTE = 1024 * 1024


def said(api: BotApi, chat: int = 7) -> list[str]:
    return [message["text"] for message in api.messages[chat]]


async def test_a_document_is_read(api: BotApi, running: Running) -> None:
    async with running():
        api.send_file(b"a profile")
        assert (await api.answered(1))[0]["text"] == "en 1 read a profile"
        assert api.called("sendChatAction")


async def test_a_photo_is_read_in_its_largest_size_with_its_caption(api: BotApi, running: Running) -> None:
    async with running():
        api.send_photo(b"a picture", caption="I don't know her")
        assert (await api.answered(1))[0]["text"] == "en 1 read a picture / I don't know her"
    assert api.downloads == ["file0"]


async def test_an_album_is_one_case(api: BotApi, running: Running) -> None:
    async with running():
        for part in (b"one", b"two", b"three"):
            api.send_photo(part, media_group_id="m")
        await api.answered(1)
        await api.quiet()
    assert said(api) == ["en 1 read one + two + three"]


async def test_a_file_and_a_text_forwarded_together_are_one_case(api: BotApi, running: Running) -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}
    async with running():
        api.send_photo(b"a picture", forward_origin=origin)
        api.forward(text="her note")
        await api.answered(1)
        await api.quiet()
    assert said(api) == ["en 1 read a picture / her note"]


@pytest.mark.parametrize("told", [21 * MEGABYTE, 5_000_000_000])
async def test_a_file_that_is_too_large_is_refused_before_it_is_fetched(
    api: BotApi, running: Running, told: int
) -> None:
    async with running():
        api.send_file(b"x", size=told)
        assert (await api.answered(1))[0]["text"] == "en 1 sent too_large"
    assert not api.downloads
    assert not api.called("getFile")


async def test_a_file_whose_size_is_not_told_is_refused_by_the_server(api: BotApi, running: Running) -> None:
    async with running():
        api.send_file(bytes(21 * MEGABYTE), size=0)
        assert (await api.answered(1))[0]["text"] == "en 1 sent too_large"
    assert not api.downloads


async def test_a_file_that_is_gone_is_said(api: BotApi, running: Running) -> None:
    async with running():
        api.write(7, None, document={"file_id": "gone", "file_unique_id": "gone"})
        assert (await api.answered(1))[0]["text"] == "en 1 sent not_fetched"
        api.write(text="hello")
        assert (await api.answered(2))[1]["text"] == "en 2 said hello"


async def test_a_download_that_fails_is_tried_again(api: BotApi, running: Running) -> None:
    api.faults["getFile"] = [Fault(500, 2), Fault(429, 1, retry_after=0.1)]
    async with running():
        api.send_file(b"a profile")
        assert (await api.answered(1))[0]["text"] == "en 1 read a profile"


async def test_a_reader_that_fails_costs_one_answer_and_logs_no_word(
    api: BotApi, running: Running, written: Callable[[], str]
) -> None:
    async with running():
        api.send_file(b"crash")
        assert (await api.answered(1))[0]["text"] == "en 1 sent crashed"
        api.send_file(b"the next")
        assert (await api.answered(2))[1]["text"] == "en 2 read the next"
    assert "ValueError" in written()
    assert "secret" not in written()


async def test_a_slow_file_holds_up_no_other_chat_and_its_own_in_order(api: BotApi, running: Running) -> None:
    async with running():
        for _ in range(3):
            api.send_file(b"slow", 7)
        api.write(7, "after the files")
        await api.until(lambda: bool(api.downloads))
        began = time.monotonic()
        api.write(8, "hello")
        api.send_file(b"quick", 9)
        await api.answered(1, 8)
        await api.answered(1, 9)
        assert not api.messages[7]
        assert time.monotonic() - began < 0.6, "the slow file takes 0.6 s at least"
        await api.answered(4, 7)
    assert said(api) == [*(f"en {number} read slow" for number in (1, 2, 3)), "en 4 said after the files"]


async def test_a_press_is_answered_at_once_while_a_file_is_read(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="/start")
        message = (await api.answered(1))[0]
        api.send_file(b"slow")
        await api.until(lambda: bool(api.downloads))
        api.press(message, "More")
        await api.until(lambda: bool(api.called("answerCallbackQuery")))
        assert len(api.messages[7]) == 1, "the file is still being read"
        await api.until(lambda: "edited" in message["text"])
        await api.quiet()
    assert len(api.called("answerCallbackQuery")) == 1


async def test_a_long_reading_says_that_it_goes_on_and_is_replaced_by_the_answer(
    api: BotApi, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chats, "PATIENCE", 0.1)
    async with running():
        api.send_file(b"slow")
        message = (await api.answered(1))[0]
        assert "file.reading" in message["text"]
        await api.until(lambda: message["text"] == "en 1 read slow")
        await api.quiet()
    assert len(api.messages[7]) == 1


async def test_a_reading_that_was_broken_off_is_done_again(
    api: BotApi, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chats, "PATIENCE", 0.1)
    monkeypatch.setattr("bot.handlers.run.DRAIN", 0.05)
    async with running():
        api.send_file(b"slow")
        await api.answered(1)
    assert "file.reading" in said(api)[0]
    async with running():
        await api.until(lambda: said(api) == ["en 1 read slow"])
        await asyncio.sleep(0.1)
    assert said(api) == ["en 1 read slow"]


async def test_files_in_a_group_are_not_fetched(api: BotApi, running: Running) -> None:
    mention = [{"type": "mention", "offset": 0, "length": 14}]
    async with running():
        api.send_photo(b"a picture", -100123, caption="@entregent_bot", caption_entities=mention)
        assert "group.hint" in (await api.answered(1, -100123))[0]["text"]
    assert not api.downloads
