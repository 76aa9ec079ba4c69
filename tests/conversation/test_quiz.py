"""Which school is yours? Sample invitations answered by button or in words, and what comes of them."""

import json
from dataclasses import replace
from itertools import product

import pytest

from bot.advice.likeness import QUESTION, Likeness
from bot.advice.schools import ANSWERS
from bot.content.load import Content
from bot.conversation.events import Found, Pressed, Reading
from bot.conversation.quiz import Standing
from bot.conversation.session import PASSED, Entry, Quiz, Session, dump, load
from bot.wording.exported import exported

from .chat import Chat

ACCEPT = {"en": "I accept", "fr": "J'accepte"}
IGNORE = {"en": "I ignore it", "fr": "J'ignore"}
COMMAND = {"en": "/which", "fr": "/quelle"}


def likeness_of(chat: Chat) -> Likeness:
    assert chat.content.matter.likeness is not None
    return chat.content.matter.likeness


def sample(chat: Chat) -> str:
    assert chat.last.template == "sample", chat.last
    return str(chat.last.values["sample"])


def answers(chat: Chat, answer: str, which: str | None = None) -> Chat:
    """Press an answer to the sample in hand, or to another one."""
    quiz = chat.session.quiz
    assert quiz is not None
    return chat.does(Pressed(f"sample|{quiz.number}|{which or sample(chat)}|{answer}"))


def presses(chat: Chat, act: str) -> Chat:
    quiz = chat.session.quiz
    assert quiz is not None
    return chat.does(Pressed(f"{act}|{quiz.number}"))


def plays(chat: Chat, school: str, odd: dict[int, str] | None = None) -> Chat:
    """Answer as a school does, but for these places, up to the result."""
    chat.says(COMMAND[chat.language])
    place = 0
    while chat.last.template == "sample":
        answers(chat, (odd or {}).get(place, likeness_of(chat).says(school, sample(chat))))
        place += 1
    return chat.shows("likeness")


# --- one game ---------------------------------------------------------------------------------------


def test_whoever_answers_as_a_school_does_is_told_that_school(content: Content, language: str) -> None:
    for school in content.matter.likeness.schools if content.matter.likeness else ():
        chat = plays(Chat(content, language), school)
        assert chat.last.values["leaders"] == (school,)
        assert chat.last.values["sure"] == "clear"
        assert chat.last.values["same"] == chat.last.values["of"] == 6
        assert chat.last.values["departures"] == ()
        assert content.speakers[language].words.schools[school].name in chat.text.replace("'", "’")


def test_the_first_message_says_what_this_is_and_for_whom_one_answers(content: Content, language: str) -> None:
    chat = Chat(content, language).says(COMMAND[language])
    words = content.speakers[language].words.quiz
    assert words is not None
    assert chat.text.count(words.as_if.replace("’", "'").replace("\u00a0", " ")) == 1
    chat.taps(ACCEPT[language])
    assert words.as_if not in chat.text


def test_it_begins_by_a_button_by_a_command_and_in_words(content: Content) -> None:
    for chat, words in ((Chat(content, "fr"), "Quelle est mon école ?"), (Chat(content, "en"), "which school am I?")):
        assert chat.says(words).shows("sample").session.phase == "matching"
        assert chat.says("/ecoles").taps("Quelle" if chat.language == "fr" else "Which").last.template == "sample"


def test_answers_in_words_count_like_buttons(content: Content) -> None:
    english, french = Chat(content, "en").says("/which"), Chat(content, "fr").says("/quelle")
    for typed, dit, answer in (
        ("I'd ask them why", "je demanderais pourquoi", "ask_first"),
        ("accept", "accepter", "accept"),
        ("ignore it", "j'ignore", "ignore"),
        ("yes", "oui", "accept"),
        ("no", "non", "ignore"),
    ):
        for chat, words in ((english, typed), (french, dit)):
            before = sample(chat)
            chat.says(words)
            assert chat.session.quiz is not None
            assert chat.session.quiz.answers[-1] == (before, answer), words


def test_what_is_no_answer_is_asked_again(chat: Chat) -> None:
    before = sample(chat.says("/which"))
    assert sample(chat.says("perhaps on Tuesdays")) == before
    assert chat.last.values["again"] is True
    assert "didn't understand" in chat.text


def test_i_dont_know_passes_over_and_tells_nothing(chat: Chat) -> None:
    before = sample(chat.says("/which").says("I don't know"))
    assert chat.session.quiz is not None
    assert [answer for _, answer in chat.session.quiz.answers] == [PASSED]
    while chat.last.template == "sample":
        assert sample(chat) != chat.session.quiz.answers[0][0]
        answers(chat, PASSED)
    assert before
    assert chat.shows("likeness").last.values["leaders"] == ()
    assert "answered none" in chat.text


