"""Hints of a tie: a company or a school of the user's on somebody's profile."""

import pytest

from bot.advice.facts import Known
from bot.reading.lexicon import Lexicon
from bot.reading.text import read_text
from tests import pages

PAGE = pages.PAGE.replace("café\n", "café\nOrvalys · Université de Tours\n") + "Compétences\nNovaltis\n"

GROUPED = """\
Idris Calloway
· 3rd
Operations
Leeds, England, United Kingdom
Contact info
120 connections
Connect
Experience
Fernhollow Systems
Full-time · 6 yrs
Head of operations
Jan 2021 - Present · 3 yrs
Leeds
Coordinator
Jan 2018 - Jan 2021 · 3 yrs
Leeds
Clerk
Marlow & Sons Ltd · Full-time
Jan 2010 - Dec 2017 · 8 yrs
York
"""


def tie(text: str, lexicon: Lexicon, **me: str) -> tuple[object, bool] | None:
    """Return the tie that is read in a text, and whether it is sure."""
    found = read_text(text, lexicon, me).facts.get("relation")
    return (found.value, found.sure) if found else None


@pytest.mark.parametrize(
    ("me", "wanted"),
    [
        ({"company": "Orvalys"}, "colleague"),
        ({"company": "orvalys SARL"}, "colleague"),
        ({"company": "Novaltis, ORVALYS"}, "colleague"),
        ({"company": "Transports Galvin"}, "former_colleague"),
        ({"school": "université de Tours"}, "schoolmate"),
        ({"school": "L'Université de Tours ; Université de Nantes"}, "schoolmate"),
        ({"company": "Orvalys", "school": "Université de Tours"}, "colleague"),
        ({"company": "Novaltis"}, None),
        ({"company": "Galvin"}, None),
        ({"company": "Transports"}, None),
        ({"school": "Tours"}, None),
        ({"school": "Université"}, None),
        ({"company": "CDI"}, None),
        ({"company": "Université de Nantes"}, None),
        ({"sector": "transport"}, None),
    ],
)
def test_on_a_page(me: Known, wanted: str | None, lexicon: Lexicon) -> None:
    found = read_text(PAGE, lexicon, me).facts.get("relation")
    assert (found and (found.value, found.sure)) == (wanted and (wanted, False))


@pytest.mark.parametrize(
    ("company", "wanted"),
    [("Fernhollow Systems", "colleague"), ("The Marlow and Sons", "former_colleague"), ("Leeds Systems", None)],
)
def test_where_several_roles_stand_below_one_company(company: str, wanted: str | None, lexicon: Lexicon) -> None:
    assert tie(GROUPED, lexicon, company=company) == (wanted and (wanted, False))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Une juriste de chez Orvalys m'invite, sans message.", "colleague"),
        ("C'est un ancien de chez Orvalys, 300 relations.", "former_colleague"),
        ("Une juriste de chez Orvalys que je ne connais pas, sans message.", "stranger"),
        ("Je travaille chez Orvalys et un inconnu de chez Novaltis m'invite.", "stranger"),
        ("She works at Orvalys, 300 connections, no message.", "colleague"),
    ],
)
def test_in_a_description_what_the_user_says_stands(text: str, wanted: str, lexicon: Lexicon) -> None:
    found = tie(text, lexicon, company="Orvalys")
    assert found is not None
    assert found[0] == wanted


def test_a_headline_names_a_company_of_today_or_of_the_past(lexicon: Lexicon) -> None:
    page = "Ines Corvalan\n· 2e\n{}\nVannes, Bretagne, France\nCoordonnées\n212 relations\nSe connecter"
    assert tie(page.format("Juriste chez Orvalys"), lexicon, company="Orvalys") == ("colleague", False)
    assert tie(page.format("Juriste | ex-Orvalys"), lexicon, company="Orvalys") == ("former_colleague", False)
    assert tie(page.format("Juriste chez Orvalys Conseil"), lexicon, company="Orvalys") is None


def test_a_page_below_which_the_user_denies_it(lexicon: Lexicon) -> None:
    text = PAGE + "\nC'est quelqu'un que je ne connais pas."
    assert tie(text, lexicon, company="Orvalys") == ("stranger", True)


@pytest.mark.parametrize("company", ["freelance", "Auto-entrepreneur", "Self-employed", "banque", ",;", "x"])
def test_what_names_no_company_is_no_tie(company: str, lexicon: Lexicon) -> None:
    page = PAGE.replace("Orvalys SAS", company).replace("Orvalys", company)
    assert tie(page, lexicon, company=company) is None
