"""Writing in a chat: from a verdict, from nothing, with every button; and the check of a note of one's own."""

import json

import pytest

from bot.content.load import Content
from bot.conversation.events import Pressed
from bot.conversation.purposes import MOMENTS, Draft, units
from bot.conversation.session import Session, dump, load

from .chat import Chat, plain

PROFILE = "Dana Whitlock\n· 2nd\nAccount Executive at Brightwave Software\nContact info\n500+ connections"
STOCK = {"en": "I'd like to add you to my professional network.", "fr": "Je souhaite rejoindre votre réseau."}
GOOD = {
    "en": "Hello Claire, your article on the last mile helped me yesterday. May I ask you one question about lockers?",
    "fr": "Bonjour Claire, votre article sur le dernier kilomètre m'a servi hier ; puis-je vous poser une question ?",
}


@pytest.fixture
def chat(content: Content) -> Chat:
    return Chat(content, "en")


@pytest.fixture
def french(content: Content) -> Chat:
    return Chat(content, "fr")


# --- from nothing -----------------------------------------------------------------------------------


def test_a_purpose_is_chosen_by_a_button_then_only_what_is_needed_is_asked(chat: Chat) -> None:
    chat.says("/write").shows("purposes").taps("Former colleague").shows("variable")
    assert chat.last.values["variable"] == "shared_company"
    chat.says("Atelier Varenne").shows("drafts")
    assert "Atelier Varenne" in chat.draft
    assert plain(chat.copied or "") == chat.draft
    assert f"{len(chat.draft)} of 200" in chat.text
    assert chat.session.phase == "writing"


def test_the_same_in_french(french: Chat) -> None:
    french.says("/ecrire").shows("purposes").taps("Même école").shows("variable").says("École de management de Lyon")
    assert "École de management de Lyon" in french.draft
    assert f"{len(french.draft)} sur 200" in french.text


def test_a_purpose_that_needs_nothing_is_written_at_once(chat: Chat) -> None:
    chat.says("/write").taps("Somebody you know").shows("drafts")


@pytest.mark.parametrize(
    ("language", "typed", "purpose"),
    [
        ("en", "former colleague", "former_colleague"),
        ("en", "it's for a headhunter", "recruiter"),
        ("en", "alumni", "same_school"),
        ("fr", "ancienne collègue", "former_colleague"),
        ("fr", "un entretien de réseau", "networking_talk"),
        ("fr", "félicitations", "work_anniversary"),
    ],
)
def test_a_purpose_is_chosen_in_words(content: Content, language: str, typed: str, purpose: str) -> None:
    for chat in (Chat(content, language).says("/write").says(typed), Chat(content, language).says(f"/write {typed}")):
        assert chat.session.writing is not None
        assert chat.session.writing.purpose == purpose


def test_words_that_name_nothing_show_the_list_again(chat: Chat) -> None:
    chat.says("/write").says("brouzouf").shows("purposes")
    assert chat.last.values["again"] is True


def test_every_purpose_can_be_reached_page_by_page(chat: Chat) -> None:
    seen: set[str] = set()
    for moment in MOMENTS:
        chat.says("/write").writes("moment", moment, "0")
        while True:
            some = chat.last.values["shown"]
            assert isinstance(some, tuple)
            assert len(some) <= 6
            seen |= set(some)
            if not any(label.startswith("More") for row in chat.labels for label in row):
                break
            chat.taps("More")
    assert seen == set(chat.content.matter.purposes)


def test_a_page_goes_back_to_the_one_before(chat: Chat) -> None:
    first = chat.says("/write").last.values["shown"]
    assert chat.taps("More").last.values["shown"] != first
    assert chat.taps("‹ Back").last.values["shown"] == first


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_purpose_is_written_with_everything_and_with_nothing(content: Content, language: str) -> None:
    for purpose in content.matter.purposes.values():
        chat = Chat(content, language).says("/write").writes("purpose", purpose.id)
        words = content.drafters[language].words.variables
        for name in purpose.needs:
            chat.shows("variable").says(words[name].example)
        chat.shows("drafts")
        for name in purpose.optional:
            chat.writes("fill", name).shows("variable").says(words[name].example).shows("drafts")
        for _ in range(3):
            chat.taps({"fr": "Un autre", "en": "Another"}[language]).shows("drafts")
            draft = chat.last.values["draft"]
            assert isinstance(draft, Draft)
            assert not draft.over


