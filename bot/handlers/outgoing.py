"""Messages as calls of the Bot API: each chat's in order, chats side by side."""

import asyncio
import json
import logging
import os
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram import Message as TelegramMessage
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.charts.painter import PaintError, painter
from bot.handlers import metrics
from bot.handlers.holding import Holds
from bot.handlers.logs import reference
from bot.handlers.markup import LONGEST, split
from bot.storage.database import Database, StoreError
from bot.storage.rows import MOST_LOADED, Unsent
from bot.wording.message import Message

log = logging.getLogger(__name__)

T = TypeVar("T")

PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Seconds between two attempts when the network or the server fails."""

MOST_ROUNDS = 1000
"""Rounds of attempts, each of some two minutes, after which a message is given up that no call brought through."""

LONGEST_TOAST = 200
LONGEST_CAPTION = 1024

HELD_BY_ANOTHER = 0.2
"""Seconds after which a chat that another process works on is tried again."""

os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns of its own attribute at every flood limit

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One call to make: a text and its buttons, in place of message `edits` or in reply to `replies_to`.

    With a `document` (its name and what it holds) or a `picture` (SVG) the text is its caption: at most 1,024
    characters.
    """

    html: str
    keyboard: InlineKeyboardMarkup | None = None
    edits: int | None = None
    replies_to: int | None = None
    document: tuple[str, str] | None = None
    picture: str | None = None

    def dump(self) -> bytes:
        """Write it as JSON."""
        data = {
            "html": self.html,
            "keyboard": self.keyboard and self.keyboard.to_dict(),
            "edits": self.edits,
            "replies_to": self.replies_to,
            "document": self.document,
            "picture": self.picture,
        }
        return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")

    @classmethod
    def load(cls, body: bytes) -> "Delivery":
        """Read what `dump` wrote.

        Raises:
            ValueError, KeyError, TypeError: it did not.
        """
        data = json.loads(body.decode("utf-8", "surrogatepass"))
        keyboard = data["keyboard"] and _keyboard_of(data["keyboard"]["inline_keyboard"])
        document, picture = data.get("document"), data.get("picture")  # older releases wrote none
        return cls(
            data["html"],
            keyboard,
            data["edits"],
            data["replies_to"],
            document and (document[0], document[1]),
            None if picture is None else str(picture),
        )


class Outbox:
    """Sends what the database holds: each chat's messages in order, chats side by side."""

    def __init__(self, bot: Bot, database: Database, holds: Holds) -> None:
        """Send through this bot."""
        self._bot, self._database, self._holds = bot, database, holds
        self._waiting: dict[int, deque[Unsent]] = {}
        self._sending: set[int] = set()
        self._to_load: set[int] = set()
        self._rounds: Counter[int] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, chat: int, messages: Iterable[Unsent]) -> None:
        """Send messages that the database holds, after those before them; returns at once."""
        if self._database.shared:
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
            return (await self._send(chat, delivery)).message_id
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
                found = await self._database.do(lambda rows: rows.unsent(chat))
                self._waiting[chat] = deque(found)
                if len(found) == MOST_LOADED:
                    self._to_load.add(chat)
            queue = self._waiting.get(chat)
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
            self._waiting.pop(chat, None)
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
            await self._bot.send_chat_action(chat, ChatAction.TYPING)
        except TelegramError as error:  # a sign is no more than that
            log.debug("no sign of life could be given (%s)", type(error).__name__)

    async def _deliver(self, chat: int, delivery: Delivery) -> None:
        if delivery.edits is not None and await self._edit(chat, delivery.edits, delivery):
            return
        await self._send(chat, delivery)

    async def _send(self, chat: int, delivery: Delivery) -> TelegramMessage:
        if delivery.document is not None:
            return await self._send_document(chat, delivery, *delivery.document)
        if delivery.picture is not None and (sent := await self._send_picture(chat, delivery, delivery.picture)):
            return sent
        replies_to = delivery.replies_to
        return await insist(
            lambda: self._bot.send_message(
                chat,
                delivery.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=delivery.keyboard,
                reply_parameters=ReplyParameters(replies_to, allow_sending_without_reply=True) if replies_to else None,
            )
        )

    async def _send_document(self, chat: int, delivery: Delivery, name: str, text: str) -> TelegramMessage:
        data = text.encode("utf-8", "surrogatepass")
        return await insist(
            lambda: self._bot.send_document(
                chat,
                data,
                filename=name,
                caption=delivery.html,
                parse_mode=ParseMode.HTML,
                reply_markup=delivery.keyboard,
            )
        )

    async def _send_picture(self, chat: int, delivery: Delivery, svg: str) -> TelegramMessage | None:
        """Draw a picture and send it below its caption; nothing where it cannot be drawn, or Telegram refuses it."""
        try:
            png = await asyncio.to_thread(painter.paint, svg)
            return await insist(
                lambda: self._bot.send_photo(
                    chat,
                    png,
                    filename="entregent.png",
                    caption=delivery.html,
                    parse_mode=ParseMode.HTML,
                    show_caption_above_media=True,
                    reply_markup=delivery.keyboard,
                )
            )
        except (PaintError, BadRequest) as error:
            log.error("%s: a picture was not sent; its caption is", reference(error))
            return None

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
        parts = split(message.html, LONGEST if message.picture is None else LONGEST_CAPTION)
        for number, part in enumerate(parts, 1):
            keyboard = _keyboard(message) if number == len(parts) else None
            edits = pressed if message.edit and number == 1 else None
            made.append(Delivery(part, keyboard, edits, picture=message.picture if number == 1 else None))
        if message.edit and parts:
            pressed = None
    return made


def _keyboard(message: Message) -> InlineKeyboardMarkup | None:
    if not message.choices:
        return None
    return _keyboard_of(
        [
            [
                {"text": choice.text}
                | ({"copy_text": {"text": choice.copy}} if choice.copy else {"callback_data": choice.data})
                | ({} if choice.style == "plain" else {"style": choice.style})
                for choice in row
            ]
            for row in message.choices
        ]
    )


def _keyboard_of(rows: Iterable[Iterable[Mapping[str, Any]]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[_button(**button) for button in row] for row in rows])


def _button(
    text: str,
    callback_data: str | None = None,
    url: str | None = None,
    copy_text: Mapping[str, str] | None = None,
    **more: str,
) -> InlineKeyboardButton:
    # As a keyword of its own, `style` would need version 22.7 of the library.
    copies = CopyTextButton(copy_text["text"]) if copy_text else None
    kwargs = dict(more) or None
    return InlineKeyboardButton(text, url=url, callback_data=callback_data, copy_text=copies, api_kwargs=kwargs)


async def insist(call: Callable[[], Awaitable[T]]) -> T:
    """Call until it comes through: wait as long as Telegram says, and longer each time the network fails.

    A call whose answer was lost on the way is made again, so that a message may come twice rather
    than not at all.
    """
    for pause in PAUSES:
        try:
            return await call()
        except RetryAfter as error:
            metrics.SLOWED.inc()
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
