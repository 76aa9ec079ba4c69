"""My policy in a chat: from a command, a button or words; fuller as one says more; copied; and the schools' pages."""

from dataclasses import replace

import pytest

from bot.advice.facts import Value
from bot.advice.schools import NO_NUMBER, Range
from bot.content.load import Content
from bot.conversation.buttons import data_of
from bot.conversation.events import Pressed
from bot.conversation.purposes import units
from bot.conversation.session import Entry, Session

from .chat import Chat, plain

COMMAND = {"en": "/policy", "fr": "/politique"}


def knowing(content: Content, language: str, pinned: str | None = None, **me: Value) -> Chat:
    """A chat with a user who has said this of themselves."""
    chat = Chat(content, language)
    chat.session = Session(language=language, me={name: Entry(value) for name, value in me.items()}, pinned=pinned)
    return chat


def test_it_is_written_by_command_in_words_and_from_the_other_pages(content: Content, language: str) -> None:
    words = {"en": "my policy", "fr": "Ma politique"}[language]
    label = {"en": "My policy", "fr": "Ma politique"}[language]
    for begin in (COMMAND[language], words):
        assert Chat(content, language).says(begin).shows("policy").session.phase == "stating"
    for page in ("/me", "/schools"):
        Chat(content, language).says(page).taps(label).shows("policy")
    chat = knowing(content, language, situation="student", objectives=frozenset(), activity="active")
    chat.says("/contacts").presses("now").taps(label).shows("policy")


def test_it_asks_for_what_would_make_it_fuller_and_comes_back(chat: Chat) -> None:
    chat.says("/policy").shows("policy")
    assert chat.last.values["waits"] == "situation"
    bare = str(chat.last.values["text"])
    chat.taps("Make sure").shows("my_fact").taps("Looking for a job").shows("policy")
    assert not chat.last.values["waits"]
    assert chat.last.edit
    assert len(str(chat.last.values["text"])) > len(bare)
    assert "looking for a job" in chat.text
    assert chat.session.me["situation"].value == "job_seeker"


def test_objectives_are_ticked_and_the_policy_names_them(chat: Chat) -> None:
    chat.says("/policy").taps("Make sure").taps("Employed").shows("policy")
    assert chat.last.values["waits"] == "objectives"
    chat.taps("Make sure").taps("Keep up with my field").shows("my_fact").taps("That's all").shows("policy")
    assert "keep up with my field" in chat.text


@pytest.mark.parametrize(
    ("language", "said"), [("en", ("freelance", "find clients")), ("fr", ("freelance", "trouver des clients"))]
)
def test_what_one_says_of_oneself_while_reading_it_is_noted(
    content: Content, language: str, said: tuple[str, str]
) -> None:
    chat = knowing(content, language)
    chat.says(COMMAND[language])
    for text in said:
        chat.says(text)
        assert chat.reply.messages[-1].template == "policy"
    assert {name: entry.value for name, entry in chat.session.me.items()} == {
        "situation": "freelance",
        "objectives": frozenset({"find_clients"}),
    }


def test_it_asks_in_words_too(chat: Chat) -> None:
    chat.says("/policy").taps("Make sure").says("perhaps on Tuesdays").shows("my_fact")
    chat.says("freelancer").shows("policy")
    assert chat.session.me["situation"].value == "freelance"
    chat.says("/policy").presses("me", "activity").says("back").shows("policy")


def test_back_from_a_fact_leads_to_the_policy_and_from_me_to_me(chat: Chat) -> None:
    chat.says("/policy").taps("Make sure").taps("‹ Back").shows("policy")
    chat.says("/me").taps("Your situation").taps("‹ Back").shows("me")
    chat.says("/me").taps("Your situation").taps("Studying").shows("me")


def test_it_fits_into_a_button_or_a_short_version_does(content: Content, language: str) -> None:
    full = knowing(content, language, situation="employee", objectives=frozenset({"keep_in_touch"}))
    full.session = replace(full.session, pinned="coffee_test")
    full.says(COMMAND[language])
    assert units(str(full.last.values["text"])) > 256
    assert full.copied == full.last.values["short"]
    assert 0 < units(full.copied or "") <= 256
    assert "<pre>" in full.html
    few = knowing(content, language, pinned="met_in_person", situation="employee").says(COMMAND[language])
    assert few.copied == few.last.values["text"]
    assert few.last.values["short"] == ""


