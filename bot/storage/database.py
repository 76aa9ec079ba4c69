"""Does work in transactions, off the event loop: one writer for SQLite, several connections for PostgreSQL."""

import asyncio
import contextlib
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from .migrating import migrate
from .rows import Codec, Rows

log = logging.getLogger(__name__)

T = TypeVar("T")

StoreError = SQLAlchemyError
"""What a database raises when it can't be read or written for the moment."""

MOST_IN_ONE: Final = 64
"""Pieces of work that share one commit, at most."""
CONNECTIONS: Final = 8
"""Connections to PostgreSQL that do work side by side."""
KNOWN: Final = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
"""The databases that can be used."""
POLLER: Final = -1
"""The number that whoever polls holds; chats' own numbers are never it."""


class AddressError(ValueError):
    """A database that can't be opened. The text is for whoever runs the bot."""


class Database(Protocol):
    """Where everything lives that must outlive the process."""

    shared: bool
    """Whether other processes may work on it at the same time."""

    async def do(self, work: Callable[[Rows], T]) -> T:
        """Do some work in a transaction, and return what it returns once that is committed.

        The work may be done again from the start where the transaction had to be rolled back.

        Raises:
            StoreError: nothing of it was kept.
        """

    async def hold(self, number: int) -> bool:
        """Try to be the only process that holds a number, until it is let go or the process ends."""

    async def let_go(self, number: int) -> None:
        """Let a number go that is held."""

    def close(self) -> None:
        """Finish what is under way and let go of everything."""


def open_database(url: str, codec: Codec) -> Database:
    """Open a database by its address, and bring its tables up to date.

    Raises:
        AddressError: the address is none, or the database can't be opened.
    """
    address = addressed(url)
    with opening():
        match address.get_backend_name():
            case "sqlite":
                return Sqlite(address, codec)
            case "postgresql":
                return Postgres(address, codec)
            case other:
                raise AddressError(f"DATABASE_URL: found {other}; {KNOWN} is what can be used")


def addressed(url: str) -> URL:
    """Take an address apart.

    Raises:
        AddressError: it is none.
    """
    try:
        return make_url(url)
    except ArgumentError:
        raise AddressError("DATABASE_URL: not an address; the default is sqlite:///entregent.db") from None


@contextlib.contextmanager
def opening() -> Iterator[None]:
    """Say in one sentence why a database can't be opened.

    Raises:
        AddressError: that sentence.
    """
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or type(error).__name__
        raise AddressError(f"DATABASE_URL: the database can't be opened ({_said(cause)})") from None


def _said(cause: object) -> object:
    """Return what a driver said, without the details that it adds."""
    found = cause.args[0] if isinstance(cause, Exception) and cause.args else cause
    return found.get("M", found) if isinstance(found, dict) else found


@dataclass(slots=True)
class _Piece:
    """One piece of work, and who waits for it."""

    work: Callable[[Rows], Any]
    loop: asyncio.AbstractEventLoop
    future: "asyncio.Future[Any]"
    outcome: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        if self.future.cancelled():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.outcome)


class Sqlite:
    """A SQLite file with one writer thread; whatever waits for it shares one commit."""

    shared = False

    def __init__(self, address: URL, codec: Codec) -> None:
        """Open the file, and make it where it is missing, for its owner alone."""
        self._codec = codec
        _make_private(address)
        self._engine = create_engine(
            address, poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": 10}
        )
        event.listen(self._engine, "connect", prepare)
        event.listen(self._engine, "begin", begin)
        try:
            migrate(self._engine, codec.seal)
        except BaseException:
            self._engine.dispose()
            raise
        self._waiting: queue.SimpleQueue[_Piece | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="writer", daemon=True)
        self._thread.start()

    async def do(self, work: Callable[[Rows], T]) -> T:
        """Do some work; it shares its commit with what others want at the same moment."""
        loop = asyncio.get_running_loop()
        piece = _Piece(work, loop, loop.create_future())
        self._waiting.put(piece)
        found: T = await piece.future
        return found

    async def hold(self, number: int) -> bool:
        """Hold: there is no other process."""
        return True

    async def let_go(self, number: int) -> None:
        """Let go."""

    def close(self) -> None:
        """Finish what is under way and let go of the file."""
        self._waiting.put(None)
        self._thread.join()
        self._engine.dispose()

    def _write(self) -> None:
        while (first := self._waiting.get()) is not None:
            pieces = [first]
            ended = False
            while len(pieces) < MOST_IN_ONE and not ended:
                try:
                    piece = self._waiting.get_nowait()
                except queue.Empty:
                    break
                ended = piece is None
                if piece is not None:
                    pieces.append(piece)
            self._commit(pieces)
            _tell(pieces)
            if ended:
                return

    def _commit(self, pieces: list[_Piece]) -> None:
        """Do pieces of work in one transaction; should one fail, each in its own, so that it fails alone."""
        try:
            with self._engine.begin() as connection:
                rows = Rows(connection, self._codec)
                for piece in pieces:
                    piece.outcome = piece.work(rows)
            if rows.erased:
                self._empty_journal()
        except Exception as error:
            if len(pieces) == 1:
                pieces[0].error = error
                return
            for piece in pieces:
                self._commit([piece])

    def _empty_journal(self) -> None:
        # Pages as they were before stay in the journal until others take their place.
        try:
            with contextlib.closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except (SQLAlchemyError, sqlite3.Error) as error:  # a backup under way reads it: the next one does it
            log.warning("the journal could not be emptied (%s)", type(error).__name__)


