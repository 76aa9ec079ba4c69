"""How well whole texts are read: precision and recall, by fact and together."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from bot.advice.facts import plain
from bot.conversation.events import Reading
from bot.reading.lexicon import Lexicon
from bot.reading.text import read_text

from .conftest import DIALOGS, HERE, load_yaml

PRECISION, RECALL = 0.97, 0.90
OFTEN = 8
"""Times that a fact is told in a file from which it must be read well by itself."""

FILES = ("texts.yaml", "unseen.yaml")
CASES: dict[str, list[dict[str, Any]]] = {name: load_yaml(HERE / name) for name in FILES}
ALL = [pytest.param(case, id=case["id"]) for cases in CASES.values() for case in cases]


def judged(case: dict[str, Any], reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield each fact that was read or told, and whether it is right, wrong or missed."""
    told, may = case["facts"], case.get("may", {})
    for fact, found in reading.facts.items():
        value, allowed = plain(found.value), may.get(fact, [])
        if fact in told and told[fact] == value:
            yield fact, "right"
        elif value not in (allowed if isinstance(allowed, list) else [allowed]):
            yield fact, "wrong"
    for fact in told:
        if fact not in reading.facts:
            yield fact, "missed"


@pytest.mark.parametrize("name", FILES)
def test_precision_and_recall(name: str, lexicon: Lexicon) -> None:
    score: Counter[tuple[str, str]] = Counter()
    for case in CASES[name]:
        score.update(judged(case, read_text(case["text"], lexicon, case.get("me"))))
    facts = sorted({fact for fact, _ in score})
    for fact in (*facts, "all"):
        right, wrong, missed = (
            sum(times for (of, how), times in score.items() if how == kind and fact in (of, "all"))
            for kind in ("right", "wrong", "missed")
        )
        precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
        print(f"{name} {fact:20} right {right:3} wrong {wrong} missed {missed}: {precision:.3f} {recall:.3f}")
        if fact == "all" or right + missed >= OFTEN:
            assert precision >= PRECISION, f"{fact}: precision {precision:.3f}"
            assert recall >= RECALL, f"{fact}: recall {recall:.3f}"


@pytest.mark.parametrize("case", ALL)
def test_looks_forwarded(case: dict[str, Any], lexicon: Lexicon) -> None:
    assert read_text(case["text"], lexicon, case.get("me")).looks_forwarded is case["forwarded"]


def test_texts_are_many_and_in_both_languages() -> None:
    assert len(CASES["texts.yaml"]) >= 80
    assert len({param.id for param in ALL}) == len(ALL)


def test_what_is_read_is_allowed(lexicon: Lexicon) -> None:
    domains = load_yaml(DIALOGS / "facts.yaml")["facts"]
    for case in (case for cases in CASES.values() for case in cases):
        for fact, found in read_text(case["text"], lexicon).facts.items():
            kind = domains[fact]["kind"]
            allowed = ("yes", "no") if kind == "yes_no" else domains[fact].get("values", ())
            assert kind == "number" or found.value in allowed, (case["id"], fact, found)
            assert 0 < len(found.read) <= 80, (case["id"], fact, found)
            assert "\n" not in found.read, (case["id"], fact, found)


def test_no_fact_rests_on_a_name(lexicon: Lexicon) -> None:
    """Two people who differ in nothing but name and town are read alike."""
    page = "{}\n· 2e\nComptable chez Duval\n{}\nCoordonnées\n212 relations\nSe connecter"
    people = [
        ("Aïcha Benali", "Marseille"),
        ("Jean Boulanger", "Lyon"),
        ("Hélène LION", "Le Lion-d'Angers"),
        ("Wei Student", "Recruteur"),
    ]
    readings = [
        {fact: found.value for fact, found in read_text(page.format(name, town), lexicon).facts.items()}
        for name, town in people
    ]
    assert all(reading == readings[0] for reading in readings)
