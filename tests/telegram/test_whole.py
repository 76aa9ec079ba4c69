"""The whole program on Telegram: the shipped dialogs, the real client, real HTTP, a real SQLite file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.load import Content
from bot.handlers.talk import talk_of
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import Running

pytestmark = pytest.mark.asyncio

PROFILE = """Quillabamba Zorgonette
Quillabamba Zorgonette
 · 2e
Chargée de recrutement chez Brumavive
Brumavive · Université de Merlinville
Merlinville
Coordonnées
Plus de 500 relations
Ysoldine, Gontrand et 35 autres relations en commun"""
MARKERS = ("Quillabamba", "Zorgonette", "Brumavive", "Merlinville", "Ysoldine", "Gontrand", "Chargée de recrutement")


async def test_a_forwarded_profile_gets_a_verdict(content: Content, api: BotApi, running: Running) -> None:
    async with running(talk_of(content)):
        api.write(text=PROFILE, language="fr")
        message = (await api.answered(1))[0]
        first = message["text"].splitlines()[0]
        assert "accepter" in first
        api.press(message, "Je ne la connais pas")
        await api.until(lambda: "professionnellement" in message["text"])
        api.press(message, "En recherche d’emploi")
        await api.until(lambda: "profil" in message["text"])
        api.press(message, "Bien rempli")
        await api.until(lambda: "Ce qui changerait" in message["text"])
        assert len(await api.answered(1)) == 1, "questions and corrections edit the message in place"


async def test_nothing_of_a_forward_is_kept(
    content: Content, api: BotApi, running: Running, tmp_path: Path, written: Callable[[], str]
) -> None:
    async with running(talk_of(content)):
        api.write(text=PROFILE, language="fr")
        await api.answered(1)
        await api.quiet()
        during = b"".join(file.read_bytes() for file in tmp_path.glob("test.db*"))
    after = b"".join(file.read_bytes() for file in tmp_path.glob("test.db*"))
    for marker in MARKERS:
        assert marker.encode() not in during + after
        assert marker not in written()


async def test_a_conversation_survives_a_restart(content: Content, api: BotApi, running: Running) -> None:
    async with running(talk_of(content)):
        api.write(text="/invitation", language="en")
        message = (await api.answered(1))[0]
        api.press(message, "I don’t know them")
        await api.until(lambda: "working life" in message["text"])
    async with running(talk_of(content)):
        api.press(message, "Recruiter")
        await api.until(lambda: "profile" in message["text"])
        api.write(text="/me", language="en")
        assert "recruitment" in (await api.answered(2))[1]["text"]


async def test_html_in_what_people_type_reaches_telegram_escaped(
    content: Content, api: BotApi, running: Running
) -> None:
    async with running(talk_of(content)):
        api.write(text="/me", language="en")
        message = (await api.answered(1))[0]
        sector = content.speakers["en"].words.facts["sector"]
        api.press(message, sector.name[:1].upper() + sector.name[1:])
        await api.until(lambda: sector.question in message["text"])
        api.write(text="<b>bold & <script>", language="en")
        assert "<b>bold & <script>" in (await api.answered(2))[1]["text"], "parsed by the server, shown as typed"
