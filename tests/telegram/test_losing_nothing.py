"""Restarts, redelivery, refusals and a failing network."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, SettingsError
from bot.storage.database import StoreError
from bot.storage.rows import Rows
from bot.storage.statements import MOST_LOADED
from tests.telegram.bot_api import TOKEN, BotApi, Fault
from tests.telegram.conftest import Running
from tests.telegram.fake import TALK

pytestmark = pytest.mark.asyncio
ROOT = Path(__file__).parents[2]
PROGRAM = """
from bot.handlers.run import talk_on
from bot.settings import read_settings
from tests.telegram.fake import TALK
talk_on(read_settings(), TALK)
"""


async def test_redelivery_after_a_restart_answers_nothing_twice(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="one")
        first = api.last_update
        api.write(text="two")
        await api.answered(2)
    api.redeliver(first)
    api.write(text="three")
    async with running():
        await api.answered(3)
        await api.quiet()
    assert [message["text"] for message in api.messages[7]] == ["en 1 said one", "en 2 said two", "en 3 said three"]


async def test_an_update_is_confirmed_only_after_it_was_kept(
    api: BotApi, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in, failures = Rows.take_in, iter([True, True])

    def failing(rows: Rows, *arguments: Any) -> None:
        if next(failures, False):
            raise StoreError("disk full")
        take_in(rows, *arguments)

    monkeypatch.setattr(Rows, "take_in", failing)
    async with running():
        api.write(text="one")
        assert (await api.answered(1))[0]["text"] == "en 1 said one"
        await api.quiet()
    assert len(api.messages[7]) == 1


async def test_a_flood_limit_is_waited_for_and_holds_up_no_other_chat(api: BotApi, running: Running) -> None:
    api.faults["sendMessage"] = [Fault(429, 1, retry_after=1)]
    async with running():
        begin = asyncio.get_running_loop().time()
        api.write(7, "one")
        await api.until(lambda: bool(api.called("sendMessage")))
        api.write(8, "two")
        await api.answered(1, 8)
        assert asyncio.get_running_loop().time() - begin < 0.9
        assert not api.messages[7]
        await api.answered(1, 7)
        assert asyncio.get_running_loop().time() - begin >= 1


async def test_a_failing_server_is_tried_again(api: BotApi, running: Running) -> None:
    api.faults["getMe"] = [Fault(502, 1)]
    api.faults["getUpdates"] = [Fault(500, 2), Fault(409, 1), Fault(429, 1, retry_after=0.1)]
    api.faults["sendMessage"] = [Fault(500, 2)]
    async with running():
        api.write(text="one")
        await api.answered(1)
        await api.quiet()
    assert len(api.messages[7]) == 1


async def test_an_answer_outlasts_a_network_that_is_away_for_long(api: BotApi, running: Running) -> None:
    api.faults["sendMessage"] = [Fault(502, 20)]
    async with running():
        api.write(text="one")
        api.write(text="two")
        await api.answered(2)
    assert [message["text"] for message in api.messages[7]] == ["en 1 said one", "en 2 said two"]


async def test_what_is_said_while_the_network_is_away_for_long_comes_after_what_was_said_before(
    api: BotApi, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    for where in ("calls", "outgoing"):
        monkeypatch.setattr(f"bot.handlers.{where}.PAUSES", (0.01, 0.01, 0.5))
    api.faults["sendMessage"] = [Fault(502, 6)]
    async with running():
        api.write(text="one")
        await api.until(lambda: len(api.called("sendMessage")) == 4)  # a round of attempts, after which it waits
        api.write(text="two")
        await api.answered(2)
    assert [message["text"] for message in api.messages[7]] == ["en 1 said one", "en 2 said two"]


async def test_a_long_line_of_answers_outlasts_a_restart_in_its_order(api: BotApi, running: Running) -> None:
    api.faults["sendMessage"] = [Fault(502, 10**6)]
    texts = [f"n{number}" for number in range(3 * MOST_LOADED)]
    async with running():
        for text in texts[:-1]:
            api.write(text=text)
        await api.until(lambda: api.confirmed == api.last_update)
        await api.quiet()
    api.faults.clear()
    api.write(text=texts[-1])
    async with running():
        await api.answered(len(texts))
    assert [message["text"].split()[-1] for message in api.messages[7]] == texts


async def test_an_answer_that_the_server_never_takes_stops_its_chat_for_a_while_only(
    api: BotApi, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.handlers.outgoing.MOST_ROUNDS", 1)
    api.faults["sendMessage"] = [Fault(500, 14)]
    async with running():
        api.write(text="one")
        api.write(text="two")
        assert (await api.answered(1))[0]["text"] == "en 2 said two"


async def test_a_server_with_the_bare_methods_is_enough(api: BotApi, running: Running) -> None:
    for method in ("deleteWebhook", "setMyCommands", "setMyDescription", "setMyShortDescription"):
        api.faults[method] = [Fault(404, 99)]
    async with running():
        api.write(text="one")
        await api.answered(1)


async def test_somebody_who_blocked_the_bot_stops_nothing(api: BotApi, running: Running, written: Any) -> None:
    async with running():
        api.write(7, "one")
        await api.answered(1)
        api.blocked.add(7)
        api.write(7, "two")
        api.write(8, "three")
        await api.answered(1, 8)
        await api.until(lambda: bool(api.refusals))
        api.blocked.clear()
        api.write(7, "four")
        assert (await api.answered(2))[1]["text"] == "en 3 said four"
    assert "ERROR" not in written()
    assert "blocked" in written()


async def test_what_is_under_way_is_finished_when_told_to_stop(api: BotApi, running: Running) -> None:
    api.faults["sendMessage"] = [Fault(429, 1, retry_after=0.5)]
    async with running():
        api.write(text="one")
        await api.until(lambda: bool(api.called("sendMessage")))
    assert len(api.messages[7]) == 1


async def start(api: BotApi, folder: Path, **more: str) -> "asyncio.subprocess.Process":
    names = {"TELEGRAM_BOT_TOKEN": TOKEN, "BOT_API_URL": api.root + "/", "PYTHONPATH": str(ROOT)}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, cwd=folder, env={**os.environ, **names, **more}, stderr=subprocess.PIPE
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it_and_a_session_survives(api: BotApi, tmp_path: Path, number: signal.Signals) -> None:
    logged = b""
    for count in (1, 2):
        process = await start(api, tmp_path)
        api.write(text="a secret")
        assert (await api.answered(count))[-1]["text"] == f"en {count} said a secret"
        process.send_signal(number)
        logged += (await asyncio.wait_for(process.communicate(), 8))[1]
        assert process.returncode == 0
    assert b"secret" not in logged
    assert TOKEN.encode() not in logged
    assert b"Traceback" not in logged
    assert (tmp_path / "entregent.db").stat().st_mode & 0o077 == 0


async def test_killed_at_any_moment_nothing_is_lost_or_applied_twice_and_order_is_kept(
    api: BotApi, tmp_path: Path
) -> None:
    deaths = (1, 8, 25, 44)
    for number in range(60):
        api.write(7 + number % 5, f"number {number}")
    for answers in deaths:
        process = await start(api, tmp_path)
        await api.until(lambda answers=answers: sum(map(len, api.messages.values())) >= answers)  # type: ignore[misc]
        process.kill()
        await process.communicate()
    process = await start(api, tmp_path)
    for chat in range(7, 12):
        api.write(chat, "last")
        await api.until(lambda chat=chat: any("last" in one["text"] for one in api.messages[chat]))  # type: ignore[misc]
    process.terminate()
    await process.communicate()
    for chat in range(7, 12):
        said = [message["text"] for message in api.messages[chat]]
        expected = [f"en {count + 1} said number {chat - 7 + count * 5}" for count in range(12)] + ["en 13 said last"]
        assert list(dict.fromkeys(said)) == expected, "each is applied once, in order, and its answer sent"
        assert len(said) <= len(expected) + len(deaths), "only what was on its way at a death is sent again"


async def test_a_token_that_is_refused_is_said_in_one_sentence(api: BotApi, tmp_path: Path) -> None:
    process = await start(api, tmp_path, TELEGRAM_BOT_TOKEN="1:wrongwrongwrong")
    logged = (await process.communicate())[1].decode()
    assert "SettingsError: TELEGRAM_BOT_TOKEN: " in logged
    assert "wrongwrong" not in logged


async def test_no_token_is_said_before_anything_is_opened(tmp_path: Path) -> None:
    from bot.handlers.run import talk_on

    with pytest.raises(SettingsError, match="BotFather"):
        talk_on(Settings(database_url=f"sqlite:///{tmp_path}/x.db"), TALK)
    assert not list(tmp_path.iterdir())


async def test_the_owner_is_told_of_errors_without_a_word_of_anybodys(api: BotApi, running: Running) -> None:
    api.write(99, "I own this bot")
    async with running(owner=99):
        await api.answered(1, 99)
        api.write(text="/fail")
        sorry = (await api.answered(1))[0]["text"]
        notice = (await api.answered(2, 99))[1]["text"]
    assert sorry.split()[-1] in notice
    assert "ValueError" in notice
    assert "secret" not in notice


async def test_idle_sessions_end(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="one")
        await api.answered(1)
    async with running(idle_days=-1):
        await asyncio.sleep(0.1)
        api.write(text="two")
        await api.answered(2)
    assert api.messages[7][1]["text"] == "en 1 said two"
