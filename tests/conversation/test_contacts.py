"""How many connections: the picture that comes with the answer, what each objective asks, and what if."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.advice.schools import Range
from bot.content.load import Content
from bot.conversation.events import Pressed
from bot.conversation.reply import Picture
from bot.conversation.target import Apart, Outlook

from .chat import Chat


@pytest.fixture
def chat(content: Content) -> Chat:
    return Chat(content, "en")


@pytest.fixture
def answered(chat: Chat) -> Chat:
    """Somebody who was just answered."""
    return contacts(chat, "job_seeker", "be_noticed", "found_by_recruiters", connections="480")


def contacts(chat: Chat, situation: str, *objectives: str, connections: str) -> Chat:
    chat.says("/contacts").picks("situation", situation).asks("objectives")
    for one in objectives:
        chat.presses("tick", "objectives", one)
    chat.presses("done", "objectives").asks("connections")
    return chat.says(connections).asks("activity").picks("activity", "active").shows("target")


def picture(chat: Chat) -> Picture:
    assert chat.reply.picture is not None
    return chat.reply.picture


def outlooks(chat: Chat) -> tuple[Outlook, Outlook]:
    chat.shows("compared")
    old, new = chat.last.values["old"], chat.last.values["new"]
    assert isinstance(old, Outlook)
    assert isinstance(new, Outlook)
    return old, new


# --- pictures ---------------------------------------------------------------------------------------


def test_the_first_answer_brings_where_one_stands_and_offers_the_way(answered: Chat) -> None:
    shown = picture(answered)
    assert shown.kind == "standing"
    assert shown.advice == answered.advice
    assert [button.label for row in shown.buttons for button in row] == ["draw_way"]
    assert not answered.offers("draw", "standing"), "it is just below"


def test_the_way_is_drawn_once_and_edits_nothing(answered: Chat) -> None:
    answered.presses("draw", "way")
    assert picture(answered).kind == "way"
    assert not answered.reply.messages
    answered.presses("draw", "way").toasts("toast.drawn").is_silent_but_for_a_toast()
    answered.presses("draw", "standing").toasts("toast.drawn")


def test_a_changed_fact_brings_no_picture_but_a_button(answered: Chat) -> None:
    answered.presses("fix", "connections").picks("connections", "1000").shows("target")
    assert answered.reply.picture is None
    assert answered.offers("draw", "standing")
    answered.presses("draw", "standing")
    assert picture(answered).known["connections"] == 1000
    answered.presses("here").shows("target")
    assert not answered.offers("draw", "standing")


def test_an_answer_taken_back_and_given_again_brings_no_second_picture(answered: Chat) -> None:
    answered.says("back").asks("activity").picks("activity", "reader").shows("target")
    assert answered.reply.picture is None


def test_a_fact_changed_elsewhere_lets_it_be_drawn_anew(answered: Chat) -> None:
    answered.says("/me").presses("me", "connections").presses("my", "connections", "1000")
    answered.presses("draw", "standing")
    assert picture(answered).known["connections"] == 1000


def test_in_another_language_it_is_drawn_anew(answered: Chat) -> None:
    answered.presses("language", "fr").presses("draw", "standing")
    assert picture(answered).kind == "standing"


def test_each_case_has_its_picture_and_old_buttons_are_over(answered: Chat) -> None:
    number = answered.session.cases
    answered.says("/contacts").shows("target")
    assert picture(answered).kind == "standing"
    answered.presses("draw", "way", case=number).toasts("toast.old_button")


@pytest.mark.parametrize(
    ("situation", "objective", "connections"),
    [("employee", "keep_in_touch", "300"), ("job_seeker", "be_noticed", "500+"), ("student", "be_noticed", "30000")],
)
def test_there_is_no_way_without_milestones_or_an_exact_count(
    chat: Chat, situation: str, objective: str, connections: str
) -> None:
    contacts(chat, situation, objective, connections=connections)
    assert picture(chat).buttons == ()
    chat.presses("draw", "way").toasts("toast.unknown_button")


def test_what_is_no_picture_is_not_drawn(answered: Chat) -> None:
    answered.presses("draw", "portrait").toasts("toast.unknown_button")
    answered.presses("draw").toasts("toast.unknown_button")


def test_invitations_have_no_pictures(chat: Chat) -> None:
    chat.says("/invitation").picks("relation", "friend")
    assert chat.reply.picture is None
    chat.presses("draw", "standing").toasts("toast.unknown_button")
    chat.presses("whatif").toasts("toast.unknown_button")


# --- each objective ---------------------------------------------------------------------------------


def test_each_objective_has_its_own_target(answered: Chat) -> None:
    assert answered.last.values["apart"] == (
        Apart(("found_by_recruiters",), Range(500, None), ("weak_ties",), sure=True),
        Apart(("be_noticed",), Range(5000, 30000), ("weak_ties",), sure=True),
    )


def test_objectives_that_ask_the_same_stand_together(chat: Chat) -> None:
    contacts(chat, "job_seeker", "personal_brand", "inspire_trust", "found_by_recruiters", connections="100")
    apart = chat.last.values["apart"]
    assert isinstance(apart, tuple)
    assert [len(one.objectives) for one in apart] == [3]


def test_a_single_objective_is_not_shown_twice(chat: Chat) -> None:
    contacts(chat, "job_seeker", "be_noticed", connections="100")
    assert chat.last.values["apart"] == ()


# --- what if ----------------------------------------------------------------------------------------


def test_what_if_offers_all_that_the_answer_hangs_on(answered: Chat) -> None:
    answered.presses("whatif").shows("what_if")
    for fact in ("situation", "objectives", "activity", "connections", "plan", "invitations_sent"):
        assert answered.offers("whatif", fact)
    assert answered.last.edit


@pytest.mark.parametrize("typed", ["what if", "What if…"])
def test_what_if_can_be_typed(answered: Chat, typed: str) -> None:
    answered.says(typed).shows("what_if")
    answered.says("/cancel").says(typed).shows("unclear")


def test_old_and_new_stand_side_by_side_and_nothing_is_noted(answered: Chat) -> None:
    before = answered.session
    answered.presses("whatif", "situation").shows("what_if")
    answered.presses("whatif", "situation", "recruiter")
    old, new = outlooks(answered)
    assert old.advice.deciding == ("weak_ties",)
    assert old.plan.milestones == (500, 1000, 2000, 5000)
    assert new.advice.deciding == ("quality_and_quantity",)
    assert new.plan.milestones == ()
    assert answered.session == before
    answered.presses("here").shows("target")
    assert answered.advice == old.advice


def test_what_is_kept_is_noted_and_answered(answered: Chat) -> None:
    answered.presses("whatif", "connections", "3000").taps("Keep this").shows("target")
    assert answered.session.me["connections"].value == 3000
    assert answered.last.values["today"] == 3000
    answered.presses("keepif", "connections", "3000", "yes").toasts("toast.already")


def test_an_objective_is_added_or_left_out(answered: Chat) -> None:
    answered.presses("whatif", "objectives", "page_followers")
    assert answered.last.values["chosen"] == {"be_noticed", "found_by_recruiters", "page_followers"}
    answered.presses("whatif", "objectives", "be_noticed")
    assert answered.last.values["chosen"] == {"found_by_recruiters"}
    _, new = outlooks(answered)
    assert new.advice.answer == Range(500, None)
    answered.taps("Keep this").shows("target")
    assert answered.session.me["objectives"].value == frozenset({"found_by_recruiters"})
    answered.presses("keepif", "objectives", "be_noticed", "no").toasts("toast.already")


def test_what_stands_already_is_not_compared(answered: Chat) -> None:
    answered.presses("whatif", "situation", "job_seeker").shows("what_if")


def test_a_pace_beyond_the_limit_is_not_followed(answered: Chat) -> None:
    answered.presses("whatif", "invitations_sent", "900")
    _, new = outlooks(answered)
    assert new.plan.pace is not None
    assert new.plan.pace.invitations_per_week == (150, 150)
    assert new.plan.pace.asked == 900


def test_a_slower_pace_takes_longer(answered: Chat) -> None:
    answered.presses("whatif", "invitations_sent", "10")
    old, new = outlooks(answered)
    assert old.plan.stages[-1].weeks
    assert new.plan.stages[-1].weeks
    assert new.plan.stages[-1].weeks[1] > old.plan.stages[-1].weeks[1]


@pytest.mark.parametrize(
    "rest",
    [
        ("sender_role",),
        ("nothing",),
        ("situation", "astronaut"),
        ("connections", "-5"),
        ("connections", "1000000000"),
        ("objectives", "fame"),
    ],
)
def test_a_forged_what_if_leads_back_to_the_answer(answered: Chat, rest: tuple[str, ...]) -> None:
    answered.presses("whatif", *rest).toasts("toast.unknown_button").shows("target")
    answered.presses("keepif", *rest).toasts("toast.unknown_button").shows("target")


def test_a_what_if_of_an_older_case_is_over(answered: Chat) -> None:
    number = answered.session.cases
    answered.says("/contacts")
    answered.presses("whatif", "situation", "recruiter", case=number).toasts("toast.old_button")


# --- any walk ---------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(language=st.sampled_from(("fr", "en")), picks=st.lists(st.integers(0, 9999), min_size=3, max_size=20))
def test_no_walk_from_an_answer_falls_and_each_picture_comes_once(
    content: Content, language: str, picks: list[int]
) -> None:
    chat = contacts(Chat(content, language), "freelance", "be_noticed", connections="300")
    seen: list[str] = []
    drawn: list[tuple[str, str, object]] = []
    for pick in picks:
        rows = [row for say in chat.reply.messages for row in say.buttons]
        rows += chat.reply.picture.buttons if chat.reply.picture else ()
        seen += [button.data for row in rows for button in row if not button.data.startswith(("cancel|", "again|"))]
        chat.does(Pressed(seen[pick % len(seen)]))
        if chat.reply.picture is not None:
            shown = (chat.reply.picture.kind, chat.session.language, dict(chat.reply.picture.known))
            assert drawn[-1:] != [shown]
            drawn.append(shown)
