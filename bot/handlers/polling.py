"""Long polling that confirms an update only after it was kept."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

from telegram.error import InvalidToken, RetryAfter

from bot.handlers.calls import PAUSES, Calls, seconds
from bot.handlers.incoming import ALLOWED, Json

log = logging.getLogger(__name__)

T = TypeVar("T")

LONG_POLL = 30
"""Seconds that Telegram holds an empty answer back."""


async def poll(calls: Calls, keep: Callable[[Sequence[Json]], Awaitable[None]], stopping: asyncio.Event) -> None:
    """Fetch updates and keep them until told to stop."""
    offset: int | None = None
    failures = 0
    while not stopping.is_set():
        try:
            updates = await unless(stopping, calls.updates(offset, LONG_POLL, ALLOWED)) or ()
            if updates:
                await keep(updates)
                offset = updates[-1]["update_id"] + 1
            failures = 0
        except InvalidToken:
            raise
        except Exception as error:  # network, server, another poller, a full disk: none is worth a crash
            pause = seconds(error) if isinstance(error, RetryAfter) else PAUSES[min(failures, len(PAUSES) - 1)]
            failures += 1
            log.warning("updates could not be fetched or kept (%s); again in %g s", type(error).__name__, pause)
            await unless(stopping, asyncio.sleep(pause))


async def unless(stopping: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Wait for some work, or give it up and return nothing once told to stop."""
    task = asyncio.ensure_future(work)
    stop = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for one in (task, stop):
            one.cancel()
        await asyncio.gather(task, stop, return_exceptions=True)
