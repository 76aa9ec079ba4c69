"""The small language in which a lexicon's phrases are written, and how they are found in a text.

    ancien|ancienne collegue      one of these words, then that one; accents, case and apostrophes are free
    tres? connu                   a word that may be missing
    my * s                        any one word between
    rencontre ... salon           up to four words between, not across the end of a sentence
    # relations                   a number of two and more, in digits or in words; #1 allows one too
    ~ responsable rh              a guess: what it tells is marked as unsure
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .clean import fold
from .words import SENTENCE, Words

GAP: Final = frozenset({"..."})
LONGEST_GAP: Final = 4
NUMBER: Final = "#"
ANY_NUMBER: Final = "#1"
ANY_WORD: Final = frozenset({"*"})
MAYBE: Final = "?"
MISLEADING: Final = "misleading"
"""Phrases that hold another phrase of their topic and mean nothing; among equals they win."""

Element = frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase, ready to be looked for."""

    elements: tuple[Element, ...]
    sure: bool


class PhraseError(ValueError):
    """A phrase that cannot be read; the text says why."""


@lru_cache(maxsize=8192)
def parse_phrase(text: str) -> Phrase:
    """Read a phrase as the lexicon writes it.

    Raises:
        PhraseError: it has no word that must be there, or begins or ends with a gap.
    """
    sure = not text.startswith("~")
    elements = tuple(_element(part) for part in _spread(text if sure else text[1:]).split())
    if all(MAYBE in element or element == GAP for element in elements):
        raise PhraseError(f"found {text!r}; a phrase needs a word that must be there")
    for at, element in enumerate(elements):
        if element == GAP and (at == 0 or at + 1 == len(elements) or MAYBE in elements[at + 1] or MAYBE in elements[0]):
            raise PhraseError(f"found {text!r}; a gap stands between words that must be there")
        if "" in element:
            raise PhraseError(f"found {text!r}; words alone, | between choices, ? behind what may be missing")
    return Phrase(elements, sure)


def _spread(text: str) -> str:
    return fold(text).replace("'", " ").replace("-", " ")


@lru_cache(maxsize=8192)
def _element(part: str) -> Element:
    if part.endswith(MAYBE):
        return frozenset((*part[:-1].split("|"), MAYBE))
    return frozenset(part.split("|"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of the lexicon, and what it tells: a value of a topic."""

    topic: str
    value: str
    sure: bool
    elements: tuple[Element, ...]
    second: Element | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: from word `start` up to word `end`."""

    topic: str
    value: str
    sure: bool
    start: int
    end: int
    number: int = 0


class PhraseBook:
    """All phrases of all languages, filed under the words that they begin with."""

    def __init__(self, phrases: Iterable[tuple[str, str, str]]) -> None:
        self._by_word: dict[str, list[Entry]] = {}
        for topic, value, text in phrases:
            phrase = parse_phrase(text)
            elements = phrase.elements
            while MAYBE in elements[0]:
                self._file(Entry(topic, value, phrase.sure, (elements[0] - {MAYBE}, *elements[1:]), None))
                elements = elements[1:]
            second = _fixed(elements[1]) if len(elements) > 1 else None
            self._file(Entry(topic, value, phrase.sure, elements, second))

    def _file(self, entry: Entry) -> None:
        for word in entry.elements[0]:
            self._by_word.setdefault(word, []).append(entry)

    def find(self, words: Words) -> dict[str, list[Hit]]:
        """Find every phrase; of those of one topic that overlap, the longest stays."""
        found: dict[str, list[Hit]] = {}
        for start, word in enumerate(words.words):
            for entry in self._beginning(words, start, word):
                end = _end(entry.elements, 1, words, self._after_first(entry, words, start))
                if end:
                    found.setdefault(entry.topic, []).append(_hit(entry, words, start, end))
        return {topic: longest(hits) for topic, hits in found.items()}

    def _beginning(self, words: Words, start: int, word: str) -> Iterator[Entry]:
        following = words.words[start + 1] if start + 1 < len(words.words) else ""
        for entry in self._by_word.get(word, ()):
            if entry.second is None or following in entry.second:
                yield entry
        if start in words.numbers:
            yield from self._by_word.get(ANY_NUMBER, ())
            if words.numbers[start][0] != 1:
                yield from self._by_word.get(NUMBER, ())

    @staticmethod
    def _after_first(entry: Entry, words: Words, start: int) -> int:
        first = entry.elements[0]
        return words.numbers[start][1] if NUMBER in first or ANY_NUMBER in first else start + 1


def _fixed(element: Element) -> Element | None:
    """Return the words that must stand second, if they are plain words."""
    plain = not (element & {MAYBE, NUMBER, ANY_NUMBER}) and element not in (GAP, ANY_WORD)
    return element if plain else None


def _end(elements: tuple[Element, ...], at: int, words: Words, index: int) -> int:
    """Return the word after the phrase whose element `at` is looked for at word `index`, or 0."""
    while at < len(elements):
        element = elements[at]
        if element == GAP:
            return _end_after_gap(elements, at + 1, words, index)
        after = _matched(element, words, index)
        if MAYBE in element:
            end = _end(elements, at + 1, words, after) if after else 0
            if end:
                return end
        elif not after:
            return 0
        else:
            index = after
        at += 1
    return index


def _matched(element: Element, words: Words, index: int) -> int:
    if index >= len(words.words) or words.walls[index]:
        return 0
    if words.words[index] in element or element == ANY_WORD:
        return index + 1
    number = words.numbers.get(index)
    if number and (ANY_NUMBER in element or (NUMBER in element and number[0] != 1)):
        return number[1]
    return 0


def _end_after_gap(elements: tuple[Element, ...], at: int, words: Words, index: int) -> int:
    for skip in range(LONGEST_GAP + 1):
        here = index + skip
        if here >= len(words.words) or words.walls[here] == SENTENCE:
            return 0
        first = elements[at]
        if words.words[here] in first or (here in words.numbers and first & {NUMBER, ANY_NUMBER}):
            number = words.words[here] not in first
            end = _end(elements, at + 1, words, words.numbers[here][1] if number else here + 1)
            if end:
                return end
    return 0


def _hit(entry: Entry, words: Words, start: int, end: int) -> Hit:
    number = 0
    if any(element & {NUMBER, ANY_NUMBER} for element in entry.elements):
        number = next((words.numbers[index][0] for index in range(end - 1, start - 1, -1) if index in words.numbers), 0)
    return Hit(entry.topic, entry.value, entry.sure, start, end, number)


def longest(hits: list[Hit]) -> list[Hit]:
    """Keep, of hits that overlap, the longest; return them in the order of the text."""
    if len(hits) < 2:
        return hits
    taken: set[int] = set()
    kept = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.value != MISLEADING, not hit.sure, hit.start)):
        if taken.isdisjoint(range(hit.start, hit.end)):
            taken.update(range(hit.start, hit.end))
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)
