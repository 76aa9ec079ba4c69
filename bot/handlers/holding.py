"""Which chats this process works on, where several processes share a database."""

import asyncio
from collections import defaultdict

from bot.storage.database import Database


class Holds:
    """Chats that this process holds; applying and sending each hold a chat, and it is let go after the last."""

    def __init__(self, database: Database) -> None:
        """Hold in this database's name."""
        self._database = database
        self._counts: dict[int, int] = defaultdict(int)
        self._locks: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def take(self, chat: int) -> bool:
        """Hold a chat; false where another process works on it."""
        if not self._database.shared:
            return True
        async with self._locks[chat]:
            if not self._counts[chat] and not await self._database.hold(chat):
                return False
            self._counts[chat] += 1
            return True

    async def let_go(self, chat: int) -> None:
        """Let a chat go."""
        if not self._database.shared:
            return
        async with self._locks[chat]:
            self._counts[chat] -= 1
            if not self._counts[chat]:
                del self._counts[chat]
                await self._database.let_go(chat)
        if chat not in self._counts and not self._locks[chat].locked():
            self._locks.pop(chat, None)
