"""The statements, built once: building one takes longer than running it."""

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, cast, delete, exists, insert, select, text, union
from sqlalchemy.dialects import postgresql, sqlite

from .tables import inbox, keys, outbox, processed, sessions

MOST_TOGETHER: Final = 30
"""Messages that are answered as one, at most."""
MOST_LOADED: Final = 20
"""Messages to send that are looked up at once."""

UPDATES: Final[BindParameter[int]] = bindparam("updates", expanding=True)
CHAT: Final[BindParameter[int]] = bindparam("chat")
SEALED: Final = (
    (keys, keys.c.chat_id, "chat {0.chat_id}"),
    (inbox, inbox.c.update_id, "inbox {0.update_id}"),
    (outbox, outbox.c.id, "outbox {0.chat_id}"),
)
"""The tables that hold keys, what numbers their rows, and what each key is told apart by."""
WAITING: Final = union(select(inbox.c.chat_id), select(outbox.c.chat_id))
OLDEST: Final = select(inbox).where(inbox.c.chat_id == CHAT).order_by(inbox.c.update_id).limit(MOST_TOGETHER + 1)
MINE: Final = select(inbox.c.update_id).where(inbox.c.update_id.in_(UPDATES)).with_for_update(skip_locked=True)
ARRIVED: Final = select(*(cast(bindparam(column.name), column.type) for column in inbox.columns)).where(
    ~exists().where(processed.c.update_id == bindparam("update_id"))
)
APPLIED: Final = delete(inbox).where(inbox.c.update_id == bindparam("number"))
ALIVE: Final = text("SELECT 1")
LOCK_CHAT: Final = text("SELECT pg_advisory_xact_lock(1, :chat)")
LOCKS: Final = 2**31 - 1
SESSION: Final = (
    select(sessions.c.body, keys.c.key)
    .join(keys, keys.c.chat_id == sessions.c.chat_id)
    .where(sessions.c.chat_id == CHAT)
)
KEY: Final = select(keys.c.key).where(keys.c.chat_id == CHAT)
PUT: Final = insert(outbox).returning(outbox.c.id)
UNSENT: Final = select(outbox).where(outbox.c.chat_id == CHAT).order_by(outbox.c.id).limit(bindparam("most"))
SENT: Final = delete(outbox).where(outbox.c.id == bindparam("number"))


class Inserts:
    """The statements that each database writes in its own way."""

    def __init__(self, of: Any) -> None:
        self.inbox = of(inbox).from_select(inbox.columns.keys(), ARRIVED).on_conflict_do_nothing()
        self.processed = of(processed).on_conflict_do_nothing()
        self.key = self._replacing(of(keys), "key")
        self.session = self._replacing(of(sessions), "body", "updated_at")

    def _replacing(self, put: Any, *columns: str) -> Any:
        new = {column: put.excluded[column] for column in columns}
        return put.on_conflict_do_update(index_elements=["chat_id"], set_=new)


INSERTS: Final = {"sqlite": Inserts(sqlite.insert), "postgresql": Inserts(postgresql.insert)}
