"""The tables, and how their SQLite file is opened."""

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Engine, Integer, LargeBinary, MetaData, Table, Text, event
from sqlalchemy import create_engine as new_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool


class AddressError(ValueError):
    """A database that can't be opened. The text is for whoever runs the bot."""


tables: Final = MetaData()

sessions: Final = Table(
    "sessions",
    tables,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

processed: Final = Table(
    "processed",
    tables,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("handled_at", BigInteger, nullable=False, index=True),
)

inbox: Final = Table(
    "inbox",
    tables,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("key", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    Column("deadline", BigInteger, nullable=False),
    Column("joins", Text),
    Column("waits", Boolean, nullable=False),
    Column("sign", BigInteger),
)
"""What came and is not applied yet. Times in milliseconds of the epoch. What `joins` the same as the row before it,
while that one `waits`, is answered together with it; `sign` is the message that says the reading goes on."""

outbox: Final = Table(
    "outbox",
    tables,
    # SQLite gives out numbers by itself for INTEGER alone.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("key", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
"""What is to be sent, each chat's in the order of `id`."""


def open_sqlite(url: str) -> Engine:
    """Open a SQLite file for one thread at a time.

    Raises:
        AddressError: the address is none, or of another database, or the file can't be made.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise AddressError("DATABASE_URL: not an address; the default is sqlite:///entregent.db") from None
    if address.get_backend_name() != "sqlite":
        raise AddressError(f"DATABASE_URL: found {address.get_backend_name()}; sqlite:///FILE is what can be used")
    _make_private(address)
    # One connection, opened in the thread that makes the store and used in the writer thread only.
    engine = new_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": 10})
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
    pragmas = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "secure_delete=ON")
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
