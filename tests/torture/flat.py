"""`python -m tests.torture.flat`: what an update costs where few chats are stored, and where a million are."""

import argparse
import asyncio
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Final

from bot.conversation.session import Session
from bot.storage.database import Database, open_database
from bot.storage.records import Applied, Arrival, Codec
from bot.storage.rows import Rows
from bot.storage.sealing import Seal
from tests.telegram.fake import TALK

CODEC: Final = Codec(TALK.dump, TALK.load, Seal(bytes(32)))
BODY: Final = 600
"""Bytes of a session that fills the tables."""
KEY: Final = 60
REAL: Final = 2000
"""Chats, spread over the others, that updates come from."""
ROUND: Final = 100
"""Updates that are timed together: one database and then the other."""


def fill(file: Path, chats: int) -> list[int]:
    """Store so many chats, each with an update handled; return those whose sessions can be opened."""
    chance = random.Random(1)
    numbers = chance.sample(range(10**10), chats)
    open_database(f"sqlite:///{file}", CODEC).close()

    def bodies() -> Iterator[tuple[int, bytes, int]]:
        for number in numbers:
            yield number, os.urandom(BODY), int(time.time())

    with closing(sqlite3.connect(file)) as base, base:
        base.execute("PRAGMA synchronous=OFF")
        base.executemany("INSERT INTO keys VALUES (?, ?)", ((number, os.urandom(KEY)) for number in numbers))
        base.executemany("INSERT INTO sessions (chat_id, body, updated_at) VALUES (?, ?, ?)", bodies())
        base.executemany("INSERT INTO processed VALUES (?, ?)", ((number, 1) for number in range(chats)))
    real = chance.sample(numbers, min(REAL, chats))
    database = open_database(f"sqlite:///{file}", CODEC)
    asyncio.run(database.do(lambda rows: _begin(rows, real)))
    database.close()
    return real


def _begin(rows: Rows, chats: list[int]) -> None:
    for chat in chats:
        rows.forget(chat)
        rows.keep(chat, Session(language="en"))


async def timed(database: Database, chats: list[int], first: int) -> list[float]:
    """Take in, apply and mark some updates as sent, one after another; return the seconds of each."""
    took = []
    for update in range(first, first + ROUND):
        chat = random.choice(chats)
        arrival = Arrival(update, chat, b"x" * 300, 0)
        begin = time.perf_counter()
        await database.do(lambda rows, one=arrival: rows.take_in([one]))  # type: ignore[misc]
        out = await database.do(lambda rows, one=arrival: _apply(rows, one))  # type: ignore[misc]
        await database.do(lambda rows, number=out: rows.sent(number))  # type: ignore[misc]
        took.append(time.perf_counter() - begin)
    return took


def _apply(rows: Rows, one: Arrival) -> int:
    def work(before: Session | None) -> Applied:
        assert before is not None
        return Applied(replace(before, cases=before.cases + 1), [b"y" * 800])

    batch = rows.oldest(one.chat)
    assert batch is not None
    out = rows.apply(one.chat, batch.updates, work)
    assert out
    return out[0].number


def resident() -> float:
    """Return the megabytes that this process holds in memory; only Linux tells."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Print the median of both, and the ratio."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.flat", description=__doc__)
    parser.add_argument("--chats", type=int, nargs=2, default=[1000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="entregent-flat-") as folder:
        bases = []
        for count in given.chats:
            file = Path(folder) / f"{count}.db"
            chats = fill(file, count)
            bases.append((open_database(f"sqlite:///{file}", CODEC), chats, file))
        took: list[list[float]] = [[] for _ in bases]
        for number in range(given.rounds + 1):
            for (database, chats, _), times in zip(bases, took, strict=True):
                found = asyncio.run(timed(database, chats, 10**9 + number * ROUND))
                times += found if number else []  # the first round only warms up
        for (database, _, file), count, times in zip(bases, given.chats, took, strict=True):
            print(f"{count:>9} chats: {median(times) * 1e6:7.0f} us an update, file {file.stat().st_size / 1e6:.0f} MB")
            database.close()
        print(f"ratio {median(took[1]) / median(took[0]):.2f}; memory of this process {resident():.0f} MB")


if __name__ == "__main__":
    main()