def test_back_takes_one_answer_back_and_shows_its_sample(chat: Chat) -> None:
    first = sample(chat.says("/which"))
    second = sample(chat.taps(ACCEPT["en"]))
    assert sample(chat.taps(IGNORE["en"])) not in (first, second)
    assert sample(chat.taps("‹ Back")) == second
    assert sample(chat.says("back")) == first
    assert chat.session.quiz == Quiz(1, (), first)
    assert sample(chat.says("back")) == first


def test_back_from_the_result_takes_the_last_answer_back(chat: Chat) -> None:
    plays(chat, "coffee_test")
    last = chat.session.quiz.answers[-1][0] if chat.session.quiz else ""
    assert sample(chat.taps("‹ Back")) == last


def test_answer_now_tells_what_can_be_told_and_one_may_go_on(chat: Chat) -> None:
    chat.says("/which").taps(ACCEPT["en"]).taps("Answer now").shows("likeness")
    leaders = chat.last.values["leaders"]
    assert isinstance(leaders, tuple)
    assert len(leaders) > 1
    assert chat.last.values["departures"] == ()
    chat.taps("Go on").shows("sample").says("just answer").shows("likeness")


def test_a_departure_says_what_the_school_does_and_why(content: Content, language: str) -> None:
    chat = plays(Chat(content, language), "met_in_person", {1: "accept"})
    departures = chat.last.values["departures"]
    assert isinstance(departures, tuple)
    (one,) = departures
    assert (one.school, one.answer, one.its, one.rule) == ("met_in_person", "accept", "ignore", "never_met")
    reason = content.speakers[language].reason("met_in_person", QUESTION, "never_met")
    assert reason in chat.html
    assert isinstance(chat.last.values["second"], Standing)


def test_schools_that_the_answers_do_not_part_are_named_together(content: Content) -> None:
    matter = content.matter
    assert matter.likeness is not None
    two = {name: matter.likeness.samples.facts[name] for name in ("another_world", "lift_neighbour")}
    few = Likeness(content.advisor.model, replace(matter.likeness.samples, facts=two, at_most=2))
    chat = Chat(replace(content, matter=replace(matter, likeness=few)), "en").says("/which")
    chat.taps(ACCEPT["en"]).taps(ACCEPT["en"]).shows("likeness")
    assert chat.last.values["leaders"] == ("weak_ties", "open_door")
    assert "between Weak ties and The open door" in chat.text
    assert not any(label.startswith("Follow") for row in chat.labels for label in row)


# --- what follows -----------------------------------------------------------------------------------


def test_the_school_found_is_followed_seen_or_left_by_button(chat: Chat) -> None:
    plays(chat, "coffee_test").taps("Follow this school").shows("school").toasts("toast.pinned")
    assert chat.session.pinned == "coffee_test"
    assert chat.says("/which").shows("likeness").last.values["pinned"] == "coffee_test"
    chat.taps("Stop following").toasts("toast.unpinned")
    chat.says("/which").taps("See: The coffee test").shows("school")
    chat.says("/which").taps("My policy").shows("policy")
    chat.says("/which").taps("Begin again").shows("sample")
    assert chat.session.quiz is not None
    assert not chat.session.quiz.answers
    chat.taps("Cancel").shows("start")
    assert chat.session.quiz is None


def test_a_school_that_sets_the_user_aside_says_so(chat: Chat) -> None:
    chat.session = replace(chat.session, me={"situation": Entry("job_seeker")})
    plays(chat, "relevance")
    assert chat.last.values["aside"] == ("relevance",)
    assert "another school decides for you" in chat.text
    assert plays(Chat(chat.content, "en"), "relevance").last.values["aside"] == ()


# --- beside the rest of a chat ----------------------------------------------------------------------


def test_it_goes_on_where_one_left_after_an_invitation_and_after_a_restart(chat: Chat) -> None:
    chat.says("/which").taps(ACCEPT["en"]).taps(IGNORE["en"])
    here, quiz = sample(chat), chat.session.quiz
    chat.forwards(relation="stranger", note="none")
    assert chat.session.phase == "asking"
    stored = json.loads(json.dumps(dump(chat.session)))
    chat.session = load(stored, chat.content.matter.facts, chat.content.advisor.base.schools)
    assert sample(chat.says("/which")) == here
    assert chat.session.quiz == quiz


