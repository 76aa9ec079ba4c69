"""Changes the master key: every key in the database is put into the cipher of a new one.

Either all keys are the new master key's or none is, whenever the process ends: they change in one transaction.
The new key lies in a file before that and the old one after it, so that one of the two always opens everything,
and doing it again finishes what was cut short.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

from bot.conversation.session import dump, load

from .addresses import KNOWN, AddressError, addressed, opening
from .migrating import migrate
from .postgres import postgres_engine
from .records import Codec
from .rows import Rows
from .sealing import Seal, new_key_file, read_key
from .sqlite import begin, prepare

NEW: Final = ".new"
OLD: Final = ".old"
IN_USE: Final = "another process has the database open: stop it first, since it knows the old key only"


class RotationError(ValueError):
    """A key that can't be changed now. The text is for whoever runs the bot."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """The file of the key that opens everything now, that of the key before it, and what neither of them opens."""

    opens: Path
    before: Path | None
    lost: int


def rotate_file(url: str, file: Path) -> Rotated:
    """Put a new key in the place of the one in a file; the old one stays beside it.

    Raises:
        RotationError, KeyFileError, AddressError: nothing has changed, and it says why.
    """
    new, old = file.with_name(file.name + NEW), file.with_name(file.name + OLD)
    try:
        key = read_key(file)
    except FileNotFoundError:
        raise RotationError(f"ENTREGENT_KEY_FILE: {file}: there is no key to change") from None
    if old.exists() and read_key(old) != key:
        raise RotationError(f"{old} is there, from an earlier change: keep it with the backups it opens, or delete it")
    lost = rotate(url, key, new)
    _keep(file, old)
    _give(new, file)
    new.replace(file)
    _settle(file.parent)
    return Rotated(file, old, lost)


def rotate(url: str, key: bytes, file: Path) -> int:
    """Put every key into the cipher of the one in a file, which is made if it isn't there; return how many were lost.

    Raises:
        RotationError, KeyFileError, AddressError: the database is as it was, and it says why.
    """
    with _alone(url, Seal(key)) as rows:
        # The file is made last before it is used, so that a database that can't be opened leaves none behind.
        if file.exists() and not file.stat().st_size:  # an earlier change was cut short before it wrote a key
            file.unlink()
        with contextlib.suppress(FileExistsError):  # or after it
            new_key_file(file)
        new = read_key(file)
        _settle(file.parent)
        if new == key:
            raise RotationError(f"{file} holds the key in use: a new one is made where there is no file yet")
        total, lost = rows.rewrap(Seal(new))
        if total and lost == total:
            raise RotationError("the key opens nothing in the database: it is another database's")
    return lost


def _keep(file: Path, old: Path) -> None:
    """Copy a key file, readable by its owner alone."""
    if old.exists():
        return
    descriptor = os.open(part := old.with_name(old.name + ".part"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(file.read_bytes())
        out.flush()
        os.fsync(descriptor)
    _give(part, file)
    part.replace(old)
    _settle(old.parent)


def _give(path: Path, file: Path) -> None:
    """Give a file to the owner of another, for whom root may be doing this."""
    owner = file.stat()
    if hasattr(os, "chown") and (owner.st_uid, owner.st_gid) != (path.stat().st_uid, path.stat().st_gid):
        try:
            os.chown(path, owner.st_uid, owner.st_gid)
        except OSError as error:
            raise RotationError(f"{path} can't be given to the owner of {file} ({error.strerror})") from None


def _settle(folder: Path) -> None:
    """Wait until a folder's names are on the disk."""
    with contextlib.suppress(OSError):  # Windows opens no folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _alone(url: str, seal: Seal) -> Iterator[Rows]:
    """Open a database that no other process has open, for one transaction.

    Raises:
        RotationError: another process has it open.
        AddressError: it can't be opened.
    """
    address = addressed(url)
    shared = address.get_backend_name() == "postgresql"
    with opening():
        engine = postgres_engine(address) if shared else _sqlite_engine(address)
    try:
        with opening():
            try:
                migrate(engine, seal)
            except OperationalError as error:
                if not shared and "locked" in str(error.orig):
                    raise RotationError(IN_USE) from None
                raise
            with engine.begin() as connection:
                if shared:
                    others = connection.scalar(_OTHERS)
                    if others:
                        raise RotationError(IN_USE)
                    connection.execute(_KEEP_OUT)
                yield Rows(connection, Codec(dump, partial(load, facts={}), seal))
    finally:
        engine.dispose()


_OTHERS: Final = text(
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'entregent'"
    " AND datname = current_database() AND pid <> pg_backend_pid()"
)
_KEEP_OUT: Final = text("LOCK TABLE keys, inbox, outbox IN ACCESS EXCLUSIVE MODE")


def _sqlite_engine(address: URL) -> Engine:
    if address.get_backend_name() != "sqlite":
        raise AddressError(f"DATABASE_URL: found {address.get_backend_name()}; {KNOWN} is what can be used")
    if not address.database or not Path(address.database).is_file():
        raise AddressError(f"DATABASE_URL: {address.database}: there is no such file")
    engine = create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": 1})

    def alone(connection: object, record: object) -> None:
        # Set before the file is first read, it needs the file to itself, and keeps it.
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # type: ignore[attr-defined]
        prepare(connection, record)  # type: ignore[arg-type]

    event.listen(engine, "connect", alone)
    event.listen(engine, "begin", begin)
    return engine
