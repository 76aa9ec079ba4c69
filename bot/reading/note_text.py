"""A note ready to be reviewed: its sentences, the phrases found in it, and which of its words tell something."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from .addresses import addresses
from .phrases import MISLEADING, Hit
from .review_words import ACT, TIES, ReviewWords
from .words import COMMA, SENTENCE, Words, words_of

TELLING: Final = (*TIES, "about_you", "reason", "thanks", "help", "concrete", "pitch", "why", "offer", "reply")
"""Topics that say how two people know each other, what brings one, or what is asked or offered."""
EMPTY: Final = ("courtesy", "closing", "stock", "stock_alone", "widening", "empty", "calling")
"""Topics that say none of it."""
ONESELF: Final = ("reason", "concrete")
"""Of these, those that somebody may say of oneself alone."""
NOT_ALONE: Final = (*TIES, "thanks", "help", "about_you", "asking", "closeness", "why", "offer", "reply")
"""Topics that speak of more than oneself."""
ABOUT_ONESELF: Final = 5
"""Words of its own from which a note that never speaks to the other is about oneself."""
ENOUGH: Final = 3
"""Words of its own from which a sentence that speaks to somebody is taken to tell something."""

_NAME: Final = 4
"""Words that a name after a greeting, or below the end, may have at most."""
_ENDS: Final = re.compile(r"[.!?…]+[\"»”)\]]*(?=\s|$)|\n+")
_BEFORE: Final = re.compile(r"(\w+)\.$")
_BREAKS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def tidied(text: str) -> str:
    """Return a note as it is reviewed: without what cannot be seen, and with composed accents.

    Positions in findings are positions in this text.
    """
    text = _UNSEEN.sub("", _BREAKS.sub("\n", text))
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text)).strip()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: characters `start` to `end`, words `first` to `last`; `opening` words greet."""

    start: int
    end: int
    first: int
    last: int
    opening: int = 0

    @property
    def words(self) -> range:
        """Return the words of the sentence itself, without its greeting."""
        return range(self.first + self.opening, self.last)


