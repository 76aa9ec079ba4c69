"""Any sequence of deliveries, presses, crashes and refusals, in one process: what each chat shows in the end."""

import asyncio
import contextlib
import logging
import queue
import shutil
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Coroutine
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast
from unittest import mock

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from telegram import Bot, User
from telegram.error import BadRequest, Forbidden, RetryAfter, TimedOut
from telegram.request import RequestData

from bot.conversation.events import Event
from bot.conversation.session import Session
from bot.exchange import Exchanged
from bot.handlers.calls import Calls
from bot.handlers.chats import Chats
from bot.handlers.files import Files
from bot.handlers.holding import Holds
from bot.handlers.outgoing import Outbox
from bot.handlers.request import AiohttpRequest
from bot.storage.database import open_database
from bot.storage.records import Codec
from bot.storage.sealing import Seal
from bot.storage.sqlite import Sqlite
from tests.telegram.fake import TALK

T = TypeVar("T")

ME = User(1, "Entregent", is_bot=True, username="entregent_bot")
CODEC = Codec(TALK.dump, TALK.load, Seal(bytes(32)))
AT_ONCE = (0.001,) * 6
CHATS = st.sampled_from([7, 8, 9])


@cache
def empty_database() -> Path:
    """Make a database once: making its tables takes longer than a whole example."""
    path = Path(tempfile.mkdtemp(prefix="entregent-machine-")) / "empty.db"
    open_database(f"sqlite:///{path}", CODEC).close()
    return path


class FakeRequest:
    """Telegram, as far as sending goes: what each chat was shown, and what goes wrong with the next calls."""

    def __init__(self) -> None:
        self.shown: dict[int, list[str]] = defaultdict(list)
        self.blocked: set[int] = set()
        self.trouble: deque[str] = deque()
        self.refused: set[tuple[int, str]] = set()
        self.repeated: set[tuple[int, str]] = set()

    async def post(self, url: str, data: RequestData) -> Any:
        if url.endswith(("sendMessage", "editMessageText")):
            fields = data.parameters
            await self._show(int(str(fields["chat_id"])), str(fields["text"]))
        return {"message_id": 1}

    async def _show(self, chat: int, text: str) -> None:
        text = text.removeprefix("<b>").removesuffix("</b>")
        await asyncio.sleep(0)
        if chat in self.blocked:
            raise Forbidden("bot was blocked by the user")
        match self.trouble.popleft() if self.trouble else None:
            case "down":
                raise TimedOut
            case "flood":
                raise RetryAfter(0)
            case "refused":
                self.refused.add((chat, text))
                raise BadRequest("can't parse entities")
            case "answer lost":
                self.repeated.add((chat, text))
                self.shown[chat].append(text)
                raise TimedOut
        self.shown[chat].append(text)


