"""What is kept of the user: told, handed over, erased after a confirmation; in both languages."""

import json
from dataclasses import replace

import pytest

from bot.content.load import Content
from bot.conversation.buttons import data_of
from bot.conversation.events import Command, Pressed
from bot.conversation.matter import Keeping
from bot.conversation.session import Entry, Session, dump
from bot.exchange import Exchanged, exchange
from bot.wording.exported import exported
from tests.conversation.chat import Chat, plain

LANGUAGES = {
    "en": {"privacy": "/privacy", "forget": "/forget", "yes": "Yes", "no": "No", "days": "90 days", "day": "1 day,"},
    "fr": {
        "privacy": "/confidentialite",
        "forget": "/oublier",
        "yes": "Oui",
        "no": "Non",
        "days": "90 jours",
        "day": "1 jour,",
    },
}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def told(content: Content, language: str) -> Chat:
    """A chat in which the user has said something of themselves, and has a case in hand."""
    chat = Chat(content, language)
    chat.forwards(trade="sales", sender_connections=480).presses("is", "relation", "stranger")
    chat.presses("my", "situation", "employee").presses("pin", "coffee_test", "yes")
    assert chat.session.me
    assert chat.session.case
    return chat


def test_privacy_says_how_long_and_whom_to_ask(content: Content, language: str) -> None:
    words = LANGUAGES[language]
    chat = Chat(content.kept(Keeping(90, 1, "A. & B., privacy@example.org")), language)
    chat.says(words["privacy"]).shows("privacy")
    assert words["days"] in chat.text
    assert words["day"] in chat.text
    assert "A. & B., privacy@example.org" in chat.text
    assert "LinkedIn" in chat.text
    assert words["forget"] in chat.text
    assert len(chat.text) < 4096, "one message"
    nobody = Chat(content.kept(Keeping(90, 1)), language).says(words["privacy"])
    assert "example.org" not in nobody.text


def test_in_a_terminal_privacy_speaks_of_no_database(content: Content, language: str) -> None:
    kept = Chat(content.kept(Keeping(90, 7)), language).says("/privacy").text
    terminal = Chat(content, language).says("/privacy").text
    words = ("database", "base de données")
    assert any(word in kept for word in words)
    assert not any(word in terminal for word in words)


def test_telling_and_asking_change_nothing(content: Content, language: str) -> None:
    chat = told(content, language)
    before = chat.session
    for command in (LANGUAGES[language]["privacy"], "/export", LANGUAGES[language]["forget"]):
        chat.says(command)
    assert chat.session == before


def test_nothing_is_erased_before_yes(content: Content, language: str) -> None:
    chat = told(content, language)
    before = chat.session
    chat.says(LANGUAGES[language]["forget"]).shows("forget")
    assert chat.reply.effect is None
    chat.taps(LANGUAGES[language]["no"]).toasts("toast.kept")
    assert chat.session == before


def test_yes_erases_everything(content: Content, language: str) -> None:
    chat = told(content, language)
    chat.says(LANGUAGES[language]["forget"]).taps(LANGUAGES[language]["yes"]).shows("forgotten")
    assert chat.reply.effect == "forget"
    assert chat.last.edit, "the buttons go"
    assert not chat.last.buttons
    left = dump(replace(chat.session, cases=0, writings=0))
    assert left == dump(Session(language=language))
    chat.says("/me")
    assert chat.last.values == {"me": {}, "pinned": None}


def test_old_buttons_do_no_harm_after_all_was_erased(content: Content, language: str) -> None:
    chat = told(content, language)
    old = chat.session.cases
    chat.says("/forget")
    yes = data_of("forget", old)
    chat.does(Pressed(yes))
    chat.does(Pressed(yes)).toasts("toast.old_button")
    assert chat.reply.effect is None
    chat.presses("is", "relation", "friend", case=old).toasts("toast.old_button")
    chat.says("/invitation")
    before = chat.session
    for act in ("fix", "unknown"):
        chat.presses(act, "relation", case=old).toasts("toast.old_button")
    chat.presses("now", case=old).presses("back", case=old).presses("cancel", case=old)
    chat.does(Pressed(yes)).toasts("toast.old_button")
    assert chat.session == before


def test_a_yes_of_an_earlier_case_erases_nothing(content: Content, language: str) -> None:
    chat = told(content, language)
    chat.says("/forget")
    yes = data_of("forget", chat.session.cases)
    chat.says("/contacts")
    before = chat.session
    chat.does(Pressed(yes)).toasts("toast.old_button")
    assert chat.reply.effect is None
    assert chat.session.me == before.me


def test_an_export_holds_what_was_said_by_name(content: Content, language: str) -> None:
    chat = told(content, language)
    chat.says("/write former_colleague")
    speaker = content.speakers[language]
    export = exchange(chat.session, Command("export"), content).export
    assert export is not None
    data = json.loads(json.dumps(export))
    mine = {one["fact"]: one for one in data["about_you"]}
    assert mine["situation"]["value"] == "employee"
    assert mine["situation"]["name"] == speaker.words.facts["situation"].name
    assert plain(mine["situation"]["means"]) == plain(speaker.value("situation", "employee"))
    case = {one["fact"]: one["value"] for one in data["case_in_hand"]["facts"]}
    assert case["sender_connections"] == 480
    assert data["school_you_follow"] == speaker.words.schools["coffee_test"].name
    assert data["as_stored"] == json.loads(json.dumps(dump(chat.session)))


def test_an_export_of_nothing_is_one_too(content: Content, language: str) -> None:
    data = exported(Session(language=language), content.speakers[language])
    assert data["about_you"] == []
    assert data["case_in_hand"] is None


def test_an_export_survives_facts_that_are_gone(content: Content, language: str) -> None:
    session = Session(language=language, me={"gone": Entry("a value")}, pinned="gone")
    data = exported(session, content.speakers[language])
    assert data["about_you"][0]["name"] == "gone"


def test_the_room_is_told_what_to_do(content: Content) -> None:
    session = Session()
    asked = exchange(session, Command("forget"), content)
    assert not asked.forget
    done: Exchanged = exchange(session, Pressed(data_of("forget", session.cases)), content)
    assert done.forget
    assert done.export is None
