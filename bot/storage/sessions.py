"""Sessions, and which updates were handled, in one SQLite file.

Everything here is synchronous and belongs to one thread: whoever calls from an event loop keeps an
executor of one thread for it.
"""

import json
import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import BigInteger, Column, Engine, MetaData, Table, Text, create_engine, delete, event, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from bot.conversation.session import Session

log = logging.getLogger(__name__)

REMEMBERED = 7 * 24 * 3600
"""Seconds that a handled update is remembered; Telegram hands one out again for at most 24 hours."""

StoreError = SQLAlchemyError
"""What a store raises when it can't be read or written for the moment."""


class AddressError(ValueError):
    """A database that can't be opened. The text is for whoever runs the bot."""


tables = MetaData()

sessions = Table(
    "sessions",
    tables,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

processed = Table(
    "processed",
    tables,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("handled_at", BigInteger, nullable=False, index=True),
)


class Store(Protocol):
    """Where sessions live."""

    def unhandled(self, updates: Sequence[int]) -> frozenset[int]:
        """Return those updates that were not handled before."""

    def session(self, chat: int) -> Session | None:
        """Return a chat's session, or nothing where there is none that can be read."""

    def save(self, updates: Sequence[int], chat: int | None = None, session: Session | None = None) -> None:
        """Keep the session and mark the updates as handled, both or neither."""

    def close(self) -> None:
        """Let go of the file."""


class SqliteStore:
    """A `Store` in a SQLite file; `dump` and `load` turn a session into plain data and back."""

    def __init__(
        self, url: str, dump: Callable[[Session], dict[str, Any]], load: Callable[[dict[str, Any]], Session]
    ) -> None:
        """Open the file, and make it and its tables where they are missing."""
        self._dump, self._load = dump, load
        self._engine = _engine(url)
        try:
            tables.create_all(self._engine)
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or type(error).__name__
            raise AddressError(f"DATABASE_URL: the file can't be opened ({cause})") from None

    def unhandled(self, updates: Sequence[int]) -> frozenset[int]:
        """Return those updates that were not handled before."""
        with self._engine.connect() as connection:
            done = connection.scalars(select(processed.c.update_id).where(processed.c.update_id.in_(updates)))
            return frozenset(updates) - frozenset(done)

    def session(self, chat: int) -> Session | None:
        """Return a chat's session, or nothing where there is none that can be read."""
        with self._engine.connect() as connection:
            body = connection.scalar(select(sessions.c.body).where(sessions.c.chat_id == chat))
        if body is None:
            return None
        try:
            return self._load(json.loads(body))
        except Exception as error:  # a body may be of any age and shape; its text stays out of the log
            log.warning("a session could not be read (%s) and begins afresh", type(error).__name__)
            return None

    def save(self, updates: Sequence[int], chat: int | None = None, session: Session | None = None) -> None:
        """Keep the session and mark the updates as handled, both or neither."""
        now = int(time.time())
        with self._engine.begin() as connection:
            if updates:
                connection.execute(insert(processed), [{"update_id": one, "handled_at": now} for one in updates])
                connection.execute(delete(processed).where(processed.c.handled_at < now - REMEMBERED))
            if chat is not None and session is not None:
                row = {"body": json.dumps(self._dump(session), ensure_ascii=False), "updated_at": now}
                keep = upsert(sessions).values(chat_id=chat, **row)
                connection.execute(keep.on_conflict_do_update(index_elements=["chat_id"], set_=row))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def _engine(url: str) -> Engine:
    try:
        address = make_url(url)
    except ArgumentError:
        raise AddressError("DATABASE_URL: not an address; the default is sqlite:///entregent.db") from None
    if address.get_backend_name() != "sqlite":
        raise AddressError(f"DATABASE_URL: found {address.get_backend_name()}; sqlite:///FILE is what can be used")
    _make_private(address)
    # One connection, opened in the thread that makes the store and used in the writer thread only.
    engine = create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": 10})
    event.listen(engine, "connect", _prepare)
    return engine


def _make_private(address: URL) -> None:
    """Create the file so that its owner alone can read it; SQLite gives its other files the same mode."""
    if address.database and address.database != ":memory:" and not address.database.startswith("file:"):
        try:
            Path(address.database).touch(mode=0o600)
        except OSError as error:
            raise AddressError(f"DATABASE_URL: {address.database}: {error.strerror}") from None


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")
