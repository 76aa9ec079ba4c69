"""Applies what reached the bot: one chat strictly in order, chats side by side.

An update goes inbox, read, apply, outbox, send: it is kept before it is confirmed to Telegram, and each
stage can be taken up again after a crash.
"""

import asyncio
import contextlib
import html
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update, User

from bot.conversation.events import Event, Pressed, Sent
from bot.conversation.session import Language, Session, spoken
from bot.handlers import incoming
from bot.handlers.files import Files
from bot.handlers.incoming import Incoming, join
from bot.handlers.logs import reference
from bot.handlers.outgoing import PAUSES, Delivery, Outbox, deliveries
from bot.handlers.talk import Talk
from bot.storage.store import Applied, Arrival, Batch, Store, StoreError

log = logging.getLogger(__name__)

T = TypeVar("T")

SIGN_EVERY = 4.5
"""Seconds between two signs of life; Telegram shows each for five."""
PATIENCE = 3.0
"""Seconds of reading after which a message says that it goes on."""


class Chats:
    """Every chat: what came and its session in the store, its answers in the outbox."""

    def __init__(self, talk: Talk, store: Store, writer: Executor, outbox: Outbox, files: Files, me: User) -> None:
        """Keep the store to the one thread of `writer`."""
        self._talk, self._store, self._writer, self._outbox, self._files = talk, store, writer, outbox, files
        self._me = me
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._woken: set[int] = set()
        self._alarms: dict[int, asyncio.TimerHandle] = {}
        self._reading: set[int] = set()
        self._answered: set[str] = set()
        self._closing = False

    async def take_in(self, updates: Sequence[Update]) -> None:
        """Keep updates; when this returns, each may be confirmed.

        Raises:
            StoreError: they could not be kept, and must come again.
        """
        found = [pair for update in updates if (pair := self._seen(update))]
        await self._write(lambda: self._store.take_in([arrival for _, arrival in found]))
        for one, arrival in found:
            if one.query and arrival.chat in self._reading:
                self._answered.add(one.query)
                self._outbox.answer_press(one.query, None)
            self.wake(arrival.chat)

    def _seen(self, update: Update) -> tuple[Incoming, Arrival] | None:
        try:
            return incoming.read(update, self._me)
        except Exception as error:  # an update of a kind that nobody has seen must not stop all others
            reference(error)
            return None

    async def resume(self) -> None:
        """Take up what an earlier process left, once the store can be read."""
        for chat in await self._write(self._store.waiting):
            self.wake(chat)
            self._outbox.wake(chat)

    def wake(self, chat: int) -> None:
        """See what is to be applied in a chat; returns at once."""
        if self._closing:
            return
        if alarm := self._alarms.pop(chat, None):
            alarm.cancel()
        self._woken.add(chat)
        if chat not in self._serving:
            self._serving[chat] = asyncio.ensure_future(self._serve(chat))

    async def close(self, seconds: float) -> None:
        """Finish what is being applied; what still waits or is being read is taken up by the next process."""
        self._closing = True
        for alarm in self._alarms.values():
            alarm.cancel()
        tasks = list(self._serving.values())
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, chat: int) -> None:
        """Apply what is due in a chat until nothing is left, or set the clock to the next deadline."""
        failures = 0
        try:
            while chat in self._woken and not self._closing:
                self._woken.discard(chat)
                try:
                    while (batch := await self._write(lambda: self._store.oldest(chat))) and not self._closing:
                        if (wait := batch.deadline / 1000 - time.time()) > 0:
                            self._set_alarm(chat, wait)
                            break
                        await self._apply(chat, batch)
                except StoreError as error:
                    pause = PAUSES[min(failures, len(PAUSES) - 1)]
                    failures += 1
                    log.warning("a chat could not be kept (%s); again in %g s", type(error).__name__, pause)
                    await asyncio.sleep(pause)
                    self._woken.add(chat)
        except Exception as error:
            log.error("%s: a chat was left as it is", reference(error))
        finally:
            del self._serving[chat]

    def _set_alarm(self, chat: int, seconds: float) -> None:
        # The deadline is the store's: should this process end, the next one reads it there.
        self._outbox.show_life(chat)
        self._alarms[chat] = asyncio.get_running_loop().call_later(seconds, self.wake, chat)

    async def _apply(self, chat: int, batch: Batch) -> None:
        one = _joined(batch)
        if one is None:
            await self._write(lambda: self._store.apply(chat, batch.updates, Applied))
            return
        if not one.private:
            out = [] if one.query else [self._hint(one).dump()]
            await self._write(lambda: self._store.apply(chat, batch.updates, lambda _: Applied(None, out)))
            self._finish(one, None)
            return
        event, sign = await self._read(one, batch) if one.files else (None, batch.sign)
        toast: list[str | None] = []

        def work(before: Session | None) -> Applied:
            session = before or Session(language=self._language(one))
            try:
                answered = self._talk.answer(session, event or self._event(one, session))
                out = deliveries(answered.messages, one.message if one.query else None)
                session = answered.session
                toast.append(answered.toast)
            except Exception as error:  # whatever one update does, the next is answered
                out = [self._sorry(session, reference(error))]
            if sign is not None and out and out[0].edits is None:
                out[0] = replace(out[0], edits=sign)
            return Applied(session, [delivery.dump() for delivery in out])

        await self._write(lambda: self._store.apply(chat, batch.updates, work))
        self._finish(one, toast[0] if toast else None)

    def _finish(self, one: Incoming, toast: str | None) -> None:
        if one.query and one.query not in self._answered:
            self._outbox.answer_press(one.query, toast)
        self._answered.discard(one.query or "")
        self._outbox.wake(one.chat)

    async def _read(self, one: Incoming, batch: Batch) -> tuple[Event, int | None]:
        """Read files, and show that it goes on: at once by Telegram's own sign, after a while by a message."""
        session = await self._write(lambda: self._store.session(one.chat)) or Session(language=self._language(one))
        sign = batch.sign
        with self._busy(one.chat):
            reading = asyncio.ensure_future(self._files.event(one, session))
            try:
                done, _ = await asyncio.wait({reading}, timeout=PATIENCE)
                if not done and sign is None:
                    sign = await self._outbox.send_now(one.chat, self._going_on(session))
                    if sign is not None:
                        number = sign
                        await self._write(lambda: self._store.signed(batch.updates, number))
                return await reading, sign
            except (StoreError, asyncio.CancelledError):
                raise
            except Exception as error:  # whatever a file does, its chat goes on
                reference(error)
                return Sent("crashed"), sign
            finally:
                reading.cancel()

    @contextlib.contextmanager
    def _busy(self, chat: int) -> Iterator[None]:
        self._reading.add(chat)
        life = asyncio.ensure_future(self._show_life(chat))
        try:
            yield
        finally:
            life.cancel()
            self._reading.discard(chat)

    async def _show_life(self, chat: int) -> None:
        while True:
            self._outbox.show_life(chat)
            await asyncio.sleep(SIGN_EVERY)

    def _language(self, one: Incoming) -> Language:
        return spoken(one.language, self._talk.speakers)

    def _event(self, one: Incoming, session: Session) -> Event:
        if one.pressed is not None:
            return Pressed(one.pressed)
        if one.text is not None:
            return self._talk.parse(one.text, session)
        return Sent(one.kind or "other")

    def _sorry(self, session: Session, digits: str) -> Delivery:
        return self._plain(session.language, "error.sorry", reference=digits)

    def _going_on(self, session: Session) -> Delivery:
        return self._plain(session.language, "file.reading")

    def _plain(self, language: Language, key: str, **values: object) -> Delivery:
        return Delivery(html.escape(self._talk.speakers[language].text(key, **values), quote=False))

    def _hint(self, one: Incoming) -> Delivery:
        """Offer the private chat: facts about people are not discussed in a group."""
        speaker = self._talk.speakers[self._language(one)]
        button = InlineKeyboardButton(speaker.text("group.button"), url=f"https://t.me/{self._me.username}")
        hint = html.escape(speaker.text("group.hint"), quote=False)
        return Delivery(hint, InlineKeyboardMarkup([[button]]), replies_to=one.message)

    async def _write(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)


def _joined(batch: Batch) -> Incoming | None:
    """Make one of what came together; nothing where an older version wrote something else."""
    try:
        return join([Incoming.load(body) for body in batch.bodies])
    except (ValueError, TypeError, KeyError) as error:
        log.error("%s: an update that was kept can't be read", reference(error))
        return None
