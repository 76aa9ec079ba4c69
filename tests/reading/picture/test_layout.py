"""Layout without a recogniser: boxes with text become facts, people and notes."""

from math import cos, sin
from typing import Any

import pytest

from bot.conversation.events import Reading
from bot.reading.lexicon import Lexicon
from bot.reading.picture import read_parsed
from bot.reading.picture.columns import columns_of, in_order, unwrapped, without_bars, without_repeated_title
from bot.reading.picture.lines import Line, mended


def box(x: float, y: float, text: str, *, height: float = 20, score: float = 0.99, turn: float = 0.0) -> dict[str, Any]:
    width = len(text) * height * 0.45
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    turned = [(a * cos(turn) - b * sin(turn), a * sin(turn) + b * cos(turn)) for a, b in corners]
    return {"text": text, "score": score, "corners": turned, "ink": 0.8}


def read(lexicon: Lexicon, *boxes: dict[str, Any], avatars: Any = ()) -> Reading:
    return read_parsed({"width": 600, "height": 1200, "boxes": list(boxes), "avatars": list(avatars)}, lexicon)


def line(x: float, y: float, text: str, height: float = 20) -> Line:
    return Line(text, x, x + len(text) * height * 0.45, y, y + height)


def no_line(line: Line) -> bool:
    return False


PROFILE = (
    box(20, 300, "Nadège Trévou · 2e", height=28),
    box(20, 340, "Directrice générale de Verrières Trévou"),
    box(20, 370, "Troyes, Grand Est, France"),
    box(20, 400, "Plus de 500 relations"),
    box(20, 430, "Ugo Blin et 3 autres relations en commun"),
)


@pytest.mark.parametrize(
    ("read", "mended_text"),
    [
        ("Hélène Vasseur3e et +", "Hélène Vasseur · 3e et +"),
        ("Renaud Pigeon- 3e et +", "Renaud Pigeon · 3e et +"),
        ("Ada Bell2nd", "Ada Bell · 2nd"),
        ("5OO+ connections", "500+ connections"),
        ("l2 relations", "12 relations"),
        ("12mutual connections", "12 mutual connections"),
        ("ll y a 2 jours", "Il y a 2 jours"),
        ("Rodez· Coordonnées", "Rodez · Coordonnées"),
        ("Oslo and Lille", "Oslo and Lille"),
        ("B2B, 3D and H2O", "B2B, 3D and H2O"),
    ],
)
def test_slips_of_a_recogniser_are_mended_by_rule(read: str, mended_text: str) -> None:
    assert mended(read) == mended_text


def test_a_profile_is_read_in_order(lexicon: Lexicon) -> None:
    facts = read(lexicon, *reversed(PROFILE)).facts
    values = {fact: found.value for fact, found in facts.items()}
    assert (values["degree"], values["sender_role"], values["mutual_connections"]) == ("second", "executive", 4)


@pytest.mark.parametrize("turn", [-0.05, 0.04])
def test_a_photograph_may_lean(lexicon: Lexicon, turn: float) -> None:
    leaning = [
        box(20, 300 + 40 * at, one["text"], height=28 - 8 * bool(at), turn=turn) for at, one in enumerate(PROFILE)
    ]
    assert read(lexicon, *leaning).facts.keys() == read(lexicon, *PROFILE).facts.keys()


def test_others_beside_a_profile_are_left_out(lexicon: Lexicon) -> None:
    rail = [
        box(900, 300 + 30 * at, text) for at, text in enumerate(["Jo Viard · 3e et +", "Commercial, 9 relations"] * 3)
    ]
    assert read(lexicon, *PROFILE, *rail).facts == read(lexicon, *PROFILE).facts


def test_faint_lines_give_guesses(lexicon: Lexicon) -> None:
    faint = [one | {"score": 0.7} if "relations" in one["text"] else one for one in PROFILE]
    facts = read(lexicon, *faint).facts
    assert not facts["sender_connections"].sure
    assert facts["degree"].sure


