"""The traps of LinkedIn's PDF: hyphens, spaces, wrapped lines, dates of every form."""

from datetime import date
from typing import Any

import pytest

from bot.reading.pdf import profile_of
from bot.reading.pdf.credible import incredible
from bot.reading.pdf.lines import join, sheet_of
from bot.reading.pdf.profile import Position, Profile
from bot.reading.periods import Moment, period_of, split_degree

from .layout import laid_out
from .test_profiles import PROFILES
from .writer import Text, pdf_of


def test_a_hyphen_at_the_end_of_a_line_stays_and_takes_no_space() -> None:
    lines = sheet_of(
        pdf_of([[Text(224, 100, 11.5, 0.1, "Head of cross-"), Text(224, 114, 11.5, 0.1, "functional teams")]])
    ).lines
    assert [line.text for line in lines] == ["Head of cross-", "functional teams"]
    assert join(*(line.text for line in lines)) == "Head of cross-functional teams"
    assert join("2018 -", "2020") == "2018 - 2020"


def test_two_columns_of_one_height_are_two_lines() -> None:
    lines = sheet_of(
        pdf_of([[Text(22, 100, 10.5, 1, "Team Leadership"), Text(224, 100, 10.5, 0.1, "2018 - 2020")]])
    ).lines
    assert [(line.x, line.text) for line in lines] == [(22, "Team Leadership"), (224, "2018 - 2020")]
    assert [round(line.lightness) for line in lines] == [255, 26]


@pytest.mark.parametrize(
    ("text", "start", "end", "lasts", "told"),
    [
        ("September 2018 - Present (1 year 1 month)", Moment(2018, 9), None, True, 13),
        ("août 2018 - janvier 2022 (3 ans 6 mois)", Moment(2018, 8), Moment(2022, 1), False, 42),
        ("March 2023 - August 2023 (less than a year)", Moment(2023, 3), Moment(2023, 8), False, None),
        ("2018 - 2020 (2 years)", Moment(2018), Moment(2020), False, 24),
        ("2018 – 2020", Moment(2018), Moment(2020), False, None),
        ("janv. 2019 - aujourd'hui · 2 ans", None, None, False, None),
        ("mars 2019 - aujourd'hui", Moment(2019, 3), None, True, None),
        ("enero de 2020 - Present (3 años 2 meses)", Moment(2020), None, True, None),
        ("1987", Moment(1987), None, False, None),
        ("Led 12 people from 2018 - 2020", None, None, False, None),
        ("2018 - 2020 roadmap carried over", None, None, False, None),
    ],
)
def test_periods(text: str, start: Moment | None, end: Moment | None, lasts: bool, told: int | None) -> None:
    period = period_of(text)
    assert (period and (period.start, period.end, period.lasts, period.told)) == (start and (start, end, lasts, told))


@pytest.mark.parametrize(
    ("text", "degree", "dated"),
    [
        ("Master, Droit · (2015 - 2017)", "Master, Droit", True),
        ("Master of Arts (MA), History · (September 2000 - August 2001)", "Master of Arts (MA), History", True),
        ("Bachelor of Engineering (BE)", "Bachelor of Engineering (BE)", False),
        ("(2007 - 2009)", "", True),
        ("Class of 1987", "Class of 1987", False),
    ],
)
def test_degrees_and_their_dates(text: str, degree: str, dated: bool) -> None:
    found, period = split_degree(text)
    assert (found, period is not None) == (degree, dated)


@pytest.mark.parametrize(
    ("dates", "can_be"),
    [
        (["1998 - Present (26 years)", "2001 - Present (23 years)", "2003 - 2021 (18 years)"], True),
        (["March 2020 - March 2020 (1 month)"], True),
        (["2020 - 2020 (1 year)"], True),
        (["2018 - 2020 (3 years)"], True),
        (["May 2024 - Present (1 month)"], True),
        (["January 1960 - Present (64 years 5 months)"], True),
        (["June 2019 - March 2017"], False),
        (["January 2031 - Present"], False),
        (["1931 - Present (93 years)"], False),
        (["1931 - 1990", "1990 - Present"], False),
        (["January 2010 - Present (3 months)"], False),
        (["May 2021 - May 2022 (14 years)"], False),
    ],
)
def test_only_dates_that_cannot_be_count_against_somebody(dates: list[str], can_be: bool) -> None:
    positions = tuple(Position("Analyst", "Acme", period_of(one)) for one in dates)
    found = incredible(Profile(positions=positions, made=Moment(2024, 5)), date(2026, 6, 15))
    assert (found is None) == can_be
    assert found is None or found.value == "no"


def test_a_file_of_unknown_age_does_not_contradict_what_still_lasts() -> None:
    position = Position("Analyst", "Acme", period_of("January 2010 - Present (3 months)"))
    assert incredible(Profile(positions=(position,)), date(2026, 6, 15)) is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_headings_are_told_by_layout_in_every_language(language: str) -> None:
    profile: dict[str, Any] = PROFILES[0] | {"language": language}
    found = profile_of(laid_out(profile))
    assert found
    assert (len(found.positions), len(found.educations), found.about > 0) == (2, 1, True)


@pytest.mark.parametrize("kept", [{"about"}, {"education"}, {"about", "education"}, {"experience"}, set()])
def test_sections_that_are_missing_are_not_taken_for_others(kept: set[str]) -> None:
    sections = {"about", "education", "experience"}
    profile = {key: value for key, value in PROFILES[0].items() if key not in sections or key in kept}
    found = profile_of(laid_out(profile))
    assert found
    held = {"about": found.about, "education": found.educations, "experience": found.positions}
    assert {name for name, what in held.items() if what} == kept
