"""Both databases, with a small session."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import create_engine, text

from bot.conversation.session import Session
from bot.storage.database import Database, open_database
from bot.storage.records import Codec
from bot.storage.rows import Rows
from bot.storage.sealing import Seal
from tests.storage.postgres import server

T = TypeVar("T")

KEY = bytes(32)
_names = itertools.count()


def dump(session: Session) -> dict[str, Any]:
    return {"language": session.language, "cases": session.cases}


def load(data: dict[str, Any]) -> Session:
    return Session(language=data["language"], cases=data["cases"])


def codec(key: bytes = KEY) -> Codec:
    return Codec(dump, load, Seal(key))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with server() as address:
        yield address


def fresh_postgres(address: str) -> str:
    """Make an empty database on a server, and return its address."""
    name = f"test{next(_names)}"
    admin = create_engine(
        f"{address}/postgres".replace("postgresql:", "postgresql+pg8000:"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return f"{address}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of one kind and then the other."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return fresh_postgres(request.getfixturevalue("postgres"))


class Opened:
    """A database whose work is waited for."""

    def __init__(self, address: str, key: bytes = KEY) -> None:
        self.address = address
        self.database: Database = open_database(address, codec(key))

    def do(self, work: Callable[[Rows], T]) -> T:
        async def done() -> T:
            return await self.database.do(work)

        return asyncio.run(done())

    def reopened(self, key: bytes = KEY) -> "Opened":
        self.close()
        return Opened(self.address, key)

    def close(self) -> None:
        self.database.close()


@pytest.fixture
def opened(address: str) -> Iterator[Opened]:
    one = Opened(address)
    yield one
    one.close()
