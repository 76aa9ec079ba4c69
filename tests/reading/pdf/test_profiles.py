"""LinkedIn's "Save to PDF": what is read off invented profiles, scored against what a careful person reads."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.reading.lexicon import Lexicon
from bot.reading.pdf import profile_of
from bot.reading.pdf.facts import facts_of
from bot.reading.pdf.layout import parsed_sheet
from bot.reading.pdf.lines import sheet_of

from .layout import laid_out


def profiles(name: str) -> list[dict[str, Any]]:
    """Return the invented profiles of one file."""
    found: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(Path(__file__).with_name(name))
    return found


PROFILES = profiles("profiles.yaml")
UNSEEN = profiles("unseen.yaml")
TODAY = date(2026, 6, 15)


def read(profile: dict[str, Any], lexicon: Lexicon) -> dict[str, object]:
    """Return the facts read off a profile, without where they were read."""
    parsed = parsed_sheet(sheet_of(laid_out(profile)))
    reading = facts_of(parsed, lexicon, profile.get("me"), TODAY)
    assert reading.looks_forwarded
    return {fact: found.value for fact, found in reading.facts.items()}


@pytest.mark.parametrize("scored", [PROFILES, UNSEEN], ids=["profiles", "unseen"])
def test_facts_are_read_as_a_careful_person_reads_them(scored: list[dict[str, Any]], lexicon: Lexicon) -> None:
    right = wrong = missed = 0
    mistakes = []
    for profile in scored:
        got, wanted = read(profile, lexicon), profile["facts"]
        for fact in got.keys() | wanted.keys():
            if fact in got and got[fact] == wanted.get(fact):
                right += 1
            elif fact in got and fact not in wanted and got[fact] in profile.get("may", {}).get(fact, ()):
                continue
            else:
                wrong += fact in got
                missed += fact in wanted
                mistakes.append(f"{profile['id']}: {fact}: read {got.get(fact)}, wanted {wanted.get(fact)}")
    print(f"precision {right / (right + wrong):.3f}, recall {right / (right + missed):.3f}", *mistakes, sep="\n")
    assert right / (right + wrong) >= 0.97, mistakes
    assert right / (right + missed) >= 0.95, mistakes


@pytest.mark.parametrize("profile", PROFILES + UNSEEN, ids=lambda profile: profile["id"])
@pytest.mark.parametrize("about_size", [10.5, 12.0])
def test_jobs_titles_and_schools_are_exact(profile: dict[str, Any], about_size: float) -> None:
    found = profile_of(laid_out(profile | {"about_size": about_size}))
    assert found is not None
    roles = [
        (title, company, dates, bool(description))
        for company, _, all_roles in profile.get("experience", []) * profile.get("repeat", 1)
        for title, dates, _, description in all_roles
    ]
    positions = found.positions
    assert [(one.title, one.company) for one in positions] == [role[:2] for role in roles]
    assert [(one.period and one.period.read, one.described > 0) for one in positions] == [role[2:] for role in roles]
    assert [one.school for one in found.educations] == [school for school, _ in profile.get("education", [])]
    degrees = [degree.partition(" · ")[0] for _, degree in profile.get("education", [])]
    assert [one.degree for one in found.educations] == ["" if one.startswith("(") else one for one in degrees]
    assert found.headline == profile["headline"]
    assert (found.about > 0) == bool(profile.get("about"))


def test_the_name_is_nowhere_in_the_profile_nor_in_the_facts(lexicon: Lexicon) -> None:
    for profile in PROFILES + UNSEEN:
        parsed = parsed_sheet(sheet_of(laid_out(profile | {"name": "Zorblatt Quimperlix, LION"})))
        assert "Quimperlix" in parsed.name
        assert "Quimperlix" not in repr(parsed.profile)
        reading = facts_of(parsed, lexicon, None, TODAY)
        assert "Quimperlix" not in repr(reading.facts)
        assert reading.who is not None
        assert reading.who.name == "Zorblatt Quimperlix"


def test_what_a_pdf_cannot_hold_stays_unknown(lexicon: Lexicon) -> None:
    may = {"sender_role", "sender_profile", "sender_credible", "sender_lion", "sender_sector"}
    assert all(read(profile, lexicon).keys() <= may for profile in PROFILES + UNSEEN)


@pytest.mark.parametrize("metadata", [{"Title": "Facture"}, {"Producer": "Apache FOP Version 2.3"}, {}])
def test_a_pdf_that_is_not_linkedins_is_read_as_text(metadata: dict[str, str], lexicon: Lexicon) -> None:
    data = laid_out(PROFILES[0], metadata)
    assert profile_of(data) is None
    reading = facts_of(parsed_sheet(sheet_of(data)), lexicon)
    assert reading.facts["sender_role"].value == "recruiter"
