"""What is seen after forwarding something: whom it is about, what was read and where, and what to correct."""

import json
import logging
from pathlib import Path

import pytest

from bot.advice.facts import AtLeast
from bot.content.load import Content
from bot.conversation.events import Found, Handed, Reading, Who
from bot.conversation.session import Entry, Language, Session, dump, load
from bot.exchange import event_of_files, exchange
from tests.reading.mail.build import eml, load_mails
from tests.reading.pdf.layout import laid_out
from tests.reading.pdf.test_profiles import PROFILES

from .chat import Chat

GOLDEN = Path(__file__).parent / "golden"

PAGE = {
    "fr": """Solweig Tanguy
Solweig Tanguy
· 2e
Relation de 2e niveau
Chargée de recrutement chez Novaltis | Métiers du numérique
Novaltis · Université de Tours
Tours, Centre-Val de Loire, France
Coordonnées
3 214 abonnés
Plus de 500 relations
Kamel, Samir et 35 autres relations en commun""",
    "en": """Orla Whitcombe
(She/Her)
· 2nd
2nd degree connection
Account Executive at Fernhollow Systems
Leeds, England, United Kingdom
Contact info
648 connections
Karthik and 30 other mutual connections""",
}

UNSURE = Reading(
    {
        "sender_connections": Found(648, "648 relations"),
        "sender_role": Found("seller", "Business developer"),
        "relation": Found("former_colleague", "Novaltis, 2019 – 2021", sure=False),
        "sender_sector": Found("same", "Open source", sure=False),
    },
    True,
    Who("Zoé Abgrall", "Business developer, Pixelade | Open source"),
)

PEOPLE = (
    Reading(
        {"sender_role": Found("recruiter", "Talent Acquisition"), "mutual_connections": Found(12, "12")},
        True,
        Who("Julie Ferrand", "Talent Acquisition, Novaltis"),
    ),
    Reading(
        {
            "sender_role": Found("seller", "Growth", sure=False),
            "note": Found("pitch", "Une démo ?"),
            "relation": Found("stranger", "x"),
        },
        True,
        Who("Ilyes Noor", "Growth, Pixelade"),
    ),
    Reading({}, True, Who("Anne Le Goff")),
)


@pytest.fixture
def chat(content: Content) -> Chat:
    return Chat(content)


def pdf(name: str) -> bytes:
    return laid_out(next(one for one in PROFILES if one["id"] == name))


def mail(name: str) -> bytes:
    return eml(next(one for one in load_mails("mails.yaml") if one["id"] == name))


# --- whom it is about -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "name", "headline"),
    [
        ("fr", "Solweig Tanguy", "Chargée de recrutement chez Novaltis | Métiers du numérique"),
        ("en", "Orla Whitcombe", "Account Executive at Fernhollow Systems"),
    ],
)
def test_a_pasted_page_names_the_person(content: Content, language: Language, name: str, headline: str) -> None:
    assert Chat(content, language).says(PAGE[language]).who == Who(name, headline)


def test_a_pdf_names_the_person(chat: Chat) -> None:
    assert chat.hands(pdf("recruiter_fr")).who == Who("Solenne Tavernier", "Chargée de recrutement IT chez Novaltis")


def test_an_invitation_by_mail_names_the_person(chat: Chat) -> None:
    assert chat.hands(mail("plain_stock_2016_en")).who == Who("Oswin Talbrook", "Managing Director")


@pytest.mark.parametrize(
    "text",
    [
        "une recruteuse de Lyon que je ne connais pas, sans message",
        "My boss wants to connect",
        "Bonjour, je souhaiterais rejoindre votre réseau professionnel.",
    ],
)
def test_a_description_or_a_bare_note_names_nobody(chat: Chat, text: str) -> None:
    assert chat.says(text).who is None


def test_a_signature_names_who_wrote_a_note(chat: Chat) -> None:
    chat.says("Bonjour Claire,\nVotre article sur les digues m'a plu, échangeons ?\n\nCordialement,\nMaxence Royer")
    assert chat.who == Who("Maxence Royer")


# --- what was read ----------------------------------------------------------------------------------------


