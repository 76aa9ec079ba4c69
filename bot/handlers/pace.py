"""The pace of all chats' messages together, where whoever runs the bot wants one.

Without one, messages go as fast as they come, and Telegram's own word ("again in so many seconds") is heeded.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable


class Pace:
    """Lets so many through a second, evenly and in the order in which they asked.

    A bucket with one token: what was not used is not saved up, so that no second sees more than was set.
    """

    def __init__(
        self,
        rate: float | None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Let `rate` a second through, all of them where there is none; `clock` in seconds never goes back."""
        self._gap = 1 / rate if rate else 0.0
        self._clock, self._sleep = clock, sleep
        self._due = -math.inf

    async def take(self) -> None:
        """Wait for one's turn; whoever gives up waiting leaves it unused."""
        if not self._gap:
            return
        now = self._clock()
        turn = max(self._due, now)
        self._due = turn + self._gap
        if turn > now:
            await self._sleep(turn - now)
