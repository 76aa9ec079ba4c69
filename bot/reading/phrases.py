"""The small language in which a lexicon's phrases are written, and how they are found in a text.

Accents, case, apostrophes and hyphens are free. The forms:

    ancien|ancienne collegue      one of these words, then that one
    tres? connu                   a word that may be missing
    my * s                        any one word between
    at|during the? @event         one of the words of a set that the lexicon names
    rencontre ... salon           up to four words between, not across the end of a sentence
    # relations                   a number of two and more, in digits or in words; #1 allows one too
    ~ responsable rh              a guess: what it tells is marked as unsure
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final

from pydantic import Field

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

INDEPENDENT: Final = frozenset({"talk", "dates", "trade", "firm", "around"})
"""Topics whose values are signs of their own: one does not hide another."""

Phrases = Annotated[list[str], Field(description="Phrases; their small language is told in bot/reading/phrases.py")]

Element = frozenset[str]


class PhraseError(ValueError):
    """A phrase that cannot be read; the text says why."""


def _spread(text: str) -> str:
    plain = text.lower() if text.isascii() else fold(text)
    return plain.replace("'", " ").replace("-", " ")


_WRONG: Final = (
    "\n\n", "  ", "\n ", " \n", "\n~\n", "||", "|\n", "\n|", " |", "| ", "|?", " ?", "\n?", "\n...", "...\n", "... ...",
    "\n*",
)  # fmt: skip
"""What no phrase may hold; a line end stands on either side of it."""


def check_phrases(texts: Sequence[str]) -> None:
    """Refuse phrases that cannot be read.

    Raises:
        PhraseError: says which, and what is wanted.
    """
    together = "\n".join(("", *texts, "")).replace("\n~ ", "\n")
    if together.count("\n") == len(texts) + 1 and not any(wrong in together for wrong in _WRONG):
        texts = [text for text in texts if text.endswith(MAYBE) or ("..." in text and MAYBE in text)]
    for text in texts:
        if not _is_phrase(text):
            raise PhraseError(
                f"found {text!r}; wanted is one line with a word that must be there, words on both sides of | and of "
                "a gap, ? right behind a word, and no * to begin with"
            )


def _is_phrase(text: str) -> bool:
    parts = text.removeprefix("~ ").split(" ")
    if parts[0] in ("~", "*") or "\n" in text or any("" in part.removesuffix(MAYBE).split("|") for part in parts):
        return False
    gaps = [at for at, part in enumerate(parts) if part == "..."]
    firm = [part != "..." and not part.endswith(MAYBE) for part in parts]
    return any(firm) and all(0 < at < len(parts) - 1 and firm[at + 1] for at in gaps)


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


def _entries(topic: str, value: str, text: str, word: str) -> Iterator[Entry]:
    """Yield a folded phrase in its forms that begin with a word; a first word that may be missing makes two."""
    elements = tuple(_element(part) for part in text.lstrip("~").split())
    while MAYBE in elements[0]:
        if word in elements[0]:
            yield Entry(topic, value, text[0] != "~", (elements[0] - {MAYBE}, *elements[1:]), None)
        elements = elements[1:]
    if word in elements[0]:
        second = _fixed(elements[1]) if len(elements) > 1 else None
        yield Entry(topic, value, text[0] != "~", elements, second)


def _first_words(text: str) -> Iterator[str]:
    """Yield the words that a folded phrase can begin with."""
    for part in text.lstrip("~ ").split(" "):
        yield from part.rstrip(MAYBE).split("|")
        if part[-1] != MAYBE:
            return


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
    """All phrases, filed under the words that they begin with; one is parsed when its word first comes in a text."""

    def __init__(self, phrases: Iterable[tuple[str, str, str]]) -> None:
        """File phrases: of each topic and value, one a line."""
        self._parsed: dict[str, tuple[Entry, ...]] = {}
        self._filed: dict[str, list[tuple[str, str, str]]] = {}
        for topic, value, lines in phrases:
            for text in filter(None, _spread(lines).split("\n")):
                for word in _first_words(text):
                    self._filed.setdefault(word, []).append((topic, value, text))

    def _entries(self, word: str) -> tuple[Entry, ...]:
        """Return the phrases that begin with a word."""
        parsed = self._parsed.get(word)
        if parsed is None:
            filed = self._filed.get(word)
            if filed is None:
                return ()
            parsed = self._parsed[word] = tuple(entry for phrase in filed for entry in _entries(*phrase, word))
        return parsed

    def find(self, words: Words) -> dict[str, list[Hit]]:
        """Find every phrase; of those of one topic that overlap, the longest stays."""
        found: dict[str, list[Hit]] = {}
        filed, numbers = self._filed, words.numbers
        for start, word in enumerate(words.words):
            if word not in filed and start not in numbers:
                continue
            for entry in self._beginning(words, start, word):
                after = self._after_first(entry, words, start) if start in numbers else start + 1
                end = _end(entry.elements, 1, words, after)
                if end:
                    found.setdefault(entry.topic, []).append(_hit(entry, words, start, end))
        return {topic: _apart(hits) if topic in INDEPENDENT else longest(hits) for topic, hits in found.items()}

    def _beginning(self, words: Words, start: int, word: str) -> Iterator[Entry]:
        following = words.words[start + 1] if start + 1 < len(words.words) else ""
        for entry in self._entries(word):
            if entry.second is None or following in entry.second:
                yield entry
        if start in words.numbers:
            yield from self._entries(ANY_NUMBER)
            if words.numbers[start][0] != 1:
                yield from self._entries(NUMBER)

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


def _apart(hits: list[Hit]) -> list[Hit]:
    """Keep the longest hits of each value by itself; what is misleading hides any value."""
    values: dict[str, list[Hit]] = {}
    misleading = [hit for hit in hits if hit.value == MISLEADING]
    for hit in hits:
        if hit.value != MISLEADING:
            values.setdefault(hit.value, []).append(hit)
    kept = (hit for group in values.values() for hit in longest(group + misleading))
    return sorted((hit for hit in kept if hit.value != MISLEADING), key=lambda hit: hit.start)


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
