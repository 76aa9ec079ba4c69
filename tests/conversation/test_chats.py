"""Conversations: for this answer, that comes next."""

import pytest

from bot.advice.facts import AtLeast
from bot.advice.targets import Plan
from bot.content.load import Content
from bot.conversation.events import Pressed
from bot.conversation.session import Language

from .chat import Chat


@pytest.fixture
def chat(content: Content) -> Chat:
    return Chat(content)


# --- an invitation received -------------------------------------------------------------------------


def test_a_job_seeker_and_a_stranger(chat: Chat) -> None:
    chat.says("/invitation").asks("relation")
    chat.picks("relation", "stranger").asks("situation")
    chat.picks("situation", "job_seeker").asks("sender_profile")
    chat.picks("sender_profile", "complete").answers("accept", settled=False, by="weak_ties")
    assert chat.offers("fix", "sender_photo"), "what is still worth asking is offered"


def test_a_colleague_needs_hardly_a_question(chat: Chat) -> None:
    chat.says("/invitation").picks("relation", "colleague").picks("situation", "job_seeker")
    chat.answers("accept", settled=True, by="weak_ties")


def test_at_most_three_questions_before_the_first_answer(chat: Chat) -> None:
    chat.says("/invitation")
    asked = 0
    while chat.last.template == "question":
        asked += 1
        chat.presses("unknown", str(chat.last.values["fact"]))
    assert asked <= 3
    assert not chat.advice.settled


def test_refining_goes_on_after_the_first_answer(chat: Chat) -> None:
    chat.says("/invitation").picks("relation", "stranger").picks("situation", "job_seeker")
    chat.picks("sender_profile", "complete")
    chat.presses("fix", "sender_photo").asks("sender_photo").picks("sender_photo", "portrait").answers("accept")
    chat.presses("fix", "sender_connections").picks("sender_connections", "500+").answers("accept", settled=True)


def test_i_dont_know_is_an_answer_and_is_not_asked_again(chat: Chat) -> None:
    chat.says("/invitation").asks("relation").says("je ne sais pas")
    assert chat.last.values["fact"] != "relation"
    chat.presses("now").answers("accept", settled=False)
    assert "relation" not in [one.fact for one in chat.advice.ask_next]


def test_a_sign_alone_is_no_answer_but_a_question_mark_is(chat: Chat) -> None:
    chat.says("/invitation").says("👍").asks("relation")
    assert chat.last.values["again"] is True
    chat.says("?")
    assert chat.last.values["fact"] != "relation"


def test_what_is_not_known_is_shown_with_what_each_possibility_gives(chat: Chat) -> None:
    chat.forwards(relation="stranger", sender_profile="complete", sender_connections=800)
    chat.presses("my", "situation", "job_seeker").presses("begin", "accept_invitation")
    chat.picks("relation", "stranger").picks("sender_profile", "complete").presses("unknown", "sender_photo")
    each = chat.last.values["each"]
    assert isinstance(each, list)
    assert [name for name, _ in each] == ["sender_photo"]


def test_answer_now_at_any_point(chat: Chat) -> None:
    chat.says("/invitation").picks("relation", "stranger").presses("now").answers("accept", settled=False)


def test_back_takes_the_last_answer_back(chat: Chat) -> None:
    chat.says("/invitation").picks("relation", "stranger").asks("situation").presses("back").asks("relation")
    assert chat.session.case is not None
    assert not chat.session.case.facts


def test_back_restores_what_was_known_of_the_user(chat: Chat) -> None:
    chat.presses("my", "situation", "employee")
    chat.says("/invitation").presses("fix", "situation").picks("situation", "recruiter").presses("back")
    assert chat.session.me["situation"].value == "employee"


def test_a_correction_recomputes_everything(chat: Chat) -> None:
    chat.presses("my", "situation", "job_seeker")
    chat.forwards(relation="stranger", sender_photo="none").answers("ignore", settled=True)
    chat.presses("fix", "sender_photo").asks("sender_photo").picks("sender_photo", "portrait")
    assert chat.advice.answer == "accept"
    assert [reason.rule for reason in chat.advice.verdicts["weak_ties"].reasons] != ["no_portrait"]


