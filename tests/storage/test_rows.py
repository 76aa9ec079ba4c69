"""What came, sessions and what is to be sent, in both databases."""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from bot.conversation.session import Session
from bot.storage import rows as storing
from bot.storage.database import StoreError
from bot.storage.records import Applied, Arrival, Batch
from bot.storage.rows import Rows
from bot.storage.sealing import Seal
from bot.storage.statements import MOST_LOADED, MOST_TOGETHER
from tests.storage.conftest import KEY, Opened


def arrival(update: int, chat: int = 7, **more: Any) -> Arrival:
    return Arrival(update, chat, f"body {update}".encode(), **({"sent_at": 0} | more))


def forward(update: int, sent_at: int = 0, chat: int = 7) -> Arrival:
    return arrival(update, chat, sent_at=sent_at, joins="forwarded", waits=True)


def take_in(opened: Opened, *arrivals: Arrival) -> None:
    opened.do(lambda rows: rows.take_in(arrivals))


def oldest(opened: Opened, chat: int = 7) -> Batch:
    batch = opened.do(lambda rows: rows.oldest(chat))
    assert batch
    return batch


def counting(*out: bytes) -> Callable[[Session | None], Applied]:
    return lambda before: Applied(Session("en", cases=(before.cases if before else 0) + 1), out)


def apply(opened: Opened, chat: int, *updates: int, out: tuple[bytes, ...] = ()) -> bool:
    return opened.do(lambda rows: rows.apply(chat, updates, counting(*out))) is not None


def session(opened: Opened, chat: int = 7) -> Session | None:
    return opened.do(lambda rows: rows.session(chat))


def unsent(opened: Opened, chat: int = 7) -> list[bytes]:
    return [message.body for message in opened.do(lambda rows: rows.unsent(chat, MOST_LOADED))]


def count(opened: Opened, table: str) -> int:
    return opened.do(lambda rows: int(rows._connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0))


def run(opened: Opened, statement: str, **values: Any) -> Any:
    return opened.do(lambda rows: rows._connection.execute(text(statement), values))


def test_what_is_taken_in_is_applied_in_order(opened: Opened) -> None:
    take_in(opened, arrival(1), arrival(2, 8), arrival(3))
    assert replace(oldest(opened), taken_in=0) == Batch((1,), (b"body 1",), 0, more=True)
    assert apply(opened, 7, 1)
    assert oldest(opened).updates == (3,)
    assert oldest(opened, 8).updates == (2,)
    assert opened.do(lambda rows: rows.oldest(9)) is None


def test_an_update_is_taken_in_once_and_applied_once(opened: Opened) -> None:
    take_in(opened, arrival(1))
    take_in(opened, arrival(1), arrival(2))
    assert apply(opened, 7, 1, out=(b"hello",))
    assert not apply(opened, 7, 1, out=(b"hello again",))
    take_in(opened, arrival(1))
    assert oldest(opened).updates == (2,)
    found = session(opened)
    assert found
    assert found.cases == 1
    assert unsent(opened) == [b"hello"]


def test_an_update_that_slips_in_again_is_not_applied_again(opened: Opened) -> None:
    """Two processes may take it in side by side: one asks what is known before the other has applied it."""
    take_in(opened, arrival(1))
    kept = opened.do(lambda rows: dict(rows._connection.execute(text("SELECT * FROM inbox")).mappings().one()))
    apply(opened, 7, 1)
    names = ", ".join(kept)
    places = ", ".join(f":{name}" for name in kept)
    run(opened, f"INSERT INTO inbox ({names}) VALUES ({places})", **kept)
    assert not apply(opened, 7, 1)
    assert opened.do(lambda rows: rows.oldest(7)) is None
    assert session(opened) == Session("en", cases=1)


