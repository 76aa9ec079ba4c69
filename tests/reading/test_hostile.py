"""What no careful person would send: nothing may hang, break or be read into it."""

import time

import pytest

from bot.reading.clean import LONGEST, clean, fold
from bot.reading.lexicon import Lexicon
from bot.reading.text import read_text

SLOWEST = 20.0
"""Seconds that the worst text of the greatest length may take, on a busy machine; a tenth is usual."""

HOSTILE = {
    "one letter": "a" * 100_000,
    "spaces": " " * 100_000,
    "line ends": "\n" * 100_000,
    "digits": "1" * 100_000,
    "digits apart": "1 " * 50_000,
    "thousands": "1 234 " * 20_000,
    "number words": "vingt-cinq cent " * 7_000,
    "open tags": "<" * 100_000,
    "open scripts": "<script>" * 13_000,
    "tags that do not close": "<a href='" * 12_000,
    "entities": "&amp;" * 20_000,
    "quotation marks": '"' * 100_000,
    "open quotations": "« a " * 25_000,
    "apostrophes": "' l'a' " * 15_000,
    "greetings": "Bonjour vous\nHi Claire, you\n" * 4_000,
    "note marks": "message : vous " * 7_000,
    "pages": "Nadia\n2e\n500 relations\n" * 5_000,
    "names": "et Kamel, " * 10_000,
    "negations": "pas une amie je ne le connais pas " * 3_000,
    "gaps": "vend une une une une photo of a of a " * 3_000,
    "dates": "depuis 8 ans dans ma start-up lancée il y a deux mois " * 2_000,
    "lions": "LION " * 20_000,
    "combining marks": "e\u0301\u0301\u0301" * 30_000,
    "long ligatures": "\ufdfa" * 100_000,
    "lone surrogates": "\ud800" * 100_000,
    "control characters": "\x00\x07\x1b[31m" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_bounded(name: str, lexicon: Lexicon) -> None:
    start = time.perf_counter()
    reading = read_text(HOSTILE[name], lexicon)
    assert time.perf_counter() - start < SLOWEST
    assert all(len(found.read) <= 80 and "\n" not in found.read for found in reading.facts.values())


@pytest.mark.parametrize("name", ["digits apart", "greetings", "pages", "negations", "gaps", "thousands"])
def test_time_grows_with_length_alone(name: str, lexicon: Lexicon) -> None:
    def fastest(length: int) -> float:
        times = []
        for _ in range(3):
            start = time.perf_counter()
            read_text(HOSTILE[name][:length], lexicon)
            times.append(time.perf_counter() - start)
        return min(times)

    assert fastest(LONGEST) < 16 * fastest(LONGEST // 4) + 0.02  # linear is 4; a square would be 16 and more


def test_a_profile_is_read_at_once(lexicon: Lexicon) -> None:
    page = (
        "Solène Jaquemin\n· 2e\nResponsable marketing chez Boréal Foods\nNantes\nCoordonnées\n1 032 abonnés\n"
        "Plus de 500 relations\nKamel, Samir et 35 autres relations en commun\nMessage\nInfos\n"
        + "Dix ans de marketing dans l'agroalimentaire, d'abord en agence puis chez l'annonceur. "
        * 5
    )
    read_text(page, lexicon)
    times = []
    for _ in range(21):
        start = time.perf_counter()
        read_text(page, lexicon)
        times.append(time.perf_counter() - start)
    assert sorted(times)[10] < 0.05


def test_what_lies_beyond_the_bound_is_left(lexicon: Lexicon) -> None:
    assert len(clean("mot " * 50_000)) <= LONGEST
    assert not read_text("x " * LONGEST + "648 relations", lexicon).facts


def test_invisible_characters_hide_nothing(lexicon: Lexicon) -> None:
    facts = read_text("\u200f648\u00a0re\u200bla\u00adtions\u200e\x00, sans\u2060 message", lexicon).facts
    assert facts["sender_connections"].value == 648
    assert facts["sender_connections"].read == "648 relations"
    assert facts["note"].value == "none"


def test_markup_is_taken_out() -> None:
    page = "<style>p{}</style><p>Plus&nbsp;de <b>500</b> relations</p><script>alert('2e')</script>3 < 4 <3"
    assert clean(page).split("\n") == ["Plus de 500 relations", "", "3 < 4 <3"]


def test_doubled_lines_are_collapsed() -> None:
    assert clean("Nadia\nNadia\n\nNadia\n· 2e\n  · 2e ") == "Nadia\n\n· 2e"


def test_folding_keeps_every_place() -> None:
    text = "ÉTÉ İstanbul ß ﬁ Œuvre ’’ ‑"
    assert len(fold(text)) == len(text)
    assert fold("Éléonore d’Août") == "eleonore d'aout"


@pytest.mark.parametrize(
    "text",
    [
        "avocat " * 3000,
        "chez Avocat ex " * 1400,
        "ex " * 6000,
        "pour les hôpitaux " * 1000,
        "depuis deux ans l'entreprise " * 700,
        "Ida Renz\n· 2e\nJuriste\nExpérience\n" + "Juriste\nOrvalys\n2000 - 2020\n" * 700,
        "Ida Renz\n· 2e\nJuriste\nFormation\n" + "Université de Tours\n- \n" * 800,
    ],
    ids=lambda text: text[:20],
)
def test_sectors_ties_and_dates_take_no_time(text: str, lexicon: Lexicon) -> None:
    me = {"sector": "droit, santé, transport", "company": "Avocat, Orvalys", "school": "Université de Nantes"}
    start = time.perf_counter()
    read_text(text, lexicon, me)
    assert time.perf_counter() - start < 10
