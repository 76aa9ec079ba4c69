"""Sessions and handled updates in a SQLite file."""

import json
import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.session import Session
from bot.storage.sessions import AddressError, SqliteStore, StoreError


def dump(session: Session) -> dict[str, Any]:
    return {"language": session.language, "cases": session.cases}


def load(data: dict[str, Any]) -> Session:
    return Session(language=data["language"], cases=data["cases"])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
def store(file: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(f"sqlite:///{file}", dump, load)
    yield opened
    opened.close()


def rows(file: Path, query: str) -> list[Any]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_a_session_is_kept_and_replaced(store: SqliteStore, file: Path) -> None:
    assert store.session(7) is None
    store.save([1], 7, Session("en", cases=1))
    store.save([2], 7, Session("fr", cases=2))
    store.close()
    with closing(SqliteStore(f"sqlite:///{file}", dump, load)) as reopened:
        assert reopened.session(7) == Session("fr", cases=2)


def test_handled_updates_are_known(store: SqliteStore) -> None:
    store.save([1, 2], 7, Session())
    store.save([5])
    assert store.unhandled([1, 2, 3, 5]) == {3}
    assert store.unhandled([]) == frozenset()


def test_the_session_and_the_mark_are_kept_both_or_neither(store: SqliteStore) -> None:
    store.save([1], 7, Session(cases=1))
    with pytest.raises(StoreError):
        store.save([2, 1], 7, Session(cases=2))
    assert store.session(7) == Session(cases=1)
    assert store.unhandled([2]) == {2}


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"Marie"', '{"language": "fr"}', json.dumps({"v": "Marie"})])
def test_a_body_that_can_not_be_read_begins_afresh(
    store: SqliteStore, file: Path, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    store.save([], 7, Session())
    connection = sqlite3.connect(file)
    connection.execute("UPDATE sessions SET body = ?", [body])
    connection.commit()
    connection.close()
    with caplog.at_level(logging.DEBUG):
        assert store.session(7) is None
    assert "begins afresh" in caplog.text
    assert "Marie" not in caplog.text


def test_updates_are_forgotten_when_telegram_no_longer_sends_them(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save([1])
    now = time.time()
    monkeypatch.setattr("bot.storage.sessions.time.time", lambda: now + 8 * 24 * 3600)
    store.save([2])
    assert store.unhandled([1, 2]) == {1}


def test_a_commit_is_on_disk(store: SqliteStore, file: Path) -> None:
    store.save([1], 7, Session())
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10000
    assert rows(file, "SELECT count(*) FROM sessions") == [(1,)]


def test_only_its_owner_can_read_the_file(store: SqliteStore, file: Path) -> None:
    store.save([1], 7, Session())
    assert all(one.stat().st_mode & 0o077 == 0 for one in file.parent.iterdir())


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "not an address"),
        ("postgresql://localhost/x", "found postgresql"),
        ("sqlite:////no/such/folder/x.db", "/no/such/folder/x.db: No such file"),
    ],
)
def test_a_database_that_can_not_be_opened_is_said(url: str, words: str) -> None:
    with pytest.raises(AddressError, match=words):
        SqliteStore(url, dump, load)


def test_a_file_that_is_no_database_is_said(file: Path) -> None:
    file.write_text("not a database, but a text that is long enough to look like one" * 20)
    with pytest.raises(AddressError, match="not a database"):
        SqliteStore(f"sqlite:///{file}", dump, load)