def test_a_fact_shows_where_it_was_read_unless_that_says_no_more(content: Content) -> None:
    chat = Chat(content, "en").says(PAGE["en"])
    assert "their role: in sales, “Account Executive”" in chat.text
    assert "their connections: 648\n" in chat.text
    assert "mutual connections: 31, “Karthik and 30 other mutual connections”" in chat.text


def test_a_long_passage_is_cut(chat: Chat) -> None:
    words = "Directrice de la transformation numérique et de l'innovation ouverte"
    chat.does(Handed(Reading({"sender_role": Found("executive", words)})))
    assert "« Directrice de la transformation numériq… »" in chat.text


def test_what_is_unsure_comes_first_and_is_marked_on_the_card_and_on_its_button(chat: Chat) -> None:
    chat.does(Handed(UNSURE))
    assert [line.sure for line in chat.lines.values()] == [False, False, True, True]
    assert "ex-collègue, « Novaltis, 2019 – 2021 » (à vérifier)" in chat.text
    fixes = [label for row in chat.labels for label in row if label.startswith("✎")]
    assert fixes == ["✎ Ex-collègue ?", "✎ Le même ?", "✎ 648", "✎ Vente, prospection"]


def test_every_fact_shown_has_a_button_beside_a_question_and_beside_the_advice(chat: Chat) -> None:
    chat.does(Handed(UNSURE))
    assert all(chat.offers("fix", fact) for fact in chat.lines)
    chat.presses("now").answers("accept")
    assert all(chat.offers("fix", fact) for fact in chat.lines)


def test_many_facts_fold_their_buttons_behind_one(content: Content, chat: Chat) -> None:
    facts = [fact for fact in content.matter.facts.values() if fact.about == "invitation" and fact.kind == "choice"]
    read = {fact.id: Found(fact.values[0], "x") for fact in facts}
    chat.does(Handed(Reading(read))).presses("others").shows("corrections")
    assert all(chat.offers("fix", fact) for fact in chat.lines)
    chat.presses("here")
    assert len([label for row in chat.labels for label in row if label.startswith("✎")]) <= 8


def test_what_people_wrote_is_escaped(chat: Chat) -> None:
    read = {"sender_role": Found("seller", "<b>vente</b> & <script>")}
    chat.does(Handed(Reading(read, True, Who("<i>Zoé</i> & Cie", "<a href='x'>y</a>"))))
    assert "&lt;i&gt;Zoé" in chat.html
    assert "<script>" not in chat.html
    assert "<a " not in chat.html


# --- corrections --------------------------------------------------------------------------------------------


def test_confirming_an_unsure_fact_is_one_tap_and_makes_it_ones_own_answer(chat: Chat) -> None:
    chat.does(Handed(UNSURE)).asks("situation").taps("✎ Ex-collègue").asks("relation")
    assert chat.last.values["current"] == "former_colleague"
    chat.taps("✓ Ex-collègue").asks("situation")
    assert chat.session.case is not None
    assert chat.session.case.facts["relation"] == Entry("former_colleague", "answer", sure=True)
    assert chat.lines["relation"].sure


def test_a_number_is_confirmed_in_one_tap_too(chat: Chat) -> None:
    chat.does(Handed(UNSURE)).taps("✎ 648").asks("sender_connections").taps("✓ 648").asks("situation")
    assert chat.session.known()["sender_connections"] == 648


def test_i_dont_know_makes_a_fact_unknown_and_goes_on_where_one_was(chat: Chat) -> None:
    chat.does(Handed(UNSURE)).asks("situation").taps("✎ Vente").asks("sender_role").taps("Je ne sais pas")
    chat.asks("situation")
    assert "sender_role" not in chat.session.known()
    assert "sender_role" not in chat.lines


def test_back_from_a_correction_changes_nothing(chat: Chat) -> None:
    chat.does(Handed(UNSURE)).taps("En poste")
    before, here = chat.session.known(), chat.last.values["fact"]
    chat.taps("✎ Vente").asks("sender_role").taps("‹ Retour").asks(str(here))
    assert chat.session.known() == before


def test_a_user_fact_that_one_takes_back_is_unknown_too(chat: Chat) -> None:
    chat.says("/contacts").picks("situation", "employee").presses("fix", "situation").taps("Je ne sais pas")
    assert "situation" not in chat.session.known()
    chat.presses("back")
    assert chat.session.known()["situation"] == "employee"


