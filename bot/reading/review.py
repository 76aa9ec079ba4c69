"""Review a note that the user wrote: what to mend, where it stands, and the sentence mended where that is honest."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.conversation.purposes import units
from bot.conversation.shortened import cut

from . import mended
from .addresses import addresses
from .mended import Mended
from .note_text import NoteText, Sentence, tidied
from .review_words import ACT, TIES, Kind, ReviewWords
from .words import LONGEST_READ

LONGEST_REVIEWED: Final = 2_000
"""Characters that are looked at; a note has 300, and what lies beyond is only counted."""
MANY_MARKS: Final = 3
"""Exclamation marks from which a note shouts."""
SHOUTED: Final = 3
"""Words in capitals, one after the other, from which they shout."""
SHOUTED_LETTERS: Final = 12
"""Letters of a note from which mostly capitals are shouting."""

_MARKS: Final = re.compile(r"![!\s]*!")
_MARK: Final = "!"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend: characters `start` to `end` of the tidied note.

    `said` is which of its kind's texts speaks of it, filled with `values`; `better` is the mended sentence, or None
    where none would be honest.
    """

    kind: Kind
    start: int
    end: int
    words: str
    said: str
    values: Mapping[str, object] = field(default_factory=dict)
    better: Mended | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A note's review: the text that positions count in, its length in UTF-16 units, its language, what to mend."""

    text: str
    length: int
    language: str
    familiar: bool
    findings: tuple[Finding, ...]


def review(text: str, told: ReviewWords, limit: int | None, language: str) -> Review:
    """Review a note of at most `limit` UTF-16 units; `language` is assumed where its words tell none."""
    text = tidied(text)
    length = units(text)
    note = NoteText(text[: mended.within(text, LONGEST_REVIEWED)].rstrip(), told)
    findings = [finding for look in _LOOKS for finding in look(note)]
    if limit is not None and length > limit:
        findings.insert(0, _too_long(note, text, limit))
    words = note.words.words
    spoken = {word for word in words if word in told.you}
    familiar = bool(spoken) and spoken <= told.familiar
    return Review(text, length, told.language_of(words, language), familiar, tuple(findings))


def _finding(note: NoteText, kind: Kind, start: int, end: int, said: str, better: Mended | None = None) -> Finding:
    words = cut(" ".join(note.text[start:end].split()), LONGEST_READ)
    return Finding(kind, start, end, words, said, better=better)


def _at(note: NoteText, kind: Kind, words: range, said: str, better: Mended | None = None) -> Finding:
    return _finding(note, kind, note.words.starts[words.start], note.words.ends[words.stop - 1], said, better)


# --- too long -----------------------------------------------------------------------------------


def _too_long(note: NoteText, text: str, limit: int) -> Finding:
    over = units(text) - limit
    dropped, rest = mended.shortened(note, limit) if note.text == text else ([], None)
    if dropped:
        words = " … ".join(" ".join(note.text[one.start : one.end].split()) for one in dropped)
        values = {"over": over, "limit": limit, "others": len(dropped) - 1}
        return Finding("too_long", dropped[0].start, dropped[0].end, cut(words, limit), "drop", values, rest)
    start = mended.within(text, limit)
    words = cut(" ".join(text[start:].split()), LONGEST_READ)
    return Finding("too_long", start, len(text), words, "cut", {"over": over, "limit": limit, "others": 0})


# --- what the words say -------------------------------------------------------------------------


def _stock(note: NoteText) -> Iterator[Finding]:
    hits = note.of("stock")
    if not note.reasons or _sold(note):
        hits = sorted((*hits, *note.of("stock_alone")), key=lambda hit: hit.start)
    seen: set[Sentence] = set()
    for hit in hits:
        sentence = note.sentence_of(hit.start)
        if sentence not in seen:
            seen.add(sentence)
            better = mended.without_stock(note, hit)
            said = "alone" if better.frame == "why" else "with_reason"
            again = len(seen) > 1
            yield _at(note, "stock", note.clause(hit), "again" if again else said, None if again else better)


def _pitch(note: NoteText) -> Iterator[Finding]:
    if words := _sold(note):
        yield _at(note, "pitch", words, "sold")


def _sold(note: NoteText) -> range | None:
    """Return the words that sell: a sure sign, or two hints that stand apart in a note without another purpose."""
    sure = note.of("pitch")
    if len(sure) > len(note.of("no_sale")):
        return range(sure[0].start, sure[0].end)
    meetings = {word for hit in note.of(f"{ACT}meeting") for word in range(hit.start, hit.end)}
    apart: list[range] = []
    firm = 0
    for hint in note.of("hint_of_pitch"):
        firm += meetings.isdisjoint(range(hint.start, hint.end))
        if apart and hint.start <= apart[-1].stop + 1:
            apart[-1] = range(apart[-1].start, max(hint.end, apart[-1].stop))
        else:
            apart.append(range(hint.start, hint.end))
    purpose = note.of(*TIES, "help", "no_sale", f"{ACT}job")
    return apart[0] if firm and len(apart) > 1 and not purpose else None


def _no_reason(note: NoteText) -> Iterator[Finding]:
    if not note.reasons and len(note.words):
        yield _finding(note, "no_reason", 0, len(note.text), "none")


def _self_centred(note: NoteText) -> Iterator[Finding]:
    if note.only_me and not _sold(note):
        first = note.sentence_of(note.mine[0])
        yield _at(note, "self_centred", range(first.words.start, first.last), "only_me")