def test_the_session_the_messages_and_the_mark_are_kept_all_or_none(opened: Opened) -> None:
    take_in(opened, arrival(1))

    def failing(rows: Rows) -> None:
        rows.apply(7, [1], counting(b"hello"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        opened.do(failing)
    assert session(opened) is None
    assert unsent(opened) == []
    assert oldest(opened).updates == (1,)


def test_everything_outlives_the_process(opened: Opened) -> None:
    take_in(opened, arrival(1), arrival(2), arrival(3, 8))
    apply(opened, 7, 1, out=(b"hello",))
    again = opened.reopened()
    assert session(again) == Session("en", cases=1)
    assert sorted(again.do(lambda rows: rows.waiting())) == [7, 8]
    assert unsent(again) == [b"hello"]
    assert oldest(again).bodies == (b"body 2",)
    again.close()


def test_messages_are_sent_in_order_and_a_chat_that_is_gone_is_forgotten(opened: Opened) -> None:
    take_in(opened, arrival(1), arrival(2, 8))
    apply(opened, 7, 1, out=(b"one", b"two", b"three"))
    apply(opened, 8, 2, out=(b"other",))
    first = opened.do(lambda rows: rows.unsent(7, MOST_LOADED))[0]
    opened.do(lambda rows: rows.sent(first.number))
    assert unsent(opened) == [b"two", b"three"]
    opened.do(lambda rows: rows.drop_unsent(7))
    assert unsent(opened) == []
    assert unsent(opened, 8) == [b"other"]


def test_forwards_wait_for_each_other_until_a_deadline(opened: Opened) -> None:
    before = int(time.time() * 1000)
    take_in(opened, forward(1))
    assert before + storing.WAIT <= oldest(opened).deadline <= int(time.time() * 1000) + storing.WAIT
    take_in(opened, forward(2, 1000))
    assert oldest(opened).updates == (1, 2)


def test_forwards_are_answered_though_more_keep_coming(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    for number in range(8):
        monkeypatch.setattr("bot.storage.rows.time.time", lambda number=number: now + number * 1.4)
        take_in(opened, forward(number))
    assert oldest(opened).deadline <= (now * 1000) + storing.LONGEST_WAIT
    take_in(opened, *(forward(number) for number in range(8, 60)))
    assert oldest(opened).updates == tuple(range(MOST_TOGETHER))
    assert oldest(opened).deadline == 0


@pytest.mark.parametrize(
    "after",
    [arrival(2), arrival(2, joins="text"), arrival(2, joins="album 5", waits=True), forward(2, storing.TOGETHER + 1)],
)
def test_what_does_not_belong_to_a_forward_ends_the_waiting(opened: Opened, after: Arrival) -> None:
    take_in(opened, forward(1), after)
    assert replace(oldest(opened), taken_in=0) == Batch((1,), (b"body 1",), 0, more=True)


def test_a_sign_of_life_and_tries_are_remembered(opened: Opened) -> None:
    take_in(opened, arrival(1))
    opened.do(lambda rows: rows.signed([1], 99))
    opened.do(lambda rows: rows.tried([1]))
    opened.do(lambda rows: rows.tried([1]))
    again = opened.reopened()
    assert (oldest(again).sign, oldest(again).tries) == (99, 2)
    again.close()


def test_what_was_sealed_with_another_key_is_set_aside(opened: Opened) -> None:
    take_in(opened, arrival(1), arrival(2), arrival(3))
    apply(opened, 7, 1, out=(b"hello",))
    other = opened.reopened(b"1" * 32)
    assert other.do(lambda rows: rows.oldest(7)) is None
    assert unsent(other) == []
    assert session(other) is None
    take_in(other, arrival(4))
    assert apply(other, 7, 4)
    assert session(other) == Session("en", cases=1), "begun afresh, under a key of its own"
    other.close()


def test_a_row_can_not_stand_in_for_another(opened: Opened) -> None:
    take_in(opened, arrival(1), arrival(2, 8))
    for column in ("key", "body"):
        other = f"(SELECT {column} FROM inbox WHERE update_id = 2)"
        run(opened, f"UPDATE inbox SET {column} = {other} WHERE update_id = 1")
    assert opened.do(lambda rows: rows.oldest(7)) is None


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"Marie"', '{"language": "fr"}', json.dumps({"v": "Marie"})])
def test_a_session_that_can_not_be_read_begins_afresh(
    opened: Opened, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    take_in(opened, arrival(1))
    apply(opened, 7, 1)
    sealed = Seal(KEY).seal(body.encode(), "chat 7")
    run(opened, "UPDATE sessions SET body = :body", body=sealed.body)
    run(opened, "UPDATE keys SET key = :key", key=sealed.key)
    with caplog.at_level(logging.DEBUG):
        assert session(opened) is None
    assert "begins afresh" in caplog.text
    assert "Marie" not in caplog.text


def test_who_is_forgotten_leaves_nothing_behind(opened: Opened) -> None:
    take_in(opened, arrival(1), arrival(2, 8))
    apply(opened, 7, 1)
    apply(opened, 8, 2)
    opened.do(lambda rows: rows.forget(7))
    assert session(opened) is None
    assert session(opened, 8)
    for table in ("keys", "sessions"):
        assert count(opened, table) == 1


def test_idle_sessions_and_old_marks_end(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(opened, arrival(1), arrival(2, 8))
    apply(opened, 7, 1)
    now = time.time()
    monkeypatch.setattr("bot.storage.rows.time.time", lambda: now + 100)
    apply(opened, 8, 2)
    assert opened.do(lambda rows: rows.expire(idle=50, remembered=50)) == 1
    assert session(opened) is None
    assert session(opened, 8)
    marks = opened.do(lambda rows: rows._connection.scalars(text("SELECT update_id FROM processed")).all())
    assert marks == [2]


def test_another_master_key_opens_everything_once_rewrapped(opened: Opened) -> None:
    take_in(opened, arrival(1), arrival(2))
    apply(opened, 7, 1, out=(b"hello",))
    new = b"n" * 32
    assert opened.do(lambda rows: rows.rewrap(Seal(new))) == (3, 0)
    again = opened.reopened(new)
    assert session(again) == Session("en", cases=1)
    assert unsent(again) == [b"hello"]
    assert oldest(again).bodies == (b"body 2",)
    assert again.do(lambda rows: rows.rewrap(Seal(KEY))) == (3, 0)
    assert again.do(lambda rows: rows.rewrap(Seal(KEY))) == (3, 0), "what is done stays done"
    assert again.do(lambda rows: rows.strange()), "the old key no longer opens them"
    assert again.do(lambda rows: rows.rewrap(Seal(b"3" * 32))) == (3, 3)
    again.close()


def test_a_statement_that_fails_is_a_store_error(opened: Opened) -> None:
    with pytest.raises(StoreError):
        run(opened, "SELECT nothing FROM nowhere")
    take_in(opened, arrival(1))
    assert oldest(opened)