def test_an_edited_message_keeps_its_card_without_the_words(chat: Chat) -> None:
    chat.does(Handed(UNSURE)).taps("En poste")
    assert chat.who is None
    assert chat.lines["sender_role"].read == ""
    assert chat.lines["relation"].sure is False


def test_a_typed_answer_is_followed_by_a_question_alone(chat: Chat) -> None:
    chat.does(Handed(UNSURE)).says("en poste")
    assert not chat.lines


# --- the same person, or another ------------------------------------------------------------------------------


def test_a_second_profile_is_another_person_even_while_a_question_is_open(chat: Chat) -> None:
    chat.says(PAGE["fr"]).asks("relation")
    number = chat.session.cases
    chat.hands(pdf("recruiter_fr"))
    assert chat.session.cases == number + 1
    assert chat.who is not None
    assert chat.who.name == "Solenne Tavernier"
    assert "mutual_connections" not in chat.session.known()


def test_a_note_belongs_to_the_open_case_though_it_is_signed(chat: Chat) -> None:
    chat.says(PAGE["fr"]).asks("relation")
    number = chat.session.cases
    chat.says("Bonjour Claire,\nVotre article sur les digues m'a plu, échangeons ?\n\nCordialement,\nSolweig Tanguy")
    assert chat.session.cases == number
    assert chat.session.known()["note"] == "personal"
    assert chat.session.known()["mutual_connections"] == 37


def test_a_profile_belongs_to_a_case_that_was_begun_without_one(chat: Chat) -> None:
    chat.says("/invitation").picks("relation", "former_colleague")
    number = chat.session.cases
    chat.says(PAGE["fr"])
    assert chat.session.cases == number
    assert chat.session.known()["relation"] == "former_colleague"


def test_words_beside_a_file_are_read_with_it(chat: Chat) -> None:
    chat.hands(pdf("recruiter_fr"), text="C'est une ancienne collègue")
    assert chat.session.known() | {"relation": "former_colleague"} == chat.session.known()


# --- several people ------------------------------------------------------------------------------------------


def test_a_list_asks_whom_to_begin_with_and_says_what_each_answer_would_be(chat: Chat) -> None:
    chat.hands_list(*PEOPLE).shows("people")
    assert chat.labels == [["1. Julie Ferrand", "2. Ilyes Noor"], ["3. Anne Le Goff"], ["Annuler"]]
    assert [row.headline.answer for row in chat.last.values["people"]] == ["accept", "ignore", "accept"]  # type: ignore[attr-defined]


def test_what_is_known_of_the_user_counts_for_each(chat: Chat) -> None:
    chat.presses("my", "situation", "employee").presses("my", "activity", "active")
    chat.hands_list(Reading({"sender_role": Found("seller", "x"), "relation": Found("stranger", "x")}), *PEOPLE)
    rows = chat.last.values["people"]
    assert isinstance(rows, tuple)
    assert rows[0].headline.answer == "ignore"


def test_one_is_opened_and_then_another(chat: Chat) -> None:
    chat.hands_list(*PEOPLE).taps("2.").answers("ignore", settled=True)
    assert chat.session.case is not None
    assert chat.session.case.place == 2
    chat.taps("Une autre").shows("people")
    assert chat.labels[:2] == [["1", "2"], ["3"]]
    chat.taps("1").asks("relation")
    assert chat.session.known() == {"sender_role": "recruiter", "mutual_connections": 12}


def test_a_number_may_be_typed(chat: Chat) -> None:
    chat.hands_list(*PEOPLE).says("2").answers("ignore")


def test_a_person_of_the_list_that_is_pressed_twice_is_opened_once(chat: Chat) -> None:
    chat.hands_list(*PEOPLE)
    number = str(chat.session.cases)
    chat.presses("person", "1", case=int(number)).asks("relation")
    cases = chat.session.cases
    chat.presses("person", "1", case=int(number)).toasts("toast.already")
    assert chat.session.cases == cases


@pytest.mark.parametrize("rest", ["0", "9", "-1", "x", ""])
def test_a_person_who_is_not_on_the_list_is_harmless(chat: Chat, rest: str) -> None:
    chat.hands_list(*PEOPLE).presses("person", rest).toasts("toast.unknown_button")