def _link(note: NoteText) -> Iterator[Finding]:
    seen: set[Sentence] = set()
    for start, end in addresses(note.text, note.told.not_links):
        words = [word for word in range(len(note.words)) if start <= note.words.starts[word] < end]
        sentence = note.sentence_of(words[0]) if words else None
        if sentence is not None and sentence not in seen:
            seen.add(sentence)
            yield _finding(note, "link", start, end, "address", mended.without_link(note, sentence))
    for hit in note.of("attachment"):
        sentence = note.sentence_of(hit.start)
        if sentence not in seen:
            seen.add(sentence)
            better = mended.without_link(note, sentence)
            yield _at(note, "link", range(hit.start, hit.end), "attachment", better)


def _several_requests(note: NoteText) -> Iterator[Finding]:
    asked = [one for sentence in note.sentences for one in _asked(note, sentence)]
    kinds = dict.fromkeys(kind for kind, _ in asked)
    if len(kinds) > 1:
        first, second = (next(word for kind, word in asked if kind == wanted) for wanted in list(kinds)[:2])
        sentence = note.sentence_of(second)
        start = second if sentence == note.sentence_of(first) else sentence.words.start
        better = mended.first_request(note, first, second)
        yield _at(note, "several_requests", range(start, sentence.last), "several", better)


def _asked(note: NoteText, sentence: Sentence) -> Iterator[tuple[str, int]]:
    """Yield what a sentence asks for, each with the word where it begins; choices of one request count as one."""
    question = note.asks(sentence)
    openers = note.requests(sentence)
    if not question and not openers:
        return
    begin = sentence.first if question else openers[0].start
    acts = [hit for hit in note.acts() if begin <= hit.start < sentence.last]
    previous = None
    for hit in acts:
        if previous is None or (hit.start >= previous.end and not _instead(note, previous.end, hit.start)):
            yield hit.topic.removeprefix(ACT), hit.start
        previous = hit
    if not acts and note.covered.isdisjoint(sentence.words) and note.own(sentence.words) > 1:
        yield f"question {sentence.start}", sentence.words.start


def _instead(note: NoteText, start: int, end: int) -> bool:
    # As typed: "ou" joins two choices, "où" asks for a place.
    return any(note.words.typed(word).lower() in note.told.instead for word in range(start, end))


def _false_friend(note: NoteText) -> Iterator[Finding]:
    if note.of(*TIES):
        return
    seen: set[Sentence] = set()
    for hit in note.of("calling", "closeness"):
        sentence = note.sentence_of(hit.start)
        if sentence not in seen:
            seen.add(sentence)
            better = mended.without_calling(note, sentence, hit) if hit.topic == "calling" else None
            yield _at(note, "false_friend", range(hit.start, hit.end), hit.topic, better)


# --- how it looks -------------------------------------------------------------------------------


def _shouting(note: NoteText) -> Iterator[Finding]:
    capitals = _capitals(note)
    marks = [(match.start(), match.end()) for match in _MARKS.finditer(note.text)]
    if not marks and note.text.count(_MARK) >= MANY_MARKS:
        marks = [(place, place + 1) for place, sign in enumerate(note.text) if sign == _MARK]
    spoken = [(note.words.starts[run.start], note.words.ends[run.stop - 1]) for run in capitals]
    places = sorted((*spoken, *marks))
    if not places or not len(note.words):
        return
    first, last = (_sentence_at(note, place) for place in (places[0][0], places[-1][0]))
    better = mended.calmed(note, first.start, last.end, capitals)
    if capitals:
        yield _finding(note, "shouting", *spoken[0], "capitals", better)
    else:
        spoken_with = note.words.starts[max(first.first, first.last - SHOUTED)]
        yield _finding(note, "shouting", min(spoken_with, places[0][0]), places[0][1], "marks", better)


def _sentence_at(note: NoteText, place: int) -> Sentence:
    before = [one for one in note.sentences if one.start <= place]
    return before[-1] if before else note.sentences[0]


def _capitals(note: NoteText) -> list[range]:
    """Return the runs of words in capitals that shout; names and initials in capitals do not."""
    letters = [sign for sign in note.text if sign.isalpha() and sign.lower() != sign.upper()]
    mostly = len(letters) >= SHOUTED_LETTERS and sum(sign.isupper() for sign in letters) * 5 > len(letters) * 3
    runs: list[range] = []
    start = None
    for word in range(len(note.words) + 1):
        upper = word < len(note.words) and (typed := note.words.typed(word)).upper() == typed
        if upper and start is None:
            start = word
        elif not upper and start is not None:
            runs.append(range(start, word))
            start = None
    return [run for run in runs if _shouted(note, run, mostly)]


def _shouted(note: NoteText, run: range, mostly: bool) -> bool:
    words = [word for word in run if len(note.words.words[word]) > 1 and note.words.words[word].isalpha()]
    alone = run.start == note.sentence_of(run.start).first and run.stop == note.sentence_of(run.start).last
    if mostly or (alone and _MARKS.match(note.text[note.words.ends[run.stop - 1] :].lstrip())):
        return bool(words)
    small = sum(note.words.words[word] in note.told.small for word in words)
    return len(words) >= SHOUTED and small > 0


_LOOKS: Final[tuple[Callable[[NoteText], Iterator[Finding]], ...]] = (
    _shouting, _false_friend, _stock, _no_reason, _self_centred, _pitch, _several_requests, _link,
)  # fmt: skip
