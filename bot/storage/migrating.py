"""Brings the tables of a database up to date, once, however many processes start at the same time."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from .sealing import Seal

FOLDER: Final = Path(__file__).parent / "migrations"
HEAD: Final = "0002"
"""The revision that this program works with."""
UNVERSIONED: Final = "0001"
"""The revision of a database that was made before there were revisions."""
STARTING: Final = -2
"""The number under which processes that start wait for one another."""


class NewerError(RuntimeError):
    """A database that a newer version of the program has changed."""


def migrate(engine: Engine, seal: Seal) -> None:
    """Bring the tables up to date; data that was kept in clear is sealed on the way."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": STARTING})
        if _revision(connection) != HEAD:
            _upgrade(connection, seal)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return str(found) if found else None


def _upgrade(connection: Connection, seal: Seal) -> None:
    # Imported here: a database that is up to date needs none of it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes.update(connection=connection, seal=seal)
    if _revision(connection) is None and inspect(connection).has_table("sessions"):
        command.stamp(config, UNVERSIONED)
    command.upgrade(config, "head")
