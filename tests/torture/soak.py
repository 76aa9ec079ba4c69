"""`python -m tests.torture.soak`: a real conversation at a steady rate for an hour; memory and file handles over it."""

import argparse
import asyncio
import contextlib
import os
import sys
import time
from pathlib import Path
from typing import Final

from tests.torture.load import Load
from tests.torture.throughput import CONTESTANTS, PEOPLE, place, started

MINUTE: Final = 60.0


def _held(process: int) -> tuple[float, int]:
    """Return the megabytes that a process and its children hold, and how many files the process has open."""
    pids = [process, *map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())]
    pages = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6, len(os.listdir(f"/proc/{process}/fd"))


async def soak(contestant: str, rate: float, minutes: int) -> int:
    """Load a bot and print each minute what it holds; return how many updates were not answered."""
    one, lost = CONTESTANTS[contestant], 0
    async with Load(0.05, PEOPLE, pause=PEOPLE / rate) as load:
        with place(one) as (folder, address):
            async with started(one, load, folder, address, sys.executable) as (hooks, (process,)):
                print(f"{'minute':>6} {'MB':>8} {'files':>6} {'a second':>9} {'p50 ms':>7} {'p99 ms':>8} {'lost':>5}")
                begin = time.perf_counter()
                async for found in load.spans(hooks, MINUTE, minutes):
                    megabytes, files = _held(process.pid)
                    lost += found.unanswered
                    print(
                        f"{(time.perf_counter() - begin) / 60:6.0f} {megabytes:8.1f} {files:6} {found.rate:9.1f}"
                        f" {found.middle * 1000:7.1f} {found.slow * 1000:8.1f} {found.unanswered:5}",
                        flush=True,
                    )
    return lost


def main() -> None:
    """Read the options and soak."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.soak", description=__doc__)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--rate", type=float, default=50, help="updates a second")
    parser.add_argument("--of", choices=["c", "c0", "d1"], default="c")
    given = parser.parse_args()
    sys.exit(bool(asyncio.run(soak(given.of, given.rate, given.minutes))))


if __name__ == "__main__":
    main()
