"""In a group the bot answers only when it is addressed, and offers the private chat."""

from typing import Any

import pytest

from tests.telegram.bot_api import BOT, BotApi
from tests.telegram.conftest import Running

pytestmark = pytest.mark.asyncio
GROUP = -100123

REPLY = {"reply_to_message": {"message_id": 3, "date": 1, "chat": {"id": GROUP, "type": "supergroup"}, "from": BOT}}
OTHER = {**BOT, "id": 5, "username": "other_bot"}
NAMED = {"entities": [{"type": "text_mention", "offset": 0, "length": 3, "user": BOT}]}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("/start", {}),
        ("/invitation@Entregent_Bot Marie", {}),
        ("what do you say, @entregent_bot?", {}),
        ("yes", REPLY),
        ("Bot, accept?", NAMED),
        (None, {"caption": "@entregent_bot", "caption_entities": [{"type": "mention", "offset": 0, "length": 14}]}),
    ],
)
async def test_addressed_it_offers_the_private_chat(
    api: BotApi, running: Running, text: str | None, more: dict[str, Any]
) -> None:
    async with running():
        number = api.write(GROUP, text, language="fr", **more)
        (hint,) = await api.answered(1, GROUP)
    assert hint["text"] == "[fr:group.hint] <&>"
    assert hint["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/entregent_bot"
    assert api.called("sendMessage")[0]["reply_parameters"]["message_id"] == number


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("hello everybody", {}),
        ("/start@other_bot", {}),
        ("see /start", {}),
        ("@entregent_bottle", {}),
        ("yes", {"reply_to_message": {**REPLY["reply_to_message"], "from": OTHER}}),
        (None, {"dice": {"value": 1, "emoji": "x"}}),
    ],
)
async def test_otherwise_it_is_silent(api: BotApi, running: Running, text: str | None, more: dict[str, Any]) -> None:
    async with running():
        api.write(GROUP, text, **more)
        await api.quiet()
    assert not api.messages[GROUP]


async def test_a_press_in_a_group_is_answered_and_left(api: BotApi, running: Running) -> None:
    async with running():
        api.write(GROUP, "/start")
        api.press_data((await api.answered(1, GROUP))[0], "more", GROUP)
        await api.quiet()
    assert len(api.called("answerCallbackQuery")) == 1
    assert len(api.messages[GROUP]) == 1
    assert not api.called("editMessageText")