# --- from a verdict ---------------------------------------------------------------------------------


def test_ask_first_leads_to_the_reply_that_asks_the_reason(chat: Chat) -> None:
    chat.presses("my", "activity", "inactive").presses("my", "situation", "employee")
    chat.forwards(relation="stranger", note="none", common_interest="yes").presses("now").answers("ask_first")
    chat.taps("Write to them").shows("drafts")
    assert chat.last.values["purpose"] == "ask_reason"


def test_accept_leads_to_a_word_of_welcome(french: Chat) -> None:
    french.presses("my", "situation", "job_seeker").forwards(relation="colleague").answers("accept")
    french.taps("Lui écrire").shows("drafts")
    assert french.last.values["purpose"] == "warm_welcome"


def test_a_request_for_help_is_answered_once_its_subject_is_known(chat: Chat) -> None:
    chat.presses("my", "situation", "job_seeker")
    chat.forwards(relation="colleague", note="personal", asks_for_help="yes").answers("accept").taps("Write to them")
    assert chat.last.values["variable"] == "topic"
    chat.says("moving from sales to purchasing").shows("drafts")
    assert "moving from sales to purchasing" in chat.draft


def test_whom_to_invite_is_written_to_as_what_they_are(chat: Chat) -> None:
    chat.presses("my", "situation", "job_seeker").says("/invite").picks("relation", "stranger")
    chat.presses("is", "sender_role", "recruiter").presses("now").answers("invite").taps("Write to them")
    assert chat.last.values["variable"] == "job"
    assert chat.session.writing is not None
    assert chat.session.writing.purpose == "recruiter"


def test_where_nothing_is_known_to_suit_the_list_opens(chat: Chat) -> None:
    chat.presses("my", "situation", "job_seeker").says("/invite").picks("relation", "reads_my_posts").presses("now")
    chat.answers("invite").taps("Write to them").shows("purposes")
    assert chat.last.values["moment"] == "sending"


def test_what_suits_other_people_comes_last_in_the_list(chat: Chat) -> None:
    chat.presses("my", "situation", "job_seeker").says("/invite").picks("relation", "stranger").says("/write")
    some = chat.last.values["shown"]
    assert isinstance(some, tuple)
    assert not {"known_person", "former_colleague", "same_school", "met_at_event"} & set(some)
    assert {"common_contact", "same_field"} <= set(some)


def test_nothing_is_offered_to_write_to_somebody_silent_who_is_ignored(chat: Chat) -> None:
    chat.presses("my", "situation", "job_seeker").forwards(relation="stranger", note="none", sender_photo="none")
    chat.answers("ignore")
    assert not chat.offers("writeto")


def test_what_suits_the_case_comes_first_in_the_list(chat: Chat) -> None:
    chat.presses("my", "situation", "job_seeker").says("/invite").picks("relation", "schoolmate").presses("now")
    chat.says("/write").shows("purposes")
    assert chat.labels[0] == ["Same school"]
    assert chat.last.buttons[0][0].style == "primary"


def test_after_the_drafts_the_advice_is_there_again(chat: Chat) -> None:
    chat.presses("my", "situation", "job_seeker").forwards(relation="colleague").answers("accept")
    chat.taps("Write to them").taps("Done").answers("accept")
    assert chat.session.writing is None
    assert chat.session.case is not None


def test_writing_to_them_twice_keeps_what_was_typed(chat: Chat) -> None:
    chat.presses("my", "situation", "job_seeker").forwards(relation="colleague").answers("accept")
    chat.presses("writeto").writes("fill", "name").says("Dana").presses("writeto").shows("drafts")
    assert "Dana" in chat.draft


