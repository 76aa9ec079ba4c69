"""A private chat, through real HTTP and the real client."""

import logging
from collections.abc import Callable
from typing import Any

import pytest

from tests.telegram.bot_api import NOT_MODIFIED, TOKEN, BotApi, Fault
from tests.telegram.conftest import Running

pytestmark = pytest.mark.asyncio


async def test_a_message_is_answered_in_the_language_of_the_app(api: BotApi, running: Running) -> None:
    async with running():
        api.write(7, "salut", language="fr-CA")
        api.write(8, "hello", language="pt")
        api.write(9, "hello", language=None)
        assert (await api.answered(1, 7))[0]["text"] == "fr 1 said salut"
        assert (await api.answered(1, 8))[0]["text"] == "en 1 said hello"
        assert (await api.answered(1, 9))[0]["text"] == "en 1 said hello"


async def test_buttons_keep_their_style_and_previews_are_off(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="/start")
        message = (await api.answered(1))[0]
    rows = message["reply_markup"]["inline_keyboard"]
    assert [[button.get("style") for button in row] for row in rows] == [["primary", None], ["danger"]]
    assert api.called("sendMessage")[0]["link_preview_options"] == {"is_disabled": True}


async def test_a_press_edits_in_place_and_is_answered_with_a_short_toast(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="/start")
        message = (await api.answered(1))[0]
        query = api.press(message, "More")
        await api.until(lambda: "edited" in message["text"])
        await api.quiet()
    assert len(api.messages[7]) == 1
    assert message["text"] == "edited en 2"
    (answer,) = api.called("answerCallbackQuery")
    assert answer["callback_query_id"] == query
    assert 0 < len(answer["text"]) <= 200
    assert not api.refusals


async def test_an_edit_that_changes_nothing_is_fine(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="/start")
        api.press((await api.answered(1))[0], "Same")
        await api.quiet()
    assert api.refusals == [f"editMessageText: {NOT_MODIFIED}"]
    assert len(api.messages[7]) == 1


async def test_where_an_edit_is_refused_the_message_is_sent(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="/start")
        message = dict((await api.answered(1))[0])
        api.messages[7].clear()
        api.press(message, "More")
        assert (await api.answered(1))[0]["text"] == "edited en 2"


async def test_an_old_or_forged_press_reaches_the_conversation(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="/start")
        api.press_data((await api.answered(1))[0], "<forged>")
        assert (await api.answered(2))[1]["text"] == "en 2 stale <forged>"


async def test_html_that_a_person_wrote_stays_text(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text='<b>Ann</b> & <script>"x"</script> \u202e\x00')
        message = (await api.answered(1))[0]
    assert message["text"].startswith('en 1 said <b>Ann</b> & <script>"x"</script>')
    assert not message["parsed"]


async def test_markup_that_telegram_would_refuse_loses_no_text(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="/broken")
        assert (await api.answered(1))[0]["text"] == "en 1 open tag"
    assert not api.refusals


async def test_a_long_text_comes_in_parts_with_the_buttons_below(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="/long")
        first, *_, last = await api.answered(3)
    assert "reply_markup" not in first
    assert "reply_markup" in last
    assert not api.refusals
    assert all(part["parsed"] for part in api.messages[7])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}}, "voice"),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, "contact"),
        ({"location": {"latitude": 1.0, "longitude": 1.0}}, "location"),
        ({"dice": {"value": 1, "emoji": "x"}}, "dice"),
        (
            {
                "animation": {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1, "duration": 1},
                "document": {"file_id": "a", "file_unique_id": "b"},
            },
            "animation",
        ),
        ({"something_of_next_year": {"x": 1}}, "other"),
    ],
)
async def test_what_holds_no_text_is_named(api: BotApi, running: Running, content: dict[str, Any], kind: str) -> None:
    async with running():
        api.write(7, None, **content)
        assert (await api.answered(1))[0]["text"] == f"en 1 sent {kind}"


async def test_service_messages_and_edited_messages_are_left(api: BotApi, running: Running) -> None:
    async with running():
        api.write(7, None, message_auto_delete_timer_changed={"message_auto_delete_time": 60})
        api._receive(
            {"edited_message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "x"}}
        )
        api.write(text="hello")
        await api.answered(1)
        await api.quiet()
    assert [message["text"] for message in api.messages[7]] == ["en 1 said hello"]


async def test_one_chat_keeps_its_order(api: BotApi, running: Running) -> None:
    for number in range(20):
        for chat in (7, 8, 9):
            api.write(chat, f"number {number}")
    async with running():
        for chat in (7, 8, 9):
            said = [message["text"] for message in await api.answered(20, chat)]
            assert said == [f"en {number + 1} said number {number}" for number in range(20)]


async def test_an_exception_is_answered_with_a_reference_and_logged_without_words(
    api: BotApi, running: Running, written: Callable[[], str]
) -> None:
    async with running():
        api.write(text="/fail")
        sorry = (await api.answered(1))[0]["text"]
        api.write(text="a secret of Marie")
        await api.answered(2)
    reference = sorry.split()[-1]
    assert sorry.startswith("[en:error.sorry] <&>")
    assert len(reference) == 8
    logged = written()
    assert f"{reference}: ValueError at fake.py" in logged
    assert "secret" not in logged
    assert "Marie" not in logged


async def test_a_press_that_fails_still_stops_the_clock(api: BotApi, running: Running) -> None:
    async with running():
        api.write(text="/start")
        api.press((await api.answered(1))[0], "Bad")
        await api.answered(2)
        await api.quiet()
    assert len(api.called("answerCallbackQuery")) == 1


async def test_the_menu_is_set_in_each_language(api: BotApi, running: Running) -> None:
    async with running():
        await api.until(lambda: ("short_description", "fr") in api.settings)
    assert [one["command"] for one in api.settings["commands", ""]] == ["help"]
    assert [one["command"] for one in api.settings["commands", "fr"]] == ["aide", "help"]
    assert "[fr:menu.description]" in api.settings["description", "fr"]


async def test_a_menu_that_is_refused_stops_nothing(api: BotApi, running: Running) -> None:
    api.faults["setMyCommands"] = [Fault(400, 2)]
    async with running():
        api.write(text="hello")
        await api.answered(1)
        await api.until(lambda: ("short_description", "fr") in api.settings)
    assert ("commands", "") not in api.settings


async def test_the_token_is_in_no_log(api: BotApi, running: Running, written: Callable[[], str]) -> None:
    api.faults["sendMessage"] = [Fault(500, 1), Fault(401, 1)]
    async with running():
        api.write(text="hello")
        api.write(text="again")
        await api.answered(1)
        logging.getLogger("httpx").warning("POST %s/bot%s/getMe", api.root, TOKEN)
        logging.getLogger("other").error("token %s", TOKEN.replace(":", "%3A"))
        try:
            raise ValueError(TOKEN)
        except ValueError:
            logging.getLogger("other").exception("failed")
    logged = written()
    assert "getMe" in logged
    assert "failed" in logged
    assert TOKEN.partition(":")[2] not in logged
