"""Who speaks where: a page of LinkedIn, the sender in a note, or the user about somebody."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from typing import Final

from .phrases import MISLEADING, Hit
from .words import SENTENCE, Words

_TELLING: Final = frozenset({
    "relation", "note", "sender_photo", "sender_profile", "sender_sector", "sender_posts", "common_interest",
    "would_have_coffee", "inspires_trust", "reply_to_why", "mutual_connections", "note_gives_reason", "interest_in_me",
})  # fmt: skip
"""Topics whose phrases hold the "not" that belongs to them."""


class Voice(Enum):
    """What a word belongs to."""

    SAID = auto()
    """The user speaks, of the sender."""
    NOTE = auto()
    """The sender speaks, to the user."""
    REPLY = auto()
    """The sender answers the user's question."""
    NAME = auto()
    HEADLINE = auto()
    CARD = auto()
    """The rest of a profile's head: counts, place, company, buttons."""
    EXPERIENCE = auto()
    BODY = auto()
    OUT = auto()
    """Not about the sender: mail headers, other profiles."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text, by its words."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


def lines_of(words: Words) -> list[Line]:
    """Group words into the lines of the text."""
    lines: list[Line] = []
    start = 0
    for index in range(1, len(words) + 1):
        if index == len(words) or "\n" in words.text[words.ends[index - 1] : words.starts[index]]:
            lines.append(Line(start, index))
            start = index
    return lines


@dataclass
class Finds:
    """The phrases found in a text, by topic and by line."""

    words: Words
    hits: Mapping[str, Sequence[Hit]]
    lines: Sequence[Line]
    _by_line: dict[int, list[Hit]] = field(default_factory=dict)
    _ends: dict[tuple[str, ...], frozenset[int]] = field(default_factory=dict)
    _inside: set[int] = field(default_factory=set)
    """Words inside a phrase that tells a fact: a "not" there speaks of that fact alone."""

    def __post_init__(self) -> None:
        starts = {word: line.start for line in self.lines for word in range(line.start, line.end)}
        for topic, hits in self.hits.items():
            for hit in hits:
                if topic in _TELLING and hit.end - hit.start > 1 and hit.value != MISLEADING:
                    self._inside.update(range(hit.start + 1, hit.end + 1))
                if hit.value != MISLEADING:
                    self._by_line.setdefault(starts[hit.start], []).append(hit)

    def some(self, topic: str, *values: str) -> list[Hit]:
        """Return a topic's hits of these values (of any, when none is named), in the order of the text."""
        hits = self.hits.get(topic, ())
        return [hit for hit in hits if (hit.value in values if values else hit.value != MISLEADING)]

    def stands_alone(self, hit: Hit) -> bool:
        """Tell whether walls stand on both sides: "2e" in a page, not in "2e arrondissement"."""
        walls, end = self.words.walls, hit.end
        if end < len(walls) and self.words.words[end] == "+":
            end += 1
        return bool(walls[hit.start]) and (end >= len(walls) or bool(walls[end]))

    def within(self, line: Line, topic: str, *values: str) -> list[Hit]:
        """Return the hits that begin in a line."""
        hits = self._by_line.get(line.start, ())
        return [hit for hit in hits if hit.topic == topic and (not values or hit.value in values)]

    def covers(self, line: Line, topic: str, *values: str) -> bool:
        """Tell whether hits make up a whole line."""
        return sum(hit.end - hit.start for hit in self.within(line, topic, *values)) >= len(line)

    @cached_property
    def owners(self) -> frozenset[int]:
        """Return the words that give what stands before them to another: "my neighbour's", "de mon père"."""
        return frozenset(hit.start for hit in self.some("talk", "possessor", "of_another"))

    @cached_property
    def possessors(self) -> frozenset[int]:
        """Return the words that give what follows to what stands before: "the recruiter's friend", not "he's a"."""
        not_owned = {hit.start for hit in self.some("talk", "after_s")}
        return frozenset(hit.start for hit in self.some("talk", "possessor")) - not_owned

    @cached_property
    def of_oneself(self) -> frozenset[int]:
        """Return the words of the sentences in which users speak of themselves and of nobody else."""
        first = {hit.start for hit in self.some("talk", "self", "mine")}
        others = {hit.start for hit in self.some("talk", "received", "somebody", "about_invitation")}
        others.update(hit.start for hit in self.some("relation"))
        found: set[int] = set()
        start = 0
        for index in range(1, len(self.words) + 1):
            if index == len(self.words) or self.words.walls[index] == SENTENCE:
                sentence = range(start, index)
                if start in first and others.isdisjoint(sentence):
                    found.update(sentence)
                start = index
        return frozenset(found)

    def sentence(self, word: int) -> range:
        """Return the words of the sentence in which a word stands."""
        walls, start, end = self.words.walls, word, word + 1
        while start > 0 and walls[start] != SENTENCE:
            start -= 1
        while end < len(walls) and walls[end] != SENTENCE:
            end += 1
        return range(start, end)

    def _counts(self, hit: Hit) -> bool:
        """Tell a way to talk from part of another: a "not" that a fact holds, the "I have" of "I have received"."""
        if hit.value == "not":
            return hit.end not in self._inside
        return hit.value not in ("mine", "self") or hit.start not in self._receiving

    @cached_property
    def _receiving(self) -> frozenset[int]:
        return frozenset(word for hit in self.some("talk", "received") for word in range(hit.start, hit.end))

    def follows(self, word: int, reach: int, *values: str) -> bool:
        """Tell whether one of these ways to talk stands at most `reach` words before a word, in its clause."""
        if values not in self._ends:
            self._ends[values] = frozenset(hit.end for hit in self.some("talk", *values) if self._counts(hit))
        ends = self._ends[values]
        for end in range(word, max(word - reach, -1), -1):
            if end in ends:
                return not any(self.words.walls[end : word + 1])
        return False


