"""Mend a sentence of a note with its own words; nothing that the note does not say is put in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.conversation.purposes import units

from .addresses import addresses
from .clean import fold
from .note_text import NoteText, Sentence
from .phrases import Hit

FEWEST: Final = 3
"""Words that a sentence must keep to stand without what was taken out."""
LARGEST_OBJECT: Final = 14
"""Words that name what was attached, at most."""

_SPACES: Final = re.compile(r"[ \t\u00a0\u202f]{2,}")
_GAP_BEFORE: Final = re.compile(r"[ \t]+(?=[,.])")
_DANGLING: Final = re.compile(r"[\s,;:(\[«\"–—-]+(?=[.!?…]*$)")
_EDGES: Final = " \t\n\u00a0\u202f,;:–—-"
_STOPS: Final = (".", "!", "?", "…")
_MARKS: Final = re.compile(r"[\s!]*!")
_COMMAS: Final = re.compile(r",\s*,")


@dataclass(frozen=True, slots=True)
class Mended:
    """A mended sentence: `text` itself, or the frame that `values` fill in the note's language."""

    text: str = ""
    frame: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


def sentence_of(text: str) -> str:
    """Return words as a sentence: a capital at the beginning, a stop at the end, no gaps."""
    text = _GAP_BEFORE.sub("", _SPACES.sub(" ", _COMMAS.sub(",", text))).strip(_EDGES)
    for place, sign in enumerate(text):
        if sign.isalnum():
            text = text[:place] + sign.upper() + text[place + 1 :]
            break
    return text if not text or text.endswith(_STOPS) or not text[-1].isalnum() else f"{text}."


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(_EDGES)


def _body(note: NoteText, sentence: Sentence) -> str:
    if not sentence.words:
        return ""
    return note.text[note.words.starts[sentence.words.start] : sentence.end]


# --- stock wording ------------------------------------------------------------------------------


def without_stock(note: NoteText, hit: Hit) -> Mended:
    """Say the reason in the place of a stock phrase: that of its own sentence, or of another; else ask for one."""
    sentence, clause = note.sentence_of(hit.start), note.clause(hit)
    after, before = range(clause.stop, sentence.last), range(sentence.words.start, clause.start)
    sold = {hit.start for hit in note.of("pitch")}
    if note.tells(after) and sold.isdisjoint(after):
        return _because(note, note.text[note.words.starts[after.start] : sentence.end], after)
    if note.tells(before) and sold.isdisjoint(before):
        return _because(note, note.typed(before.start, before.stop), before)
    others = [one for one in note.reasons if one is not sentence and sold.isdisjoint(one.words)]
    if others:
        return Mended(sentence_of(_body(note, others[0])))
    return Mended(frame="why")


def _because(note: NoteText, text: str, words: range) -> Mended:
    reasons = [hit for hit in note.of("because") if hit.start == words.start]
    if reasons:
        text = _plain(text.rstrip("".join(_STOPS) + _EDGES))
        return Mended(frame="because", values={"reason": text[:1].lower() + text[1:]})
    first, last = words.start, words.stop
    while first < last and note.words.words[first] in note.told.joining:
        first += 1
    while last > first and note.words.words[last - 1] in note.told.joining:
        last -= 1
    if first == last:
        return Mended(frame="why")
    end = note.sentence_of(first).end if last == note.sentence_of(first).last else note.words.ends[last - 1]
    return Mended(sentence_of(note.text[note.words.starts[first] : end]))


# --- links and attachments ----------------------------------------------------------------------


def without_link(note: NoteText, sentence: Sentence) -> Mended | None:
    """Take a link out of a sentence; what the sentence only hands over is offered instead."""
    offer = _offer(note, sentence)
    found = addresses(note.text, note.told.not_links)
    places = [place for place in found if sentence.start <= place[0] < sentence.end]
    if offer is not None or not places:
        return offer
    kept = note.text[sentence.start : sentence.end]
    for start, end in reversed(places):
        if _ends_open(note, start):
            return None
        kept = kept[: _pointed(note, sentence, start) - sentence.start] + kept[end - sentence.start :]
    kept = sentence_of(_DANGLING.sub("", kept))
    return Mended(kept) if len(kept.split()) >= FEWEST else None


def _ends_open(note: NoteText, place: int) -> bool:
    before = [word for word, end in enumerate(note.words.ends) if end <= place]
    return bool(before) and note.words.words[before[-1]] in note.told.copula


def _pointed(note: NoteText, sentence: Sentence, start: int) -> int:
    """Return where the words begin that point to an address at `start`: "click here:", "on"."""
    place = start
    while True:
        before = note.text[sentence.start : place].rstrip(_EDGES + '([«"')
        end = sentence.start + len(before)
        hits = [hit for hit in note.within(sentence, "pointer") if note.words.ends[hit.end - 1] == end]
        if not hits:
            return place
        place = note.words.starts[hits[0].start]


def _offer(note: NoteText, sentence: Sentence) -> Mended | None:
    given = note.within(sentence, "here_is")
    if given:
        first = given[0].end
        before = range(sentence.words.start, max(given[0].start, sentence.words.start))
    elif stated := note.within(sentence, "it_is_here"):
        first, before = sentence.words.start, range(0)
        return _offered(note, range(first, stated[0].start), before) if stated[0].start - first > 1 else None
    else:
        return None
    last = first
    stops = {one.start for one in note.within(sentence, "attachment", "pointer") if one.start >= first}
    links = [start for start, _ in addresses(note.text, note.told.not_links)]
    while last < sentence.last and not (last > first and note.words.walls[last]) and last not in stops:
        if any(start <= note.words.starts[last] for start in links if start >= note.words.starts[first]):
            break
        last += 1
    return _offered(note, range(first, last), before)


