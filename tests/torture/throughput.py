"""`python -m tests.torture.throughput`: updates a second, beside two bots that keep nothing.

aiogram wants an older pydantic than ours: give the interpreter of its own environment with `--aiogram`.
"""

import argparse
import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.telegram.bot_api import TOKEN
from tests.torture.harness import ROOT, Plan, database, free_port
from tests.torture.load import Figures, Load
from tests.torture.peers import SECRET

PEOPLE: Final = 100
WARM: Final = 3.0
START: Final = 60.0
"""Seconds that a bot may take to start."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """One bot: a peer, or Entregent on a database with so many replicas; `small` with the counting conversation."""

    name: str
    peer: str | None = None
    small: bool = False
    postgres: bool = False
    replicas: int = 1


CONTESTANTS: Final = {
    "a": Contestant("the framework's run_webhook, nothing kept", "framework"),
    "b": Contestant("aiogram, memory storage", "aiogram"),
    "c": Contestant("Entregent, SQLite"),
    "c0": Contestant("the same without the conversation", small=True),
    "d1": Contestant("Entregent, PostgreSQL, one replica", postgres=True),
    "d2": Contestant("Entregent, PostgreSQL, two replicas", postgres=True, replicas=2),
}


async def run(one: Contestant, latency: float, seconds: float, folder: Path, address: str, python: str) -> Figures:
    """Start a bot, load it, and end it."""
    async with Load(latency, PEOPLE) as load, started(one, load, folder, address, python) as (hooks, _):
        return await load.measure(hooks, WARM, seconds)


@contextlib.asynccontextmanager
async def started(
    one: Contestant, load: Load, folder: Path, address: str, python: str
) -> AsyncIterator[tuple[tuple[str, ...], list[asyncio.subprocess.Process]]]:
    """Run a bot, while inside: where its updates go, and its processes."""
    ports = [free_port() for _ in range(one.replicas)]
    hooks = tuple(f"http://127.0.0.1:{port}/hook" for port in ports)
    processes = [
        await _start(one, hook, port, load.root, folder, address, python)
        for hook, port in zip(hooks, ports, strict=True)
    ]
    try:
        async with asyncio.timeout(START):
            while load.hooks < one.replicas:
                await asyncio.sleep(0.05)
        await asyncio.sleep(1)
        yield hooks, processes
    finally:
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _start(
    one: Contestant, hook: str, port: int, root: str, folder: Path, address: str, python: str
) -> asyncio.subprocess.Process:
    names = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "BOT_API_URL": root,
        "DATABASE_URL": address,
        "ENTREGENT_KEY": "07" * 32,
        "WEBHOOK_URL": hook,
        "WEBHOOK_SECRET": SECRET,
        "LISTEN": f"127.0.0.1:{port}",
        "PYTHONPATH": str(ROOT),
    }
    program = (
        ["tests.torture.peers", one.peer, str(port), root]
        if one.peer
        else ["tests.torture.victim"]
        if one.small
        else ["bot", "run"]
    )
    with (folder / "log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            python, "-m", *program, cwd=folder, env={**os.environ, **names}, stdout=log, stderr=log
        )


@contextlib.contextmanager
def place(one: Contestant) -> Iterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory(prefix="entregent-throughput-") as name:
        folder = Path(name)
        with database(Plan(0, 0, postgres=one.postgres), folder) as address:
            yield folder, address


def main() -> None:
    """Print a table for each latency, with ratios to the framework's own server."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.throughput", description=__doc__)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--latency", type=float, nargs="*", default=[0, 0.05], help="seconds of each call")
    parser.add_argument("--only", nargs="*", choices=list(CONTESTANTS), default=list(CONTESTANTS))
    parser.add_argument("--aiogram", metavar="PYTHON", help="an interpreter of an environment that has aiogram")
    given = parser.parse_args()
    pythons = {None: sys.executable, "framework": sys.executable, "aiogram": given.aiogram}
    for latency in given.latency:
        print(f"each call takes {latency * 1000:.0f} ms; {PEOPLE} people")
        print(f"{'':42} {'a second':>9} {'p50 ms':>8} {'p99 ms':>8} {'ratio':>6} {'answers':>8} {'lost':>5}")
        base: float | None = None
        for key in given.only:
            one = CONTESTANTS[key]
            python = pythons[one.peer]
            if python is None:
                continue
            with place(one) as (folder, address):
                found = asyncio.run(run(one, latency, given.seconds, folder, address, python))
            base = base or found.rate
            print(
                f"{key:3} {one.name:38} {found.rate:9.0f} {found.middle * 1000:8.1f} {found.slow * 1000:8.1f}"
                f" {found.rate / base:6.2f} {found.answers:8.2f} {found.unanswered:5}",
                flush=True,
            )


if __name__ == "__main__":
    main()
