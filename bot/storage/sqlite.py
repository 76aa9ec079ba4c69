"""A SQLite file: one writer, off the event loop, and work that comes together shares one commit."""

import asyncio
import contextlib
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from .addresses import AddressError
from .migrating import migrate
from .records import Codec
from .rows import Rows

log = logging.getLogger(__name__)

T = TypeVar("T")

MOST_IN_ONE: Final = 64
"""Pieces of work that share one commit, at most."""


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
