"""Applies what reached the bot: one chat strictly in order, chats side by side.

An update goes inbox, read, apply, outbox, send: it is kept before it is confirmed to Telegram, and each
stage can be taken up again after a crash.
"""

import asyncio
import contextlib
import html
import json
import logging
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import User

from bot.conversation.events import Event, Pressed, Sent
from bot.conversation.session import Language, Session, spoken
from bot.exchange import Exchanged
from bot.handlers import incoming, metrics
from bot.handlers.calls import PAUSES
from bot.handlers.deliveries import Delivery, deliveries
from bot.handlers.files import Files
from bot.handlers.holding import Holds
from bot.handlers.incoming import Incoming, Json, join
from bot.handlers.logs import reference
from bot.handlers.outgoing import HELD_BY_ANOTHER, Outbox
from bot.handlers.talk import Talk
from bot.storage.database import Database, StoreError
from bot.storage.records import Applied, Arrival, Batch, Held, Unsent
from bot.storage.rows import MOST_TRIES, Rows

log = logging.getLogger(__name__)

SIGN_EVERY = 4.5
"""Seconds between two signs of life; Telegram shows each for five."""
SETTLED = 5.0
"""Seconds that a process must have lived before it tries what another may have died of twice."""
PATIENCE = 3.0
"""Seconds of reading after which a message says that it goes on."""


@dataclass(slots=True)
class _Turn:
    """What a look at a chat's inbox came to: `batch` is still to be done, else it was applied."""

    batch: Batch | None = None
    one: Incoming | None = None
    toast: str | None = None
    out: Sequence[Unsent] = ()
    taken_in: int = 0
    more: bool = False
    forgets: bool = False


