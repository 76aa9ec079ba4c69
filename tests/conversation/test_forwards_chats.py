"""What is understood of a profile beside the user's own sector, company and school, told as chats."""

import pytest

from bot.content.load import Content
from tests.pages import PAGE

from .chat import Chat


@pytest.fixture
def chat(content: Content) -> Chat:
    return Chat(content)


def read(chat: Chat, fact: str) -> tuple[object, bool] | None:
    """Return a fact of the case, and whether it is sure."""
    assert chat.session.case is not None
    entry = chat.session.case.facts.get(fact)
    return (entry.value, entry.sure) if entry else None


def test_a_sector_typed_for_me_is_shown_as_typed_and_understood(chat: Chat) -> None:
    chat.presses("me", "sector").says("logistique du froid").shows("me")
    assert "logistique du froid" in chat.html
    assert read(chat.says(PAGE), "sender_sector") == ("same", False)


def test_another_sector_is_a_guess_that_can_be_corrected(chat: Chat) -> None:
    chat.presses("me", "sector").says("notariat").says(PAGE)
    assert read(chat, "sender_sector") == ("unrelated", False)
    chat.presses("is", "sender_sector", "related")
    assert read(chat, "sender_sector") == ("related", True)


def test_a_company_and_a_school_are_kept_and_noticed(chat: Chat) -> None:
    chat.says("/moi").presses("me", "company").says("Novaltis ; Orvalys").shows("me")
    assert "Novaltis ; Orvalys" in chat.html.replace("\u202f", " ").replace("\u00a0", " ")
    assert read(chat.says(PAGE), "relation") == ("colleague", False)
    chat.presses("unmy", "company").presses("me", "school").says("université de Tours")
    assert set(chat.session.me) == {"school"}
    assert read(chat.says(PAGE), "relation") == ("schoolmate", False)


def test_a_former_company(chat: Chat) -> None:
    chat.presses("me", "company").says("Transports Galvin").says(PAGE)
    assert read(chat, "relation") == ("former_colleague", False)


def test_what_the_user_says_of_a_tie_stands(chat: Chat) -> None:
    chat.presses("me", "company").says("Orvalys").says(PAGE + "\nC'est quelqu'un que je ne connais pas.")
    assert read(chat, "relation") == ("stranger", True)


def test_no_flow_asks_for_a_company_or_a_school(content: Content) -> None:
    for flow in content.matter.flows.values():
        assert not {"company", "school"} & set(flow.asks)


def test_what_users_say_of_themselves_is_no_guess_about_the_sender(chat: Chat) -> None:
    chat.presses("me", "sector").says("santé")
    chat.says("/invitation").picks("relation", "stranger").asks("situation").says("infirmière")
    assert read(chat, "sender_sector") is None
    assert chat.last.values["fact"] == "situation"


# --- dates that cannot be, in two messages ---------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    ["L'entreprise n'existe que depuis deux ans.", "Orvalys n'existe que depuis 2 ans", "the company is two years old"],
)
def test_longer_in_a_company_than_it_exists(said: str, chat: Chat) -> None:
    chat.presses("my", "situation", "employee").says(PAGE)
    assert read(chat, "sender_credible") is None
    chat.says(said)
    assert read(chat, "sender_credible") == ("no", False)


def test_it_is_noticed_after_the_answer_too_and_can_be_corrected(chat: Chat) -> None:
    chat.presses("my", "situation", "job_seeker").says(PAGE).presses("now")
    chat.says("L'entreprise n'existe que depuis deux ans.").answers("ignore")
    chat.presses("fix", "sender_credible").picks("sender_credible", "yes")
    assert read(chat, "sender_credible") == ("yes", True)
    chat.says("Cette entreprise a deux ans.")
    assert read(chat, "sender_credible") == ("yes", True)


def test_an_old_company_contradicts_nothing(chat: Chat) -> None:
    chat.presses("my", "situation", "employee").says(PAGE).says("L'entreprise existe depuis vingt ans.")
    assert read(chat, "sender_credible") is None


def test_another_profile_has_a_tenure_of_its_own(chat: Chat) -> None:
    chat.presses("my", "situation", "employee").says(PAGE).presses("now")
    chat.says(PAGE.replace("mars 2015", "mars 2025").replace("11 ans", "1 an").replace("Célia Vernay", "Ida Renz"))
    chat.says("L'entreprise n'existe que depuis deux ans.")
    assert read(chat, "sender_credible") is None