def _offered(note: NoteText, words: range, before: range) -> Mended | None:
    if not 0 < len(words) <= LARGEST_OBJECT or all(note.words.words[word] in note.told.hollow for word in words):
        return None
    what = _plain(note.typed(words.start, words.stop))
    if note.words.words[words.start] in note.told.small:
        what = what[:1].lower() + what[1:]
    lead = _plain(note.typed(before.start, before.stop)) if before else ""
    return Mended(frame="offer", values={"what": what, "before": lead[:1].upper() + lead[1:]})


# --- requests, friends, shouting ----------------------------------------------------------------


def first_request(note: NoteText, first: int, second: int) -> Mended | None:
    """Keep the first of two requests, which begin at two words."""
    sentence = note.sentence_of(first)
    if sentence.last <= second:
        return Mended(sentence_of(_body(note, sentence)))
    end = second
    while end > first + 1 and not (note.words.walls[end] or note.words.words[end] in note.told.joining):
        end -= 1
    if end <= first + 1:
        return None
    kept = note.text[note.words.starts[sentence.words.start] : note.words.ends[end - 1]].rstrip(_EDGES)
    stop = "?" if note.text[: sentence.end].endswith("?") else "."
    gap = "" if stop == "." else note.text[: sentence.end - 1][len(note.text[: sentence.end - 1].rstrip()) :]
    return Mended(sentence_of(kept + gap + stop))


def without_calling(note: NoteText, sentence: Sentence, hit: Hit) -> Mended | None:
    """Take out the name that makes a friend of somebody; a greeting stands in the place of one that it was."""
    start, end = note.words.starts[hit.start], note.words.ends[hit.end - 1]
    if note.words.words[hit.start] not in note.told.dear and note.hits.get("greeting"):
        greetings = [one for one in note.of("greeting") if one.start == hit.start]
        start = note.words.ends[greetings[0].end - 1] if greetings else start
    before, after = note.text[sentence.start : start], note.text[end : sentence.end]
    if before.strip():
        return Mended(sentence_of(f"{before.rstrip(_EDGES)}{after}"))
    return Mended(frame="greeting", values={"rest": _plain_end(after)})


def _plain_end(text: str) -> str:
    text = " ".join(text.split())
    return text if text else "."


def _lower(sign: str) -> str:
    lower = sign.lower()
    return lower if len(lower) == 1 else sign


def calmed(note: NoteText, start: int, end: int, capitals: Sequence[range]) -> Mended:
    """Write what stands between two places in lower case, with one exclamation mark at most."""
    signs = list(note.text)
    for run in capitals:
        for word in run:
            place = note.words.starts[word]
            lower = "".join(map(_lower, note.words.typed(word)))
            sentence = note.sentence_of(word)
            first = word == sentence.first or note.words.words[word] in note.told.capital
            first = first or sentence.first < word < sentence.first + sentence.opening
            signs[place : place + len(lower)] = lower[:1].upper() + lower[1:] if first else lower
    text = "".join(signs)[start:end]
    marks = list(_MARKS.finditer(text))
    for number, match in reversed(list(enumerate(marks))):
        gap = match[0][: len(match[0]) - len(match[0].lstrip())] if not number else ""
        text = text[: match.start()] + (f"{gap}!" if not number else ".") + text[match.end() :]
    return Mended(" ".join(text.split()))


# --- too long -----------------------------------------------------------------------------------


def within(text: str, limit: int) -> int:
    """Return the place up to which a text has at most `limit` UTF-16 units, in front of a word where it can be."""
    if units(text) <= limit:
        return len(text)
    place = len(text.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore"))
    word = max(text.rfind(" ", 0, place + 1), text.rfind("\n", 0, place + 1))
    return word + 1 if word > place // 2 else place


def shortened(note: NoteText, limit: int) -> tuple[list[Sentence], Mended | None]:
    """Leave out sentences, the emptiest first and of those the longest, until a note keeps its limit.

    Return those left out, in the order of the text, and what is left; nothing where too little would stay.
    """
    ranked = sorted(note.sentences, key=lambda one: (_weight(note, one), one.start - one.end))
    keep = note.reasons[0] if note.reasons else None
    dropped: list[Sentence] = []
    for sentence in ranked:
        if units(_rest(note, dropped)) <= limit:
            break
        if sentence is not keep and sentence.words:
            dropped.append(sentence)
    for sentence in list(dropped):
        fewer = [one for one in dropped if one is not sentence]
        if units(_rest(note, fewer)) <= limit:
            dropped = fewer
    rest = _rest(note, dropped)
    if units(rest) > limit or len(dropped) == len(note.sentences):
        return [], None
    return sorted(dropped, key=lambda one: one.start), Mended(rest)


def _weight(note: NoteText, sentence: Sentence) -> int:
    if not sentence.words:
        return 4
    if note.evidence(sentence.words):
        return 3
    if note.tells(sentence.words):
        return 2
    return 1 if note.own(sentence.words) > 1 else 0


def _rest(note: NoteText, dropped: Sequence[Sentence]) -> str:
    """Return the note without sentences; a greeting that opens one of them stays."""
    text = note.text
    for sentence in sorted(dropped, key=lambda one: -one.start):
        start = note.words.starts[sentence.words.start] if sentence.opening else sentence.start
        before, after = text[:start].rstrip(), text[sentence.end :].lstrip()
        text = f"{before} {_going_on(note, after) if before.endswith(',') else after}"
    return text.strip()


def _going_on(note: NoteText, text: str) -> str:
    """Return what follows a comma: its first word without a capital where it is a small word."""
    word = fold(text.split(" ")[0]).partition("'")[0]
    return text[:1].lower() + text[1:] if word in note.told.small and word not in note.told.capital else text