def test_a_correction_that_contradicts_an_older_fact_wins(chat: Chat) -> None:
    chat.forwards(note="none", relation="stranger")
    chat.presses("is", "note_gives_reason", "yes")
    assert chat.session.case is not None
    assert "note" not in chat.session.case.facts
    assert chat.session.case.facts["note_gives_reason"].value == "yes"


def test_back_from_a_correction_leaves_the_advice_as_it_was(chat: Chat) -> None:
    chat.says("/invitation").picks("relation", "colleague").picks("situation", "student").answers("accept")
    before = chat.session.known()
    chat.presses("fix", "relation").asks("relation").presses("back").answers("accept")
    assert chat.session.known() == before


def test_cancel_forgets_the_person_and_keeps_the_user(chat: Chat) -> None:
    chat.says("/invitation").picks("relation", "stranger").picks("situation", "student").says("/annuler")
    chat.shows("cancelled")
    assert chat.session.case is None
    assert chat.session.phase == "idle"
    assert set(chat.session.me) == {"situation"}


def test_facts_of_an_invitation_end_with_it(chat: Chat) -> None:
    chat.forwards(relation="stranger", note="none")
    chat.says("/invitation").asks("relation")
    assert chat.session.case is not None
    assert not chat.session.case.facts


# --- what is forwarded --------------------------------------------------------------------------------


def test_a_forward_is_answered_at_once_with_the_question_that_matters(chat: Chat) -> None:
    chat.forwards(sender_connections=AtLeast(500), relation="stranger").asks("situation")
    assert chat.last.values["headline"] is not None
    assert set(chat.lines) == {"sender_connections", "relation"}


def test_a_guard_answers_before_any_question(chat: Chat) -> None:
    chat.forwards(note="pitch", sender_role="seller", relation="stranger").answers("ignore", settled=True)
    assert chat.advice.decided_by == "guard"
    assert len(chat.advice.verdicts) == 8, "the schools are shown all the same"


def test_a_second_forward_after_the_advice_is_another_person(chat: Chat) -> None:
    chat.presses("my", "situation", "job_seeker")
    chat.forwards(relation="colleague").answers("accept")
    number = chat.session.cases
    chat.forwards(relation="stranger", sender_photo="none").answers("ignore")
    assert chat.session.cases == number + 1


def test_a_note_after_the_advice_belongs_to_the_same_person(chat: Chat) -> None:
    chat.presses("my", "situation", "employee").presses("my", "activity", "inactive")
    chat.forwards(relation="stranger").presses("now")
    number = chat.session.cases
    chat.forwards(note="personal", note_gives_reason="yes")
    assert chat.session.cases == number
    assert chat.advice.answer == "accept"


def test_a_few_words_about_somebody_are_enough_to_begin(content: Content) -> None:
    chat = Chat(content, "en").says("My boss wants to connect").asks("situation")
    assert chat.session.known()["relation"] == "colleague"


def test_a_word_after_the_advice_is_about_the_same_person(chat: Chat) -> None:
    chat.presses("my", "situation", "employee").presses("my", "activity", "inactive")
    chat.forwards(relation="stranger").presses("now")
    number = chat.session.cases
    chat.says("sans message").says("en recherche d'emploi")
    assert chat.session.cases == number
    assert chat.session.known()["note"] == "none"
    assert chat.session.me["situation"].value == "job_seeker"


def test_every_fact_read_can_be_corrected_with_one_tap(chat: Chat) -> None:
    chat.forwards(relation="stranger", sender_photo="portrait", note="stock").presses("now")
    assert all(chat.offers("fix", fact) for fact in ("relation", "sender_photo", "note"))


