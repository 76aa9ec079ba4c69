"""What came, the sessions, and what is to be sent: the statements, the same for SQLite and PostgreSQL.

An update is taken in and committed before Telegram is told so; applied in one transaction with the session
that it changes and the messages that answer it; and a message is forgotten when it was sent. Bodies are
sealed under keys of their own, which go with their rows; a session is sealed under its chat's key.
"""

import json
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, func, select, update

from bot.conversation.session import Session

from . import statements
from .records import Applied, Arrival, Batch, Codec, Held, Unsent
from .sealing import Seal, Sealed, SealError
from .statements import MOST_LOADED, MOST_TOGETHER
from .tables import inbox, keys, outbox, processed, sessions

log = logging.getLogger(__name__)

WAIT: Final = 1500
"""Milliseconds that a forward waits for the next one."""
LONGEST_WAIT: Final = 8000
"""Milliseconds after which forwards are answered though more keep coming."""
TOGETHER: Final = 5000
"""Milliseconds between two messages that were sent together, at most; Telegram tells whole seconds."""
MOST_TRIES: Final = 3
"""Times that an update which was left over is tried again before it is set aside."""


class Rows:
    """The rows that one transaction sees."""

    def __init__(self, connection: Connection, codec: Codec) -> None:
        """Work on a connection within its transaction."""
        self._connection, self._codec, self._seal = connection, codec, codec.seal
        self._inserts = statements.INSERTS[connection.dialect.name]
        self._shared = connection.dialect.name == "postgresql"
        self._keys: dict[int, bytes] = {}
        self.erased = False
        """Whether something was erased of which no trace may stay in the database's own journal."""

    def take_in(self, arrivals: Sequence[Arrival]) -> None:
        """Keep arrivals that are not known yet; once that is committed, they may be confirmed."""
        now = milliseconds()
        if arrivals:
            self._connection.execute(self._inserts.inbox, [self._row(one, now) for one in arrivals])

    def waiting(self) -> list[int]:
        """Return the chats for which something is to be applied or sent."""
        return list(self._connection.scalars(statements.WAITING))

    def oldest(self, chat: int) -> Batch | None:
        """Return what is to be applied next in a chat; what can't be opened any more is dropped."""
        rows = self._connection.execute(statements.OLDEST, {"chat": chat}).all()
        if not rows:
            return None
        together = [rows[0]]
        for row in rows[1:MOST_TOGETHER]:
            last = together[-1]
            near = abs(row.sent_at - last.sent_at) <= TOGETHER
            if not (last.waits and row.joins is not None and row.joins == last.joins and near):
                break
            together.append(row)
        closed = len(rows) > len(together) or not together[-1].waits
        deadline = 0 if closed else min(together[-1].deadline, together[0].deadline + LONGEST_WAIT - WAIT)
        try:
            bodies = tuple(self._seal.open(Sealed(row.key, row.body), f"inbox {row.update_id}") for row in together)
        except SealError:
            log.error("updates were sealed with another key and can't be read: set aside")
            self._handled([row.update_id for row in together])
            return self.oldest(chat)
        numbers = tuple(row.update_id for row in together)
        last = together[-1]
        since = last.deadline - (WAIT if last.waits else 0)
        tries, more = max(row.tries for row in together), len(rows) > len(together)
        return Batch(numbers, bodies, deadline, together[0].sign, tries, since, more)

    def alive(self) -> None:
        """Ask for nothing, so that a database that does not answer raises."""
        self._connection.execute(statements.ALIVE)

    def signed(self, updates: Sequence[int], message: int) -> None:
        """Note which message tells that these updates are being read."""
        self._connection.execute(update(inbox).where(inbox.c.update_id.in_(updates)).values(sign=message))

    def tried(self, updates: Sequence[int]) -> None:
        """Count one more try of these updates."""
        change = update(inbox).where(inbox.c.update_id.in_(updates)).values(tries=inbox.c.tries + 1)
        self._connection.execute(change)

    def apply(
        self, chat: int, updates: Sequence[int], work: Callable[[Session | None], Applied]
    ) -> list[Unsent] | None:
        """Do some work on a chat's session and keep all that comes of it; return the messages to send.

        Returns nothing, and does nothing, where another has applied one of the updates or is about to.
        """
        if self._shared:
            # Whoever holds the chat is alone here, unless the connection that holds it was lost.
            self._connection.execute(statements.LOCK_CHAT, {"chat": chat % statements.LOCKS})
        if self._shared or len(updates) > 1:
            mine = self._connection.scalars(statements.MINE, {"updates": updates}).all()
            if len(mine) != len(updates):
                return None
        if not self._handled(updates):
            return None
        before = self.session(chat)
        applied = work(before)
        if applied.forget:
            self.forget(chat)
        elif applied.session is not None and applied.session != before:
            self.keep(chat, applied.session)
        return [self._put(chat, body) for body in applied.out]

    def session(self, chat: int) -> Session | None:
        """Return a chat's session, or nothing where there is none that can be read."""
        row = self._connection.execute(statements.SESSION, {"chat": chat}).first()
        if row is None:
            return None
        self._keys[chat] = row.key
        try:
            return self._codec.load(json.loads(self._seal.open(Sealed(row.key, row.body), f"chat {chat}")))
        except Exception as error:  # a body may be of any age and shape; its text stays out of the log
            log.warning("a session could not be read (%s) and begins afresh", type(error).__name__)
            return None

    def keep(self, chat: int, session: Session) -> None:
        """Keep a chat's session, sealed with the chat's key."""
        body = json.dumps(self._codec.dump(session), ensure_ascii=False).encode("utf-8", "surrogatepass")
        about = f"chat {chat}"
        key = self._keys.get(chat) or self._connection.scalar(statements.KEY, {"chat": chat})
        try:
            sealed = self._seal.seal_again(key, body, about) if key else None
        except SealError:  # another master key's: the old session can't be read either
            sealed = None
        if sealed is None:
            made = self._seal.seal(body, about)
            sealed = made.body
            self._connection.execute(self._inserts.key, {"chat_id": chat, "key": made.key})
            self._keys[chat] = made.key
        row = {"chat_id": chat, "body": sealed, "updated_at": milliseconds() // 1000}
        self._connection.execute(self._inserts.session, row)

    def unsent(self, chat: int, most: int) -> list[Unsent]:
        """Return the next messages to send to a chat, so many at most; what can't be opened any more is dropped."""
        found = []
        rows = self._connection.execute(statements.UNSENT, {"chat": chat, "most": most}).all()
        for row in rows:
            try:
                found.append(Unsent(row.id, self._seal.open(Sealed(row.key, row.body), f"outbox {chat}")))
            except SealError:
                log.error("a message was sealed with another key and can't be sent")
                self.sent(row.id)
        return found if len(found) == len(rows) else self.unsent(chat, most)

    def sent(self, number: int) -> None:
        """Forget a message that was sent, or that never can be."""
        self._connection.execute(statements.SENT, {"number": number})

    def drop_unsent(self, chat: int) -> None:
        """Forget all that is to be sent to a chat that can't be written to any more."""
        self._connection.execute(delete(outbox).where(outbox.c.chat_id == chat))

    def held(self, chat: int) -> Held:
        """Tell what a chat's rows are, without opening any."""

        def count(table: Table) -> int:
            found = select(func.count()).select_from(table).where(table.c.chat_id == chat)
            return int(self._connection.scalar(found) or 0)

        changed_at = self._connection.scalar(select(sessions.c.updated_at).where(sessions.c.chat_id == chat))
        return Held(changed_at, count(inbox), count(outbox))

    def forget(self, chat: int) -> None:
        """Erase all that is held of a chat; of what waited the updates' numbers stay, so that none comes again."""
        waiting = self._connection.scalars(select(inbox.c.update_id).where(inbox.c.chat_id == chat)).all()
        if waiting:
            self._handled(waiting)
        self._keys.pop(chat, None)
        for table in (sessions, keys, outbox):
            self._connection.execute(delete(table).where(table.c.chat_id == chat))
        self.erased = True

    def expire(self, idle: int, remembered: int) -> int:
        """Erase sessions idle for so many seconds, and marks older than so many; return how many sessions."""
        now = milliseconds() // 1000
        old = select(sessions.c.chat_id).where(sessions.c.updated_at < now - idle)
        self._connection.execute(delete(keys).where(keys.c.chat_id.in_(old)))
        gone = self._connection.execute(delete(sessions).where(sessions.c.updated_at < now - idle))
        self.erased = self.erased or gone.rowcount > 0
        self._connection.execute(delete(processed).where(processed.c.handled_at < now - remembered))
        return gone.rowcount

    def rewrap(self, new: Seal) -> tuple[int, int]:
        """Put every key into the cipher of another master key; return how many there are, and how many neither opens.

        Those that are in its cipher already stay as they are.
        """
        total = left = 0
        for table, number, about in statements.SEALED:
            owner = {column.name: column for column in (number, table.c.chat_id)}.values()
            for row in self._connection.execute(select(*owner, table.c.key)).all():
                total += 1
                try:
                    key = self._seal.rewrapped(row.key, about.format(row), new)
                except SealError:
                    left += not new.unwraps(row.key, about.format(row))
                    continue
                same = number == getattr(row, number.name)
                self._connection.execute(update(table).where(same).values(key=key))
        return total, left

    def strange(self) -> bool:
        """Tell whether the database holds keys and the newest of them are another master key's."""
        found = [
            self._seal.unwraps(row.key, about.format(row))
            for table, number, about in statements.SEALED
            for row in self._connection.execute(
                select(*{one.name: one for one in (number, table.c.chat_id, table.c.key)}.values())
                .order_by(number.desc())
                .limit(MOST_LOADED)
            )
        ]
        return bool(found) and not any(found)

    def _row(self, one: Arrival, now: int) -> dict[str, Any]:
        sealed = self._seal.seal(one.body, f"inbox {one.update}")
        return {
            "update_id": one.update,
            "chat_id": one.chat,
            "key": sealed.key,
            "body": sealed.body,
            "sent_at": one.sent_at,
            "deadline": now + WAIT if one.waits else now,
            "joins": one.joins,
            "waits": one.waits,
            "sign": None,
            "tries": 0,
        }

    def _put(self, chat: int, body: bytes) -> Unsent:
        sealed = self._seal.seal(body, f"outbox {chat}")
        row = {"chat_id": chat, "key": sealed.key, "body": sealed.body}
        return Unsent(self._connection.execute(statements.PUT, row).scalar_one(), body)

    def _handled(self, updates: Sequence[int]) -> bool:
        """Take updates out of the inbox and mark them as handled; tell whether all were there, and none marked."""
        now = milliseconds() // 1000
        done = 0
        for one in updates:
            done += self._connection.execute(statements.APPLIED, {"number": one}).rowcount
            done += self._connection.execute(self._inserts.processed, {"update_id": one, "handled_at": now}).rowcount
        return done == 2 * len(updates)


def milliseconds() -> int:
    """Return milliseconds of the epoch: what is kept must hold after a restart."""
    return int(time.time() * 1000)
