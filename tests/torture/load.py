"""A Bot API server that does next to nothing, and people who write as soon as they were answered."""

import asyncio
import contextlib
import itertools
import json
import random
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
from aiohttp import web

from tests.telegram.bot_api import BOT
from tests.torture.peers import SECRET

TEXTS: Final = (
    "Marie Durand\nRecruteuse dans le secteur bancaire\n648 relations\nParis",
    "Paul Martin\nSoftware engineer at Example\n500+ connections\n12 mutual connections",
    "I am a freelance looking for clients; a stranger wrote without a note",
    "Jeanne Petit vous invite à rejoindre son réseau. Bonjour, j'ai lu votre article sur les achats.",
)
LOST_AFTER: Final = 10.0
"""Seconds after which an update counts as never answered."""
ANSWERS: Final = ("sendMessage", "editMessageText", "sendPhoto", "sendDocument")


@dataclass(slots=True)
class Person:
    """One chat: what it waits for, and the buttons that it was last shown."""

    chat: int
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    buttons: tuple[str, ...] = ()
    said: int = 0
    toasted: bool = False
    """Whether a short text at the top of the screen answered, which may be all of the answer."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Updates answered a second, and seconds from the delivery to the call that answers, at 50 and 99 per cent."""

    rate: float
    middle: float
    slow: float
    unanswered: int
    answers: float
    """Messages that answered an update, on average."""


class Load:
    """The server and its people; `latency` is how long it takes over a call, in seconds."""

    def __init__(self, latency: float, people: int, pause: float = 0) -> None:
        """Be ready; everybody writes every `pause` seconds, or as soon as they were answered where that is later."""
        self._latency, self._pause = latency, pause
        self._people = {chat: Person(chat) for chat in range(1000, 1000 + people)}
        self._numbers = itertools.count(1)
        self._chance = random.Random(1)
        self._took: list[float] = []
        self._unanswered = 0
        self._answers = 0
        self.hooks = 0
        self.root = ""

    async def __aenter__(self) -> "Load":
        self._runner = web.ServerRunner(web.Server(self._serve, access_log=None))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024).start()
        self.root = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def measure(self, targets: tuple[str, ...], warm: float, seconds: float) -> Figures:
        """Let everybody write for some seconds, of which the first are not counted."""
        async with self._talking(targets):
            await asyncio.sleep(warm)
            return await self._counted(seconds)

    async def spans(self, targets: tuple[str, ...], seconds: float, count: int) -> AsyncIterator[Figures]:
        """Let everybody write, and tell what came of it in one span of time after another."""
        async with self._talking(targets):
            for _ in range(count):
                yield await self._counted(seconds)

    async def _counted(self, seconds: float) -> Figures:
        self._took, self._unanswered, self._answers = [], 0, 0
        begin = time.perf_counter()
        await asyncio.sleep(seconds)
        took, lasted = sorted(self._took), time.perf_counter() - begin
        if not took:
            raise RuntimeError("nothing was answered")
        count = len(took)
        middle, slow = took[count // 2], took[count * 99 // 100]
        return Figures(count / lasted, middle, slow, self._unanswered, self._answers / count)

    @contextlib.asynccontextmanager
    async def _talking(self, targets: tuple[str, ...]) -> AsyncIterator[None]:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            tasks = [asyncio.create_task(self._talk(one, session, targets)) for one in self._people.values()]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                for outcome in await asyncio.gather(*tasks, return_exceptions=True):
                    if isinstance(outcome, Exception):
                        raise outcome

    async def _talk(self, one: Person, session: aiohttp.ClientSession, targets: tuple[str, ...]) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
        while True:
            number = next(self._numbers)
            one.answered.clear()
            one.toasted = False
            body = json.dumps(self._update(one, number))
            begin = time.perf_counter()
            async with session.post(targets[number % len(targets)], data=body, headers=headers) as answer:
                if answer.status != 200:
                    raise RuntimeError(f"the bot answered {answer.status}")
            try:
                async with asyncio.timeout(LOST_AFTER):  # `wait_for` may lose a cancellation before Python 3.12
                    await one.answered.wait()
                self._took.append(time.perf_counter() - begin)
            except TimeoutError:
                self._unanswered += not one.toasted
            await asyncio.sleep(max(0.0, self._pause - (time.perf_counter() - begin)))

    def _update(self, one: Person, number: int) -> dict[str, Any]:
        """Write a description, then press three times; whoever shows no buttons gets a press all the same."""
        one.said += 1
        user = {"id": one.chat, "is_bot": False, "first_name": "Ann", "language_code": "fr"}
        chat = {"id": one.chat, "type": "private", "first_name": "Ann"}
        message: dict[str, Any] = {"message_id": number, "date": int(time.time()), "chat": chat}
        if one.said % 4 == 1:
            text = TEXTS[(one.said // 4) % len(TEXTS)]
            return {"update_id": number, "message": message | {"from": user, "text": text}}
        data = self._chance.choice(one.buttons) if one.buttons else "none"
        call = {"id": f"{one.chat}-{number}", "from": user, "chat_instance": "1", "data": data}
        shown = message | {"from": BOT, "text": "shown"}
        return {"update_id": number, "callback_query": call | {"message": shown}}

    async def _serve(self, request: web.BaseRequest) -> web.Response:
        method = request.path.rpartition("/")[2]
        given = await request.post()
        if self._latency and method in (*ANSWERS, "answerCallbackQuery"):
            await asyncio.sleep(self._latency)
        result: Any = True
        if method == "getMe":
            result = BOT | {"can_join_groups": True, "can_read_all_group_messages": False}
        elif method == "setWebhook":
            self.hooks += 1
        elif method == "answerCallbackQuery" and given.get("text"):
            self._people[int(str(given["callback_query_id"]).partition("-")[0])].toasted = True
        elif method in ANSWERS:
            chat = int(str(given["chat_id"]))
            result = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}, "text": "x"}
            self._answered(self._people[chat], str(given.get("reply_markup") or ""))
        return web.Response(text=json.dumps({"ok": True, "result": result}), content_type="application/json")

    def _answered(self, one: Person, markup: str) -> None:
        self._answers += 1
        rows = json.loads(markup)["inline_keyboard"] if markup.startswith("{") else []
        one.buttons = tuple(button["callback_data"] for row in rows for button in row if "callback_data" in button)
        one.answered.set()
