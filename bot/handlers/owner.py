"""Tells the owner's chat of errors: the log's lines, which hold no word of anybody's, and not too often."""

import asyncio
import html
import logging
from collections import deque
from typing import Final

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import TelegramError

log = logging.getLogger(__name__)

PAUSE: Final = 60.0
"""Seconds between two notices; what happens meanwhile is told in one."""
MOST_LINES: Final = 20


class Notices(logging.Handler):
    """Collects errors from the log and sends them to one chat."""

    def __init__(self, bot: Bot, chat: int) -> None:
        """Write to this chat."""
        super().__init__(logging.ERROR)
        self._bot, self._chat = bot, chat
        self._lines: deque[str] = deque(maxlen=MOST_LINES)
        self._loop = asyncio.get_running_loop()
        self._some = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line, from whatever thread."""
        if record.name == __name__:
            return
        self._lines.append(f"{record.name}: {record.getMessage()}")
        self._loop.call_soon_threadsafe(self._some.set)

    async def run(self) -> None:
        """Send what was collected, until cancelled."""
        root = logging.getLogger()
        root.addHandler(self)
        try:
            while True:
                await self._some.wait()
                self._some.clear()
                text = html.escape("\n".join(self._lines), quote=False)
                self._lines.clear()
                try:
                    await self._bot.send_message(self._chat, f"<pre>{text}</pre>", parse_mode=ParseMode.HTML)
                except TelegramError as error:
                    log.warning("the owner could not be told (%s)", type(error).__name__)
                await asyncio.sleep(PAUSE)
        finally:
            root.removeHandler(self)
