"""What a line of a screen is: a count, a button, a time, a name; told by the lexicon's words and by capitals."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from bot.reading.clean import clean
from bot.reading.lexicon import Lexicon
from bot.reading.phrases import MISLEADING, Hit
from bot.reading.words import Words, words_of

from .lines import Line

LONGEST_NAME: Final = 5
"""Words of a name."""
MOST_BESIDE: Final = 6
"""Words beside a name: a degree, pronouns, a time."""
_ADDRESSED: Final = 4
"""Words that follow "Reply to" at most."""
_ENDS_NAME: Final = re.compile(r"\s+(?=[A-Z]\w{1,4}/[A-Z])|\s*[·,(|/:;!?]\s*|\s[-–—]\s|(?<=\w{4})\.")
_CLOCK: Final = re.compile(r"\b\d{1,2}[:h]\d{2}\b")


@dataclass(frozen=True)
class Sign:
    """A line with the lexicon's phrases in it."""

    line: Line
    text: str
    words: Words
    hits: dict[str, list[Hit]]

    def within(self, topic: str, *values: str) -> bool:
        """Tell whether the line holds a phrase of a topic."""
        return any(self._some(topic, *values))

    def covered(self, topic: str, *values: str) -> bool:
        """Tell whether phrases of a topic make up the whole line but for a count, such as (3)."""
        said = sum(not word.isdigit() for word in self.words.words)
        return 0 < said <= sum(hit.end - hit.start for hit in self._some(topic, *values))

    def begins(self, topic: str, *values: str) -> bool:
        """Tell whether a phrase of a topic begins the line."""
        return any(hit.start == 0 for hit in self._some(topic, *values))

    def _some(self, topic: str, *values: str) -> list[Hit]:
        hits = self.hits.get(topic, ())
        return [hit for hit in hits if (hit.value in values if values else hit.value != MISLEADING)]

    @cached_property
    def name(self) -> str:
        """Return what stands before a dot, a comma or a bracket, where it looks like a name; else nothing."""
        name, *beside = _ENDS_NAME.split(self.text[: self._end_of_name], maxsplit=1)
        words = name.split()
        capitals = all(word[:1].isupper() for word in words if len(word) > 3) and name[:1].isupper()
        letters = not any(letter.isdigit() for letter in name)
        alone = len(" ".join(beside).split()) <= MOST_BESIDE and not self.begins("in_note", "greeting")
        is_name = 0 < len(words) <= LONGEST_NAME and capitals and letters and alone
        return name.rstrip() if is_name and not self.is_interface else ""

    @cached_property
    def rest(self) -> str:
        """Return what stands behind the name: pronouns, a degree."""
        return self.text[len(self.name) :].lstrip(" ·,(")

    @property
    def _end_of_name(self) -> int:
        """Return the letter before which a name ends: where pronouns stand, or what its bearer wants."""
        ends = (*self._some("page", "pronouns"), *self._some("screen", "invites"))
        return min((self.words.starts[hit.start] for hit in ends), default=len(self.text))

    @cached_property
    def is_interface(self) -> bool:
        """Tell whether the screen itself speaks: a button, a heading, a time, a count."""
        if any(self.covered(topic) for topic in ("page", "screen")) or self.within("sender_connections"):
            return True
        return self.is_reply or self.within("screen", "ago") or self.within("mutual_connections")

    @cached_property
    def is_whole(self) -> bool:
        """Tell a line that is the screen's own from its first word: it never is the end of another."""
        if self.text[:1].islower() or (self.text[:1].isdigit() and self.within("mutual_connections", "others")):
            return False
        return self.is_interface

    @cached_property
    def is_reply(self) -> bool:
        """Tell the line that offers to answer or to unfold a note."""
        return self.begins("screen", "reply") and len(self.words) <= _ADDRESSED

    @cached_property
    def is_ago(self) -> bool:
        """Tell the line that says when an invitation came."""
        return self.covered("screen", "ago")

    @cached_property
    def is_spoken(self) -> bool:
        """Tell a line above a message: who wrote it, and at what o'clock."""
        return bool(self.name and _CLOCK.search(self.text))


def signs_of(lines: list[Line], lexicon: Lexicon) -> list[Sign]:
    """Find the lexicon's phrases in each line by itself; lines without a word are left out."""
    found = []
    for line in lines:
        text = clean(line.text).replace("\n", " ")
        words = words_of(text, lexicon.numbers, lexicon.joining)
        if len(words):
            found.append(Sign(line, text, words, lexicon.book.find(words)))
    return found
