"""What came, the sessions, and what is to be sent, in one SQLite file: nothing is lost, nothing is applied twice.

An update is taken in and committed before Telegram is told so; applied in one transaction with the session
that it changes and the messages that answer it; and a message is forgotten when it was sent. Bodies are
sealed under keys of their own, which go with their rows.

Everything here is synchronous and belongs to one thread: whoever calls from an event loop keeps an
executor of one thread for it.
"""

import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from sqlalchemy import Connection, delete, func, insert, select, union, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import SQLAlchemyError

from bot.conversation.session import Session

from .sealing import Seal, Sealed, SealError
from .tables import AddressError, inbox, open_sqlite, outbox, processed, sessions, tables

log = logging.getLogger(__name__)

REMEMBERED: Final = 7 * 24 * 3600
"""Seconds that a handled update is remembered; Telegram hands one out again for at most 24 hours."""
WAIT: Final = 1500
"""Milliseconds that a forward waits for the next one."""
LONGEST_WAIT: Final = 8000
"""Milliseconds after which forwards are answered though more keep coming."""
TOGETHER: Final = 5000
"""Milliseconds between two messages that were sent together, at most; Telegram tells whole seconds."""
MOST_TOGETHER: Final = 30
"""Messages that are answered as one, at most."""

StoreError = SQLAlchemyError
"""What a store raises when it can't be read or written for the moment."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update to take in: its body, when it was sent (milliseconds of the epoch), and what it belongs with.

    What `joins` the same as the arrival before it, while that one `waits`, is applied together with it.
    """

    update: int
    chat: int
    body: bytes
    sent_at: int
    joins: str | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """The oldest arrivals of a chat that are applied together, `deadline` being when (milliseconds of the epoch).

    `sign` is the message that told the user that the reading goes on, if one was sent.
    """

    updates: tuple[int, ...]
    bodies: tuple[bytes, ...]
    deadline: int
    sign: int | None = None


@dataclass(frozen=True, slots=True)
class Unsent:
    """One message to send."""

    number: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Applied:
    """What an update leads to: the session to keep, if it is to be kept, and the messages to send."""

    session: Session | None
    out: Sequence[bytes] = field(default=())


class Store(Protocol):
    """Where everything lives that must outlive the process."""

    def take_in(self, arrivals: Sequence[Arrival]) -> None:
        """Keep arrivals that are not known yet; when this returns, they may be confirmed."""

    def waiting(self) -> list[int]:
        """Return the chats for which something is to be applied or sent."""

    def oldest(self, chat: int) -> Batch | None:
        """Return what is to be applied next in a chat."""

    def signed(self, updates: Sequence[int], message: int) -> None:
        """Note which message tells that these updates are being read."""

    def apply(self, chat: int, updates: Sequence[int], work: Callable[[Session | None], Applied]) -> bool:
        """Do some work on a chat's session and keep all that comes of it, or nothing.

        Returns false, and does nothing, where one of the updates was applied before.
        """

    def session(self, chat: int) -> Session | None:
        """Return a chat's session, or nothing where there is none that can be read."""

    def unsent(self, chat: int) -> Unsent | None:
        """Return the next message to send to a chat."""

    def sent(self, message: Unsent) -> None:
        """Forget a message that was sent, or that never can be."""

    def drop_unsent(self, chat: int) -> None:
        """Forget all that is to be sent to a chat that can't be written to any more."""

    def close(self) -> None:
        """Let go of the file."""


