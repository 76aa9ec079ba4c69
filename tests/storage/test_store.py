"""What came, sessions and what is to be sent, in a SQLite file."""

import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.session import Session
from bot.storage import store as storing
from bot.storage.sealing import Seal
from bot.storage.store import Applied, Arrival, Batch, SqliteStore
from bot.storage.tables import AddressError

KEY = bytes(32)


def dump(session: Session) -> dict[str, Any]:
    return {"language": session.language, "cases": session.cases}


def load(data: dict[str, Any]) -> Session:
    return Session(language=data["language"], cases=data["cases"])


def opened(file: Path, key: bytes = KEY) -> SqliteStore:
    return SqliteStore(f"sqlite:///{file}", dump, load, Seal(key))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
def store(file: Path) -> Iterator[SqliteStore]:
    with closing(opened(file)) as one:
        yield one


def arrival(update: int, chat: int = 7, **more: Any) -> Arrival:
    return Arrival(update, chat, f"body {update}".encode(), **({"sent_at": 0} | more))


def forward(update: int, sent_at: int = 0, chat: int = 7) -> Arrival:
    return arrival(update, chat, sent_at=sent_at, joins="forwarded", waits=True)


def next_of(store: SqliteStore, chat: int = 7) -> Batch:
    batch = store.oldest(chat)
    assert batch
    return batch


def counting(*out: bytes) -> Callable[[Session | None], Applied]:
    return lambda before: Applied(Session("en", cases=(before.cases if before else 0) + 1), out)


