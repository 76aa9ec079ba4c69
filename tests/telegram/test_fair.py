"""Fair use: what one chat sends, however much, leaves the others their turn."""

import asyncio
import threading
from dataclasses import replace

import pytest

from bot.content.load import Content
from bot.conversation.events import Enough
from bot.conversation.session import Session
from bot.exchange import Part, exchange
from bot.handlers import fair
from bot.handlers.fair import BURST, MOST, WITHIN, Fair
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import Running
from tests.telegram.fake import TALK, peruse


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def use(clock: Clock) -> Fair:
    return Fair(clock)


def test_a_chat_has_so_many_files_an_hour_and_another_its_own(use: Fair, clock: Clock) -> None:
    for _ in range(MOST):
        assert use.take(7, 1) is None
        clock.now += 10
    assert use.take(7, 1) == Enough(MOST, 54)
    assert use.take(8, 1) is None


def test_it_goes_on_when_it_said_so(use: Fair, clock: Clock) -> None:
    for _ in range(MOST):
        use.take(7, 1)
        clock.now += 10
    held = use.take(7, 1)
    assert held
    clock.now += held.minutes * 60
    assert use.take(7, 1) is None


def test_what_came_together_is_read_together_and_counts_in_full(use: Fair, clock: Clock) -> None:
    assert use.take(7, MOST - 1) is None
    clock.now += 60
    assert use.take(7, 30) is None
    assert use.take(7, 1) == Enough(MOST + 29, 59)
    clock.now += WITHIN - 60
    assert use.take(7, 1) is None, "the first have had their hour"


def test_a_burst_is_told_once_and_a_later_file_again(use: Fair, clock: Clock) -> None:
    use.take(7, MOST)
    said = []
    for _ in range(160):
        said.append(use.take(7, 1))
        clock.now += 1
    assert [one.told for one in said if one] == [False] + [True] * 159
    clock.now += BURST + 1
    again = use.take(7, 1)
    assert again
    assert not again.told


def test_who_sends_nothing_for_an_hour_is_no_longer_held(use: Fair, clock: Clock) -> None:
    for chat in range(100):
        use.take(chat, 1)
    clock.now += WITHIN + 1
    use.take(200, 1)
    assert set(use._uses) == {200}


@pytest.mark.parametrize(("language", "minutes"), [("en", "59 minutes."), ("en", "1 minute."), ("fr", "59 minutes.")])
def test_the_word_says_when_it_goes_on_and_what_to_do_till_then(language: str, minutes: str, content: Content) -> None:
    answered = exchange(Session(language=language), Enough(40, int(minutes.split()[0])), content)
    (message,) = answered.messages
    assert "40" in message.html
    assert minutes in message.html.replace("\u00a0", " ")
    assert not exchange(Session(language=language), Enough(40, 5, told=True), content).messages


@pytest.mark.asyncio
async def test_a_burst_of_one_chat_is_answered_to_its_last_file_and_holds_up_no_other(
    api: BotApi, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fair, "BURST", WITHIN)
    for number in range(200):
        api.send_photo(b"%d" % number, 7)
    api.send_photo(b"one", 8)
    api.write(7, "after the pictures")
    async with running():
        await api.until(lambda: len(api.messages[7]) >= MOST + 2 and bool(api.messages[8]), 60)
        await api.quiet()
    said = [one["text"] for one in api.messages[7]]
    assert said[:MOST] == [f"en {number + 1} read {number}" for number in range(MOST)]
    assert said[MOST:] == [f"en {MOST + 1} enough {MOST} 60", "en 201 said after the pictures"]
    assert [one["text"] for one in api.messages[8]] == ["en 1 read one"]
    assert len(api.downloads) == MOST + 1
    assert not api.called("getFile")[MOST + 1 :]


@pytest.mark.asyncio
async def test_what_is_written_with_a_file_too_many_is_read(
    api: BotApi, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fair, "MOST", 1)
    async with running():
        api.send_photo(b"a picture")
        api.send_photo(b"another", caption="no photo")
        await api.answered(3)
    assert [one["text"] for one in api.messages[7]] == [
        "en 1 read a picture",
        "en 2 enough 1 60",
        "en 2 read  / no photo",
    ]


@pytest.mark.asyncio
async def test_chats_take_turns_before_the_reader_of_pictures(api: BotApi, running: Running) -> None:
    began, go_on = threading.Event(), threading.Event()
    read: list[bytes] = []

    def reading(file: bytes, session: Session) -> Part:
        read.append(file)
        began.set()
        assert go_on.wait(30)
        return peruse(file, session)

    talk = replace(TALK, peruse=reading, is_slow=lambda _: True)
    for number in range(10):
        api.send_photo(b"7/%d" % number, 7, media_group_id="m")
    async with running(talk):
        assert await asyncio.to_thread(began.wait, 30)
        for chat in (8, 9):
            api.send_photo(b"%d/0" % chat, chat)
        await api.until(lambda: len(api.downloads) == 3)
        go_on.set()
        await api.answered(1, 7)
    assert len(read) == 12
    assert {b"8/0", b"9/0"} <= set(read[:4]), "the others come before the album's third picture"
