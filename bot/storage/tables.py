"""The tables. `migrations/` makes them; a test compares the two."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, MetaData, Table, Text

tables: Final = MetaData()

# SQLite gives out numbers by itself for INTEGER alone.
Number: Final = BigInteger().with_variant(Integer, "sqlite")

keys: Final = Table(
    "keys",
    tables,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", LargeBinary, nullable=False),
)
"""A key a chat, in the cipher of the master key: who deletes it has erased whatever it sealed, but for backups."""

sessions: Final = Table(
    "sessions",
    tables,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("updated_at", BigInteger, nullable=False, index=True),
)
"""A session a chat, sealed with the chat's key."""

processed: Final = Table(
    "processed",
    tables,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("handled_at", BigInteger, nullable=False, index=True),
)
"""The updates that were applied: when one comes again, it is known."""

inbox: Final = Table(
    "inbox",
    tables,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("key", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    Column("deadline", BigInteger, nullable=False),
    Column("joins", Text),
    Column("waits", Boolean, nullable=False),
    Column("sign", BigInteger),
    Column("tries", Integer, nullable=False),
)
"""What came and is not applied yet. Times in milliseconds of the epoch. What `joins` the same as the row before it,
while that one `waits`, is answered together with it; `sign` is the message that says the reading goes on; `tries`
counts the processes that ended while they had it in hand, and the errors."""

outbox: Final = Table(
    "outbox",
    tables,
    Column("id", Number, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("key", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
"""What is to be sent, each chat's in the order of `id`."""
