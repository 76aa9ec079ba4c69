"""Fetches the files that people send and has them read, out of the way of every other chat."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.conversation.events import Event, Handed, Sent
from bot.conversation.session import Session
from bot.exchange import Part
from bot.handlers import metrics
from bot.handlers.calls import insist
from bot.handlers.fair import Fair
from bot.handlers.incoming import File, Incoming
from bot.handlers.talk import Talk
from bot.reading.bounds import LARGEST
from bot.reading.worker import stop_workers

IN_HAND: Final = 16
"""Files that are fetched or wait in memory for their reader, at most."""
DOCUMENT_READERS: Final = 2


class Files:
    """The reading stage: everything here can be done again after a crash."""

    def __init__(self, bot: Bot, talk: Talk) -> None:
        """Fetch through this bot and read with this conversation's readers."""
        self._bot, self._talk = bot, talk
        self._fair = Fair()
        self._in_hand = asyncio.Semaphore(IN_HAND)
        # Pictures take seconds each, one after the other: they wait in a line of their own.
        self._pictures = ThreadPoolExecutor(1, "pictures")
        self._documents = ThreadPoolExecutor(DOCUMENT_READERS, "documents")

    def close(self) -> None:
        """Stop reading: whatever is being read is read again by the next process."""
        stop_workers()
        for executor in (self._pictures, self._documents):
            executor.shutdown(wait=False, cancel_futures=True)

    async def enough(self, one: Incoming, session: Session) -> Event | None:
        """Say that the chat has had its share of readings, where it has; else these count, and are to be read."""
        held = self._fair.take(one.chat, len(one.files))
        if held is None:
            return None
        metrics.FILES.labels("held").inc(len(one.files))
        written = await asyncio.to_thread(self._talk.gather, (), one.text or "", session)
        if isinstance(written, Handed) and (written.reading.facts or written.reading.people):
            held = replace(held, beside=written)
        return held

    async def event(self, one: Incoming, session: Session) -> Event:
        """Read the files that came, and what was written with them, as one event."""
        # Each waits for its turn anew, so that chats take turns however much one of them sent.
        parts = [await self._read(file, session) for file in one.files]
        return await asyncio.to_thread(self._talk.gather, parts, one.text or "", session)

    async def _read(self, file: File, session: Session) -> Part:
        async with self._in_hand, _timed():
            try:
                data = await self._fetched(file)
            except _NotFetchedError as error:
                metrics.FILES.labels("refused").inc()
                return Sent(error.key)
            readers = self._pictures if self._talk.is_slow(data) else self._documents
            part = await asyncio.get_running_loop().run_in_executor(readers, self._talk.peruse, data, session)
        metrics.FILES.labels("unread" if isinstance(part, Sent) else "read").inc()
        return part

    async def _fetched(self, file: File) -> bytes:
        if (file.size or 0) > LARGEST:  # Telegram would not hand it out
            raise _NotFetchedError("too_large")
        try:
            place = await insist(lambda: self._bot.get_file(file.id))
            return bytes(await insist(place.download_as_bytearray))
        except BadRequest as error:
            raise _NotFetchedError("too_large" if "too big" in error.message else "not_fetched") from None
        except TelegramError:
            raise _NotFetchedError("not_fetched") from None


@contextlib.asynccontextmanager
async def _timed() -> AsyncIterator[None]:
    with metrics.READING.time():
        yield


class _NotFetchedError(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