def test_a_list_ends_with_the_next_forward(chat: Chat) -> None:
    chat.hands_list(*PEOPLE)
    number = chat.session.cases
    chat.says(PAGE["fr"]).presses("person", "1", case=number).toasts("toast.old_button")
    assert chat.session.people is None


def test_a_list_of_many_shows_eight(chat: Chat) -> None:
    chat.hands_list(*PEOPLE, *PEOPLE, *PEOPLE, *PEOPLE).shows("people")
    assert chat.last.values["left"] == 4
    assert chat.session.people is not None
    assert len(chat.session.people.facts) == 8


def test_a_list_of_one_is_that_person(chat: Chat) -> None:
    assert chat.hands_list(PEOPLE[0]).asks("relation").who == PEOPLE[0].who


# --- nothing, and links -----------------------------------------------------------------------------------------


def test_a_file_that_tells_nothing_says_what_to_send_and_leaves_the_case(chat: Chat) -> None:
    chat.says("/invitation").asks("relation")
    chat.hands(b"Liste de courses : du pain, du lait, des poires.").shows("unreadable")
    assert chat.last.values["kind"] == "nothing"
    assert chat.session.phase == "asking"


@pytest.mark.parametrize(
    "text",
    [
        "https://www.linkedin.com/in/jane-recruiter-500",
        "fr.linkedin.com/in/paul-commercial/",
        "Tu en penses quoi ? https://lnkd.in/eXyZ12",
        "https://uk.linkedin.com/company/fernhollow?trk=x",
    ],
)
def test_a_link_is_not_followed_nor_read(chat: Chat, text: str) -> None:
    chat.says(text).shows("unreadable")
    assert chat.last.values["kind"] == "link"


def test_facts_beside_a_link_are_read(chat: Chat) -> None:
    chat.says("une recruteuse que je ne connais pas : https://www.linkedin.com/in/paul-commercial")
    assert chat.session.known() == {"sender_role": "recruiter", "relation": "stranger"}


# --- nothing stays ------------------------------------------------------------------------------------------------


def test_nothing_but_facts_stays_after_the_reply(content: Content, caplog: pytest.LogCaptureFixture) -> None:
    marker = "Xylophage"
    read = {
        "sender_connections": Found(AtLeast(500), f"{marker} 500+"),
        "note": Found("stock", f"{marker}", sure=False),
    }
    one = Reading(read, True, Who(f"{marker} Durand", f"Chez {marker}"))
    with caplog.at_level(logging.DEBUG):
        for event in (Handed(one, marker), Handed(Reading(people=(one, one)), marker)):
            answered = exchange(Session("fr"), event, content)
            assert marker in answered.messages[0].html
            assert marker not in json.dumps(dump(answered.session))
            assert marker not in repr(answered.session)
    assert marker not in caplog.text


def test_nothing_of_a_pdf_or_a_mail_stays_either(content: Content) -> None:
    for data, words in (
        (pdf("recruiter_fr"), ("Solenne", "Tavernier", "Novaltis", "Tours")),
        (mail("plain_stock_2016_en"), ("Oswin", "Talbrook", "Managing", "network")),
    ):
        session = Session("fr")
        answered = exchange(session, event_of_files([data], "", session, content), content)
        assert words[0] in answered.messages[0].html
        assert not any(word in json.dumps(dump(answered.session)) for word in words)


def test_a_session_of_before_there_were_lists_loads(content: Content, chat: Chat) -> None:
    stored = dump(chat.says(PAGE["fr"]).session)
    del stored["people"]
    for key in ("was_read", "profile", "place"):
        del stored["case"][key]
    facts, schools = content.matter.facts, content.advisor.base.schools
    loaded = load(stored, facts, schools)
    assert loaded.people is None
    assert loaded.known() == chat.session.known()


# --- as it reads ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["page", "unsure", "people"])
def test_the_card_reads_as_reviewed(content: Content, language: Language, name: str) -> None:
    chat = Chat(content, language)
    match name:
        case "page":
            chat.says(PAGE[language])
        case "unsure":
            chat.does(Handed(UNSURE))
        case "people":
            chat.hands_list(*PEOPLE)
    buttons = "\n".join("  ".join(f"[{label}]" for label in row) for row in chat.labels)
    expected = (GOLDEN / f"{name}.{language}.txt").read_text(encoding="utf-8")
    assert f"{chat.text}\n\n{buttons}\n" == expected
