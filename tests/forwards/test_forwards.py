"""The corpus of forwards: its rows hold together, its files are as the rows say, and it is read well enough."""

from collections import Counter
from typing import Any

import pytest

from bot.bench.corpus import Forward, read_corpus, shipped_corpus
from bot.bench.reading import FLOORS, figures, rates, score
from bot.content.load import Content

from .make import HERE, built, rows, unpacked

ENOUGH = 120
FORWARDS = read_corpus(shipped_corpus())
QUICK = [one for one in FORWARDS if one.format != "picture"]


def told(forward: Forward) -> list[tuple[str, Any]]:
    """Return the facts of a row and its fair guesses, those of each person in a list too."""
    people = [forward, *forward.people]
    must = [pair for one in people for pair in one.facts.items()]
    return must + [(fact, value) for one in people for fact, values in one.may.items() for value in values]


def test_there_are_enough_in_both_languages() -> None:
    of = Counter(forward.format for forward in FORWARDS)
    assert all(of[format_] >= 20 for format_ in ("text", "mail", "pdf"))
    assert len(FORWARDS) >= ENOUGH or not rows("pictures.yaml")
    languages = Counter(forward.language for forward in FORWARDS)
    assert min(languages["fr"], languages["en"]) >= len(FORWARDS) // 3


def test_ids_are_unique() -> None:
    assert len({forward.id for forward in FORWARDS}) == len(FORWARDS)


@pytest.mark.parametrize("forward", FORWARDS, ids=lambda forward: forward.id)
def test_the_facts_are_allowed(forward: Forward, content: Content) -> None:
    domains = content.advisor.base.facts
    for name, value in told(forward):
        fact = domains[name]
        assert fact.about == "invitation"
        if fact.kind == "number":
            assert isinstance(value, int) or list(value) == ["at_least"]
        else:
            assert value in fact.values, f"{name}: {value}"
    for name in forward.me or {}:
        assert domains[name].about == "user"


def test_what_must_be_read_is_not_a_fair_guess_as_well() -> None:
    assert [one.id for one in FORWARDS if one.facts.keys() & one.may.keys()] == []


def test_the_files_are_what_the_rows_describe() -> None:
    made = dict(built())
    assert {path for path in made if unpacked((HERE / path).read_bytes()) != unpacked(made[path])} == set()
    kept = {path.relative_to(HERE) for folder in ("mails", "pdfs") for path in (HERE / folder).iterdir()}
    assert kept == set(made)


def test_forwards_are_read_well_enough(content: Content) -> None:
    scored = score(QUICK, content.readers)
    for line in figures(scored.score):
        print(line.what, line.figure)
    print(*scored.mistakes, sep="\n")
    for format_ in ("text", "mail", "pdf"):
        precision, recall = rates(scored.score, format_)
        assert precision >= FLOORS[format_][0], scored.mistakes
        assert recall >= FLOORS[format_][1], scored.mistakes
