"""Tell a note that was pasted alone from what the user says to the bot."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import Final

from .scene import Finds
from .words import Words

TOLD: Final = (
    "relation", "note", "sender_photo", "sender_profile", "sender_sector", "common_interest", "would_have_coffee",
    "inspires_trust", "reply_to_why", "sender_posts", "note_gives_reason",
)  # fmt: skip
"""Topics that only a user speaks of."""
MOST_NOTES: Final = 5
"""Notes that are looked for in one text."""
SHORTEST_NOTE: Final = 7
"""Words that a note without a stock phrase has at least."""
SHORTEST_COURTESY: Final = 3
MOST_AROUND: Final = 3
"""Words beside its courtesies that a note has which says nothing else; in a longer one, two thirds of theirs."""
LONGEST_NAME: Final = 3
"""Words of a name behind a greeting."""
LONGEST_CALL: Final = 2
"""Words of a name that a note without a greeting begins with."""

_ADDRESSING: Final = frozenset({
    "about_you", "widening", "hint_of_pitch", "met_in_person", "met_online", "reads_my_posts", "schoolmate",
})  # fmt: skip
"""What shows that a text without a greeting speaks to the user, who would not say it to the bot."""
_SHARED: Final = _ADDRESSING | {"former_colleague", "same_project", "client_or_partner", "thanks", "help"}
"""What shows it behind a name."""
_EMPTY: Final = frozenset({"courtesy", "widening"})
_OPENING: Final = frozenset({"greeting", "closing"})
_NOT_ONLY_TOLD: Final = frozenset({"relation", "common_interest"})
_QUOTED: Final = re.compile(r"[«“\"„][^«»“”\"„]{12,2000}[»”\"“]")
_SINGLY_QUOTED: Final = re.compile(r"(?<!\w)['‘][^'‘’\n]{1,200}(?:['’]\w[^'‘’\n]{1,200}){0,8}['’](?!\w)")


def is_bare_note(finds: Finds) -> bool:
    """Tell whether a whole text, which is no page, is addressed to the user by the sender."""
    by_name = greets_by_name(finds) or _calls_by_name(finds)
    speaks, to_you = (bool(finds.some("talk", kind)) for kind in ("me", "you"))
    if _speaks_of_an_invitation(finds, by_name=by_name) or (not (by_name and (speaks or to_you)) and _tells(finds)):
        return False
    if finds.some("in_note", "stock", "pitch") or _is_courtesy(finds):
        return True
    if len(finds.words) < SHORTEST_NOTE or not (to_you or by_name):
        return False
    if by_name or _thanks_and_signs(finds):
        return True
    cues = {hit.value for hit in finds.some("in_note")}
    if any(hit.start == 0 for hit in finds.some("in_note", "greeting")):
        return len(cues) > 1
    return speaks and not finds.some("talk", "general") and bool(cues & _ADDRESSING)


def greets_by_name(finds: Finds, start: int = 0) -> bool:
    """Tell whether a greeting and a name of one to three words stand at a word: "Bonjour Claire,"."""
    words = finds.words
    first = next((hit.end for hit in finds.some("in_note", "greeting") if hit.start == start), 0)
    end = first
    while first and end < len(words) and not words.walls[end] and words.capital(end):
        end += 1
    return first < end <= first + LONGEST_NAME and end < len(words) and bool(words.walls[end])


def quotations(words: Words) -> Iterator[tuple[int, int]]:
    """Yield what stands in quotation marks, as words from and up to."""
    singly = _SINGLY_QUOTED.finditer(words.text)
    for match in (*islice(_QUOTED.finditer(words.text), MOST_NOTES), *islice(singly, MOST_NOTES)):
        start = bisect_left(words.starts, match.start())
        end = bisect_left(words.starts, match.end())
        if start < end:
            yield start, end


def is_addressed(finds: Finds, start: int, end: int) -> bool:
    """Tell whether some words speak to the user."""
    cues = (hit for hit in finds.some("in_note") if hit.value not in ("closing", "thanks"))
    return end - start >= 4 and any(start <= hit.start < end for hit in cues)


def _speaks_of_an_invitation(finds: Finds, *, by_name: bool) -> bool:
    """Tell whether the user speaks to the bot, of an invitation or of an answer."""
    to_the_bot = () if by_name else ("to_the_bot",)
    if finds.some("talk", "about_invitation", "received", *to_the_bot):
        return True
    return not by_name and bool(finds.some("talk", "reply"))


def _tells(finds: Finds) -> bool:
    """Tell whether a text holds words that only the user would say of somebody."""
    degrees = (not hit.value.endswith("_alone") or finds.stands_alone(hit) for hit in finds.some("degree"))
    if finds.some("relation", "stranger", "stranger_whom") or any(degrees):
        return True
    if any(finds.some(topic) for topic in TOLD if topic not in _NOT_ONLY_TOLD):
        return True
    return any(start > 0 for start, end in quotations(finds.words) if is_addressed(finds, start, end))


def _is_courtesy(finds: Finds) -> bool:
    """Tell whether a text is nothing but the courtesies of an invitation, and perhaps a name."""
    cues = finds.some("in_note")
    kinds = {hit.value for hit in cues}
    speaks = kinds >= _EMPTY or not kinds.isdisjoint(_OPENING) or finds.some("talk", "you")
    if kinds.isdisjoint(_EMPTY) or not speaks:
        return False
    said = {word for hit in cues for word in range(hit.start, hit.end)}
    around = len(finds.words) - len(said)
    return len(said) >= SHORTEST_COURTESY and around <= max(MOST_AROUND, len(said) * 2 // 3)


def _calls_by_name(finds: Finds) -> bool:
    """Tell whether a text begins with a name alone and what its sender shares with the user: "Yuki, we met at"."""
    words = finds.words
    name = next((word for word in range(1, len(words)) if words.walls[word]), 0)
    if not 0 < name <= LONGEST_CALL or not all(words.capital(word) for word in range(name)):
        return False
    speaks = any(hit.start == name for hit in finds.some("talk", "me", "you"))
    cues = {hit.value for hit in finds.some("in_note")}
    return speaks and bool(cues & _SHARED) and not finds.some("talk", "somebody")


def _thanks_and_signs(finds: Finds) -> bool:
    """Tell whether a text begins with thanks for something and ends with a name."""
    last = len(finds.words) - 1
    thanks = any(hit.start == 0 for hit in finds.some("in_note", "thanks"))
    return thanks and finds.words.capital(last) and bool(finds.words.walls[last])
