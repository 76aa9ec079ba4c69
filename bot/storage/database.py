"""Does work in transactions, off the event loop: one writer for SQLite, several connections for PostgreSQL."""

from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from .addresses import KNOWN, AddressError, addressed, opening
from .postgres import Postgres
from .records import Codec
from .rows import Rows
from .sqlite import Sqlite

T = TypeVar("T")

StoreError = SQLAlchemyError
"""What a database raises when it can't be read or written for the moment."""

POLLER: Final = -1
"""The number that whoever polls holds; chats' own numbers are never it."""


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
