"""A PostgreSQL database: several connections, and locks that other processes see."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from .addresses import AddressError
from .migrating import migrate
from .records import Codec
from .rows import Rows

T = TypeVar("T")

CONNECTIONS: Final = 8
"""Connections that do work side by side."""


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
