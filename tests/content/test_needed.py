"""What the program needs of a language is declared, once, in `bot.wording.needed`: no more and no less is used."""

from dataclasses import replace
from pathlib import Path

import pytest

import bot
from bot.content.checks.samples import SampleAdvisor, replies, values_of
from bot.content.checks.written import drafting
from bot.content.load import COMMANDS, Content
from bot.conversation.reply import Reply
from bot.wording import needed
from bot.wording.speaker import Speaker

ELSEWHERE = ("error.", "file.", "group.", "menu.", "terminal.")
"""Texts that the rooms around the conversation name outright."""


@pytest.fixture(scope="module")
def said(content: Content) -> list[Reply]:
    """Every reply of every sample."""
    matter = content.matter
    advisor = SampleAdvisor(matter.advisor.base, matter.advisor.efforts)
    return list(replies(replace(matter, advisor=advisor, drafting=drafting(matter))))


class Asked(dict[str, str]):
    """Texts that remember which were asked for."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__(texts)
        self.keys_asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.keys_asked.add(key)
        return super().__getitem__(key)


def family(key: str) -> str:
    """Return a key without its last part: what is asked for by way of an answer, a number or a command."""
    return key.rpartition(".")[0]


def test_templates_are_filled_with_what_is_declared(said: list[Reply]) -> None:
    found = {say.template: set(say.values) for reply in said for say in reply.messages}
    assert found == {name: set(variables) for name, variables in needed.TEMPLATES.items()}


def test_buttons_are_filled_with_what_is_declared(said: list[Reply]) -> None:
    rows = [row for reply in said for say in reply.messages for row in say.buttons]
    rows += [row for reply in said if reply.picture for row in reply.picture.buttons]
    buttons = [button for row in rows for button in row]
    found = {button.label: set(button.values) for button in buttons}
    assert found == {name: set(variables) for name, variables in needed.BUTTONS.items()}
    assert all(len(button.data.encode()) <= 64 for button in buttons)


def test_toasts_are_those_declared(said: list[Reply]) -> None:
    assert {reply.toast for reply in said if reply.toast} == {f"toast.{name}" for name in needed.TOASTS}


def test_what_texts_may_use_is_what_a_speaker_offers(content: Content) -> None:
    environment = content.speakers["fr"]._environment
    plain = type(environment)()
    assert set(environment.globals) - set(plain.globals) == set(needed.VOCABULARY)
    assert set(environment.filters) - set(plain.filters) == set(needed.FILTERS)


def test_intents_are_those_declared(content: Content) -> None:
    for vocabulary in content.matter.vocabularies.values():
        assert set(vocabulary.intents) == set(needed.INTENTS)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_short_texts_are_those_declared(content: Content, said: list[Reply], language: str) -> None:
    words = content.speakers[language].words
    asked = Asked(dict(words.texts))
    speaker = Speaker(language, words.model_copy(update={"texts": asked}), COMMANDS)
    speaker.menu()
    for number in range(1, 13):
        speaker.month(f"2026-{number:02}-01")
    for fact in content.matter.facts.values():
        for value in values_of(fact) if fact.kind != "text" else ():
            speaker.supposing(fact.id, value)
    for reply in said:
        for say in reply.messages:
            speaker.message(say)
        if reply.picture:
            speaker.choices(reply.picture.buttons)
        if reply.toast:
            speaker.text(reply.toast)
    declared = {key for key in needed.texts(COMMANDS) if not key.startswith(ELSEWHERE)}
    elsewhere = {*needed.OPTIONAL_TEXTS, *(f"review.{key}" for key in needed.REVIEW)}
    assert asked.keys_asked - declared - elsewhere == set()
    # Some answers lead no headline of today's rules; that their family is asked for is enough.
    families = {family(key) for key in asked.keys_asked}
    assert {
        key for key in declared - asked.keys_asked if family(key) not in families or key.startswith("button.")
    } == set()


def test_texts_of_the_rooms_around_are_named_there() -> None:
    root = Path(bot.__file__).parent
    sources = "".join(
        path.read_text(encoding="utf-8") for room in ("handlers", "terminal") for path in (root / room).glob("*.py")
    )
    for key in needed.texts(COMMANDS):
        if key.startswith(ELSEWHERE):
            assert f'"{key}"' in sources, key
