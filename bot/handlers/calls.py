"""Calls of the Bot API as plain data, over the framework's own request and with its own errors.

The framework's methods build an object for whatever goes out and comes back: at a call a message, that
takes six times as long as sending it. They serve where nobody waits, such as for the menu.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final, TypeVar

from telegram import InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.handlers import metrics
from bot.handlers.deliveries import Delivery
from bot.handlers.pace import Pace

T = TypeVar("T")

PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Seconds between two attempts when the network or the server fails."""

LONGEST_TOAST: Final = 200
NO_PREVIEW: Final = {"is_disabled": True}

os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns of its own attribute at every flood limit


class Calls:
    """The calls that answer people; each is made again until it comes through or is refused.

    Raises, all of them:
        TelegramError: as the framework's methods do.
    """

    def __init__(self, request: BaseRequest, polling: BaseRequest, root: str, pace: Pace | None = None) -> None:
        """Call over these requests, the second being kept for updates; `root` is the address with the token.

        What people are sent, edits too, keeps the pace, where there is one.
        """
        self._request, self._polling, self._root = request, polling, root
        self._pace = pace or Pace(None)

    async def updates(self, offset: int | None, seconds: float, kinds: list[str]) -> list[dict[str, Any]]:
        """Fetch the updates from a number on, for which Telegram waits so many seconds; once, whatever fails."""
        fields = {"offset": offset, "timeout": seconds, "allowed_updates": kinds}
        longest = seconds + (self._polling.read_timeout or 0)
        found = await self._polling.post(f"{self._root}/getUpdates", _data(fields), read_timeout=longest)
        return found if isinstance(found, list) else []

    async def send(self, chat: int, delivery: Delivery) -> int:
        """Send a text, or a document with its caption; return the message's number."""
        fields: dict[str, Any] = {"chat_id": chat, "parse_mode": ParseMode.HTML, "reply_markup": _markup(delivery)}
        if delivery.document is not None:
            name, text = delivery.document
            file = ("document", name, text.encode("utf-8", "surrogatepass"))
            return await self._sent("sendDocument", fields | {"caption": delivery.html}, file)
        fields |= {"text": delivery.html, "link_preview_options": NO_PREVIEW}
        if delivery.replies_to:
            fields["reply_parameters"] = {
                "message_id": delivery.replies_to,
                "allow_sending_without_reply": True,
            }
        return await self._sent("sendMessage", fields)

    async def send_picture(self, chat: int, delivery: Delivery, png: bytes) -> int:
        """Send a picture below its caption; return the message's number."""
        fields = {
            "chat_id": chat,
            "caption": delivery.html,
            "parse_mode": ParseMode.HTML,
            "show_caption_above_media": True,
            "reply_markup": _markup(delivery),
        }
        return await self._sent("sendPhoto", fields, ("photo", "entregent.png", png))

    async def edit(self, chat: int, message: int, delivery: Delivery) -> None:
        """Put a text in place of another."""
        fields = {
            "chat_id": chat,
            "message_id": message,
            "text": delivery.html,
            "parse_mode": ParseMode.HTML,
            "link_preview_options": NO_PREVIEW,
            "reply_markup": _markup(delivery),
        }
        await insist(lambda: self._paced("editMessageText", fields))

    async def answer_press(self, query: str, toast: str | None) -> None:
        """Take the clock off a button."""
        fields = {"callback_query_id": query, "text": toast[:LONGEST_TOAST] if toast else None}
        await insist(lambda: self._post("answerCallbackQuery", fields))

    async def show_life(self, chat: int) -> None:
        """Show for some seconds that an answer is on its way; tried once."""
        await self._post("sendChatAction", {"chat_id": chat, "action": "typing"})

    async def _sent(self, method: str, fields: Mapping[str, Any], file: tuple[str, str, bytes] | None = None) -> int:
        sent = await insist(lambda: self._paced(method, fields, file))
        return int(sent["message_id"])

    async def _paced(self, method: str, fields: Mapping[str, Any], file: tuple[str, str, bytes] | None = None) -> Any:
        await self._pace.take()
        return await self._post(method, fields, file)

    async def _post(self, method: str, fields: Mapping[str, Any], file: tuple[str, str, bytes] | None = None) -> Any:
        return await self._request.post(f"{self._root}/{method}", _data(fields, file))


def _data(fields: Mapping[str, Any], file: tuple[str, str, bytes] | None = None) -> RequestData:
    parameters = [RequestParameter(name, value, None) for name, value in fields.items() if value is not None]
    if file is not None:
        field, name, content = file
        parameters.append(RequestParameter(field, None, [InputFile(content, filename=name)]))
    return RequestData(parameters)


def _markup(delivery: Delivery) -> dict[str, Any] | None:
    return {"inline_keyboard": delivery.keyboard} if delivery.keyboard else None


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
