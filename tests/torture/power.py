"""`python -m tests.torture.power`: what a power cut takes of SQLite's commits, `synchronous=NORMAL` beside `FULL`.

A killed process loses nothing in either: what it wrote is with the operating system. When the power goes, only
what was synced is sure to be on the disk. Here SQLite writes through a layer that keeps, beside each file, what
it held at its last sync; a power cut leaves that and nothing else, the worst that a disk which keeps its word
may do. What is left is opened by another SQLite, and the commits are counted.
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, Final, Literal, cast
from unittest.mock import patch

import apsw

from bot.storage.database import Database, open_database
from bot.storage.sqlite import prepare
from tests.torture.flat import CODEC, fill, timed

Mode = Literal["NORMAL", "FULL"]
MODES: Final[tuple[Mode, ...]] = ("NORMAL", "FULL")
BODY: Final = bytes(600)
"""What one commit adds: about as much as an update that is taken in."""
ROUND: Final = 100
"""Commits that are timed together: one mode and then the other."""

_names = count()


@dataclass(slots=True)
class _Durable:
    """A file as the disk holds it, and what was written since its last sync: bytes at an offset, or a new length."""

    held: bytearray | None = None
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        held = bytearray() if self.held is None else self.held
        for place, data in self.since:
            if data is None:
                del held[place:]
                continue
            held.extend(bytes(max(0, place - len(held))))
            held[place : place + len(data)] = data
        self.held = held
        self.since.clear()


class Disk(apsw.VFS):
    """The file system, with what each file held at its last sync beside it."""

    def __init__(self) -> None:
        self.name = f"disk {next(_names)}"
        self.files: dict[str, _Durable] = {}
        self.syncs = 0
        super().__init__(self.name, base="")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> "_File":  # noqa: N802 # SQLite's name
        return _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, syncdir)
        self.files.pop(filename, None)

    def cut(self, folder: Path) -> None:
        """Write what a power cut would leave at this moment into a folder."""
        for name, durable in self.files.items():
            if durable.held is not None:
                (folder / Path(name).name).write_bytes(durable.held)


class _File(apsw.VFSFile):
    """One open file of a disk."""

    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk
        path = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        self._durable = disk.files.setdefault(path, _Durable())

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        self._durable.since.append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        super().xTruncate(newsize)
        self._durable.since.append((newsize, None))

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self._durable.sync()
        self._disk.syncs += 1


class _Connection(apsw.Connection):
    """A connection that can be set up as the program sets up its own."""

    isolation_level: str | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """What power cuts took of so many commits: the commits gone at each cut, and how often the disk was synced."""

    mode: Mode
    commits: int
    gone: tuple[int, ...]
    syncs: int


def lose(mode: Mode, commits: int, folder: Path, every: int, pages: int | None = None) -> Loss:
    """Commit so many times, cut the power after each so many commits, and count what is gone.

    `pages` are those that the journal holds before SQLite carries them over; where none is given, its own number.

    Raises:
        AssertionError: what is left is damaged, or holds a commit that came after one that is gone.
    """
    disk = Disk()
    folder.mkdir()
    gone = []
    with closing(_Connection(str(folder / "test.db"), vfs=disk.name)) as base:
        _set_up(base, mode, pages)
        for number in range(1, commits + 1):
            base.execute("INSERT INTO updates VALUES (?, ?)", (number, BODY))
            if number % every == 0:
                gone.append(number - _left(disk, number))
        syncs = disk.syncs
    return Loss(mode, commits, tuple(gone), syncs)


def _set_up(base: Any, mode: Mode, pages: int | None = None) -> None:
    prepare(cast("sqlite3.Connection", base), None)
    if mode != "FULL":
        base.execute(f"PRAGMA synchronous={mode}")
    if pages is not None:
        base.execute(f"PRAGMA wal_autocheckpoint={pages}")
    base.execute("CREATE TABLE updates (number INTEGER PRIMARY KEY, body BLOB)")
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _left(disk: Disk, most: int) -> int:
    with tempfile.TemporaryDirectory(prefix="entregent-power-") as name:
        disk.cut(Path(name))
        with closing(sqlite3.connect(Path(name) / "test.db")) as base:
            assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            numbers = [number for (number,) in base.execute("SELECT number FROM updates ORDER BY number")]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) <= most
    return len(numbers)


def speeds(folder: Path, commits: int) -> dict[Mode, float]:
    """Return the commits a second of both modes, on plain files, in rounds that take turns."""
    took: dict[Mode, list[float]] = {mode: [] for mode in MODES}
    bases = {mode: sqlite3.connect(folder / f"{mode}.db") for mode in MODES}
    for mode, base in bases.items():
        _set_up(base, mode)
    for start in range(0, commits, ROUND):
        for mode, base in bases.items():
            begin = time.perf_counter()
            for number in range(start, start + ROUND):
                base.execute("INSERT INTO updates VALUES (?, ?)", (number, BODY))
            took[mode].append(time.perf_counter() - begin)
    for base in bases.values():
        base.close()
    return {mode: ROUND / median(times) for mode, times in took.items()}


def update_speeds(folder: Path, rounds: int) -> dict[Mode, float]:
    """Return the updates a second of both modes, each taken in, applied and marked as sent, one after another."""
    took: dict[Mode, list[float]] = {mode: [] for mode in MODES}
    places = {mode: folder / f"updates {mode}.db" for mode in MODES}
    chats = {mode: fill(file, 100) for mode, file in places.items()}
    bases = {mode: _opened(file, mode) for mode, file in places.items()}
    for number in range(rounds):
        for mode, base in bases.items():
            took[mode] += asyncio.run(timed(base, chats[mode], 10**9 + number * 1000))
    for base in bases.values():
        base.close()
    return {mode: 1 / median(times) for mode, times in took.items()}


def _opened(file: Path, mode: Mode) -> Database:
    def set_up(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)
        connection.execute(f"PRAGMA synchronous={mode}")

    with patch("bot.storage.sqlite.prepare", set_up):
        return open_database(f"sqlite:///{file}", CODEC)


def _told(losses: Sequence[Loss]) -> Iterator[str]:
    yield f"{'':8} {'commits':>8} {'syncs':>7} {'cuts':>5} {'gone, most':>11} {'gone, mean':>11}"
    for one in losses:
        mean = sum(one.gone) / len(one.gone)
        yield f"{one.mode:8} {one.commits:8} {one.syncs:7} {len(one.gone):5} {max(one.gone):11} {mean:11.0f}"


def main() -> None:
    """Print what is lost and what it costs."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.power", description=__doc__)
    parser.add_argument("--commits", type=int, default=1000)
    parser.add_argument("--every", type=int, default=20, help="commits between two power cuts")
    parser.add_argument("--timed", type=int, default=3000, help="commits that are timed in each mode")
    parser.add_argument("--folder", type=Path, default=Path(), help="where to write: the disk that is measured")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="entregent-power-", dir=given.folder) as name:
        folder = Path(name)
        for line in _told([lose(mode, given.commits, folder / mode, given.every) for mode in MODES]):
            print(line)
        bare, whole = speeds(folder, given.timed), update_speeds(folder, given.timed // 100)
    for what, rates in (("bare commits", bare), ("whole updates", whole)):
        told = ", ".join(f"{mode} {rate:.0f} a second" for mode, rate in rates.items())
        print(f"{what}: {told}, FULL / NORMAL {rates['FULL'] / rates['NORMAL']:.2f}")


if __name__ == "__main__":
    main()
