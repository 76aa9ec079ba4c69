"""A short torture on both databases, and whether its tally sees what it looks for."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.storage.rows import MOST_TRIES
from tests.telegram.bot_api import TOKEN, BotApi
from tests.torture.crowd import Shown
from tests.torture.harness import ROOT, Plan, torture
from tests.torture.tally import Tally, tally
from tests.torture.victim import SETTLED


@pytest.mark.parametrize(
    "plan",
    [Plan(updates=240, deaths=4), Plan(updates=180, deaths=3, postgres=True, webhook=True, seed=2)],
    ids=["SQLite, polling", "PostgreSQL, two replicas, webhooks"],
)
def test_killed_at_any_point_it_loses_nothing_doubles_nothing_and_keeps_order(plan: Plan, tmp_path: Path) -> None:
    outcome = torture(plan, tmp_path)
    assert outcome.tally.updates == plan.updates
    assert sum(outcome.deaths.values()) >= plan.deaths
    assert outcome.tally.faults == 0, outcome
    assert outcome.refusals == 0


async def test_what_kills_the_process_is_set_aside_and_nothing_else_is(tmp_path: Path) -> None:
    async with BotApi() as api:
        for chat in range(7, 12):
            api.write(chat, "before")
        api.write(7, "/die")
        for chat in range(7, 12):
            api.write(chat, "after")
        names = {"TELEGRAM_BOT_TOKEN": TOKEN, "BOT_API_URL": api.root, "PYTHONPATH": str(ROOT), SETTLED: "0.2"}
        command = (sys.executable, "-m", "tests.torture.victim")
        for _ in range(1 + MOST_TRIES):
            process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env={**os.environ, **names})
            assert await asyncio.wait_for(process.wait(), 20) < 0
        process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env={**os.environ, **names})
        await api.until(
            lambda: all(
                api.messages[chat] and api.messages[chat][-1]["text"].endswith("after") for chat in range(7, 12)
            ),
            20,
        )
        process.terminate()
        await process.wait()
    for chat in range(8, 12):
        assert list(dict.fromkeys(one["text"] for one in api.messages[chat])) == ["en 1 said before", "en 2 said after"]
    poisoned = list(dict.fromkeys(one["text"] for one in api.messages[7]))
    assert [text.split()[0] for text in poisoned] == ["en", "[en:error.sorry]", "en"]


def shown(*texts: str) -> list[Shown]:
    return [Shown(10.0 * at, text) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "deaths", "expected"),
    [
        (("en 1 said n0", "en 2 stale n1", "en 3 said n2"), (), Tally(3)),
        (("en 1 said n0", "en 2 said n2"), (), Tally(3, lost=1)),
        (("en 1 said n0", "en 2 stale n1", "en 3 stale n1", "en 4 said n2"), (), Tally(3, applied_twice=1)),
        (("en 1 said n0", "en 3 stale n1", "en 4 said n2"), (), Tally(3, applied_twice=1)),
        (("en 1 said n0", "en 2 said n2", "en 3 stale n1"), (), Tally(3, out_of_order=1)),
        (("en 1 said n0", "[en:error.sorry] <&> A1", "en 2 said n2"), (), Tally(3, lost=1, set_aside=1)),
        (("en 1 said n0", "en 2 stale n1", "en 2 stale n1", "en 3 said n2"), (15.0,), Tally(3, sent_again=1)),
        (
            ("en 1 said n0", "en 2 stale n1", "en 2 stale n1", "en 3 said n2"),
            (5.0,),
            Tally(3, sent_again=1, sent_again_without_cause=1),
        ),
        (
            ("en 1 said n0", "en 2 stale n1", "en 3 said n2", "en 2 stale n1"),
            (25.0,),
            Tally(3, sent_again=1, sent_again_without_cause=1),
        ),
    ],
)
def test_the_tally_sees_what_went_wrong(texts: tuple[str, ...], deaths: tuple[float, ...], expected: Tally) -> None:
    assert tally({7: 3}, {7: shown(*texts)}, deaths) == expected