class SqliteStore:
    """A `Store` in a SQLite file; `dump` and `load` turn a session into plain data and back."""

    def __init__(
        self,
        url: str,
        dump: Callable[[Session], dict[str, Any]],
        load: Callable[[dict[str, Any]], Session],
        seal: Seal,
    ) -> None:
        """Open the file, and make it and its tables where they are missing.

        Raises:
            AddressError: it can't be opened.
        """
        self._dump, self._load, self._seal = dump, load, seal
        self._engine = open_sqlite(url)
        try:
            tables.create_all(self._engine)
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or type(error).__name__
            raise AddressError(f"DATABASE_URL: the file can't be opened ({cause})") from None

    def take_in(self, arrivals: Sequence[Arrival]) -> None:
        """Keep arrivals that are not known yet; when this returns, they may be confirmed."""
        now = _now()
        with self._engine.begin() as connection:
            numbers = [one.update for one in arrivals]
            done = set(connection.scalars(select(processed.c.update_id).where(processed.c.update_id.in_(numbers))))
            rows = [self._row(one, now) for one in arrivals if one.update not in done]
            if rows:
                connection.execute(upsert(inbox).on_conflict_do_nothing(), rows)

    def waiting(self) -> list[int]:
        """Return the chats for which something is to be applied or sent."""
        with self._engine.connect() as connection:
            return list(connection.scalars(union(select(inbox.c.chat_id), select(outbox.c.chat_id))))

    def oldest(self, chat: int) -> Batch | None:
        """Return what is to be applied next in a chat; what can't be opened any more is dropped."""
        query = select(inbox).where(inbox.c.chat_id == chat).order_by(inbox.c.update_id).limit(MOST_TOGETHER + 1)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
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
            self._handle([row.update_id for row in together])
            return self.oldest(chat)
        return Batch(tuple(row.update_id for row in together), bodies, deadline, together[0].sign)

    def signed(self, updates: Sequence[int], message: int) -> None:
        """Note which message tells that these updates are being read."""
        with self._engine.begin() as connection:
            connection.execute(update(inbox).where(inbox.c.update_id.in_(updates)).values(sign=message))

    def apply(self, chat: int, updates: Sequence[int], work: Callable[[Session | None], Applied]) -> bool:
        """Do some work on a chat's session and keep all that comes of it, or nothing."""
        with self._engine.begin() as connection:
            here = select(func.count()).select_from(inbox).where(inbox.c.update_id.in_(updates))
            if connection.scalar(here) != len(updates):
                return False
            before = self._session(connection, chat)
            applied = work(before)
            if applied.session is not None and applied.session != before:
                row = {
                    "body": json.dumps(self._dump(applied.session), ensure_ascii=False),
                    "updated_at": _now() // 1000,
                }
                keep = upsert(sessions).values(chat_id=chat, **row)
                connection.execute(keep.on_conflict_do_update(index_elements=["chat_id"], set_=row))
            for body in applied.out:
                sealed = self._seal.seal(body, f"outbox {chat}")
                connection.execute(insert(outbox).values(chat_id=chat, key=sealed.key, body=sealed.body))
            _done(connection, updates)
        return True

    def session(self, chat: int) -> Session | None:
        """Return a chat's session, or nothing where there is none that can be read."""
        with self._engine.connect() as connection:
            return self._session(connection, chat)

    def unsent(self, chat: int) -> Unsent | None:
        """Return the next message to send to a chat; what can't be opened any more is dropped."""
        with self._engine.connect() as connection:
            query = select(outbox).where(outbox.c.chat_id == chat).order_by(outbox.c.id).limit(1)
            row = connection.execute(query).first()
        if row is None:
            return None
        try:
            return Unsent(row.id, self._seal.open(Sealed(row.key, row.body), f"outbox {chat}"))
        except SealError:
            log.error("a message was sealed with another key and can't be sent")
            self.sent(Unsent(row.id, b""))
            return self.unsent(chat)

    def sent(self, message: Unsent) -> None:
        """Forget a message that was sent, or that never can be."""
        with self._engine.begin() as connection:
            connection.execute(delete(outbox).where(outbox.c.id == message.number))

    def drop_unsent(self, chat: int) -> None:
        """Forget all that is to be sent to a chat that can't be written to any more."""
        with self._engine.begin() as connection:
            connection.execute(delete(outbox).where(outbox.c.chat_id == chat))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

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
        }

    def _session(self, connection: Connection, chat: int) -> Session | None:
        body = connection.scalar(select(sessions.c.body).where(sessions.c.chat_id == chat))
        if body is None:
            return None
        try:
            return self._load(json.loads(body))
        except Exception as error:  # a body may be of any age and shape; its text stays out of the log
            log.warning("a session could not be read (%s) and begins afresh", type(error).__name__)
            return None

    def _handle(self, updates: Sequence[int]) -> None:
        with self._engine.begin() as connection:
            _done(connection, updates)


def _done(connection: Connection, updates: Sequence[int]) -> None:
    now = _now() // 1000
    connection.execute(delete(inbox).where(inbox.c.update_id.in_(updates)))
    connection.execute(insert(processed), [{"update_id": one, "handled_at": now} for one in updates])
    connection.execute(delete(processed).where(processed.c.handled_at < now - REMEMBERED))


def _now() -> int:
    """Return milliseconds of the epoch: what the file keeps must hold after a restart."""
    return int(time.time() * 1000)
