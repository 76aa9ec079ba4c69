"""Fair use: how many files one chat may have read within an hour. Texts are never counted.

The chats' turns need no list: a chat is answered in order and never has more than one file before the readers,
which take whoever came first. What is counted here is kept in memory: a process that starts counts from nothing,
and each replica counts the files that it reads itself.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.conversation.events import Enough

MOST: Final = 40
"""Files that are read of one chat within an hour. What came together is read together, though it go beyond."""
WITHIN: Final = 3600.0
"""Seconds of that hour."""
BURST: Final = 20.0
"""Seconds between two files that are refused, within which the second one needs no word of its own."""


@dataclass(slots=True)
class _Use:
    """What one chat had: when each file of the last hour was taken on, and when the last one was refused."""

    taken: deque[float] = field(default_factory=deque)
    refused: float = -math.inf


class Fair:
    """Counts what each chat has had read."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Count by a clock in seconds, which never goes back."""
        self._clock = clock
        self._uses: dict[int, _Use] = {}
        self._swept = clock()

    def take(self, chat: int, files: int) -> Enough | None:
        """Count files of a chat that are about to be read; where it has had its share, say so instead."""
        now = self._clock()
        self._sweep(now)
        use = self._uses.setdefault(chat, _Use())
        while use.taken and use.taken[0] <= now - WITHIN:
            use.taken.popleft()
        if len(use.taken) < MOST:
            use.taken.extend([now] * files)
            return None
        told = now - use.refused <= BURST
        use.refused = now
        again = use.taken[-MOST] + WITHIN - now
        return Enough(len(use.taken), max(1, math.ceil(again / 60)), told=told)

    def _sweep(self, now: float) -> None:
        """Forget, once an hour, the chats that have sent nothing for as long."""
        if now - self._swept >= WITHIN:
            self._swept = now
            self._uses = {chat: use for chat, use in self._uses.items() if use.taken[-1] > now - WITHIN}
