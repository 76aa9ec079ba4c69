"""What arrives together is one case and gets one answer."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import Running

pytestmark = pytest.mark.asyncio


def said(api: BotApi, chat: int = 7) -> list[str]:
    return [message["text"] for message in api.messages[chat]]


async def test_forwards_that_arrive_together_are_one_text(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="look:")
        api.forward(text="Marie Durand")
        api.forward(text="Recruiter")
        api.forward(8, "Other chat")
        api.forward(text="648 relations")
        api.forward(text="/start")
        await api.answered(3)
        await api.answered(1, 8)
        await api.quiet()
    assert said(api) == ["en 1 said look:", "en 2 said Marie Durand\n\nRecruiter\n\n648 relations", "start"]
    assert said(api, 8) == ["en 1 said Other chat"]


async def test_forwards_that_are_fetched_one_by_one_still_wait_for_each_other(api: BotApi, running: Running) -> None:
    async with running():
        for line in ("Marie Durand", "Recruiter", "648 relations"):
            fetched = api.confirmed
            api.forward(text=line)
            await api.until(lambda fetched=fetched: api.confirmed > fetched)  # type: ignore[misc]
        assert not said(api)
        await api.answered(1)
        api.forward(text="a late one")
        await api.answered(2)
    assert said(api) == ["en 1 said Marie Durand\n\nRecruiter\n\n648 relations", "en 2 said a late one"]


async def test_life_is_shown_while_forwards_are_waited_for(api: BotApi, running: Running) -> None:
    async with running():
        api.forward(text="Marie Durand")
        await api.until(lambda: bool(api.called("sendChatAction")))
        assert not said(api)
        await api.answered(1)


async def test_what_was_forwarded_long_apart_is_two_cases(api: BotApi, running: Running) -> None:
    now = int(time.time())
    api.forward(text="Marie Durand", date=now - 3600)
    api.forward(text="Paul Martin", date=now)
    async with running():
        await api.answered(2)
    assert said(api) == ["en 1 said Marie Durand", "en 2 said Paul Martin"]


async def test_a_paste_that_the_app_cut_is_one_text(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="a" * 3900)
        api.write(text="the rest")
        api.write(text="a question")
        await api.answered(2)
        await api.quiet()
    assert said(api)[0].endswith("a\n\nthe rest")
    assert said(api)[1] == "en 2 said a question"


async def test_a_press_does_not_wait_for_forwards_to_come(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="/start")
        message = (await api.answered(1))[0]
        api.forward(text="Marie Durand")
        api.press(message, "More")
        await api.until(lambda: "edited" in message["text"])
        assert said(api)[1:] == ["en 2 said Marie Durand"]


async def test_the_deadline_is_kept_by_the_store(
    api: BotApi, running: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.rows.WAIT", 3000)
    async with running():
        api.forward(text="Marie Durand")
        await api.until(lambda: api.confirmed >= api.last_update)
    assert not said(api), "the bot stopped before the deadline"
    with closing(sqlite3.connect(tmp_path / "test.db")) as file:
        (deadline,) = file.execute("SELECT deadline FROM inbox").fetchone()
    assert time.time() * 1000 < deadline
    async with running():
        api.forward(text="Recruiter")
        await api.until(lambda: api.confirmed >= api.last_update)
        assert not said(api)
        await api.answered(1)
    assert said(api) == ["en 1 said Marie Durand\n\nRecruiter"]
    assert time.time() * 1000 >= deadline
