"""Webhooks, health and metrics, over real HTTP."""

import asyncio
import contextlib
import io
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.handlers.run import serve
from bot.settings import Settings, SettingsError
from bot.storage.database import StoreError, open_database
from bot.storage.records import Codec
from bot.storage.rows import Rows
from bot.storage.sealing import Seal
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.fake import TALK

pytestmark = pytest.mark.asyncio

SECRET = "a-secret_1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def settings(api: BotApi, tmp_path: Path) -> Settings:
    port = free_port()
    return Settings(
        token=TOKEN,
        api_root=api.root,
        database_url=f"sqlite:///{tmp_path / 'test.db'}",
        webhook_url=f"http://127.0.0.1:{port}/hook",
        webhook_secret=SECRET,
        listen_on=("127.0.0.1", port),
    )


@contextlib.asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[str]:
    database = open_database(settings.database_url, Codec(TALK.dump, TALK.load, Seal(bytes(32))))
    stopping = asyncio.Event()
    bot = asyncio.create_task(serve(settings, TALK, database, stopping))
    host, port = settings.listen
    root = f"http://{host}:{port}"
    try:
        for _ in range(200):
            if bot.done():
                break
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                if await status(f"{root}/healthz") == 200:
                    break
            await asyncio.sleep(0.02)
        yield root
    finally:
        stopping.set()
        await bot
        database.close()


async def status(url: str, **more: Any) -> int:
    timeout = aiohttp.ClientTimeout(total=2)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url, **more) as answer:
        return answer.status


async def post(url: str, body: bytes | io.BytesIO, secret: str | None = SECRET) -> int:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status


async def test_updates_come_by_webhook_and_are_answered(api: BotApi, settings: Settings) -> None:
    async with serving(settings):
        await api.until(lambda: api.hook is not None)
        for number in range(10):
            api.write(text=f"number {number}")
            await api.quiet(0)
        said = [message["text"] for message in await api.answered(10)]
    assert said == [f"en {number + 1} said number {number}" for number in range(10)]
    (asked,) = api.called("setWebhook")
    assert asked["secret_token"] == SECRET
    assert asked["allowed_updates"] == ["message", "callback_query"]
    assert not api.called("getUpdates")


async def test_an_update_that_can_not_be_kept_comes_again(
    api: BotApi, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in, failures = Rows.take_in, iter([True, True])

    def failing(rows: Rows, *arguments: Any) -> None:
        if next(failures, False):
            raise StoreError("disk full")
        take_in(rows, *arguments)

    monkeypatch.setattr(Rows, "take_in", failing)
    async with serving(settings):
        await api.until(lambda: api.hook is not None)
        api.write(text="one")
        assert (await api.answered(1))[0]["text"] == "en 1 said one"
        await api.quiet()
    assert len(api.messages[7]) == 1


@pytest.mark.parametrize("secret", [None, "", "another", "é"])
async def test_who_does_not_know_the_secret_is_refused(api: BotApi, settings: Settings, secret: str | None) -> None:
    update = {
        "update_id": 1,
        "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "x"},
    }
    async with serving(settings) as root:
        assert await post(f"{root}/hook", json.dumps(update).encode(), secret) == 401
        await asyncio.sleep(0.1)
    assert not api.messages[7]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b"{}"])
async def test_what_is_no_update_is_refused_and_stops_nothing(api: BotApi, settings: Settings, body: bytes) -> None:
    async with serving(settings) as root:
        assert await post(f"{root}/hook", body) == 400
        assert await post(f"{root}/hook", io.BytesIO(b"x" * 2_000_000)) in (400, 413)
        await api.until(lambda: api.hook is not None)
        api.write(text="hello")
        await api.answered(1)


async def test_other_places_are_not_there(settings: Settings) -> None:
    async with serving(settings) as root:
        assert await status(f"{root}/") == 404
        assert await status(f"{root}/hook") == 405


async def test_health_and_readiness(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(settings) as root:
        assert await status(f"{root}/healthz") == 200
        assert await status(f"{root}/readyz") == 200

        def dead(_: Rows) -> None:
            raise StoreError("gone")

        monkeypatch.setattr(Rows, "alive", dead)
        assert await status(f"{root}/readyz") == 503
        assert await status(f"{root}/healthz") == 200


async def test_metrics_count_and_name_nobody(api: BotApi, settings: Settings) -> None:
    async with serving(settings) as root:
        await api.until(lambda: api.hook is not None)
        api.write(text="Quillabamba")
        await api.answered(1)
        async with aiohttp.ClientSession() as session, session.get(f"{root}/metrics") as answer:
            text = await answer.text()
    numbers = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(numbers["entregent_updates_taken_in_total"]) >= 1
    assert float(numbers["entregent_messages_sent_total"]) >= 1
    assert "Quillabamba" not in text
    assert TOKEN not in text


async def test_a_port_that_is_taken_is_said(api: BotApi, settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(settings.listen)
        taken.listen()
        with pytest.raises(SettingsError, match=r"LISTEN: 127\.0\.0\.1:"):
            async with serving(settings):
                pass


async def test_a_certificate_that_can_not_be_used_is_said(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "cert.pem"
    file.write_text("no certificate")
    with pytest.raises(SettingsError, match="WEBHOOK_CERTIFICATE"):
        async with serving(replace(settings, certificate=file)):
            pass


async def test_health_is_answered_while_polling(api: BotApi, settings: Settings) -> None:
    async with serving(replace(settings, webhook_url=None)) as root:
        assert await status(f"{root}/readyz") == 200
        api.write(text="hello")
        await api.answered(1)
    assert api.called("getUpdates")