# --- typed answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "typed", "value"),
    [
        ("fr", "un ancien collègue", "former_colleague"),
        ("fr", "Je ne la connais pas", "stranger"),
        ("fr", "colegue", "colleague"),
        ("en", "she is a friend", "friend"),
        ("en", "former colleague", "former_colleague"),
        ("en", "I don't know them", "stranger"),
    ],
)
def test_an_answer_in_ones_own_words(content: Content, language: Language, typed: str, value: str) -> None:
    chat = Chat(content, language).says("/invitation").asks("relation").says(typed)
    assert chat.session.case is not None
    assert chat.session.case.facts["relation"].value == value


def test_an_answer_to_a_question_that_was_not_put_counts_all_the_same(chat: Chat) -> None:
    chat.says("/invitation").asks("relation").says("en recherche d'emploi").asks("relation")
    assert chat.session.me["situation"].value == "job_seeker"


def test_a_text_that_is_no_answer_is_asked_again_with_an_example(chat: Chat) -> None:
    chat.says("/invitation").says("brouzouf").asks("relation")
    assert chat.last.values["again"] is True


# --- how many contacts -------------------------------------------------------------------------------------


def test_contacts_is_a_whole_conversation(chat: Chat) -> None:
    chat.says("/contacts").asks("situation").picks("situation", "job_seeker").asks("objectives")
    chat.presses("tick", "objectives", "be_noticed").asks("objectives")
    chat.presses("tick", "objectives", "personal_brand").presses("done", "objectives").asks("connections")
    chat.says("640").asks("activity").picks("activity", "active").shows("target")
    assert chat.advice.deciding == ("weak_ties",)
    assert chat.advice.answer == (5000, 30000)
    plan = chat.last.values["plan"]
    assert isinstance(plan, Plan)
    assert plan.milestones == (1000, 2000, 5000)


def test_several_objectives_can_be_typed(chat: Chat) -> None:
    chat.says("/contacts").picks("situation", "founder").says("trouver des clients, recruter")
    assert chat.session.me["objectives"].value == frozenset({"find_clients", "hire"})


def test_no_objective_is_an_answer_too(chat: Chat) -> None:
    chat.says("/contacts").picks("situation", "employee").presses("done", "objectives").asks("connections")
    chat.says("12000").asks("activity").picks("activity", "reader").shows("target")
    assert chat.advice.deciding == ("objective_first",)
    assert chat.advice.answer == "no_number"


def test_a_choice_pressed_twice_is_taken_off_again(chat: Chat) -> None:
    chat.says("/contacts").picks("situation", "job_seeker").presses("tick", "objectives", "be_noticed")
    chat.presses("tick", "objectives", "be_noticed")
    assert chat.session.case is not None
    assert not chat.session.case.ticked


def test_the_objectives_that_suit_come_first_and_the_others_are_one_tap_away(chat: Chat) -> None:
    chat.says("/contacts").picks("situation", "job_seeker").asks("objectives")
    assert not chat.offers("tick", "objectives", "hire")
    chat.presses("more", "objectives").asks("objectives")
    assert chat.offers("tick", "objectives", "hire")


# --- to send an invitation ------------------------------------------------------------------------------------


def test_invite_is_a_whole_conversation(chat: Chat) -> None:
    chat.presses("my", "situation", "employee").presses("my", "activity", "active").presses(
        "my", "objectives", "personal_brand"
    )
    chat.says("/inviter").asks("relation").picks("relation", "stranger").asks("sender_sector")
    chat.picks("sender_sector", "unrelated").answers("do_not", settled=True, by="relevance")


# --- me, schools, language ---------------------------------------------------------------------------------------


def test_me_shows_changes_and_takes_back(chat: Chat) -> None:
    chat.says("/moi").shows("me").presses("me", "situation").shows("my_fact")
    chat.presses("my", "situation", "executive").shows("me")
    assert chat.session.me["situation"].value == "executive"
    chat.presses("me", "situation").says("freelance").shows("me")
    assert chat.session.me["situation"].value == "freelance"
    chat.presses("unmy", "situation").shows("me")
    assert not chat.session.me


