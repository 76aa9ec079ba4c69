"""How the lexicon is written, checked and found in a text."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.reading.lexicon import Lexicon
from bot.reading.phrases import Hit, PhraseBook
from bot.reading.text import read_text
from bot.reading.words import words_of


def found(phrase: str, text: str) -> list[str]:
    """Return what a phrase finds in a text."""
    words = words_of(text, {"deux": 2, "un": 1, "vingt": 20, "cinq": 5}, frozenset({"et"}))
    hits: list[Hit] = PhraseBook([("topic", "value", phrase)]).find(words).get("topic", [])
    return [words.read(hit.start, hit.end) for hit in hits]


@pytest.mark.parametrize(
    ("phrase", "text", "read"),
    [
        ("ancien|ancienne collègue", "Une ANCIENNE collegue", ["ANCIENNE collegue"]),
        ("je ne l'ai", "je ne l’ai pas", ["je ne l’ai"]),
        ("tres? connu", "très connu, peu connu", ["très connu", "connu"]),
        ("ne? connais pas", "Je connais pas. Je ne connais pas.", ["connais pas", "ne connais pas"]),
        ("my * s", "my neighbour's cat", ["my neighbour's"]),
        ("rencontre ... salon", "rencontré hier soir au grand salon", ["rencontré hier soir au grand salon"]),
        ("rencontre ... salon", "rencontré hier. Au salon", []),
        ("sans photo", "sans, photo", []),
        ("# relations", "vingt-cinq relations, une relations, 12 relations", ["vingt-cinq relations", "12 relations"]),
        ("#1 relation", "un relation", ["un relation"]),
        ("charge de", "chargé(e) de", ["chargé(e) de"]),
    ],
)
def test_phrases(phrase: str, text: str, read: list[str]) -> None:
    assert found(phrase, text) == read


@pytest.mark.parametrize(
    "phrase", ["", " ", "~", "a||b", "a|", "?", "... a", "a ...", "a ... b?", "a? b?", "* a", "a\nb"]
)
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(ValidationError, match="found"):
        Lexicon.model_validate({"fr": {"sender_lion": {"yes": ["lion", phrase]}}})


@pytest.mark.parametrize(
    "language",
    [
        {"sender_lion": {"maybe": ["lion"]}},
        {"sender_tiger": {}},
        {"sender_lion": {"yes": ["@cats"]}},
        {"numbers": {"un": "x"}},
    ],
)
def test_what_is_not_foreseen_is_refused(language: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Lexicon.model_validate({"fr": language})


def test_a_new_language_needs_no_python() -> None:
    lexicon = Lexicon.model_validate(
        {"it": {"sets": {"of": ["di"]}, "sender_connections": {"at_least": ["più @of # collegamenti"]}}}
    )
    assert str(read_text("Più di 500 collegamenti", lexicon).facts["sender_connections"].value) == "500+"


def test_an_empty_lexicon_reads_nothing() -> None:
    assert not read_text("Nadia\n2e\n500 relations", Lexicon.model_validate({})).facts
