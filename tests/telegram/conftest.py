"""The bot, running against the stand-in."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.handlers.logs import Redaction, prepare
from bot.handlers.run import serve
from bot.handlers.talk import Talk
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.records import Codec
from bot.storage.sealing import Seal
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.fake import TALK

Running = Callable[..., AbstractAsyncContextManager[None]]


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
def running(api: BotApi, tmp_path: Path) -> Running:
    """Return what starts the bot and stops it; each start opens the same database."""

    @contextlib.asynccontextmanager
    async def start(talk: Talk = TALK, **more: Any) -> AsyncIterator[None]:
        where = f"sqlite:///{tmp_path / 'test.db'}"
        settings = Settings(**{"token": TOKEN, "api_root": api.root, "database_url": where} | more)
        database = open_database(settings.database_url, Codec(talk.dump, talk.load, Seal(bytes(32))))
        stopping = asyncio.Event()
        bot = asyncio.create_task(serve(settings, talk, database, stopping))
        try:
            yield
        finally:
            stopping.set()
            await bot
            database.close()

    return start


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    for where in ("calls", "outgoing", "polling", "chats"):
        monkeypatch.setattr(f"bot.handlers.{where}.PAUSES", (0.05,) * 6)
    monkeypatch.setattr("bot.handlers.chats.SETTLED", 0.0)
    monkeypatch.setattr("bot.storage.rows.WAIT", 200)


@pytest.fixture
def written() -> Iterator[Callable[[], str]]:
    """Return what reads all that was logged, at every level that `run` leaves open."""
    root = logging.getLogger()
    lines: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler, level = Collect(), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    prepare(TOKEN)
    yield lambda: "\n".join(lines)
    root.removeHandler(handler)
    root.setLevel(level)
    for other in root.handlers:
        for one in [one for one in other.filters if isinstance(one, Redaction)]:
            other.removeFilter(one)
