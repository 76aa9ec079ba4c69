"""How counts, degrees and dates are read."""

import pytest

from bot.advice.facts import AtLeast, Value
from bot.reading.lexicon import Lexicon
from bot.reading.text import read_text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("648 relations", 648),
        ("1\u202f874 relations", 1874),
        ("12\u00a0483 contacts", 12483),
        ("12,483 connections", 12483),
        ("12.483 contacts", 12483),
        ("12'483 contacts", 12483),
        ("1.2K connections", 1200),
        ("12,5 k contacts", 12500),
        ("18k Connections", 18000),
        ("Plus de 500 relations", AtLeast(500)),
        ("500+ connections", AtLeast(500)),
        ("+ de 500 contacts", AtLeast(500)),
        ("over 2,000 connections", AtLeast(2000)),
        ("Il a cinq cents contacts", 500),
        ("She has twenty-five connections", 25),
        ("une trentaine de contacts", 30),
        ("12 483 abonnés", None),
        ("1,234 followers", None),
        ("3 relations en commun", None),
        ("moins de 50 contacts", None),
        ("fewer than 50 connections", None),
        ("35 000 relations", None),
        ("4.5 connections", None),
        ("J'ai 300 contacts", None),
        ("My 300 connections", None),
    ],
)
def test_connections(text: str, count: Value | None, lexicon: Lexicon) -> None:
    found = read_text(text, lexicon).facts.get("sender_connections")
    assert (found and found.value) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kamel, Samir et 35 autres relations en commun", 37),
        ("Karthik and 30 other mutual connections", 31),
        ("Ines and 1 other mutual connection", 2),
        ("Nour, Elias, and 4 other mutual connections", 6),
        ("Julie, Marc-Antoine et 8 autres relations en commun", 10),
        ("Lina Brossard est une relation que vous avez en commun", 1),
        ("Rémi et Fatou sont des relations que vous avez en commun", 2),
        ("Priya, Jo and Tom are mutual connections", 3),
        ("12 mutual connections", 12),
        ("une relation en commun", 1),
        ("aucun contact en commun", 0),
        ("no mutual connections", 0),
        ("500 relations", None),
        ("On a trois enfants en commun", None),
    ],
)
def test_mutual_connections(text: str, count: int | None, lexicon: Lexicon) -> None:
    found = read_text(text, lexicon).facts.get("mutual_connections")
    assert (found and found.value) == count


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("Nadia · 2e", "second"),
        ("Relation de 2e niveau", "second"),
        ("2nd degree connection", "second"),
        ("Relation de 3e niveau et plus", "third"),
        ("3rd+", "third"),
        ("contact du deuxième degré", "second"),
        ("étudiant en 2e année", None),
        ("le 3e arrondissement", None),
        ("a 2nd year student", None),
        ("1st degree connection", None),
    ],
)
def test_degree(text: str, degree: str | None, lexicon: Lexicon) -> None:
    found = read_text(text, lexicon).facts.get("degree")
    assert (found and found.value) == degree


@pytest.mark.parametrize(
    ("text", "credible"),
    [
        ("Il dit travailler depuis 8 ans dans ma start-up, lancée il y a seize mois.", "no"),
        ("She claims sixty years at our company, which was founded in 2001.", "no"),
        ("In our company since 2015, but the company was founded in 2021.", "no"),
        ("Depuis 2 ans dans une boîte créée il y a 10 mois.", "no"),
        ("Depuis 2 ans dans une boîte créée il y a 18 mois.", None),
        ("Depuis 8 ans dans le conseil, il a rejoint une start-up lancée il y a 16 mois.", None),
        ("Directeur depuis 1938.", None),
        ("Il a 24 ans et 20 ans d'expérience.", "no"),
        ("Il a 54 ans et 20 ans d'expérience.", None),
    ],
)
def test_dates_that_cannot_be(text: str, credible: str | None, lexicon: Lexicon) -> None:
    found = read_text(text, lexicon).facts.get("sender_credible")
    assert (found and found.value) == credible