def _tell(pieces: list[_Piece]) -> None:
    """Wake whoever waits, each event loop once."""
    for loop in {piece.loop for piece in pieces}:
        mine = [piece for piece in pieces if piece.loop is loop]
        try:
            loop.call_soon_threadsafe(_settle, mine)
        except RuntimeError:  # the loop has ended: nobody waits any more
            log.debug("work was done after its loop had ended")


def _settle(pieces: list[_Piece]) -> None:
    for piece in pieces:
        piece.settle()


class Postgres:
    """A PostgreSQL database: several connections here, and any number of other processes there."""

    shared = True

    def __init__(self, address: URL, codec: Codec) -> None:
        """Connect."""
        self._codec = codec
        self._engine = postgres_engine(address)
        try:
            migrate(self._engine, codec.seal)
        except BaseException:
            self._engine.dispose()
            raise
        self._threads = ThreadPoolExecutor(CONNECTIONS, "database")
        # What this process holds ends with this connection, whatever else happens.
        self._holder = ThreadPoolExecutor(1, "holder")
        self._holding: Connection | None = None
        self._held: set[int] = set()

    async def do(self, work: Callable[[Rows], T]) -> T:
        """Do some work in a transaction of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._do, work)

    async def hold(self, number: int) -> bool:
        """Try to hold a number, by an advisory lock of this process's own connection."""
        return await asyncio.get_running_loop().run_in_executor(self._holder, self._hold, number)

    async def let_go(self, number: int) -> None:
        """Let a number go."""
        await asyncio.get_running_loop().run_in_executor(self._holder, self._let_go, number)

    def close(self) -> None:
        """Finish what is under way and disconnect."""
        self._threads.shutdown()
        self._holder.shutdown()
        if self._holding is not None:
            self._holding.close()
        self._engine.dispose()

    def _do(self, work: Callable[[Rows], T]) -> T:
        with self._engine.begin() as connection:
            return work(Rows(connection, self._codec))

    def _hold(self, number: int) -> bool:
        if number in self._held:
            return False
        try:
            if self._holding is None:
                self._holding = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            got = bool(self._holding.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": number}))
        except SQLAlchemyError:
            self._lost()
            raise
        if got:
            self._held.add(number)
        return got

    def _let_go(self, number: int) -> None:
        if number not in self._held or self._holding is None:
            return
        self._held.discard(number)
        try:
            self._holding.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": number})
        except SQLAlchemyError:
            self._lost()

    def _lost(self) -> None:
        """Give up a connection that failed: what it held, others may hold now; rows have locks of their own."""
        if self._holding is not None:
            self._holding.invalidate()
            self._holding.close()
        self._holding = None
        self._held.clear()


def postgres_engine(address: URL) -> Engine:
    """Prepare connections to PostgreSQL.

    Raises:
        AddressError: the package that it needs is not installed.
    """
    try:
        return create_engine(
            address.set(drivername="postgresql+pg8000"),
            pool_size=CONNECTIONS + 1,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={"application_name": "entregent", "timeout": 10},
        )
    except ModuleNotFoundError:
        raise AddressError(
            'DATABASE_URL: PostgreSQL needs one more package: pip install "entregent[postgres]"'
        ) from None


def _make_private(address: URL) -> None:
    """Create the file so that its owner alone can read it; SQLite gives its other files the same mode."""
    if address.database and address.database != ":memory:" and not address.database.startswith("file:"):
        try:
            Path(address.database).touch(mode=0o600)
        except OSError as error:
            raise AddressError(f"DATABASE_URL: {address.database}: {error.strerror}") from None


def prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Set a new connection up: what was committed survives a power cut, what was erased is overwritten."""
    connection.isolation_level = None  # transactions begin where SQLAlchemy says, not at the driver's guess
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection) -> None:
    """Begin a transaction that may write."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
