"""The whole program on Telegram: the shipped dialogs, the real client, real HTTP, a real SQLite file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.content.load import Content
from bot.handlers.talk import talk_of
from tests.reading.pdf.layout import laid_out
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


PDF = {
    "language": "fr",
    "name": "Quillabamba Zorgonette",
    "headline": "Chargée de recrutement chez Brumavive",
    "place": "Merlinville, France",
    "about": "Je recrute des maçons et des couvreurs pour Brumavive, à Merlinville et alentour, depuis douze ans déjà.",
    "experience": [["Brumavive", "", [["Chargée de recrutement", "mai 2014 - Present (12 ans)", "Merlinville", ""]]]],
    "education": [["Université de Merlinville", "Master · (2009 - 2011)"]],
}
PICTURES = Path(__file__).parents[1] / "forwards" / "pictures"

FORWARDS: dict[str, tuple[Callable[[BotApi], object], tuple[str, ...]]] = {
    "text": (lambda api: api.write(text=PROFILE, language="fr"), MARKERS),
    "several texts": (
        lambda api: [api.forward(text=line, language="fr") for line in [*PROFILE.split("\n\n"), "Merlinville"]],
        MARKERS,
    ),
    "e-mail": (
        lambda api: api.send_file(
            b"From: Quillabamba Zorgonette via LinkedIn <invitations@linkedin.com>\nTo: a@example.org\n"
            b"Subject: I want to connect\nContent-Type: text/plain; charset=utf-8\n\n"
            b"Bonjour, je recrute chez Brumavive.\n\nQuillabamba Zorgonette\n"
            b"https://www.linkedin.com/comm/x?trk=eml-email_m2m_invite_single_01\n",
            language="fr",
        ),
        ("Quillabamba", "Zorgonette", "Brumavive"),
    ),
    "PDF": (lambda api: api.send_file(laid_out(PDF), language="fr"), MARKERS[:-3]),
    "picture": (
        lambda api: api.send_photo((PICTURES / "fr_phone_dark_recruiter.jpg").read_bytes(), language="fr"),
        ("Lheureux", "Talentis", "Thibault", "Gaudry", "Laval", "recrutement industrie"),
    ),
    "caption": (
        lambda api: api.send_file(laid_out(PDF), caption="Zorgonette, stagiaire chez Brumavive ?", language="fr"),
        MARKERS[:-3],
    ),
}


@pytest.mark.parametrize("how", FORWARDS)
async def test_nothing_of_a_forward_is_kept(
    how: str, content: Content, api: BotApi, running: Running, tmp_path: Path, written: Callable[[], str]
) -> None:
    """After the reply, neither the database's files nor the log hold a word of it; while it waits, none in clear."""
    send, markers = FORWARDS[how]
    async with running(talk_of(content)):
        send(api)
        await api.until(lambda: api.confirmed >= api.last_update)
        waiting = held(tmp_path)
        message = (await api.answered(1))[0]
        await api.until(lambda: "reply_markup" in message, 30)
        await api.quiet()
        during = held(tmp_path)
        shown = message["text"]
        api.write(text="/me", language="fr")
        await api.answered(2)
    assert "recrut" in shown, "it was read"
    assert any(marker in shown for marker in markers), "the reply names whom it is about"
    for marker in markers:
        assert marker.encode() not in waiting + during + held(tmp_path)
        assert marker not in written()


def held(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_an_invitation_list_is_opened_one_by_one(content: Content, api: BotApi, running: Running) -> None:
    async with running(talk_of(content)):
        api.send_photo((PICTURES / "fr_list_phone_four.jpg").read_bytes(), language="fr")
        message = (await api.answered(1))[0]
        await api.until(lambda: "Bertille Aumont" in message["text"], 30)
        api.press(message, "2. Séverine Lacroix")
        card = (await api.answered(2))[1]
        assert "recrutement" in card["text"]
        assert "Séverine" not in card["text"], "names are not kept"
        assert "Bertille Aumont" in message["text"], "the list stays"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a zip named Profile.pdf", "archive"),
        (b"%PDF-1.7 broken", "broken"),
        (b"\x89PNG\r\n\x1a\n broken", "broken"),
        (b"\x00\x01\x02\x03", "not_text"),
    ],
)
async def test_a_file_that_can_not_be_read_gets_one_sentence_and_the_chat_goes_on(
    content: Content, api: BotApi, running: Running, data: bytes, says: str
) -> None:
    speaker = content.speakers["en"]
    async with running(talk_of(content)):
        api.send_file(data, language="en", size=max(len(data), 1))
        message = (await api.answered(1))[0]
        assert speaker.text(f"unread.{says}") in message["text"]
        api.write(text=PROFILE, language="en")
        assert "reply_markup" in (await api.answered(2))[1]


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


async def test_a_draft_is_there_to_copy_and_is_changed_in_place(
    content: Content, api: BotApi, running: Running
) -> None:
    async with running(talk_of(content)):
        api.write(text="/ecrire ancienne collègue", language="fr")
        await api.answered(1)
        api.write(text="<b>Nordia</b> & fils", language="fr")
        message = (await api.answered(2))[1]
        first = copied(message)
        assert first is not None
        assert "<b>Nordia</b> & fils" in first
        assert first in message["text"], "parsed by the server, the draft stands there as it is copied"
        api.press(message, "Un autre")
        await api.until(lambda: "2 sur 3" in message["text"])
        second = copied(message)
        assert second is not None
        assert second != first
        assert second in message["text"]
        api.write(text="/ecrire demande d'aide", language="fr")
        await api.answered(3)
        api.write(text="le passage de la vente aux achats", language="fr")
        long = (await api.answered(4))[3]
        assert copied(long) is None, "Telegram copies 256 characters at most"
        assert "le passage de la vente aux achats" in long["text"]


def copied(message: dict[str, Any]) -> str | None:
    """Return what a message's button copies."""
    buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
    return next((button["copy_text"]["text"] for button in buttons if "copy_text" in button), None)
