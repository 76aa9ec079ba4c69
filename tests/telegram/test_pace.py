"""The overall pace, by a clock that the tests turn, and through the stand-in."""

import asyncio
import heapq
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.pace import Pace
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import Running


class Time:
    """A clock, and those who sleep by it."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, len(self._sleepers), woken))
        await woken

    async def run(self, until: float) -> None:
        """Let time go by, each sleeper being woken when it is due."""
        await settle()
        while self._sleepers and self._sleepers[0][0] <= until:
            self.now, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)
            await settle()
        self.now = until


async def settle() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def passing(rate: float | None, asked: Sequence[float], given_up: frozenset[int] = frozenset()) -> list[float]:
    """Let callers ask at these moments, some giving up at once; return when each of the others was let through."""
    time, passed = Time(), dict[int, float]()
    pace = Pace(rate, time.clock, time.sleep)

    async def caller(number: int) -> None:
        await pace.take()
        passed[number] = time.now

    callers = []
    for number, moment in enumerate(sorted(asked)):
        await time.run(moment)
        callers.append(asyncio.ensure_future(caller(number)))
        await settle()
        if number in given_up:
            callers[-1].cancel()
    await time.run(1e9)
    await asyncio.gather(*callers, return_exceptions=True)
    return [passed[number] for number in sorted(passed)]


@pytest.mark.asyncio
async def test_the_first_goes_at_once_and_the_rest_evenly() -> None:
    assert await passing(4, [0, 0, 0, 0]) == [0, 0.25, 0.5, 0.75]


@pytest.mark.asyncio
async def test_nothing_is_saved_up_while_nobody_asks() -> None:
    assert await passing(2, [0, 100, 100, 100]) == [0, 100, 100.5, 101]


@pytest.mark.asyncio
async def test_without_a_pace_nobody_waits() -> None:
    assert await passing(None, [0] * 50) == [0] * 50


@pytest.mark.asyncio
async def test_whoever_gives_up_holds_up_nobody() -> None:
    assert await passing(1, [0, 0, 0], frozenset({1})) == [0, 2]


@given(st.integers(1, 40), st.lists(st.integers(0, 5000), max_size=80))
def test_no_second_sees_more_than_was_set_and_the_order_stays(rate: int, moments: list[int]) -> None:
    asked = sorted(moment / 1000 for moment in moments)
    passed = asyncio.run(passing(rate, asked))
    assert len(passed) == len(asked)
    assert passed == sorted(passed)
    assert all(late >= early for early, late in zip(asked, passed, strict=True))
    # Any one and the one so many places later are a second apart.
    assert all(later - one > 1 - 1e-6 for one, later in zip(passed, passed[rate:], strict=False))


@pytest.mark.asyncio
async def test_messages_and_edits_of_all_chats_keep_the_pace_that_is_set_and_presses_are_answered_at_once(
    api: BotApi, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = []

    async def take(self: Pace) -> None:
        taken.append(self._gap)

    monkeypatch.setattr(Pace, "take", take)
    async with running(sends_per_second=20.0):
        for chat in (7, 8, 9):
            api.write(chat, "/start")
        message = (await api.answered(1, 9))[0]
        api.press(message, "More", 9)
        await api.until(lambda: "edited" in message["text"] and bool(api.messages[7] and api.messages[8]))
        await api.quiet()
    assert taken == [1 / 20] * 4
    assert len(api.called("answerCallbackQuery")) == 1
