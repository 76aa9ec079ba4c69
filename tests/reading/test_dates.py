"""Dates of a page that cannot be, and spans that two messages may contradict."""

from datetime import date

import pytest

from bot.advice.spans import Spans
from bot.conversation.events import Reading
from bot.reading.careers import Stay, impossible, month_of, tenure
from bot.reading.lexicon import Lexicon
from bot.reading.periods import period_of
from bot.reading.text import read_text

NOW = month_of(date(2026, 6, 15))
HEAD = "Ines Corvalan\n· 2e\nJuriste\nVannes, Bretagne, France\nCoordonnées\n212 relations\nSe connecter\nExpérience\n"


def page(*jobs: tuple[str, str, str], lexicon: Lexicon, below: str = "") -> Reading:
    """Read a page with jobs: title, company line, dates."""
    return read_text(HEAD + "\n".join("\n".join(job) for job in jobs) + below, lexicon)


def credible(reading: Reading) -> tuple[object, bool] | None:
    """Return what is read of the sender's credibility, and whether it is sure."""
    found = reading.facts.get("sender_credible")
    return (found.value, found.sure) if found else None


def test_a_career_longer_than_a_life(lexicon: Lexicon) -> None:
    jobs = [("Juriste", "Orvalys · CDI", "janv. 1990 – aujourd'hui · 36 ans"), ("Clerc", "Étude Pinel", "1921 - 1950")]
    assert credible(page(*jobs, lexicon=lexicon)) == ("no", True)
    assert credible(page(jobs[0], lexicon=lexicon)) is None


def test_a_job_that_ends_before_it_starts(lexicon: Lexicon) -> None:
    assert credible(page(("Juriste", "Orvalys", "mars 2020 – janv. 2017 · 3 ans"), lexicon=lexicon)) == ("no", True)
    assert credible(page(("Juriste", "Orvalys", "mars 2020 – janv. 2020"), lexicon=lexicon)) == ("no", True)


def test_a_job_that_starts_in_the_future(lexicon: Lexicon) -> None:
    assert credible(page(("Juriste", "Orvalys", "mars 2091 – aujourd'hui"), lexicon=lexicon)) == ("no", True)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (("Juriste", "Orvalys · CDI"), ("Comptable", "Novaltis · CDI"), ("no", False)),
        (("Juriste", "Orvalys · CDI"), ("Juriste senior", "Orvalys · CDI"), None),
        (("Juriste", "Orvalys · CDI"), ("Administratrice", "Novaltis"), None),
        (("Juriste", "Orvalys · CDI"), ("Comptable", "Novaltis · Temps partiel"), None),
        (("Fondatrice", "Orvalys"), ("Comptable", "Novaltis · CDI"), None),
        (("Bénévole", "Orvalys"), ("Comptable", "Novaltis · CDI"), None),
        (("Lawyer", "Orvalys · Full-time"), ("Board member", "Novaltis"), None),
    ],
)
def test_full_time_decades_side_by_side_are_a_guess(
    one: tuple[str, str], other: tuple[str, str], wanted: tuple[str, bool] | None, lexicon: Lexicon
) -> None:
    jobs = [(*one, "janv. 2006 – aujourd'hui"), (*other, "mars 2004 – déc. 2018")]
    assert credible(page(*jobs, lexicon=lexicon)) == wanted
    shorter = [(*one, "janv. 2012 – aujourd'hui"), (*other, "mars 2004 – déc. 2018")]
    assert credible(page(*shorter, lexicon=lexicon)) is None


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("L'entreprise n'existe que depuis deux ans.", Spans(age=24)),
        ("the company is two years old", Spans(age=24)),
        ("Cette boîte a 18 mois", Spans(age=18)),
        ("Elle travaille dans cette entreprise depuis huit ans.", Spans(tenure=96)),
        ("Elle a huit ans d'ancienneté dans une entreprise qui n'existe que depuis deux ans.", Spans()),
        ("J'ai reçu une invitation hier.", Spans()),
    ],
)
def test_what_the_user_says_of_a_company(text: str, spans: Spans, lexicon: Lexicon) -> None:
    assert read_text(text, lexicon).spans == spans


def test_a_page_and_the_users_words_below_it(lexicon: Lexicon) -> None:
    job = ("Juriste", "Orvalys · CDI", "mars 2010 – aujourd'hui · 16 ans")
    assert credible(page(job, lexicon=lexicon)) is None
    said = page(job, lexicon=lexicon, below="\nCette entreprise n'existe que depuis deux ans !")
    assert credible(said) == ("no", False)
    assert credible(page(job, lexicon=lexicon, below="\nCette entreprise existe depuis vingt ans.")) is None


def stay(company: str, dates: str) -> Stay:
    period = period_of(dates)
    assert period is not None
    return Stay(company, period)


@pytest.mark.parametrize(
    ("stays", "months"),
    [
        ([stay("Orvalys", "June 2018 - Present")], 96),
        ([stay("Orvalys", "June 2025 - Present"), stay("ORVALYS", "June 2018 - May 2025")], 96),
        ([stay("Orvalys", "June 2018 - Present"), stay("Novaltis", "June 2024 - Present")], 24),
        ([stay("Orvalys", "June 2010 - May 2018")], None),
        ([stay("Orvalys", "2018 - Present")], 90),
        ([], None),
    ],
)
def test_the_tenure_in_the_company_of_today(stays: list[Stay], months: int | None) -> None:
    assert tenure(stays, NOW, lambda one: False) == months


def test_a_tenure_must_exceed_the_age_clearly() -> None:
    assert Spans(96, 24).cannot_be
    assert not Spans(35, 24).cannot_be
    assert not Spans(tenure=96).cannot_be
    assert Spans(96).then(Spans(age=24)) == Spans(96, 24)


def test_many_jobs_take_no_time() -> None:
    stays = [stay(f"Company {number}", "2000 - Present") for number in range(2000)]
    assert [one.sure for one in impossible(stays, (), NOW, lambda one: True)] == []
