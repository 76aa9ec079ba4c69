"""Lets a crowd write to the bot, kills it again and again, and counts what came of it."""

import asyncio
import contextlib
import os
import random
import signal
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine, text

from tests.storage.postgres import server
from tests.telegram.bot_api import TOKEN
from tests.torture.crowd import Crowd
from tests.torture.points import POINTS, VARIABLE
from tests.torture.tally import Tally, tally

ROOT: Final = Path(__file__).parents[2]
CHATS: Final = 40
LATEST: Final = 6.0
"""Seconds after which a process dies at the latest: its point may never come."""
LONGEST_MOMENT: Final = 0.8
"""Seconds of work after which a death at a random moment comes, at most."""
LATEST_PASSING: Final = {"mid_apply": 25, "before_send": 25, "after_send": 25}
"""The passing of a point at which a process dies, at most; of those not named, where one passing is for many, a few."""
FEW: Final = 4
QUIET: Final = 60.0
"""Seconds in which all that is left is answered after the last death."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is written, how often a process dies, and on what it runs."""

    updates: int
    deaths: int
    postgres: bool = False
    webhook: bool = False
    seed: int = 1

    @property
    def replicas(self) -> int:
        """Count the processes that run side by side."""
        return 2 if self.postgres else 1


@dataclass(slots=True)
class Outcome:
    """What was counted, and how the processes died: each point's deaths."""

    tally: Tally
    deaths: dict[str, int]
    seconds: float
    refusals: int


@dataclass(slots=True)
class _Run:
    plan: Plan
    folder: Path
    database: str
    crowd: Crowd
    ports: tuple[int, ...]
    chance: random.Random
    died: list[float] = field(default_factory=list)
    how: dict[str, int] = field(default_factory=dict)
    written: int = 0

    @property
    def ended(self) -> bool:
        return len(self.died) >= self.plan.deaths

    @property
    def due(self) -> int:
        """How many updates are to be written before the next death."""
        return (len(self.died) + 1) * self.plan.updates // (self.plan.deaths + 1)

    @property
    def idle(self) -> bool:
        """Tell whether all that is due was written and answered."""
        return self.written >= self.due and self.crowd.all_shown


def torture(plan: Plan, folder: Path) -> Outcome:
    """Carry out a plan; files go into the folder."""
    with database(plan, folder) as address:
        return asyncio.run(_torture(plan, folder, address))


async def _torture(plan: Plan, folder: Path, address: str) -> Outcome:
    ports = tuple(free_port() for _ in range(plan.replicas))
    targets = tuple(f"http://127.0.0.1:{port}/hook" for port in ports) if plan.webhook else ()
    begin = time.monotonic()
    async with Crowd(targets) as crowd:
        run = _Run(plan, folder, address, crowd, ports, random.Random(plan.seed))
        writing = asyncio.create_task(_write(run))
        lives = [asyncio.create_task(_live(run, replica)) for replica in range(plan.replicas)]
        try:
            await writing
            await _until(lambda: run.ended, 60 + LATEST * plan.deaths)
            with contextlib.suppress(TimeoutError):  # what is still missing then is counted as lost
                await _until(lambda: crowd.all_shown, QUIET)
        finally:
            for life in lives:
                life.cancel()
            await asyncio.gather(*lives, return_exceptions=True)
        found = tally(crowd.written, crowd.shown, run.died)
        return Outcome(found, run.how, time.monotonic() - begin, len(crowd.refusals))


async def _until(true: object, seconds: float) -> None:
    assert callable(true)
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


async def _write(run: _Run) -> None:
    """Write evenly over the deaths, in bursts: so much as each life is due, and the rest after the last."""
    while run.written < run.plan.updates:
        if run.written >= run.due:
            await asyncio.sleep(0.01)
            continue
        for _ in range(min(run.chance.randint(1, 8), run.due - run.written)):
            run.crowd.say(100 + run.chance.randrange(CHATS))
            run.written += 1
        await asyncio.sleep(run.chance.uniform(0, 0.03))


async def _live(run: _Run, replica: int) -> None:
    """Start a process over and over; it dies at a point or a moment, until there were deaths enough."""
    while True:
        doomed = not run.ended
        point = run.chance.choice([*POINTS, "moment", "moment", "moment"]) if doomed else None
        process = await _start(run, replica, point)
        try:
            how = await _end(run, process, point) if point is not None else "late"
            await process.wait()
        except asyncio.CancelledError:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), LATEST)
            raise
        if process.returncode != -signal.SIGKILL:
            raise RuntimeError(f"a process ended by itself, with {process.returncode}; see {run.folder}")
        run.died.append(time.monotonic())
        run.how[how] = run.how.get(how, 0) + 1


async def _end(run: _Run, process: asyncio.subprocess.Process, point: str) -> str:
    """Wait for the death that the process brings on itself, or kill it at a random moment of its work.

    Where nothing is left to do its point will not come any more: it dies then, `late`. Returns how it died.
    """
    if point == "moment":
        calls = len(run.crowd.calls)
        with contextlib.suppress(TimeoutError):
            await _until(lambda: len(run.crowd.calls) > calls or process.returncode is not None, LATEST)
        await asyncio.sleep(run.chance.uniform(0, LONGEST_MOMENT))
    else:
        with contextlib.suppress(TimeoutError):
            await _until(lambda: process.returncode is not None or run.idle, LATEST)
    if process.returncode is not None:
        return point
    process.kill()
    return point if point == "moment" else "late"


async def _start(run: _Run, replica: int, point: str | None) -> asyncio.subprocess.Process:
    names = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "BOT_API_URL": run.crowd.root,
        "DATABASE_URL": run.database,
        "ENTREGENT_KEY": "07" * 32,
        "PYTHONPATH": str(ROOT),
    }
    if run.plan.webhook:
        port = run.ports[replica]
        names |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "LISTEN": f"127.0.0.1:{port}"}
    if point is not None and point in POINTS:
        names[VARIABLE] = f"{point}:{run.chance.randint(1, LATEST_PASSING.get(point, FEW))}"
    with (run.folder / f"replica{replica}.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.torture.victim", cwd=run.folder, env={**os.environ, **names}, stderr=log
        )


@contextlib.contextmanager
def database(plan: Plan, folder: Path) -> Iterator[str]:
    """Make an empty database, and yield its address."""
    if not plan.postgres:
        yield f"sqlite:///{folder / 'torture.db'}"
        return
    with server() as address:
        admin = create_engine(
            f"{address}/postgres".replace("postgresql:", "postgresql+pg8000:"), isolation_level="AUTOCOMMIT"
        )
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE torture"))
        admin.dispose()
        yield f"{address}/torture"


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