def test_what_the_user_said_of_themselves_is_offered_never_assumed(chat: Chat) -> None:
    chat.presses("me", "school").says("Lyon School of Management")
    chat.says("/write").taps("Same school").shows("variable")
    chat.taps("Lyon School of Management").shows("drafts")
    assert "Lyon School of Management" in chat.draft


# --- the drafts -------------------------------------------------------------------------------------


def test_drafts_are_paged_and_the_last_leads_to_the_first(chat: Chat) -> None:
    chat.says("/write reader").says("Five lessons from a failed launch")
    texts = [chat.draft, chat.taps("Another").draft, chat.taps("Another").draft]
    assert len(set(texts)) == 3
    assert chat.taps("Another").draft == texts[0]
    assert chat.last.edit


def test_every_way_to_write_it_otherwise(french: Chat) -> None:
    first = french.says("/ecrire demander pourquoi").draft
    shorter = french.taps("Plus court").draft
    assert units(shorter) < units(first)
    assert french.taps("Plus complet").draft == first
    warm = french.taps("Plus chaleureux").draft
    assert french.taps("Tutoyer").draft not in (first, warm)
    assert french.taps("En anglais").draft.startswith("H")
    assert not any("Vouvoyer" in row for row in french.labels), "English has one way to address people"
    french.taps("En français").taps("Vouvoyer").taps("Plus formel")
    assert french.draft == first


def test_a_variable_is_added_and_the_place_is_kept(chat: Chat) -> None:
    chat.says("/write former colleague").says("Atelier Varenne").taps("Another")
    place = chat.last.values["place"]
    chat.taps("Add: their first name").shows("variable").says("Dana").shows("drafts")
    assert "Dana" in chat.draft
    assert chat.last.values["place"] == place
    chat.taps("✎ Their first name").taps("Take out")
    assert "Dana" not in chat.draft
    assert chat.last.values["place"] == place


def test_only_what_would_change_this_draft_is_offered(chat: Chat) -> None:
    chat.says("/write former colleague").says("Atelier Varenne")
    for _ in range(3):
        for row in chat.labels:
            for label in [label for label in row if label.startswith("Add: ")]:
                before = chat.draft
                chat.taps(label).says("I am here" if "now" in label else "Nordia")
                assert chat.draft != before, label
                chat.taps("✎ " + label[5:6].upper() + label[6:]).taps("Take out")
        chat.taps("Another")


def test_i_dont_know_and_skip_and_back_lead_on(chat: Chat) -> None:
    chat.says("/write former colleague").says("Atelier Varenne").taps("Add: their first name").says("I don't know")
    chat.shows("drafts")
    assert not any(label == "Add: their first name" for row in chat.labels for label in row), "it is not asked again"
    chat.taps("Add: why now").taps("Skip").shows("drafts")
    chat.taps("Add: why now").says("back").shows("drafts")
    chat.taps("Add: why now").says("skip").shows("drafts").says("back").shows("purposes").says("cancel")
    chat.shows("cancelled")


def test_what_cannot_be_written_without_a_word_gives_way_to_what_can(chat: Chat) -> None:
    chat.says("/write recruiter").shows("variable").taps("I don't know").shows("purposes")
    assert chat.last.values["without"] == "job"
    some = chat.last.values["shown"]
    assert isinstance(some, tuple)
    assert "recruiter" not in some
    assert not chat.content.matter.purposes[some[0]].needs


def test_a_draft_that_leaves_something_out_says_so(chat: Chat) -> None:
    chat.says("/write former colleague").says("Atelier Varenne").taps("Add: why now")
    chat.says("I am moving into port logistics this year").taps("Shorter")
    assert chat.last.values["left"] == ("reason",)
    assert "why now" in chat.text


def test_what_a_draft_has_no_room_for_is_told(french: Chat) -> None:
    french.says("/ecrire un partenariat").says("dépôt de colis partagé").taps("Ajouter : pourquoi maintenant")
    french.says("nous perdons chaque jour une heure par camion dans le vieux centre de Nantes, été comme hiver")
    assert french.last.values["squeezed"] == ("reason",)
    assert "La place manque" in french.text
    french.taps("✎ Pourquoi maintenant").says("je me lance")
    assert "La place manque" not in french.text
    assert "je me lance" in french.draft