class Chats:
    """Every chat: what came and its session in the database, its answers in the outbox."""

    def __init__(self, talk: Talk, database: Database, holds: Holds, outbox: Outbox, files: Files, me: User) -> None:
        """Serve chats as this bot."""
        self._talk, self._database, self._holds, self._outbox, self._files = talk, database, holds, outbox, files
        self._me = me
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._woken: set[int] = set()
        self._left_over: set[int] = set()
        self._alone = asyncio.Lock()
        self._alarms: dict[int, asyncio.TimerHandle] = {}
        self._reading: set[int] = set()
        self._answered: set[str] = set()
        self._closing = False
        self._born = time.monotonic()

    async def take_in(self, updates: Sequence[Json]) -> None:
        """Keep updates; when this returns, each may be confirmed.

        Raises:
            StoreError: they could not be kept, and must come again.
        """
        found = [pair for update in updates if (pair := self._seen(update))]
        if found:
            await self._database.do(lambda rows: rows.take_in([arrival for _, arrival in found]))
            metrics.TAKEN_IN.inc(len(found))
        for one, arrival in found:
            if one.query and arrival.chat in self._reading:
                self._answered.add(one.query)
                self._outbox.answer_press(one.query, None)
            self.wake(arrival.chat)

    def _seen(self, update: Json) -> tuple[Incoming, Arrival] | None:
        try:
            return incoming.read(update, self._me)
        except Exception as error:  # an update of a kind that nobody has seen must not stop all others
            reference(error)
            return None

    async def resume(self) -> None:
        """Take up what an earlier process left, or another that has died."""
        chats = await self._database.do(lambda rows: rows.waiting())
        random.shuffle(chats)  # should a death come soon again, it meets another than the last one did
        for chat in chats:
            if chat not in self._serving:
                self._left_over.add(chat)
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
            metrics.BUSY.set(len(self._serving))

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
                    if not await self._holds.take(chat):
                        self._set_alarm(chat, HELD_BY_ANOTHER)
                        continue
                    try:
                        while not self._closing and await self._next(chat):
                            pass
                    finally:
                        await self._holds.let_go(chat)
                except Exception as error:
                    if not isinstance(error, StoreError):
                        self._left_over.add(chat)  # an update that fails is tried some times, then set aside
                    pause = PAUSES[min(failures, len(PAUSES) - 1)]
                    failures += 1
                    log.warning("%s: a chat could not be served; again in %g s", reference(error), pause)
                    await asyncio.sleep(pause)
                    self._woken.add(chat)
        finally:
            del self._serving[chat]
            metrics.BUSY.set(len(self._serving))

    async def _next(self, chat: int) -> bool:
        """Do the next thing in a chat; tell whether there may be more."""
        if chat in self._left_over:
            # A process may have died of it: the try counts even if this one dies too. It is tried apart from
            # all others that are left over, so that none is blamed for what died of another.
            async with self._alone:
                young = SETTLED - (time.monotonic() - self._born)
                if not await self._database.do(lambda rows: _count(rows, chat, spare=young > 0)):
                    # Processes that end soon, whatever of, would be held against it.
                    self._set_alarm(chat, young)
                    return False
                self._left_over.discard(chat)
                turn = await self._database.do(lambda rows: self._look(rows, chat))
        else:
            turn = await self._database.do(lambda rows: self._look(rows, chat))
        if turn.batch is None:
            if turn.one is not None:
                self._finish(turn)
            return turn.more
        if (wait := turn.batch.deadline / 1000 - time.time()) > 0:
            self._outbox.show_life(chat)
            self._set_alarm(chat, wait)
            return False
        batch, one = turn.batch, turn.one
        assert one is not None
        event, sign = await self._read(one, batch)
        turn = await self._database.do(lambda rows: self._apply(rows, chat, replace(batch, sign=sign), one, event))
        self._finish(turn)
        return turn.more

    def _look(self, rows: Rows, chat: int) -> _Turn:
        """Apply the next batch of a chat, in the transaction that found it; leave what must wait or be read first."""
        batch = rows.oldest(chat)
        if batch is None:
            return _Turn()
        if batch.deadline > time.time() * 1000:
            return _Turn(batch)
        one = _joined(batch)
        if one is not None and one.files and one.private and batch.tries <= MOST_TRIES:
            return _Turn(batch, one)
        return self._apply(rows, chat, batch, one, None)

    def _apply(self, rows: Rows, chat: int, batch: Batch, one: Incoming | None, event: Event | None) -> _Turn:
        toast: str | None = None
        forgets = False

        def work(before: Session | None) -> Applied:
            nonlocal toast, forgets
            if one is None:
                return Applied(None)
            if not one.private:
                return Applied(None, [] if one.query else [self._hint(one).dump()])
            answered, out = self._answered_by(one, batch, event, before)
            if answered.export is not None and out:
                out[0] = replace(out[0], document=_exported(answered.export, chat, rows.held(chat)), edits=None)
            toast, forgets = answered.toast, answered.forget
            return Applied(answered.session, [delivery.dump() for delivery in out], forgets)

        out = rows.apply(chat, batch.updates, work)
        return _Turn(
            one=one if out is not None else None,
            toast=toast,
            out=out or (),
            taken_in=batch.taken_in,
            more=batch.more or out is None,  # what comes later wakes the chat anew
            forgets=forgets,
        )

    def _answered_by(
        self, one: Incoming, batch: Batch, event: Event | None, before: Session | None
    ) -> tuple[Exchanged, list[Delivery]]:
        session = before or self._talk.begin(self._language(one), int(time.time()))
        answered = Exchanged(session, ())
        try:
            if batch.tries > MOST_TRIES:
                metrics.SET_ASIDE.inc()
                raise _SetAsideError
            answered = self._talk.answer(session, event or self._event(one, session))
            out = deliveries(answered.messages, one.message if one.query else None)
        except Exception as error:  # whatever one update does, the next is answered
            answered = Exchanged(session, ())
            out = [self._plain(session.language, "error.sorry", reference=reference(error))]
        if batch.sign is not None and out and out[0].edits is None:
            out[0] = replace(out[0], edits=batch.sign)
        return answered, out

    def _set_alarm(self, chat: int, seconds: float) -> None:
        # A deadline is the database's: should this process end, the next one reads it there.
        self._alarms[chat] = asyncio.get_running_loop().call_later(seconds, self.wake, chat)

    def _finish(self, turn: _Turn) -> None:
        one = turn.one
        if one is None:
            return
        metrics.APPLIED.inc()
        metrics.APPLYING.observe(max(0.0, time.time() - turn.taken_in / 1000))
        if one.query and one.query not in self._answered:
            self._outbox.answer_press(one.query, turn.toast)
        self._answered.discard(one.query or "")
        if turn.forgets:
            self._outbox.drop(one.chat)
        if turn.out:
            self._outbox.put(one.chat, turn.out)

    async def _read(self, one: Incoming, batch: Batch) -> tuple[Event, int | None]:
        """Read files, and show that it goes on: at once by Telegram's own sign, after a while by a message."""
        before = await self._database.do(lambda rows: rows.session(one.chat))
        session = before or self._talk.begin(self._language(one), int(time.time()))
        if (enough := await self._files.enough(one, session)) is not None:
            return enough, batch.sign
        sign = batch.sign
        with self._busy(one.chat):
            reading = asyncio.ensure_future(self._files.event(one, session))
            try:
                done, _ = await asyncio.wait({reading}, timeout=PATIENCE)
                if not done and sign is None:
                    sign = await self._outbox.send_now(one.chat, self._plain(session.language, "file.reading"))
                    if sign is not None:
                        number = sign
                        await self._database.do(lambda rows: rows.signed(batch.updates, number))
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

    def _plain(self, language: Language, key: str, **values: object) -> Delivery:
        return Delivery(html.escape(self._talk.speakers[language].text(key, **values), quote=False))

    def _hint(self, one: Incoming) -> Delivery:
        """Offer the private chat: facts about people are not discussed in a group."""
        speaker = self._talk.speakers[self._language(one)]
        button = {"text": speaker.text("group.button"), "url": f"https://t.me/{self._me.username}"}
        hint = html.escape(speaker.text("group.hint"), quote=False)
        return Delivery(hint, [[button]], replies_to=one.message)


class _SetAsideError(Exception):
    """An update that was tried too often."""


def _count(rows: Rows, chat: int, *, spare: bool) -> bool:
    """Count a try of what is due; false, and nothing is counted, where it is to be spared a further one."""
    batch = rows.oldest(chat)
    if batch is None or batch.deadline > time.time() * 1000:
        return True
    if spare and batch.tries:
        return False
    rows.tried(batch.updates)
    return True


def _exported(export: Mapping[str, Any], chat: int, held: Held) -> tuple[str, str]:
    """Return the file that is handed over: its name, and all that is held of a chat with its times."""
    data = {
        "exported_at": _moment(time.time()),
        "chat": chat,
        "last_changed_at": None if held.changed_at is None else _moment(held.changed_at),
        "waiting_to_be_answered": held.to_answer,
        "waiting_to_be_sent": held.to_send,
        **export,
    }
    return "entregent.json", json.dumps(data, ensure_ascii=False, indent=2)


def _moment(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def _joined(batch: Batch) -> Incoming | None:
    """Make one of what came together; nothing where an older version wrote something else."""
    try:
        return join([Incoming.load(body) for body in batch.bodies])
    except (ValueError, TypeError, KeyError) as error:
        log.error("%s: an update that was kept can't be read", reference(error))
        return None
