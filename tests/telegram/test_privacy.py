"""What is held of a user, on Telegram whole: handed over as a file, erased from the database's every byte."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.content.load import Content
from bot.conversation.matter import Keeping
from bot.handlers.deliveries import Delivery
from bot.handlers.talk import talk_of
from tests.telegram.bot_api import BotApi, Fault
from tests.telegram.conftest import Running
from tests.telegram.rules import RefusedError
from tests.telegram.rules import content as checked
from tests.telegram.test_whole import PROFILE, held

pytestmark = pytest.mark.asyncio

SECTOR = "Xylobrasserie"
COLLEAGUE = "Wendelgarde"
OF_THE_USER = (SECTOR, COLLEAGUE)


def rows(folder: Path, statement: str) -> list[tuple[Any, ...]]:
    """Read the database from outside, as another program does."""
    with closing(sqlite3.connect(f"file:{folder / 'test.db'}?mode=ro", uri=True)) as connection:
        return connection.execute(statement).fetchall()


async def tell(content: Content, api: BotApi) -> int:
    """Let the user say two marker words of themselves; return how many messages the bot has sent by then."""
    api.write(text="/me", language="en")
    message = (await api.answered(1))[0]
    name = content.speakers["en"].words.facts["sector"].name
    api.press(message, name[:1].upper() + name[1:])
    await api.until(lambda: content.speakers["en"].words.facts["sector"].question in message["text"])
    api.write(text=SECTOR, language="en")
    assert SECTOR in (await api.answered(2))[1]["text"]
    api.write(text="/write former colleague", language="en")
    await api.answered(3)
    api.write(text=COLLEAGUE, language="en")
    await api.answered(4)
    return 4


async def test_privacy_tells_the_operators_settings(content: Content, api: BotApi, running: Running) -> None:
    kept = content.kept(Keeping(123, 7, "Ann <ann@example.org>"))
    async with running(talk_of(kept)):
        api.write(text="/confidentialite", language="fr")
        told = (await api.answered(1))[0]["text"]
    assert "123" in told
    assert "Ann <ann@example.org>" in told
    assert len(api.messages[7]) == 1


async def test_an_export_is_a_file_of_what_was_said(content: Content, api: BotApi, running: Running) -> None:
    async with running(talk_of(content)):
        count = await tell(content, api)
        api.write(text=PROFILE, language="en")
        await api.answered(count + 1)
        api.write(text="/export", language="en")
        message = (await api.answered(count + 2))[-1]
    assert not api.refusals
    assert message["document"]["file_name"] == "entregent.json"
    assert message["document"]["mime_type"] == "application/json"
    data = json.loads(api.files[message["document"]["file_id"]])
    assert data["chat"] == 7
    assert [one["value"] for one in data["about_you"] if one["fact"] == "sector"] == [SECTOR]
    assert data["case_in_hand"]["facts"]
    assert data["as_stored"]["me"]["sector"][0] == SECTOR
    since = time.strptime(data["last_changed_at"], "%Y-%m-%dT%H:%M:%SZ")
    assert since <= time.strptime(data["exported_at"], "%Y-%m-%dT%H:%M:%SZ")
    for name in ("Quillabamba", "Zorgonette", "Ysoldine", "Gontrand", "Brumavive"):
        assert name not in json.dumps(data, ensure_ascii=False), "nothing of others but the facts of the case"


async def test_after_forgetting_nothing_is_left(
    content: Content, api: BotApi, running: Running, tmp_path: Path, written: Callable[[], str]
) -> None:
    async with running(talk_of(content)):
        count = await tell(content, api)
        key = rows(tmp_path, "SELECT key FROM keys")[0][0]
        body = rows(tmp_path, "SELECT body FROM sessions")[0][0]
        assert key in held(tmp_path)
        api.write(text="/forget", language="en")
        question = (await api.answered(count + 1))[-1]
        assert len(rows(tmp_path, "SELECT key FROM keys")) == 1, "nothing is erased before yes"
        api.press(question, "Yes, erase everything")
        await api.until(lambda: "Everything is erased" in question["text"])
        await api.quiet()
        assert "reply_markup" not in question
        assert len(api.messages[7]) == count + 1, "one farewell, in place of the question"
        left = held(tmp_path)
        for table in ("keys", "sessions", "inbox", "outbox"):
            assert rows(tmp_path, f"SELECT * FROM {table}") == []
        assert key not in left, "the key is gone from the journal too"
        assert body not in left
        for marker in OF_THE_USER:
            assert marker.encode() not in left
            assert marker not in written()
        api.write(text="/me", language="en")
        assert SECTOR not in (await api.answered(count + 2))[-1]["text"]
    for marker in OF_THE_USER:
        assert marker.encode() not in held(tmp_path)


async def test_old_buttons_do_no_harm_after_forgetting(content: Content, api: BotApi, running: Running) -> None:
    async with running(talk_of(content)):
        api.write(text="/invitation", language="en")
        old = json.loads(json.dumps((await api.answered(1))[0]))
        api.write(text="/forget", language="en")
        question = json.loads(json.dumps((await api.answered(2))[1]))
        api.press(question, "Yes, erase everything")
        await api.until(lambda: "Everything is erased" in api.messages[7][1]["text"])
        await asyncio.sleep(1)  # cases are counted from the second of the first message on
        api.write(text="/contacts", language="en")
        asked = (await api.answered(3))[2]
        shown = asked["text"]
        api.press(question, "Yes, erase everything")
        api.press(old, "Friend")
        api.press(old, "Cancel")
        await api.quiet()
        api.write(text="/export", language="en")
        await api.until(lambda: "document" in api.messages[7][-1])
        data = json.loads(api.files[api.messages[7][-1]["document"]["file_id"]])
    assert asked["text"] == shown
    assert data["about_you"] == []
    assert data["case_in_hand"]["facts"] == []
    assert data["as_stored"]["case"]["question"] == "how_many_contacts"


async def test_what_waits_is_erased_too(content: Content, api: BotApi, running: Running, tmp_path: Path) -> None:
    async with running(talk_of(content)):
        api.write(text="/forget", language="en")
        question = (await api.answered(1))[0]
        api.faults["sendMessage"] = [Fault(429, 1, retry_after=0.4)]
        for _ in range(3):
            api.write(text="/help", language="en")
        await api.until(lambda: len(api.called("sendMessage")) >= 2)
        api.press(question, "Yes, erase everything")
        await api.until(lambda: "Everything is erased" in question["text"])
        await api.quiet()
        for table in ("keys", "sessions", "inbox", "outbox"):
            assert rows(tmp_path, f"SELECT * FROM {table}") == []
    assert len(api.messages[7]) <= 2, "but for the one that was being sent"


async def test_a_delivery_of_an_older_release_is_read(api: BotApi) -> None:
    assert Delivery.load(b'{"html":"a","keyboard":null,"edits":null,"replies_to":null}') == Delivery("a")
    made = Delivery("a", document=("a.json", "{}"))
    assert Delivery.load(made.dump()) == made


async def test_the_stand_in_refuses_a_long_caption(api: BotApi) -> None:
    with pytest.raises(RefusedError, match="caption is too long"):
        checked({"text": "a" * 1025}, caption=True)
