"""Cut a clean text into words, with the walls between them and the numbers that they spell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from .clean import fold

COMMA: Final = 1
"""A wall that a gap in a phrase may cross."""
SENTENCE: Final = 2
"""A wall that nothing crosses: the end of a sentence, of a line, of a part of a headline."""

LONGEST_READ: Final = 80
WRAPPED: Final = 55
"""Characters from which a line whose next begins in lower case counts as one that wrapped."""

_WORD: Final = re.compile(
    r"(?P<grouped>(?<!\d)\d{1,3}(?:[ .,']\d{3})+(?!\d))"
    r"|(?P<kilo>\d{1,4}(?:[.,]\d{1,2})? ?k\b)"
    r"|(?P<ordinal>\d{1,2}(?:eme|ere|er|e|nd|rd|st|th)\b)"
    r"|(?P<decimal>\d+(?:[.,]\d+)+)"
    r"|(?P<digits>\d+)"
    r"|(?P<letters>[^\W\d_]+)(?:\((?:e|s|es|ne|se|trice|euse|rice|ere)\)|[.·](?:e|se|rice|trice|euse|ne)(?:[.·]?s)?\b)*"
    r"|[&+@]"
)
_SPACING: Final = frozenset({"", " ", "-", "'", "' ", " '"})
_ENDS: Final = re.compile(r"[!?;:…|·•★●■◆▪→\n]|\.(?!\w)| [-–—] |[–—]")


@dataclass(frozen=True, slots=True)
class Glued:
    """A word that is two: the length of the first, and the words of which one must stand before, if any."""

    length: int
    behind: frozenset[str] = frozenset()


NONE_GLUED: Final[Mapping[str, Glued]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words, folded, with where each stands; `walls[i]` is what stands before word `i`.

    `numbers[i]` is the number that begins at word `i`, and the word after it.
    """

    text: str
    folded: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    walls: tuple[int, ...]
    numbers: Mapping[int, tuple[int, int]]

    def __len__(self) -> int:
        return len(self.words)

    def typed(self, word: int) -> str:
        """Return one word as it was typed."""
        return self.text[self.starts[word] : self.ends[word]]

    def capital(self, word: int) -> bool:
        """Tell whether a word begins with a capital letter."""
        return self.text[self.starts[word]].isupper()

    def read(self, start: int, end: int) -> str:
        """Return the words from `start` up to `end` as they were typed: one line, LONGEST_READ characters at most."""
        line = " ".join(self.text[self.starts[start] : self.ends[end - 1]].split())
        return line if len(line) <= LONGEST_READ else line[: LONGEST_READ - 1].rstrip() + "…"


def words_of(
    text: str, number_words: Mapping[str, int], joining: frozenset[str], glued: Mapping[str, Glued] = NONE_GLUED
) -> Words:
    """Cut a clean text into words; `glued` are those that were typed as one ("doesnt")."""
    folded = fold(text)
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    walls: list[int] = []
    values: list[int | None] = []
    end = 0
    for match in _WORD.finditer(folded):
        start = match.start()
        walls.append(SENTENCE if not words else _wall(text, folded, end, start))
        kind, word = match.lastgroup or "", match[0]
        if kind == "letters":
            word = match["letters"]
        end = start + len(word)
        cut = glued.get(word)
        if cut and (not cut.behind or (words and words[-1] in cut.behind)):
            words.append(word[: cut.length])
            starts.append(start)
            ends.append(start + cut.length)
            values.append(None)
            walls.append(0)
            start, word = start + cut.length, word[cut.length :]
        words.append(word)
        starts.append(start)
        ends.append(end)
        values.append(number_words.get(word) if kind == "letters" else _value(kind, word))
        end = match.end()
    numbers = _numbers(words, walls, values, joining)
    return Words(text, folded, tuple(words), tuple(starts), tuple(ends), tuple(walls), numbers)


def _wall(text: str, folded: str, end: int, start: int) -> int:
    between = folded[end:start]
    if between in _SPACING:
        return 0
    if between == "\n" and start - text.rfind("\n", 0, end) > WRAPPED and text[start].islower():
        return 0
    if _ENDS.search(folded, end, start):
        return 0 if between == "." else SENTENCE
    return 0 if between.isspace() else COMMA


def _value(kind: str, word: str) -> int | None:
    if kind == "kilo":
        return round(float(word[:-1].strip().replace(",", ".")) * 1000)
    if kind == "grouped":
        return int("".join(filter(str.isdigit, word))) if len(word) < 12 else None
    if kind == "digits":
        return int(word) if len(word) < 10 else None
    return None


def _numbers(
    words: list[str], walls: list[int], values: list[int | None], joining: frozenset[str]
) -> dict[int, tuple[int, int]]:
    """Join number words ("vingt-cinq", "two hundred"); a number in digits stands alone."""
    found: dict[int, tuple[int, int]] = {}
    index = 0
    while index < len(words):
        value = values[index]
        if value is None:
            index += 1
            continue
        start, total = index, value
        index += 1
        while not words[start][0].isdigit() and index < len(words) and not walls[index]:
            skip = words[index] in joining and index + 1 < len(words) and not walls[index + 1]
            more = values[index + skip]
            joined = None if more is None or words[index + skip][0].isdigit() else _join(total, more)
            if joined is None:
                break
            total, index = joined, index + skip + 1
        found[start] = (total, index)
    return found


def _join(total: int, more: int) -> int | None:
    """Add a number word to those before it, or say that it begins a number of its own."""
    if more in (100, 1000) and 0 < total < more:
        return total * more
    if more == 20 and total == 4:
        return 80
    if more < 10 and total >= 20 and total % 10 == 0:
        return total + more
    if 10 <= more < 20 and total in (60, 80):
        return total + more
    if more < 100 <= total and total % 100 == 0:
        return total + more
    return None
