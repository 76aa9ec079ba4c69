"""How many connections, on Telegram: the answer and its picture, as the shipped dialogs send them."""

import pytest

from bot.content.load import Content
from bot.handlers.talk import talk_of
from tests.telegram.bot_api import BotApi, Json
from tests.telegram.conftest import Running

pytestmark = pytest.mark.asyncio

ANSWERS = {
    "en": ("studying", "get noticed", "3", "I mostly read"),
    "fr": ("étudiant", "gagner en visibilité", "3", "je lis"),
}
WAY = {"en": "The way there", "fr": "Le chemin"}


async def asked(api: BotApi, language: str) -> tuple[Json, Json]:
    """Go through the questions; return the answer and the picture that came with it."""
    api.write(text="/contacts", language=language)
    for number, text in enumerate(ANSWERS[language], 1):
        await api.answered(number)
        api.write(text=text, language=language)
    *_, answer, picture = await api.answered(len(ANSWERS[language]) + 2)
    return answer, picture


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_the_answer_comes_first_then_where_one_stands(
    language: str, content: Content, api: BotApi, running: Running
) -> None:
    async with running(talk_of(content)):
        answer, picture = await asked(api, language)
        assert "5" in answer["text"].splitlines()[0]
        assert any(kind == "blockquote" and "expandable" in how for kind, _, _, how in answer["parsed"])
        assert picture["show_caption_above_media"] is True
        assert picture["photo"][0]["width"] == 1080
        assert len(picture["caption"]) <= 1024
        api.press(picture, WAY[language])
        *_, way = await api.answered(len(ANSWERS[language]) + 3)
        assert "photo" in way
        assert way["caption"] != picture["caption"]
        api.press(picture, WAY[language])
        await api.until(lambda: len(api.called("answerCallbackQuery")) == 2)
        assert api.called("answerCallbackQuery")[1]["text"]
        await api.quiet()
        assert len(api.called("sendPhoto")) == 2
    assert not api.refusals


async def test_a_correction_edits_the_answer_and_draws_when_asked(
    content: Content, api: BotApi, running: Running
) -> None:
    async with running(talk_of(content)):
        answer, _ = await asked(api, "en")
        shown = len(api.messages[7])
        api.press(answer, "✎ 3")
        await api.until(lambda: "How many connections" in answer["text"])
        api.press(answer, "1,000")
        await api.until(lambda: "1,000" in answer["text"])
        await api.quiet()
        assert len(api.messages[7]) == shown
        api.press(answer, "Draw it")
        *_, picture = await api.answered(shown + 1)
        assert "1,000" in picture["caption"]


async def test_what_if_stays_in_the_message(content: Content, api: BotApi, running: Running) -> None:
    async with running(talk_of(content)):
        answer, _ = await asked(api, "en")
        first, shown = answer["text"], len(api.messages[7])
        for label, seen in (("What if…", "nothing is noted"), ("Your situation", "At present"), ("Recruiter", "→")):
            api.press(answer, label)
            await api.until(lambda seen=seen: seen in answer["text"])  # type: ignore[misc]
        api.press(answer, "‹ Back to the answer")
        await api.until(lambda: answer["text"] == first)
        assert len(api.messages[7]) == shown
    assert not api.refusals
