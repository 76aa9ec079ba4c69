"""What people type when they are asked: a choice in their own words, several, a number, "I don't know"."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from bot.advice.facts import AtLeast, Fact, FactError, Value

CLOSE_ENOUGH = 88
"""Per cent of likeness at which a typed word counts as one of ours: a slip of one letter in eight."""

_THOUSANDS = r"[\s.,'’\u00a0\u202f]"
_NUMBER = re.compile(
    rf"(?P<whole>\d{{1,3}}(?:{_THOUSANDS}\d{{3}})+(?!\d)|\d{{1,9}})(?:[.,](?P<part>\d{{1,2}}))?\s*(?P<kilo>k|mille\b|m\b)?\s*(?P<plus>\+)?"
)
_MORE = re.compile(r"[+>≥]")
_LESS = re.compile(r"[<≤]")
_MILLIONS = re.compile(r"\s*(?:milli(?:on|ard)|billion)")


def folded(text: str) -> str:
    """Return a text in lower case without accents, signs as spaces, one space between words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w+]+", " ", bare).split())


@lru_cache(maxsize=8192)
def _ours(phrase: str) -> str:
    # Our own phrases alone: what people write is not kept.
    return folded(phrase)


def intent(text: str, intents: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return what a short text means beside any question: unknown, back, skip, now, cancel, again, thanks, hello."""
    said = folded(text)
    for name, phrases in intents.items():
        # What is signs alone, such as "?", folds to nothing and is taken as it stands.
        if any(said == _ours(phrase) if said else text.strip() == phrase for phrase in phrases):
            return name
    return None


def understood(
    fact: Fact, text: str, words: Mapping[str, tuple[str, ...]], intents: Mapping[str, tuple[str, ...]]
) -> Value | None:
    """Return the value that a typed answer means, or None.

    `words` are what people type, by value; `intents` hold what says "at least" or "less than" beside a number, and
    what stands "between" two.
    """
    if fact.kind == "number":
        return number(text, fact, intents)
    if fact.kind == "text":
        line = " ".join(text.split())
        return line[:80] if 0 < len(line) <= 80 else None
    if fact.kind == "several":
        return _several(text, words)
    return chosen(text, words)


def chosen(text: str, words: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the one of several things that a text names, by its words or nearly so; None for none or two."""
    found = _named(folded(text), words)
    return found[0] if len(found) == 1 else None


def named_elsewhere(text: str, words: Mapping[str, Mapping[str, tuple[str, ...]]]) -> tuple[str, str] | None:
    """Return the one fact and value of which a text is a phrase, where it names no other."""
    said = folded(text)
    found = [
        (fact, value)
        for fact, values in words.items()
        for value, phrases in values.items()
        if any(said == _ours(phrase) for phrase in phrases)
    ]
    return found[0] if len(found) == 1 else None


def number(text: str, fact: Fact, intents: Mapping[str, tuple[str, ...]]) -> Value | None:
    """Read "648", "500+", "plus de 500", "12,5 k", "1 200", "300 à 400" (the middle) within a fact's bounds.

    Fewer than so many, millions, and what is below zero are no answer.
    """
    said = text.lower()
    found = list(_NUMBER.finditer(said))
    if not found or len(text) > 60:
        return None
    head, tail = said[: found[0].start()], said[found[-1].end() :]
    bound = bool(found[0]["plus"] or _MORE.search(head)) or _says(intents, "at_least", head, tail)
    if _MILLIONS.match(tail) or _LESS.search(head) or (not bound and _says(intents, "less_than", head, tail)):
        return None
    numbers = [value for match in found if (value := _whole(match)) is not None]
    if len(found) == 2 and len(numbers) == 2 and _joins(said[found[0].end() : found[1].start()], intents):
        return _within(fact, sum(numbers) // 2) if numbers[0] < numbers[1] else None
    if len(found) != 1 or len(numbers) != 1 or re.search(r"[-−]\s*$", head):
        return None
    return _within(fact, AtLeast(numbers[0]) if bound else numbers[0])


def _whole(match: re.Match[str]) -> int | None:
    value = int(re.sub(r"\D", "", match["whole"]))
    if match["kilo"]:
        return value * 1000 + int(((match["part"] or "0") + "0")[:2]) * 10
    return None if match["part"] else value


def _says(intents: Mapping[str, tuple[str, ...]], intent: str, *around: str) -> bool:
    return any(_holds(folded(text), _ours(phrase)) for phrase in intents.get(intent, ()) for text in around)


def _joins(between: str, intents: Mapping[str, tuple[str, ...]]) -> bool:
    word = between.strip()
    return word in ("-", "–", "—", "/") or folded(word) in map(_ours, intents.get("between", ()))


def _within(fact: Fact, value: int | AtLeast) -> Value | None:
    try:
        return fact.parse(str(value))
    except FactError:
        return None


def _several(text: str, words: Mapping[str, tuple[str, ...]]) -> frozenset[str] | None:
    parts = [folded(part) for part in re.split(r"[,;/\n]| et | and | ou | or |\+", text.lower()) if part.strip()]
    found: set[str] = set()
    for part in parts:
        named = _named(part, words)
        if len(named) != 1:
            return None
        found |= set(named)
    return frozenset(found) or None


def _named(said: str, words: Mapping[str, tuple[str, ...]]) -> list[str]:
    # The whole text is one of our phrases; or it holds exactly one value's phrases; or a slip of the pen.
    phrases = {value: {_ours(phrase) for phrase in given} | {_ours(value)} for value, given in words.items()}
    exact = [value for value, given in phrases.items() if said in given]
    if exact:
        return exact
    if len(said) > 120:
        return []
    inside = {
        value: max((len(phrase) for phrase in given if _holds(said, phrase)), default=0)
        for value, given in phrases.items()
    }
    longest = max(inside.values(), default=0)
    if longest >= 3:
        return [value for value, length in inside.items() if length == longest]
    if len(said) < 4:
        return []
    return [
        value
        for value, given in phrases.items()
        if any(len(phrase) >= 4 and fuzz.ratio(said, phrase) >= CLOSE_ENOUGH for phrase in given)
    ]


def _holds(said: str, phrase: str) -> bool:
    return bool(phrase) and f" {phrase} " in f" {said} "