class Losing(RuleBasedStateMachine):
    """Expects of each chat that its answers count from one on, each once and in order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="entregent-machine-"))
        shutil.copy(empty_database(), self.folder / "test.db")
        self.loop = asyncio.new_event_loop()
        self.patches = contextlib.ExitStack()
        for where in ("calls", "outgoing", "chats"):
            self.patches.enter_context(mock.patch(f"bot.handlers.{where}.PAUSES", AT_ONCE))
        self.patches.enter_context(mock.patch("bot.handlers.outgoing.MOST_LOADED", 2))
        self.patches.enter_context(mock.patch("bot.handlers.chats.SETTLED", 0.0))
        # Three deaths in the midst of the same update set it aside: `test_torture` has that.
        self.patches.enter_context(mock.patch("bot.handlers.chats.MOST_TRIES", 10**6))
        logging.disable(logging.CRITICAL)
        self.bot = FakeRequest()
        self.updates: list[dict[str, Any]] = []
        self.expected: dict[int, list[str]] = defaultdict(list)
        self.excused: set[tuple[int, str]] = set()
        self.content = "plain"

    @initialize()
    def start(self) -> None:
        self._open()

    @rule(chat=CHATS, kinds=st.lists(st.sampled_from(["said", "stale", "edited"]), min_size=1, max_size=5))
    def deliver(self, chat: int, kinds: list[str]) -> None:
        self._take_in([self._new(chat, kind) for kind in kinds])

    @rule(data=st.data(), count=st.integers(1, 4))
    def redeliver(self, data: st.DataObject, count: int) -> None:
        if self.updates:
            first = data.draw(st.integers(0, len(self.updates) - 1))
            self._take_in(self.updates[first : first + count])

    @rule(chat=CHATS)
    def press_twice(self, chat: int) -> None:
        """Press once, and have the press delivered by two requests at a time."""
        press = self._new(chat, "edited")
        self._run(self._both(press))

    @rule(chat=CHATS)
    def deliver_and_crash_at_once(self, chat: int) -> None:
        """Die as soon as the update may be confirmed."""
        self._take_in([self._new(chat, "said")])
        self._lose()
        self._open()

    @rule(steps=st.integers(0, 40), content=st.sampled_from(["plain", "bold"]))
    def crash(self, steps: int, content: str) -> None:
        """Lose what is in memory after some turns of the loop, and go on with other content."""
        self._run(self._turns(steps))
        self._lose()
        self.content = content
        self._open()

    @rule(trouble=st.lists(st.sampled_from(["down", "flood", "refused", "answer lost"]), min_size=1, max_size=3))
    def sends_fail(self, trouble: list[str]) -> None:
        self.bot.trouble.extend(trouble)

    @rule(calls=st.integers(7, 20))
    def the_network_is_away_for_long(self, calls: int) -> None:
        self.bot.trouble.extend(["down"] * calls)

    @rule(chat=CHATS)
    def block(self, chat: int) -> None:
        """Block the bot: whatever is not shown by now need not be."""
        self.bot.blocked.add(chat)
        self.excused |= {(chat, text) for text in self.expected[chat]}

    @rule(chat=CHATS)
    def unblock(self, chat: int) -> None:
        if chat in self.bot.blocked:
            self._settle()
            self.bot.blocked.discard(chat)

    @rule(seconds=st.sampled_from([0.0, 0.002, 0.01]))
    def wait(self, seconds: float) -> None:
        self._run(asyncio.sleep(seconds))

    @rule()
    def settle(self) -> None:
        """Wait until nothing is left to do, and look."""
        self._settle()
        self._look()

    def teardown(self) -> None:
        try:
            self._settle()
            self._look()
        finally:
            self._lose()
            self.loop.close()
            self.patches.close()
            logging.disable(logging.NOTSET)
            shutil.rmtree(self.folder)

    def _look(self) -> None:
        for chat, expected in self.expected.items():
            shown = self.bot.shown[chat]
            once = [text for place, text in enumerate(shown) if not place or text != shown[place - 1]]
            assert len(set(once)) == len(once), f"shown again after another: {once}"
            spared = self.excused | self.bot.refused
            assert once == [text for text in expected if text in once or (chat, text) not in spared]
            again = {(chat, text) for place, text in enumerate(shown) if place and text == shown[place - 1]}
            assert again <= self.bot.repeated, "sent again though no answer was lost and nothing died"

    def _new(self, chat: int, kind: str) -> dict[str, Any]:
        number = len(self.expected[chat])
        update: dict[str, Any] = {"update_id": 1000 + len(self.updates)}
        user = {"id": chat, "is_bot": False, "first_name": "Ann", "language_code": "en"}
        message = {"message_id": 2, "date": 1, "chat": {"id": chat, "type": "private"}}
        if kind == "said":
            update["message"] = message | {"from": user, "text": f"n{number}", "date": int(time.time())}
        else:
            data = f"n{number}" if kind == "stale" else "more"
            call = {"id": str(update["update_id"]), "from": user, "chat_instance": "1", "data": data}
            update["callback_query"] = call | {"message": message}
        told = f"en {number + 1}" + ("" if kind == "edited" else f" {kind} n{number}")
        text = f"<i>edited</i> {told}" if kind == "edited" else told
        self.updates.append(update)
        self.expected[chat].append(text)
        if chat in self.bot.blocked:
            self.excused.add((chat, text))
        return update

    def _open(self) -> None:
        database = open_database(f"sqlite:///{self.folder / 'test.db'}", CODEC)
        self.database = cast("Sqlite", database)
        request = cast("AiohttpRequest", self.bot)
        holds, bot = Holds(database), Bot("1:a", request=request, get_updates_request=request)
        talk = replace(TALK, answer=self._answer)
        self.outbox = Outbox(Calls(request, request, ""), database, holds)
        self.files = Files(bot, talk)
        self.chats = Chats(talk, database, holds, self.outbox, self.files, ME)
        self._run(self.chats.resume())

    def _answer(self, session: Session, event: Event) -> Exchanged:
        """Answer as the small conversation does, in the wording of the content of the day."""
        answered = TALK.answer(session, event)
        if self.content == "plain":
            return answered
        return replace(answered, messages=tuple(replace(one, html=f"<b>{one.html}</b>") for one in answered.messages))

    def _take_in(self, updates: list[dict[str, Any]]) -> None:
        self._run(self.chats.take_in(updates))

    async def _both(self, update: dict[str, Any]) -> None:
        await asyncio.gather(self.chats.take_in([update]), self.chats.take_in([update]))

    async def _turns(self, steps: int) -> None:
        for _ in range(steps):
            await asyncio.sleep(0)

    def _settle(self) -> None:
        async def settled() -> None:
            for _ in range(2000):
                left = await self.database.do(lambda rows: rows.waiting())
                if not left and not self.chats._serving and not self.outbox._sending:
                    return
                await asyncio.sleep(0.002)
            raise AssertionError("something is never done")

        self._run(settled())

    def _lose(self) -> None:
        """End as a process ends that is killed: no task goes on, and no work that waits is done."""
        for chat, shown in self.bot.shown.items():
            self.bot.repeated.update((chat, text) for text in shown[-1:])  # it may not have been marked
        with contextlib.suppress(queue.Empty):
            while True:
                self.database._waiting.get_nowait()
        tasks = asyncio.all_tasks(self.loop)
        for alarm in self.chats._alarms.values():
            alarm.cancel()
        for task in tasks:
            task.cancel()
        self._run(_gathered(tasks))
        self.files.close()
        self.database.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)


async def _gathered(tasks: set["asyncio.Task[Any]"]) -> None:
    await asyncio.gather(*tasks, return_exceptions=True)


Losing.TestCase.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLosing = Losing.TestCase