def test_me_takes_several_objectives(chat: Chat) -> None:
    chat.says("/me").presses("me", "objectives").presses("mytick", "objectives", "hire").presses(
        "mytick", "objectives", "find_clients"
    )
    chat.presses("mydone", "objectives").shows("me")
    assert chat.session.me["objectives"].value == frozenset({"hire", "find_clients"})


def test_a_pinned_school_decides(chat: Chat) -> None:
    chat.says("/ecoles").shows("schools").presses("school", "coffee_test").shows("school")
    chat.presses("pin", "coffee_test", "yes").toasts("toast.pinned")
    chat.presses("my", "situation", "job_seeker")
    chat.forwards(relation="stranger", note="personal", note_gives_reason="yes").answers("accept", by="coffee_test")
    assert chat.advice.decided_by == "pin"
    chat.presses("pin", "coffee_test", "no").toasts("toast.unpinned")
    assert chat.session.pinned is None


def test_the_language_changes_in_the_middle(chat: Chat) -> None:
    chat.says("/invitation").asks("relation").says("/langue").shows("language")
    chat.presses("language", "en").asks("relation")
    assert chat.session.language == "en"


# --- buttons that are old, foreign or pressed twice ------------------------------------------------------------


def test_a_press_repeated_does_nothing_twice(chat: Chat) -> None:
    chat.says("/invitation").picks("relation", "stranger").asks("situation")
    before = chat.session
    chat.picks("relation", "stranger").is_silent_but_for_a_toast()
    assert chat.session == before


def test_an_older_button_of_the_same_case_is_a_correction(chat: Chat) -> None:
    chat.says("/invitation").picks("relation", "stranger").picks("situation", "job_seeker").asks("sender_profile")
    chat.picks("relation", "friend").answers("accept", settled=True)


def test_a_button_of_a_case_that_is_over_leads_to_the_current_step(chat: Chat) -> None:
    chat.says("/invitation").picks("relation", "stranger")
    old = chat.session.cases
    chat.says("/invitation").asks("relation")
    chat.presses("is", "relation", "friend", case=old).asks("relation").toasts("toast.old_button")
    assert chat.session.case is not None
    assert not chat.session.case.facts


def test_an_old_button_about_the_user_is_still_a_correction(chat: Chat) -> None:
    chat.says("/invitation").picks("relation", "stranger").picks("situation", "job_seeker")
    old = chat.session.cases
    chat.says("/annuler").presses("is", "situation", "student", case=old)
    assert chat.session.me["situation"].value == "student"


@pytest.mark.parametrize(
    "data",
    [
        "", "|", "is|1|relation", "is|1|relation|nobody", "is|99|x|y", "tick|1|relation|friend", "é|1|2", "fix|1|zzz",
        "a" * 64, "begin|0|nothing", "my|0|relation|friend", "pin|0|nobody|yes", "language|0|de",
    ],
)  # fmt: skip
def test_a_forged_button_is_harmless(chat: Chat, data: str) -> None:
    chat.says("/invitation").asks("relation")
    facts = chat.session.known()
    chat.does(Pressed(data))
    assert chat.session.known() == facts


# --- nothing ends in silence ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", "   ", "merci", "bonjour", "?", "/nothing", "/", "a" * 30_000, "\u202e\u0007<b>&{{ 7*7 }}{% x %}", "👍"],
)
def test_any_text_gets_an_answer(chat: Chat, text: str) -> None:
    chat.says(text)
    chat.says("/invitation").says(text)
    chat.says("/moi").presses("me", "situation").says(text)


@pytest.mark.parametrize("kind", ["voice", "video", "poll", "contact", "sticker", "location", "nothing", "link"])
def test_what_cannot_be_read_says_what_to_send(chat: Chat, kind: str) -> None:
    chat.sends(kind).shows("unreadable")


def test_html_in_what_people_type_is_escaped(chat: Chat) -> None:
    chat.says("/moi").presses("me", "sector").says("<b>data</b> & <script>")
    assert "<script>" not in chat.html
    assert "&lt;script&gt;" in chat.html