def test_it_says_who_speaks_and_that_a_school_one_follows_may_not(content: Content, language: str) -> None:
    name = content.speakers[language].words.schools
    pinned = knowing(content, language, pinned="relevance", situation="founder").says(COMMAND[language])
    assert pinned.last.values["decided_by"] == "pin"
    assert plain(name["relevance"].name) in pinned.text
    silent = knowing(content, language, pinned="relevance", situation="job_seeker").says(COMMAND[language])
    assert silent.last.values["deciding"] == ("weak_ties",)
    assert plain(name["relevance"].name) in silent.text
    assert plain(name["weak_ties"].name) in silent.text


def test_where_schools_are_tied_what_they_differ_on_is_asked(content: Content) -> None:
    me: dict[str, Value] = {"situation": "executive", "activity": "active", "profile": "complete", "events": "rarely"}
    chat = knowing(content, "en", None, objectives=frozenset(), **me).says("/policy")
    assert chat.last.values["deciding"] == ("weak_ties", "relevance")
    assert "May I ask what brings you" in str(chat.last.values["text"]).replace("’", "'")
    assert "speak equally for you" in chat.text


def test_it_says_what_the_advice_says_of_a_forward(content: Content) -> None:
    chat = knowing(content, "en", situation="student").says("/policy")
    assert "strangers without a portrait" in chat.text
    chat.forwards(relation="stranger", sender_photo="none", note="none").answers("ignore", settled=True)


def test_done_leads_back_to_the_case_in_hand(chat: Chat) -> None:
    chat.says("/invitation").taps("Colleague").taps("Studying").answers("accept")
    chat.says("/policy").taps("Done").answers("accept")
    chat.says("/cancel").says("/policy").taps("Done").shows("start")


def test_an_old_button_leads_to_the_policy_while_it_is_current(chat: Chat) -> None:
    chat.says("/policy").does(Pressed("sample|99|another_world|accept")).shows("policy").toasts("toast.old_button")
    chat.does(Pressed("fix|99|nosuchfact")).shows("policy").toasts("toast.old_button")


@pytest.mark.parametrize(
    "situation", ["job_seeker", "student", "employee", "executive", "freelance", "founder", "recruiter"]
)
def test_french_supposes_no_gender(content: Content, situation: str) -> None:
    for objective in content.matter.facts["objectives"].values:
        chat = knowing(content, "fr", situation=situation, objectives=frozenset((objective,))).says("/politique")
        text = str(chat.last.values["text"])
        for word in ("étudiant", "salarié", "indépendant", "fondateur", "recruteur", "directeur", "prêt ", "ravi"):
            assert word not in text


# --- the schools' pages -----------------------------------------------------------------------------


def test_every_school_is_shown_with_its_claims_its_figures_and_its_article(content: Content, language: str) -> None:
    words = content.speakers[language].words
    for name, school in content.advisor.base.schools.items():
        chat = Chat(content, language).presses("school", name).shows("school")
        assert plain(words.schools[name].presentation) in chat.text
        for source in school.sources:
            assert plain(words.sources[source].about) in chat.text
        shown = chat.last.values["claims_of"]
        assert isinstance(shown, tuple)
        assert {claim for row in school.speaks_for for claim in row.claims} <= set(shown)
        assert all(plain(words.claims[claim]) in chat.text for claim in shown)
        figures = chat.last.values["figures"]
        ranges = [rule for rule in school.rules["how_many_contacts"] if isinstance(rule.then, Range)]
        assert isinstance(figures, tuple)
        assert [rule for found, rule in figures if found] == [rule.id for rule in ranges]
        if not ranges:
            assert [rule.then for rule in school.rules["how_many_contacts"] if rule.id == figures[0][1]] == [NO_NUMBER]


def test_a_page_says_how_strongly_the_school_speaks_for_the_user(content: Content) -> None:
    def strength(name: str, **me: Value) -> object:
        return knowing(content, "en", None, **me).presses("school", name).last.values["strength"]

    assert strength("weak_ties") is None
    assert strength("weak_ties", situation="student") == 3
    assert strength("relevance", situation="student", activity="active") == 1
    assert strength("relevance", situation="founder", activity="active") == 2
    assert strength("relevance", situation="recruiter") == "silent"
    assert strength("open_door", situation="student", objectives=frozenset(), profile="complete") == 0


def test_a_school_is_followed_and_left_on_its_page(content: Content, language: str) -> None:
    chat = Chat(content, language).presses("school", "one_common_link")
    chat.does(Pressed(data_of("pin", 0, "one_common_link", "yes"))).toasts("toast.pinned").shows("school")
    assert chat.session.known() == {}
    assert (chat.session.pinned or "") == "one_common_link"
    chat.does(Pressed(data_of("pin", 0, "one_common_link", "no"))).toasts("toast.unpinned").shows("school")
    assert not chat.session.pinned
    chat.does(Pressed(data_of("pin", 0, "nosuchschool", "yes"))).toasts("toast.unknown_button")