@dataclass
class NoteText:
    """A note with what was found in it."""

    text: str
    told: ReviewWords
    words: Words = field(init=False)
    hits: Mapping[str, Sequence[Hit]] = field(init=False)

    def __post_init__(self) -> None:
        self.words = words_of(self.text, self.told.lexicon.numbers, self.told.lexicon.joining)
        self.hits = self.told.book.find(self.words)

    def of(self, *topics: str) -> list[Hit]:
        """Return the hits of topics, in the order of the text."""
        found = [hit for topic in topics for hit in self.hits.get(topic, ()) if hit.value != MISLEADING]
        return sorted(found, key=lambda hit: (hit.start, -hit.end))

    def acts(self) -> list[Hit]:
        """Return what is asked for."""
        return self.of(*(topic for topic in self.hits if topic.startswith(ACT)))

    def within(self, sentence: Sentence, *topics: str) -> list[Hit]:
        """Return the hits of topics that begin in a sentence."""
        return [hit for hit in self.of(*topics) if sentence.first <= hit.start < sentence.last]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The note's sentences that have words."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Sentence]:
        starts = self.words.starts
        word = 0
        start = 0
        for end in (*self._ends(), len(self.text)):
            first = word
            while word < len(starts) and starts[word] < end:
                word += 1
            if word > first:
                start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
                stop = start + len(self.text[start:end].rstrip())
                yield Sentence(start, stop, first, word, self._opening(first, word))
                start = end

    def _ends(self) -> Iterator[int]:
        for match in _ENDS.finditer(self.text):
            before = _BEFORE.search(self.text, max(0, match.start() - 8), match.start() + 1)
            if match[0] != "." or not before or before[1].lower() not in self.told.abbreviations:
                yield match.end()

    def _opening(self, first: int, last: int) -> int:
        greeting = [hit for hit in self.of("greeting", "calling") if hit.start == first and hit.end <= last]
        if not greeting:
            return 0
        end = greeting[0].end
        for word in range(end, min(end + _NAME + 1, last)):
            if self.words.walls[word]:
                return word - first
        return last - first if last - end <= _NAME and not self._speaks(end, last) else end - first

    def _speaks(self, start: int, end: int) -> bool:
        return any(word in self.told.me or word in self.told.you for word in self.words.words[start:end])

    def sentence_of(self, word: int) -> Sentence:
        """Return the sentence in which a word stands."""
        return next(one for one in self.sentences if word < one.last)

    def typed(self, first: int, last: int) -> str:
        """Return words `first` up to `last` as they were typed."""
        return self.text[self.words.starts[first] : self.words.ends[last - 1]]

    @cached_property
    def covered(self) -> frozenset[int]:
        """The words of phrases that tell nothing, and those of addresses."""
        found = {word for hit in self.of(*EMPTY) for word in range(hit.start, hit.end)}
        for start, end in addresses(self.text, self.told.not_links):
            found.update(word for word, place in enumerate(self.words.starts) if start <= place < end)
        return frozenset(found)

    @cached_property
    def polite(self) -> frozenset[int]:
        """The words of greetings and of names after them and below the end."""
        found: set[int] = set()
        for sentence in self.sentences:
            found.update(range(sentence.first, sentence.first + sentence.opening))
        for hit in self.of("closing"):
            rest = len(self.words) - hit.end
            if rest <= _NAME and not self._speaks(hit.end, len(self.words)):
                found.update(range(hit.start, len(self.words)))
        return frozenset(found | set(self._signature()))

    def _signature(self) -> range:
        end = start = len(self.words)
        while start > 0 and end - start < _NAME and self.words.capital(start - 1):
            start -= 1
            if self.words.walls[start]:
                return range(start, end) if self.words.walls[start] == SENTENCE or start == 0 else range(end, end)
        return range(end, end)

    def own(self, words: range) -> int:
        """Count the words that are neither phrases that tell nothing, nor small or hollow words, nor names."""
        return sum(
            word not in self.covered and word not in self.polite and self.words.words[word] not in self.told.hollow
            for word in words
        )

    def speaks_to(self, words: range) -> bool:
        """Tell whether words speak of whoever is written to, outside phrases that tell nothing."""
        return any(self.words.words[word] in self.told.you and word not in self.covered for word in words)

    def evidence(self, words: range) -> list[Hit]:
        """Return what tells something in words: the ties, reasons, requests and offers found there."""
        hits = [*self.of(*TELLING), *self.acts()]
        return [
            hit
            for hit in hits
            if hit.start in words and (hit.topic == "reply" or self.covered.isdisjoint(range(hit.start, hit.end)))
        ]

    def tells(self, words: range) -> bool:
        """Tell whether words say how two people know each other, what brings one, or what one asks or offers."""
        evidence = self.evidence(words)
        if self.only_me:
            evidence = [hit for hit in evidence if hit.topic not in ONESELF]
        if evidence:
            return True
        own = self.own(words)
        here = [one for one in self.sentences if one.first <= words.start < one.last]
        if any(self.asks(one) for one in here):
            return own > (0 if self.speaks_to(words) else 1)
        return own >= ENOUGH if self.speaks_to(words) else own > 1 and any(self.requests(one) for one in here)

    def asks(self, sentence: Sentence) -> bool:
        """Tell whether a sentence is a question about something, not only after somebody's health."""
        asked = self.text[sentence.start : sentence.end].rstrip('"»”)] \n').endswith("?")
        return asked and self.own(sentence.words) > 0

    def requests(self, sentence: Sentence) -> Sequence[Hit]:
        """Return the words by which a sentence asks for something: anywhere, or those that begin a clause."""
        first = sentence.words.start
        begun = [
            hit
            for hit in self.within(sentence, "question")
            if hit.start == first or self.words.walls[hit.start] or self._joins(hit.start - 1)
        ]
        return sorted((*self.within(sentence, "asking"), *begun), key=lambda hit: hit.start)

    @cached_property
    def mine(self) -> tuple[int, ...]:
        """The words in which the writer speaks of oneself."""
        apart = self.covered | self.polite
        return tuple(word for word, said in enumerate(self.words.words) if said in self.told.me and word not in apart)

    @cached_property
    def only_me(self) -> bool:
        """Whether the writer speaks of oneself all through, and of nothing that is the other's."""
        everything = range(len(self.words))
        if len(self.mine) < 2 or self.own(everything) < ABOUT_ONESELF or self.speaks_to(everything):
            return False
        return not self.of(*NOT_ALONE) and not any(self.asks(one) for one in self.sentences)

    @cached_property
    def reasons(self) -> tuple[Sentence, ...]:
        """The sentences that tell something, the one that tells it most surely first."""
        telling = [one for one in self.sentences if self.tells(one.words)]
        return tuple(sorted(telling, key=lambda one: not self.evidence(one.words)))

    def clause(self, hit: Hit) -> range:
        """Return the words of the clause around a hit: up to a comma, a joining word or a reason on either side."""
        sentence = self.sentence_of(hit.start)
        starts = {one.start for one in self.within(sentence, "because")}
        start, end = hit.start, hit.end
        while start > sentence.words.start and self.words.walls[start] < COMMA and not self._joins(start - 1):
            start -= 1
        while end < sentence.last and self.words.walls[end] < COMMA and end not in starts and not self._joins(end):
            end += 1
        return range(start, end)

    def _joins(self, word: int) -> bool:
        return self.words.words[word] in self.told.joining