def test_bars_of_buttons_and_the_clock_are_no_text() -> None:
    clock = [line(10, 5, "9:41"), line(300, 5, "5G 80 %")]
    bar = [line(10 + 90 * at, 1150, text) for at, text in enumerate(("Accueil", "Réseau", "Publier", "Emplois"))]
    page = [line(10, 300 + 30 * at, "Un profil") for at in range(9)]
    assert without_bars([*clock, *page, *bar]) == page


def test_a_title_that_is_said_again_is_left_out() -> None:
    title, name = line(80, 70, "Nadège Trévou"), line(20, 300, "Nadège Trévou · 2e", 28)
    assert without_repeated_title([title, name]) == [name]


def test_columns_stand_apart_and_what_is_beside_the_text_is_left_out() -> None:
    left, right = [line(10, 10, "Réseau"), line(10, 40, "Pages")], [line(300, 10, "Une invitation de loin")]
    assert columns_of([*right, *left]) == [left, right]
    assert in_order([*right, line(900, 10, "Firme")]) == right


def test_wrapped_lines_are_joined_and_others_are_not() -> None:
    lines = [
        line(10, 10, "Odile Brémond, Bastien Roy et 9 autres"),
        line(10, 34, "relations en commun"),
        line(10, 90, "Autre chose"),
    ]
    texts = [one.text for one in unwrapped(lines, no_line)]
    assert texts == ["Odile Brémond, Bastien Roy et 9 autres relations en commun", "Autre chose"]
    assert len(unwrapped(lines, lambda one: one.text.startswith("relations"))) == 3


LIST = (
    box(20, 60, "Invitations (2)"),
    box(120, 200, "Wassim Ferrand", height=22),
    box(120, 226, "Commercial chez Optivent"),
    box(160, 252, "Julie Pons et 3 autres relations en commun", height=18),
    box(120, 276, "Il y a 2 jours", height=18),
    box(120, 340, "Maïwenn Kerdoncuff", height=22),
    box(120, 366, "Sage-femme libérale"),
    box(134, 410, "Bonjour Claire, j'ai suivi votre conférence à Brest."),
    box(120, 450, "Répondre à Maïwenn"),
    box(20, 600, "Personnes que vous pourriez connaître"),
    box(120, 660, "Hugo Sarrazin", height=22),
    box(120, 686, "Recruteur"),
)


def test_a_list_is_parted_into_people(lexicon: Lexicon) -> None:
    reading = read(lexicon, *LIST)
    assert not reading.facts
    first, second = reading.people
    assert first.who
    assert (first.who.name, first.who.headline) == ("Wassim Ferrand", "Commercial chez Optivent")
    assert (first.facts["sender_role"].value, first.facts["mutual_connections"].value) == ("seller", 4)
    assert "note" not in first.facts
    assert second.facts["note"].value == "personal"


def test_an_invitation_alone_in_its_list_is_the_reading(lexicon: Lexicon) -> None:
    reading = read(lexicon, *LIST[:5])
    assert not reading.people
    assert reading.facts["sender_role"].value == "seller"


def test_a_conversation_holds_the_note_and_not_the_answer(lexicon: Lexicon) -> None:
    reading = read(
        lexicon,
        box(60, 60, "Sylvain Roche · 2e"),
        box(60, 84, "Étudiant en géologie", height=18),
        box(100, 200, "SylvainRoche · 18:02"),
        box(100, 226, "Bonjour, pourriez-vous me donner un conseil pour mon mémoire ?"),
        box(100, 300, "Nadia Kessler · 18:40"),
        box(100, 326, "Nous vous proposons une démonstration gratuite de nos services."),
    )
    assert (reading.facts["note"].value, reading.facts["asks_for_help"].value) == ("personal", "yes")
    assert reading.facts["sender_role"].value == "junior"


def test_an_avatar_tells_only_of_the_name_beside_it(lexicon: Lexicon) -> None:
    avatars = [
        {"x": 70, "y": 220, "radius": 30, "kind": "silhouette"},
        {"x": 70, "y": 900, "radius": 30, "kind": "face"},
    ]
    first, second = read(lexicon, *LIST, avatars=avatars).people
    assert first.facts["sender_photo"].value == "none"
    assert "sender_photo" not in second.facts
