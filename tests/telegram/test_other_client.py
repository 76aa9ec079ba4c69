"""The bot before a client that others wrote: tg-auto-test, which shows what the Bot API is told as Telethon would.

It declares Python 3.12, and pip refuses it below: on 3.11 there is nothing to run here, and the stand-in of
`bot_api` is the only one. It wants an Application of the framework, so that one is made whose single handler
passes updates on as polling does; behind it stands the program with its own inbox and outbox. It takes much that
Telegram refuses (`rules` does not) and knows one chat, so it is one more look and not a replacement.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from telegram import Bot, Update
from telegram.ext import Application, TypeHandler

from bot.content.load import Content
from bot.handlers.calls import Calls
from bot.handlers.chats import Chats
from bot.handlers.files import Files
from bot.handlers.holding import Holds
from bot.handlers.outgoing import Outbox
from bot.handlers.talk import talk_of
from bot.storage.database import Database, open_database
from bot.storage.records import Codec
from bot.storage.sealing import Seal
from tests.pages import PAGE
from tests.reading.pdf.layout import laid_out
from tests.telegram.test_whole import PDF

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(sys.version_info < (3, 12), reason="tg-auto-test declares Python 3.12 and later"),
]


class Bridge:
    """Gives each update to the bot, and waits until all that it started has come to an end."""

    def __init__(self, content: Content, database: Database) -> None:
        self._content, self._database = content, database
        self._chats: Chats | None = None

    def build(self, builder: Any) -> Any:
        application = builder.build()
        application.add_handler(TypeHandler(Update, self._handle))
        return application

    async def open(self, application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
        bot: Bot = application.bot
        talk, holds = talk_of(self._content), Holds(self._database)
        outbox = Outbox(Calls(bot.request, bot.request, bot.base_url), self._database, holds)
        self._files = Files(bot, talk)
        self._chats = Chats(talk, self._database, holds, outbox, self._files, bot.bot)

    def close(self) -> None:
        self._files.close()

    async def _handle(self, update: Update, _: Any) -> None:
        assert self._chats
        before = asyncio.all_tasks()
        await self._chats.take_in([update.to_dict()])
        while started := asyncio.all_tasks() - before:
            await asyncio.wait(started)


@pytest_asyncio.fixture
async def client(content: Content, tmp_path: Path) -> AsyncIterator[Any]:
    from tg_auto_test.test_utils.serverless_telegram_client import ServerlessTelegramClient

    talk = talk_of(content)
    database = open_database(f"sqlite:///{tmp_path / 'test.db'}", Codec(talk.dump, talk.load, Seal(bytes(32))))
    bridge = Bridge(content, database)
    found = ServerlessTelegramClient(bridge.build)
    await found.connect()
    await bridge.open(found._application)
    yield found
    await found.disconnect()
    bridge.close()
    database.close()


def labels(message: Any) -> list[str]:
    return [button.text for row in message.buttons or () for button in row]


async def test_a_start_is_answered_and_its_buttons_lead_on(client: Any) -> None:
    async with client.conversation("entregent") as chat:
        await chat.send_message("/start")
        message = await chat.get_response()
        assert "<b>" not in message.text
        assert message.entities, "what is bold is told beside the text"
        await message.click(0)
        asked = await chat.get_response()
        assert asked.button_count > 2
        answer = await asked.click(data=b"nonsense|99")
        assert answer.message, "an unknown button is answered with a toast"


async def test_a_profile_becomes_advice_in_place_in_the_language_that_was_chosen(client: Any) -> None:
    async with client.conversation("entregent") as chat:
        await chat.send_message("/langue")
        languages = await chat.get_response()
        await languages.click(text="Français")
        assert (await chat.get_edit()).text.startswith("Bonjour")
        await chat.send_message(PAGE, parse_mode=None)
        message = await chat.get_response()
        assert "Célia Vernay" in message.text
        await message.click(text=lambda text: "Répondre maintenant" in text)
        advice = await chat.get_edit()
        assert advice.id == message.id
        assert "Ce qui changerait la réponse" in advice.text
        assert labels(advice)


async def test_a_file_is_fetched_and_read(client: Any) -> None:
    async with client.conversation("entregent") as chat:
        await chat.send_file(laid_out(PDF), force_document=True)
        message = await chat.get_response()
        assert "Quillabamba Zorgonette" in message.text
        assert client._api_calls[-1].api_method == "sendMessage"


async def test_a_press_is_answered_once_however_often_it_is_made(client: Any) -> None:
    async with client.conversation("entregent") as chat:
        await chat.send_message("/invitation")
        message = await chat.get_response()
        button = message.buttons[0][0]
        for _ in range(2):
            await message.click(data=button.data)
        edits = [one for one in client._api_calls if one.api_method == "editMessageText"]
        presses = [one for one in client._api_calls if one.api_method == "answerCallbackQuery"]
    assert len(presses) == 2
    assert len(edits) == 1


async def test_what_is_held_is_handed_over_and_erased(client: Any) -> None:
    async with client.conversation("entregent") as chat:
        await chat.send_message("/export")
        export = await chat.get_response()
        assert b'"chat"' in await export.download_media()
        await chat.send_message("/forget")
        asked = await chat.get_response()
        await asked.click(0)
        assert (await chat.get_edit()).id == asked.id
