"""The stand-in with many people, who write and press numbered things; it notes what each is shown, and when."""

import asyncio
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.telegram.bot_api import BotApi, Json

REFUSED_FOR = 0.05
"""Seconds after which a delivery that was not taken is made again."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message that a chat shows, and when it came (seconds of a clock that only goes forward)."""

    at: float
    text: str


class Crowd(BotApi):
    """Updates wait here until they are fetched, or are posted to several processes in turn: one chat's in order."""

    def __init__(self, targets: tuple[str, ...] = ()) -> None:
        """Post to these addresses; wait to be asked where there is none."""
        super().__init__()
        self.targets = targets
        self.shown: dict[int, list[Shown]] = defaultdict(list)
        self.written: dict[int, int] = defaultdict(int)
        self._posts: dict[int, deque[Json]] = defaultdict(deque)
        self._posting: dict[int, asyncio.Task[None]] = {}
        self._turn = 0

    async def __aenter__(self) -> "Crowd":
        await super().__aenter__()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=100), timeout=aiohttp.ClientTimeout(total=5)
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._posting.values():
            task.cancel()
        await asyncio.gather(*self._posting.values(), return_exceptions=True)
        await self._session.close()
        await super().__aexit__()

    def say(self, chat: int) -> None:
        """Let somebody write their next number, or press it."""
        number = self.written[chat]
        self.written[chat] += 1
        if number % 3 == 1:
            old = {"message_id": 1, "date": 1, "chat": self.chats[chat], "text": "old"}
            self.press_data(old, f"n{number}", chat)
        else:
            self.write(chat, f"n{number}")

    @property
    def all_shown(self) -> bool:
        """Tell whether whatever was written last was answered, in every chat."""
        return not any(self._posts.values()) and all(
            self.shown[chat] and self.shown[chat][-1].text.endswith(f" n{count - 1}")
            for chat, count in self.written.items()
        )

    def _receive(self, update: Json) -> None:
        super()._receive(update)
        if not self.targets:
            return
        update = self._updates.pop()
        chat = (update.get("message") or update["callback_query"]["message"])["chat"]["id"]
        self._posts[chat].append(update)
        if chat not in self._posting:
            self._posting[chat] = asyncio.ensure_future(self._post_all(chat))
            self._posting[chat].add_done_callback(lambda _: self._posting.pop(chat))

    async def _post_all(self, chat: int) -> None:
        while self._posts[chat]:
            if not await self._post(self._posts[chat][0]):
                await asyncio.sleep(REFUSED_FOR)
                continue
            self._posts[chat].popleft()

    async def _post(self, update: Json) -> bool:
        if self.hook is None:
            return False
        self._turn += 1
        target = self.targets[self._turn % len(self.targets)]
        headers = {"X-Telegram-Bot-Api-Secret-Token": str(self.hook.get("secret_token", ""))}
        try:
            async with self._session.post(target, json=update, headers=headers) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _deliver(self) -> None:
        """Post nothing here: each chat's updates are posted in a task of their own."""

    async def _waiting(self, given: Json) -> list[Json]:
        self._updates = [one for one in self._updates if one["update_id"] > self.confirmed]
        return await super()._waiting(given)

    async def _send_message(self, given: Json) -> Json:
        message = await super()._send_message(given)
        self.shown[int(given["chat_id"])].append(Shown(time.monotonic(), message["text"]))
        return message


def numbers(text: str) -> tuple[int, int] | None:
    """Return how many updates a chat's answer has counted and which one it answers; nothing for an apology."""
    words: list[Any] = text.split()
    if len(words) < 3 or not words[1].isdecimal() or not words[-1][1:].isdecimal():
        return None
    return int(words[1]), int(words[-1][1:])