# --- what is typed ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
def test_too_long_a_value_is_refused_in_one_sentence_with_the_limit(content: Content, language: str) -> None:
    for value in ("x" * 81, "x" * 10_000, "🎉" * 41):
        chat = Chat(content, language).says("/write former_colleague").says(value).shows("variable")
        first = chat.text.splitlines()[0]
        assert "80" in first
        assert first.count(".") == 1
        assert "xxx" not in chat.text
        chat.says("Nordia").shows("drafts")


def test_years_are_read_as_they_are_said(french: Chat) -> None:
    french.says("/ecrire anniversaire").says("Nordia").writes("fill", "years").says("cinq").shows("variable")
    assert french.last.values["again"] is True
    assert "5" in french.says("5 ans").draft


@pytest.mark.parametrize("value", ["Nordia 🎉👩🏽‍🚀", "{{ 7 * 7 }}", "<b>Nordia</b> & Cie", "\u202bشركة\u202c", "a|b"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_typed_is_shown_as_typed(content: Content, language: str, value: str) -> None:
    chat = Chat(content, language).says("/write former_colleague").says(value)
    assert value in chat.draft
    assert chat.copied is not None
    assert value in chat.copied
    assert "49" not in chat.draft
    assert value in chat.text, "escaped once, and no more"


def test_a_long_draft_is_shown_without_a_button_to_copy_it(chat: Chat) -> None:
    chat.says("/write help").says("moving from sales to purchasing")
    assert units(chat.draft) > 256
    assert chat.copied is None
    assert "<pre>" in chat.html


def test_a_forward_ends_the_writing_and_so_does_a_new_case(chat: Chat) -> None:
    for leave in (PROFILE, "/invitation"):
        chat.says("/write former colleague").says("Atelier Varenne").says(leave)
        assert chat.session.writing is None
        assert "Varenne" not in json.dumps(dump(chat.session))


def test_a_forward_while_something_is_asked_for_is_a_forward(chat: Chat) -> None:
    chat.says("/write former colleague").says(PROFILE).asks("relation")


def test_cancel_forgets_what_was_typed(french: Chat) -> None:
    french.says("/ecrire ancienne collègue").says("Atelier Varenne").writes("fill", "name").says("Dana").says(
        "/annuler"
    )
    french.shows("cancelled")
    assert "Dana" not in json.dumps(dump(french.session))


def test_what_means_nothing_beside_a_draft_leaves_it_there(chat: Chat) -> None:
    first = chat.says("/write ask why").draft
    chat.says("brouzouf").shows("drafts")
    assert chat.last.values["again"] is True
    assert chat.draft == first


def test_the_language_of_the_chat_changes_and_the_draft_goes_with_it(chat: Chat) -> None:
    chat.says("/write ask why").presses("language", "fr").shows("drafts")
    assert chat.draft.startswith("Bonjour")


# --- buttons pressed later --------------------------------------------------------------------------


def test_old_buttons_lead_to_where_one_is(chat: Chat) -> None:
    chat.says("/write former colleague").says("Atelier Varenne")
    old = chat.session.writings
    chat.says("/write reader").shows("variable")
    chat.writes("tone", "warm", writing=old).toasts("toast.old_button").shows("variable")
    chat.says("/cancel").writes("variant", "memory", writing=old).toasts("toast.old_button").shows("start")
    for data in ("write|99", "fill|0|name", "tone|1", "variant|", "purpose|2|nosuchthing"):
        chat.does(Pressed(data)).shows("start")


def test_a_press_repeated_does_nothing_twice(chat: Chat) -> None:
    chat.says("/write ask why").writes("tone", "warm").writes("tone", "warm")
    chat.is_silent_but_for_a_toast().toasts("toast.already")


def test_a_button_of_the_advice_still_corrects_while_writing(chat: Chat) -> None:
    chat.presses("my", "situation", "job_seeker").forwards(relation="stranger", sender_photo="none", note="personal")
    chat.answers("ignore").taps("Write to them").shows("drafts")
    chat.presses("fix", "sender_photo").asks("sender_photo").picks("sender_photo", "portrait").answers("accept")


def test_a_session_of_before_there_was_writing_is_loaded(content: Content) -> None:
    old = {key: one for key, one in dump(Session()).items() if not key.startswith("writing")}
    assert load(old, content.matter.facts) == Session()


# --- scarcity ---------------------------------------------------------------------------------------


def test_under_a_note_on_a_free_plan_both_views_stand_in_a_line(chat: Chat) -> None:
    chat.presses("my", "plan", "free").says("/write somebody I know").shows("drafts")
    assert "3 to 5" in chat.text
    assert "26.4" in chat.text
    assert "Philippe Douale" in chat.text


def test_on_premium_there_are_300_characters_and_no_word_of_scarcity(chat: Chat) -> None:
    chat.presses("my", "plan", "premium").says("/write somebody I know").shows("drafts")
    assert "26.4" not in chat.text
    assert "of 300" in chat.text


def test_a_reply_is_not_scarce(chat: Chat) -> None:
    assert "26.4" not in chat.says("/write ask why").text


# --- a note of one's own ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "button", "another", "write"),
    [
        ("en", "Check a note I wrote", "Check another", "Write one for me"),
        ("fr", "Relire un mot que j'ai écrit", "En relire un autre", "Écrivez-m'en un"),
    ],
)
def test_a_note_is_checked_when_one_is_asked_for(
    content: Content, language: str, button: str, another: str, write: str
) -> None:
    chat = Chat(content, language).says("/write").taps(button).shows("own_note").says(STOCK[language]).shows("review")
    assert STOCK[language].rstrip(".") in chat.text, "the words are quoted"
    assert "Baptiste" in chat.text, "under the name of whoever says so"
    chat.taps(another).shows("own_note").says(GOOD[language]).shows("review")
    assert len(chat.text.splitlines()) == 1, "a good note gets one line"
    chat.taps(write).shows("purposes")


@pytest.mark.parametrize(
    ("language", "says"), [("en", "check my note: "), ("en", "Check my note\n"), ("fr", "Relisez mon mot : ")]
)
def test_a_note_is_checked_when_it_is_named_so(content: Content, language: str, says: str) -> None:
    chat = Chat(content, language).says(says + STOCK[language]).shows("review")
    assert chat.session.case is None, "it was not taken for a note received"


def test_a_note_received_is_none_of_ones_own(chat: Chat) -> None:
    chat.says("/write").taps("Check a note").says("/cancel").says(STOCK["en"])
    assert chat.last.template in ("question", "advice")
    assert chat.session.case is not None


def test_a_profile_pasted_for_a_note_is_a_profile(chat: Chat) -> None:
    chat.says("/write").taps("Check a note").says(PROFILE).asks("relation")


def test_a_note_far_too_long_or_empty_is_refused_in_a_sentence(chat: Chat) -> None:
    chat.says("/write").taps("Check a note").says("word " * 2500).shows("review")
    assert len(chat.text.splitlines()) == 1
    chat.says("👍").shows("review")


def test_much_to_mend_still_fits_a_message(french: Chat) -> None:
    french.says("/ecrire").taps("Relire un mot").says(
        "MON AMI !!! Je souhaite rejoindre votre réseau http://a.example " * 60
    )
    french.shows("review")
    assert len(french.text) < 4096


def test_checking_ends_with_back_and_with_cancel(chat: Chat) -> None:
    chat.says("/write").taps("Check a note").says("back").shows("purposes")
    chat.taps("Check a note").taps("Cancel").shows("cancelled")
    assert chat.session.phase == "idle"


def test_the_commands_typed_in_words(chat: Chat, french: Chat) -> None:
    chat.says("what do I write?").shows("purposes").says("/cancel").says("check my note").shows("own_note")
    french.says("que lui écrire ?").shows("purposes").says("/annuler").says("relire mon mot").shows("own_note")