@dataclass(frozen=True, slots=True)
class Scene:
    """A text with the phrases found in it and who speaks each word."""

    words: Words
    finds: Finds
    voices: Sequence[Voice]
    lines: Sequence[Line]
    is_page: bool = False
    is_mail: bool = False
    quoted: frozenset[int] = frozenset()
    """Words that the user quotes, whoever said them."""

    def of(self, topic: str, *voices: Voice) -> list[Hit]:
        """Return a topic's hits in these voices."""
        return [hit for hit in self.finds.some(topic) if self.voices[hit.start] in voices]

    def spoken(self, voice: Voice) -> int:
        """Count the words in a voice."""
        return sum(one is voice for one in self.voices)

    def runs(self, voice: Voice) -> Iterator[tuple[int, int]]:
        """Yield the stretches of a voice, as words from and up to."""
        start = None
        for index, one in enumerate((*self.voices, None)):
            if one is voice and start is None:
                start = index
            elif one is not voice and start is not None:
                yield start, index
                start = None

    def read(self, hit: Hit) -> str:
        """Return the words of a hit as they were typed."""
        return self.words.read(hit.start, hit.end)

    def denied(self, hit: Hit, reach: int = 3) -> bool:
        """Tell whether a "not" stands before a hit."""
        turned = any(hit.start - reach < one.start < hit.start for one in self.finds.some("talk", "but"))
        return not turned and self.finds.follows(hit.start, reach, "not")

    def holds_not(self, hit: Hit) -> bool:
        """Tell whether a "not" stands in a hit, or before it."""
        return self.denied(hit) or any(hit.start < one.start < hit.end for one in self.finds.some("talk", "not"))

    def of_the_speaker(self, hit: Hit, reach: int = 3) -> bool:
        """Tell whether users say a hit of themselves: "my", or a sentence that begins so and is of nobody else."""
        return self.finds.follows(hit.start, reach, "self", "mine") or hit.start in self.finds.of_oneself

    def owned(self, hit: Hit) -> bool:
        """Tell whether a hit is somebody else's: "my boss's old friend", "my neighbour's son"."""
        owners, walls = self.finds.owners, self.words.walls
        ends = (hit.end - 1, hit.end) if hit.end - hit.start > 1 else (hit.end,)  # the last may be "of" itself
        owner = any(end < len(self.words) and not walls[end] and end in owners for end in ends)
        return owner or self.finds.follows(hit.start, 1, "of_another")
