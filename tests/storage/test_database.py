"""Opening, migrating, committing together, and holding chats among processes."""

import asyncio
import gc
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.conversation.session import Session
from bot.storage import migrating
from bot.storage.addresses import AddressError
from bot.storage.database import POLLER, open_database
from bot.storage.records import Applied, Arrival
from bot.storage.rows import Rows
from bot.storage.tables import tables
from tests.storage.conftest import Opened, codec, fresh_postgres

MARKER = b"Quillabamba"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
def sqlite(file: Path) -> Iterator[Opened]:
    opened = Opened(f"sqlite:///{file}")
    yield opened
    opened.close()


def test_the_tables_are_those_that_the_migrations_make(opened: Opened) -> None:
    def differences(rows: Rows) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(rows._connection), tables))

    assert opened.do(differences) == []
    assert ScriptDirectory(str(migrating.FOLDER)).get_current_head() == migrating.HEAD


def test_sessions_that_were_kept_in_clear_are_sealed(file: Path) -> None:
    with closing(sqlite3.connect(file)) as old:
        old.executescript(
            """CREATE TABLE sessions (chat_id BIGINT PRIMARY KEY, body TEXT NOT NULL, updated_at BIGINT NOT NULL);
            CREATE TABLE processed (update_id BIGINT PRIMARY KEY, handled_at BIGINT NOT NULL);
            CREATE INDEX ix_processed_handled_at ON processed (handled_at);
            INSERT INTO sessions VALUES (7, '{"language": "fr", "cases": 3, "x": "Quillabamba"}', 1);
            INSERT INTO processed VALUES (1, 1);"""
        )
    opened = Opened(f"sqlite:///{file}")
    assert opened.do(lambda rows: rows.session(7)) == Session("fr", cases=3)
    opened.do(lambda rows: rows.take_in([Arrival(1, 7, b"known", 0)]))
    assert opened.do(lambda rows: rows.oldest(7)) is None
    opened.close()
    assert MARKER not in b"".join(one.read_bytes() for one in file.parent.iterdir())


def test_processes_that_start_at_once_migrate_once(postgres: str) -> None:
    address = fresh_postgres(postgres)
    with ThreadPoolExecutor(6) as threads:
        for database in list(threads.map(lambda _: open_database(address, codec()), range(6))):
            database.close()


def test_a_piece_of_work_that_fails_fails_alone(opened: Opened) -> None:
    def failing(rows: Rows) -> None:
        rows.take_in([Arrival(99, 7, b"never", 0)])
        raise ZeroDivisionError

    async def all_at_once() -> list[object]:
        good = [
            opened.database.do(lambda rows, number=number: rows.take_in([Arrival(number, 7, b"kept", 0)]))  # type: ignore[misc]
            for number in range(20)
        ]
        return list(await asyncio.gather(*good[:10], opened.database.do(failing), *good[10:], return_exceptions=True))

    outcomes = asyncio.run(all_at_once())
    assert [type(one) for one in outcomes if one is not None] == [ZeroDivisionError]
    assert opened.do(lambda rows: rows._connection.scalar(text("SELECT count(*) FROM inbox"))) == 20


def test_no_body_is_in_the_file_in_clear(sqlite: Opened, file: Path) -> None:
    arrivals = [Arrival(1, 7, MARKER + b" came", 0), Arrival(2, 7, MARKER + b" waits", 0)]
    sqlite.do(lambda rows: rows.take_in(arrivals))
    sqlite.do(lambda rows: rows.apply(7, [1], lambda _: Applied(Session("Quillabamba"), [MARKER + b" goes"])))
    held = b"".join(one.read_bytes() for one in file.parent.iterdir())
    sqlite.close()
    held += b"".join(one.read_bytes() for one in file.parent.iterdir())
    assert MARKER not in held


def test_a_commit_is_on_disk(sqlite: Opened) -> None:
    names = ("journal_mode", "synchronous", "secure_delete")
    found = [sqlite.do(lambda rows, name=name: rows._connection.scalar(text(f"PRAGMA {name}"))) for name in names]  # type: ignore[misc]
    assert found == ["wal", 2, 1]


def test_only_its_owner_can_read_the_file(sqlite: Opened, file: Path) -> None:
    sqlite.do(lambda rows: rows.take_in([Arrival(1, 7, b"x", 0)]))
    assert all(one.stat().st_mode & 0o077 == 0 for one in file.parent.iterdir())


def test_a_number_is_held_by_one_process_and_let_go_with_it(postgres: str) -> None:
    address = fresh_postgres(postgres)
    here, there = open_database(address, codec()), open_database(address, codec())

    async def held() -> list[bool]:
        found = [await here.hold(7), await there.hold(7), await there.hold(8), await here.hold(POLLER)]
        await here.let_go(7)
        found += [await there.hold(7), await there.hold(POLLER)]
        here.close()
        return [*found, await there.hold(POLLER)]

    assert asyncio.run(held()) == [True, False, True, True, True, False, True]
    there.close()


def test_of_two_processes_that_apply_the_same_update_one_does(postgres: str) -> None:
    address = fresh_postgres(postgres)
    both = [open_database(address, codec()) for _ in range(2)]

    async def applied() -> list[bool]:
        await both[0].do(lambda rows: rows.take_in([Arrival(number, 7, b"x", 0) for number in range(40)]))
        outcomes = await asyncio.gather(
            *(
                database.do(lambda rows, number=number: rows.apply(7, [number], counted))  # type: ignore[misc]
                for number in range(40)
                for database in both
            ),
            return_exceptions=True,
        )
        return [one is not None for one in outcomes if not isinstance(one, BaseException)]

    def counted(before: Session | None) -> Applied:
        return Applied(Session(cases=(before.cases if before else 0) + 1), [b"out"])

    assert sum(asyncio.run(applied())) == 40
    assert asyncio.run(both[1].do(lambda rows: rows._connection.scalar(text("SELECT count(*) FROM outbox")))) == 40
    assert asyncio.run(both[0].do(lambda rows: rows.session(7))) == Session(cases=40)
    for database in both:
        database.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "not an address"),
        ("mysql://localhost/x", "found mysql; sqlite:///FILE or postgresql:"),
        ("sqlite:////no/such/folder/x.db", "/no/such/folder/x.db: No such file"),
        ("postgresql://nobody@127.0.0.1:1/x", "the database can't be opened"),
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the driver leaves a socket to gc
def test_a_database_that_can_not_be_opened_is_said(url: str, words: str) -> None:
    with pytest.raises(AddressError, match=words):
        open_database(url, codec())
    gc.collect()


def test_a_file_that_is_no_database_is_said(file: Path) -> None:
    file.write_text("not a database, but a text that is long enough to look like one" * 20)
    with pytest.raises(AddressError, match="not a database"):
        open_database(f"sqlite:///{file}", codec())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the driver leaves a socket to gc
def test_a_password_is_in_no_error(postgres: str) -> None:
    with pytest.raises(AddressError) as caught:
        open_database(postgres.replace("tester@", "tester:Zorgonette@") + "/missing", codec())
    assert "Zorgonette" not in str(caught.value)
    assert "does not exist" in str(caught.value)
    del caught
    gc.collect()
