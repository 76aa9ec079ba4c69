"""Messages as calls of the Bot API: each chat's in order, chats side by side."""

import asyncio
import logging
import os
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.handlers.logs import reference
from bot.handlers.markup import split
from bot.wording.message import Message

log = logging.getLogger(__name__)

T = TypeVar("T")

PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Seconds between two attempts when the network or the server fails."""

LONGEST_TOAST = 200

os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns of its own attribute at every flood limit

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One call to make: a text and its buttons, in place of message `edits` or in reply to `replies_to`."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None
    edits: int | None = None
    replies_to: int | None = None


class Outbox:
    """What is still to be sent, by chat."""

    def __init__(self, bot: Bot) -> None:
        """Send through this bot."""
        self._bot = bot
        self._waiting: dict[int, deque[Delivery]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, chat: int, deliveries: Iterable[Delivery]) -> None:
        """Send these after whatever the chat still waits for; returns at once."""
        queue = self._waiting.get(chat)
        if queue is not None:
            queue.extend(deliveries)
            return
        self._waiting[chat] = deque(deliveries)
        self._start(self._empty(chat))

    def answer_press(self, query: str, toast: str | None) -> None:
        """Take the clock off a button, however long the chat's messages must wait; returns at once."""
        self._start(self._answer_press(query, toast))

    async def drain(self, seconds: float) -> None:
        """Wait for what is under way, then drop the rest."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _empty(self, chat: int) -> None:
        queue = self._waiting[chat]
        while queue:
            delivery = queue.popleft()
            try:
                await self._deliver(chat, delivery)
            except Forbidden:
                log.info("a chat can't be written to any more: the bot was blocked or removed")
                queue.clear()
            except Exception as error:  # one message that can't be sent must not hold up the next
                log.error("%s: a message was not sent", reference(error))
        del self._waiting[chat]

    async def _deliver(self, chat: int, delivery: Delivery) -> None:
        if delivery.edits is not None and await self._edit(chat, delivery.edits, delivery):
            return
        replies_to = delivery.replies_to
        await insist(
            lambda: self._bot.send_message(
                chat,
                delivery.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=delivery.keyboard,
                reply_parameters=ReplyParameters(replies_to, allow_sending_without_reply=True) if replies_to else None,
            )
        )

    async def _edit(self, chat: int, message: int, delivery: Delivery) -> bool:
        """Put a text in place of another; false where Telegram refuses, since the message is too old or gone."""
        try:
            await insist(
                lambda: self._bot.edit_message_text(
                    delivery.html,
                    chat,
                    message,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=NO_PREVIEW,
                    reply_markup=delivery.keyboard,
                )
            )
        except BadRequest as error:
            return "not modified" in error.message
        return True

    async def _answer_press(self, query: str, toast: str | None) -> None:
        try:
            await insist(lambda: self._bot.answer_callback_query(query, toast[:LONGEST_TOAST] if toast else None))
        except BadRequest:
            log.debug("a press was answered too late")
        except Exception as error:  # the button's clock stops by itself after a while
            log.error("%s: a press was not answered", reference(error))


def deliveries(messages: Iterable[Message], pressed: int | None = None) -> list[Delivery]:
    """Turn messages into calls; the first that is an edit takes the place of the message whose button was pressed."""
    made: list[Delivery] = []
    for message in messages:
        parts = split(message.html)
        for number, part in enumerate(parts, 1):
            keyboard = _keyboard(message) if number == len(parts) else None
            edits = pressed if message.edit and number == 1 else None
            made.append(Delivery(part, keyboard, edits))
        if message.edit and parts:
            pressed = None
    return made


def _keyboard(message: Message) -> InlineKeyboardMarkup | None:
    if not message.choices:
        return None
    return InlineKeyboardMarkup(
        [
            [
                # As a keyword of its own, `style` would need version 22.7 of the library.
                InlineKeyboardButton(
                    choice.text,
                    callback_data=choice.data,
                    api_kwargs=None if choice.style == "plain" else {"style": choice.style},
                )
                for choice in row
            ]
            for row in message.choices
        ]
    )


async def insist(call: Callable[[], Awaitable[T]]) -> T:
    """Call until it comes through: wait as long as Telegram says, and longer each time the network fails.

    A call whose answer was lost on the way is made again, so that a message may come twice rather
    than not at all.
    """
    for pause in PAUSES:
        try:
            return await call()
        except RetryAfter as error:
            wait = seconds(error)
        except BadRequest:  # a kind of NetworkError in this library, but no use to repeat
            raise
        except NetworkError:
            wait = pause
        await asyncio.sleep(wait)
    return await call()


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram wants us to wait."""
    period = error.retry_after
    return period.total_seconds() if isinstance(period, timedelta) else float(period)