def rows(file: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def test_what_is_taken_in_is_applied_in_order(store: SqliteStore) -> None:
    store.take_in([arrival(1), arrival(2, 8), arrival(3)])
    assert next_of(store) == Batch((1,), (b"body 1",), 0)
    assert store.apply(7, [1], counting())
    assert next_of(store).updates == (3,)
    assert next_of(store, 8).updates == (2,)
    assert store.oldest(9) is None


def test_an_update_is_taken_in_once_and_applied_once(store: SqliteStore) -> None:
    store.take_in([arrival(1)])
    store.take_in([arrival(1), arrival(2)])
    assert store.apply(7, [1], counting(b"hello"))
    assert not store.apply(7, [1], counting(b"hello again"))
    store.take_in([arrival(1)])
    assert next_of(store).updates == (2,)
    session, message = store.session(7), store.unsent(7)
    assert session
    assert message
    assert session.cases == 1
    assert message.body == b"hello"
    store.sent(message)
    assert store.unsent(7) is None


def test_the_session_the_messages_and_the_mark_are_kept_all_or_none(store: SqliteStore) -> None:
    store.take_in([arrival(1)])

    def failing(_: Session | None) -> Applied:
        return Applied(Session(cases=2), [b"first", "no bytes"])  # type: ignore[list-item]

    with pytest.raises(TypeError):
        store.apply(7, [1], failing)
    assert store.session(7) is None
    assert store.unsent(7) is None
    assert next_of(store).updates == (1,)


def test_everything_outlives_the_process(store: SqliteStore, file: Path) -> None:
    store.take_in([arrival(1), arrival(2), arrival(3, 8)])
    store.apply(7, [1], counting(b"hello"))
    store.close()
    with closing(opened(file)) as reopened:
        assert reopened.session(7) == Session("en", cases=1)
        assert sorted(reopened.waiting()) == [7, 8]
        message = reopened.unsent(7)
        assert message
        assert message.body == b"hello"
        assert next_of(reopened).bodies == (b"body 2",)


def test_messages_are_sent_in_order_and_a_chat_that_is_gone_is_forgotten(store: SqliteStore) -> None:
    store.take_in([arrival(1), arrival(2, 8)])
    store.apply(7, [1], counting(b"one", b"two", b"three"))
    store.apply(8, [2], counting(b"other"))
    seen = []
    for _ in range(2):
        message = store.unsent(7)
        assert message
        seen.append(message.body)
        store.sent(message)
    assert seen == [b"one", b"two"]
    store.drop_unsent(7)
    assert store.unsent(7) is None
    assert store.unsent(8)


def test_forwards_wait_for_each_other_until_a_deadline(store: SqliteStore) -> None:
    before = int(time.time() * 1000)
    store.take_in([forward(1)])
    assert before + storing.WAIT <= next_of(store).deadline <= int(time.time() * 1000) + storing.WAIT
    store.take_in([forward(2, 1000)])
    assert next_of(store).updates == (1, 2)


def test_forwards_are_answered_though_more_keep_coming(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    for number in range(8):
        monkeypatch.setattr("bot.storage.store.time.time", lambda number=number: now + number * 1.4)
        store.take_in([forward(number)])
    assert next_of(store).deadline <= (now * 1000) + storing.LONGEST_WAIT
    store.take_in([forward(number) for number in range(8, 60)])
    assert next_of(store).updates == tuple(range(storing.MOST_TOGETHER))
    assert next_of(store).deadline == 0


@pytest.mark.parametrize(
    "after",
    [arrival(2), arrival(2, joins="text"), arrival(2, joins="album 5", waits=True), forward(2, storing.TOGETHER + 1)],
)
def test_what_does_not_belong_to_a_forward_ends_the_waiting(store: SqliteStore, after: Arrival) -> None:
    store.take_in([forward(1), after])
    assert next_of(store) == Batch((1,), (b"body 1",), 0)


def test_a_sign_of_life_is_remembered(store: SqliteStore, file: Path) -> None:
    store.take_in([arrival(1)])
    store.signed([1], 99)
    store.close()
    with closing(opened(file)) as reopened:
        assert next_of(reopened).sign == 99


def test_no_body_is_in_the_file_in_clear(store: SqliteStore, file: Path) -> None:
    store.take_in([Arrival(1, 7, b"Quillabamba came", 0), Arrival(2, 7, b"Quillabamba waits", 0)])
    store.apply(7, [1], counting(b"Quillabamba goes"))
    held = b"".join(one.read_bytes() for one in file.parent.iterdir())
    store.close()
    held += b"".join(one.read_bytes() for one in file.parent.iterdir())
    assert b"Quillabamba" not in held


def test_what_was_sealed_with_another_key_is_set_aside(store: SqliteStore, file: Path) -> None:
    store.take_in([arrival(1), arrival(2), arrival(3)])
    store.apply(7, [1], counting(b"hello"))
    store.close()
    with closing(opened(file, bytes(31) + b"1")) as reopened:
        assert reopened.oldest(7) is None
        assert reopened.unsent(7) is None
        reopened.take_in([arrival(4)])
        assert next_of(reopened).updates == (4,)


def test_a_row_can_not_stand_in_for_another(store: SqliteStore, file: Path) -> None:
    store.take_in([arrival(1), arrival(2, 8)])
    with closing(sqlite3.connect(file)) as connection:
        ((key, body),) = connection.execute("SELECT key, body FROM inbox WHERE update_id = 2").fetchall()
        connection.execute("UPDATE inbox SET key = ?, body = ? WHERE update_id = 1", [key, body])
        connection.commit()
    assert store.oldest(7) is None


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"Marie"', '{"language": "fr"}', json.dumps({"v": "Marie"})])
def test_a_session_that_can_not_be_read_begins_afresh(
    store: SqliteStore, file: Path, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    store.take_in([arrival(1)])
    store.apply(7, [1], counting())
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE sessions SET body = ?", [body])
        connection.commit()
    with caplog.at_level(logging.DEBUG):
        assert store.session(7) is None
    assert "begins afresh" in caplog.text
    assert "Marie" not in caplog.text


def test_updates_are_forgotten_when_telegram_no_longer_sends_them(
    store: SqliteStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.take_in([arrival(1), arrival(2)])
    store.apply(7, [1], counting())
    now = time.time()
    monkeypatch.setattr("bot.storage.store.time.time", lambda: now + 8 * 24 * 3600)
    store.apply(7, [2], counting())
    assert rows(file, "SELECT update_id FROM processed") == [(2,)]


def test_a_commit_is_on_disk(store: SqliteStore) -> None:
    with store._engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        }
        found["secure_delete"] = connection.exec_driver_sql("PRAGMA secure_delete").scalar()
    assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def test_only_its_owner_can_read_the_file(store: SqliteStore, file: Path) -> None:
    store.take_in([arrival(1)])
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
        SqliteStore(url, dump, load, Seal(KEY))


def test_a_file_that_is_no_database_is_said(file: Path) -> None:
    file.write_text("not a database, but a text that is long enough to look like one" * 20)
    with pytest.raises(AddressError, match="not a database"):
        opened(file)
