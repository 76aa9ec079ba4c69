"""Keep what comes and what goes out, and seal everything that somebody wrote."""

import sqlalchemy as sa
from alembic import context, op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables, and seal the sessions that were kept in clear."""
    op.rename_table("sessions", "clear")
    op.create_table(
        "keys",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_sessions_updated_at", "sessions", ["updated_at"])
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("sent_at", sa.BigInteger, nullable=False),
        sa.Column("deadline", sa.BigInteger, nullable=False),
        sa.Column("joins", sa.Text),
        sa.Column("waits", sa.Boolean, nullable=False),
        sa.Column("sign", sa.BigInteger),
        sa.Column("tries", sa.Integer, nullable=False),
    )
    op.create_index("ix_inbox_chat_id", "inbox", ["chat_id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_chat_id", "outbox", ["chat_id"])
    _seal()
    op.drop_table("clear")


def _seal() -> None:
    seal = context.config.attributes["seal"]
    connection = op.get_bind()
    clear = sa.table("clear", sa.column("chat_id"), sa.column("body"), sa.column("updated_at"))
    keys = sa.table("keys", sa.column("chat_id"), sa.column("key"))
    sessions = sa.table("sessions", sa.column("chat_id"), sa.column("body"), sa.column("updated_at"))
    for row in connection.execute(sa.select(clear)).all():
        sealed = seal.seal(row.body.encode(), f"chat {row.chat_id}")
        connection.execute(sa.insert(keys).values(chat_id=row.chat_id, key=sealed.key))
        connection.execute(sa.insert(sessions).values(chat_id=row.chat_id, body=sealed.body, updated_at=row.updated_at))


def downgrade() -> None:
    """Refuse: what is sealed does not come back in clear."""
    raise NotImplementedError("sealed sessions are not written back in clear; restore a backup instead")