def test_leaving_it_comes_back_to_the_case_in_hand(chat: Chat) -> None:
    chat.says("/invitation").asks("relation").says("/which").shows("sample")
    chat.says("/cancel").asks("relation")
    chat.taps("Colleague").taps("Studying").answers("accept")
    chat.says("/which").taps("Cancel").answers("accept")
    assert chat.session.quiz is None


def test_leaving_it_comes_back_to_the_message_being_written_or_to_the_list(chat: Chat) -> None:
    chat.says("/write").taps("Former colleague").shows("variable").says("/which").taps("Cancel").shows("variable")
    assert chat.session.phase == "writing"
    guess = Reading({"sender_role": Found("seller", "x", sure=False)})
    chat.hands_list(guess, guess).shows("people").says("/policy").taps("Done").shows("people")
    chat.says("/which").says("/cancel").shows("people")


def test_an_invitation_in_between_is_taken_for_one(chat: Chat) -> None:
    chat.says("/which").says("a recruiter I don't know, no message")
    assert chat.session.case is not None
    assert chat.session.case.facts["sender_role"].value == "recruiter"
    assert chat.session.quiz is not None


def test_an_old_button_corrects_its_answer_once(chat: Chat) -> None:
    first = sample(chat.says("/which"))
    answers(chat, "accept")
    answers(chat, "ignore")
    here = sample(chat)
    answers(chat, "ignore", first)
    assert chat.session.quiz is not None
    assert chat.session.quiz.answers[0] == (first, "ignore")
    assert chat.last.template == "sample"
    answers(chat, "ignore", first).is_silent_but_for_a_toast().toasts("toast.already")
    assert here


def test_a_press_twice_counts_once(chat: Chat) -> None:
    first = sample(chat.says("/which"))
    once = answers(chat, "accept").session
    assert answers(chat, "accept", first).is_silent_but_for_a_toast().session == once


def test_a_button_of_a_game_that_is_over_leads_to_what_is_current(chat: Chat) -> None:
    number = chat.says("/which").session.cases
    name = sample(chat)
    presses(chat, "afresh")
    for data in (f"sample|{number}|{name}|accept", f"unsample|{number}", f"unquiz|{number}", f"verdict|{number}"):
        chat.does(Pressed(data)).shows("sample").toasts("toast.old_button")
    chat.taps("Cancel").does(Pressed(f"sample|{number}|{name}|accept")).shows("start").toasts("toast.old_button")


@pytest.mark.parametrize("rest", ["", "|another_world", "|another_world|invite", "|x|y|z", "|another_world|accept|2"])
def test_a_forged_button_does_nothing(chat: Chat, rest: str) -> None:
    chat.says("/which").does(Pressed(f"sample|{chat.session.cases}{rest}")).shows("sample").toasts("toast.old_button")
    assert chat.session.quiz is not None
    assert chat.session.quiz.answers == ()


# --- storing ----------------------------------------------------------------------------------------


def test_a_session_of_before_there_was_a_quiz_holds_none(content: Content) -> None:
    data = dump(Session())
    del data["quiz"]
    assert load(data, content.matter.facts) == Session()


def test_samples_that_are_gone_count_no_more(chat: Chat) -> None:
    gone = (("taken_out", "accept"), ("taken_out_too", PASSED), ("another_world", "accept"))
    for asked, ended in product(("taken_out", None), (False, True)):
        chat.session = replace(Session(), cases=1, phase="matching", quiz=Quiz(1, gone, asked, ended))
        chat.says("/which")
        if chat.last.template == "likeness":
            assert chat.last.values["of"] == 1
            chat.taps("Go on")
        answered = 0
        while chat.last.template == "sample":
            answers(chat, "accept")
            answered += 1
        assert answered >= 5
    chat.session = Session(cases=1, phase="matching", quiz=Quiz(1, gone[:2], None))
    chat.says("back").shows("sample")


def test_the_export_says_what_was_answered(content: Content) -> None:
    chat = Chat(content, "en").says("/which").taps(ACCEPT["en"]).says("skip")
    rows = exported(chat.session, content.speakers["en"])["examples_in_hand"]
    assert [row["you_would"] for row in rows] == ["accept", ""]
    assert all(row["example"] for row in rows)


def test_every_course_of_three_answers_renders(content: Content, language: str) -> None:
    for course in product((*ANSWERS[QUESTION], PASSED), repeat=3):
        chat = Chat(content, language).says(COMMAND[language])
        for answer in course:
            answers(chat, answer)
        presses(chat, "verdict").shows("likeness")
