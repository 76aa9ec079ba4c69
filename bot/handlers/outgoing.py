"""What the database holds to be sent: each chat's in order, chats side by side."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Iterable
from typing import Final

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.charts.painter import PaintError, painter
from bot.handlers import metrics
from bot.handlers.calls import PAUSES, Calls
from bot.handlers.deliveries import Delivery
from bot.handlers.holding import Holds
from bot.handlers.logs import reference
from bot.storage.database import Database, StoreError
from bot.storage.records import Unsent
from bot.storage.statements import MOST_LOADED

log = logging.getLogger(__name__)

MOST_ROUNDS = 1000
"""Rounds of attempts, each of some two minutes, after which a message is given up that no call brought through."""

HELD_BY_ANOTHER: Final = 0.2
"""Seconds after which a chat that another process works on is tried again."""


class Outbox:
    """Sends what the database holds: each chat's messages in order, chats side by side."""

    def __init__(self, calls: Calls, database: Database, holds: Holds) -> None:
        """Send by these calls."""
        self._calls, self._database, self._holds = calls, database, holds
        self._waiting: dict[int, deque[Unsent]] = {}
        self._sending: set[int] = set()
        self._to_load: set[int] = set()
        self._behind: set[int] = set()
        """Chats for which the database may hold more than was looked up."""
        self._rounds: Counter[int] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, chat: int, messages: Iterable[Unsent]) -> None:
        """Send messages that the database holds, after those before them; returns at once."""
        if self._database.shared or chat in self._behind:
            self.wake(chat)
            return
        self._waiting.setdefault(chat, deque()).extend(messages)
        self._begin(chat)

    def drop(self, chat: int) -> None:
        """Send nothing of what waits for a chat; the database no longer holds it."""
        if queue := self._waiting.get(chat):
            queue.clear()

    def wake(self, chat: int) -> None:
        """Send whatever the database holds for a chat; returns at once."""
        self._to_load.add(chat)
        self._begin(chat)

    def answer_press(self, query: str, toast: str | None) -> None:
        """Take the clock off a button, however long the chat's messages must wait; returns at once."""
        self._start(self._answer_press(query, toast))

    def show_life(self, chat: int) -> None:
        """Show for some seconds that an answer is on its way; returns at once."""
        self._start(self._show_life(chat))

    async def send_now(self, chat: int, delivery: Delivery) -> int | None:
        """Send a message past the database, and return its number; nothing where it can't be sent."""
        try:
            return await self._calls.send(chat, delivery)
        except TelegramError as error:
            log.info("a sign of life could not be given (%s)", type(error).__name__)
            return None

    async def drain(self, seconds: float) -> None:
        """Wait for what is under way; the rest is for the next process."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _begin(self, chat: int) -> None:
        if chat not in self._sending:
            self._sending.add(chat)
            self._start(self._empty(chat))

    async def _empty(self, chat: int) -> None:
        failures = 0
        try:
            while self._waiting.get(chat) or chat in self._to_load:
                try:
                    if not await self._holds.take(chat):
                        await asyncio.sleep(HELD_BY_ANOTHER)
                        continue
                    try:
                        await self._send_all(chat)
                    finally:
                        await self._holds.let_go(chat)
                except StoreError as error:
                    pause = PAUSES[min(failures, len(PAUSES) - 1)]
                    failures += 1
                    log.warning("messages could not be read or marked (%s); again in %g s", type(error).__name__, pause)
                    self._to_load.add(chat)
                    await asyncio.sleep(pause)
        finally:
            self._waiting.pop(chat, None)
            self._sending.discard(chat)

    async def _send_all(self, chat: int) -> None:
        while True:
            if chat in self._to_load:
                self._to_load.discard(chat)
                found = await self._database.do(lambda rows: rows.unsent(chat, MOST_LOADED))
                self._waiting[chat] = deque(found)
                (self._behind.add if len(found) == MOST_LOADED else self._behind.discard)(chat)
            queue = self._waiting.get(chat)
            if not queue and chat in self._behind:
                self._to_load.add(chat)
                continue
            if not queue:
                return
            while queue and chat not in self._to_load:  # what is to be loaded may come before what was put meanwhile
                await self._send_one(chat, queue.popleft())

    async def _send_one(self, chat: int, message: Unsent) -> None:
        try:
            with metrics.SENDING.time():
                await self._deliver(chat, Delivery.load(message.body))
            metrics.SENT.inc()
        except Forbidden:
            metrics.NOT_SENT.labels("blocked").inc()
            log.info("a chat can't be written to any more: the bot was blocked or removed")
            self.drop(chat)
            await self._database.do(lambda rows: rows.drop_unsent(chat))
            return
        except Exception as error:  # one message that can't be sent must not hold up the next
            if isinstance(error, NetworkError | RetryAfter) and not isinstance(error, BadRequest):
                self._rounds[message.number] += 1
                if self._rounds[message.number] <= MOST_ROUNDS:
                    await self._later(chat, error)
                    return
            metrics.NOT_SENT.labels("refused").inc()
            log.error("%s: a message was not sent", reference(error))
        self._rounds.pop(message.number, None)
        await self._database.do(lambda rows: rows.sent(message.number))

    async def _later(self, chat: int, error: TelegramError) -> None:
        """Wait, and begin again at the chat's first message: the database holds what could not be sent."""
        log.warning("a message could not be sent yet (%s); again in %g s", type(error).__name__, PAUSES[-1])
        self._waiting[chat].clear()
        self._to_load.add(chat)
        await asyncio.sleep(PAUSES[-1])

    async def _show_life(self, chat: int) -> None:
        try:
            await self._calls.show_life(chat)
        except TelegramError as error:  # a sign is no more than that
            log.debug("no sign of life could be given (%s)", type(error).__name__)

    async def _deliver(self, chat: int, delivery: Delivery) -> None:
        if delivery.edits is not None and await self._edit(chat, delivery.edits, delivery):
            return
        if delivery.picture is not None and await self._send_picture(chat, delivery, delivery.picture):
            return
        await self._calls.send(chat, delivery)

    async def _send_picture(self, chat: int, delivery: Delivery, svg: str) -> bool:
        """Draw a picture and send it; false where it cannot be drawn, or Telegram refuses it."""
        try:
            await self._calls.send_picture(chat, delivery, await asyncio.to_thread(painter.paint, svg))
        except (PaintError, BadRequest) as error:
            log.error("%s: a picture was not sent; its caption is", reference(error))
            return False
        return True

    async def _edit(self, chat: int, message: int, delivery: Delivery) -> bool:
        """Put a text in place of another; false where Telegram refuses, since the message is too old or gone."""
        try:
            await self._calls.edit(chat, message, delivery)
        except BadRequest as error:
            return "not modified" in error.message
        return True

    async def _answer_press(self, query: str, toast: str | None) -> None:
        try:
            await self._calls.answer_press(query, toast)
        except BadRequest:
            log.debug("a press was answered too late")
        except Exception as error:  # the button's clock stops by itself after a while
            log.error("%s: a press was not answered", reference(error))
