"""How well somebody's trade is compared with the user's own sector."""

from typing import Any

import pytest

from bot.reading.clean import clean
from bot.reading.lexicon import Lexicon
from bot.reading.sectors import Sectors
from bot.reading.text import read_text
from bot.reading.words import words_of

from .conftest import HERE, load_yaml

PRECISION, RECALL = 0.97, 0.85
FILES = ("sectors.yaml", "sectors_unseen.yaml", "sectors_unseen2.yaml")
PAGE = "Ines Corvalan\n· 2e\n{}\nVannes, Bretagne, France\nCoordonnées\n212 relations\nSe connecter"


def read(case: dict[str, Any], lexicon: Lexicon) -> str | None:
    """Return how the trade of a case stands to the user's sector, as it is read."""
    text = case["text"] if "text" in case else PAGE.format(case["headline"])
    found = read_text(text, lexicon, {"sector": case["me"]}).facts.get("sender_sector")
    return str(found.value) if found else None


@pytest.mark.parametrize("name", FILES)
def test_precision_and_recall(name: str, lexicon: Lexicon) -> None:
    right = wrong = missed = 0
    mistakes = []
    for case in load_yaml(HERE / name):
        got, wanted = read(case, lexicon), case["sector"]
        if got == wanted:
            right += got is not None
        elif "may" not in case or got != case["may"]:
            wrong += got is not None
            missed += wanted is not None
            mistakes.append(f"{case['me']} | {case.get('headline') or case['text']}: {got}, wanted {wanted}")
    precision, recall = right / (right + wrong), right / (right + missed)
    print(f"{name}: precision {precision:.3f}, recall {recall:.3f}", *mistakes, sep="\n")
    assert precision >= PRECISION, mistakes
    assert recall >= RECALL, mistakes


def test_the_pairs_are_many() -> None:
    assert [len(load_yaml(HERE / name)) >= least for name, least in zip(FILES, (80, 30, 30), strict=True)] == [True] * 3


@pytest.mark.parametrize(
    "headline",
    [
        "Manager", "Consultant", "Directrice", "Engineer", "Ingénieur", "Chef de projet", "Responsable", "Partner",
        "Team leader", "Assistante", "Chargée de mission", "Coordinator", "Founder", "Associate", "Technicien",
    ],
)  # fmt: skip
def test_what_is_said_of_everybody_tells_no_trade(headline: str, sectors: Sectors) -> None:
    signs, _ = sectors.found(words_of(clean(headline), {}, frozenset()))
    assert not signs


def test_a_trade_rests_on_no_name_and_no_place(lexicon: Lexicon) -> None:
    page = "{}\n· 2e\nToujours en mouvement\n{}\nCoordonnées\n212 relations\nSe connecter"
    for name, place in (("Jeanne Boulanger", "Banque, Lot"), ("Paul Avocat", "Hospital, Leeds"), ("Ida Baker", "Vin")):
        facts = read_text(page.format(name, place), lexicon, {"sector": "boulangerie"}).facts
        assert "sender_sector" not in facts


def test_only_the_users_own_words_are_sure(lexicon: Lexicon) -> None:
    for typed, headline, sure in (
        ("logistique", "Responsable logistique chez Transvallée", True),
        ("logistique", "Cariste", False),
        ("transport et logistique", "Responsable logistique", False),
    ):
        found = read_text(PAGE.format(headline), lexicon, {"sector": typed}).facts["sender_sector"]
        assert (found.value, found.sure) == ("same", sure), headline


def test_what_linkedin_calls_an_industry_is_understood_in_each_language(sectors: Sectors) -> None:
    for language in sectors.languages.values():
        for sector, said in language.sectors.items():
            assert sector in sectors.trade(said.name).all
            for name in said.industries.values():
                assert sector in sectors.trade(name).all, name
