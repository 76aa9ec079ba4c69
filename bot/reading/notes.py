"""Read the note: whether there is one, of what kind, whether it says why."""

from collections.abc import Iterator
from typing import Final

from bot.conversation.events import Found

from .note_told import read_told_note
from .phrases import Hit
from .scene import Scene, Voice
from .words import SENTENCE, Words

LITTLE: Final = 4
"""Words of its own that a stock note may have at most."""
MORE: Final = 7
"""Words of its own that a note may have and say no more than that its sender widens a network."""
MUCH: Final = 9
"""Words of its own from which a note is taken to say what brings its sender."""
MUCH_BESIDE: Final = 14
"""Those from which it is, where it also says that its sender widens a network."""
SHORTEST: Final = 3

_TIES: Final = (
    "met_in_person", "met_online", "reads_my_posts", "schoolmate", "former_colleague", "same_project",
    "client_or_partner", "colleague", "friend",
)  # fmt: skip


def read_note(scene: Scene, filler: frozenset[str], *, by_seller: bool) -> Iterator[tuple[str, Found]]:
    """Read the note that stands in the text, or what the user tells of it."""
    written = list(scene.runs(Voice.NOTE))
    if sum(end - start for start, end in written) >= SHORTEST:
        yield from _written(scene, written, filler, by_seller)
    else:
        yield from read_told_note(scene, filler)


def _written(
    scene: Scene, runs: list[tuple[int, int]], filler: frozenset[str], by_seller: bool
) -> Iterator[tuple[str, Found]]:
    hits: dict[str, list[Hit]] = {}
    for hit in scene.of("in_note", Voice.NOTE):
        hits.setdefault(hit.value, []).append(hit)
    own = _own_words(scene, runs, filler)
    first = scene.words.read(*runs[0])
    kind = _kind(hits, own, by_seller)
    if kind == "stock":
        yield "note", Found("stock", scene.read(hits["stock"][0]))
        return
    pitch = (hits.get("pitch") or hits["hint_of_pitch"])[0] if kind == "pitch" else None
    yield "note", Found(kind, scene.read(pitch) if pitch else first, not pitch or pitch.sure)
    yield from _reason(scene, hits, own, first, pitch)
    helps = [hit for hit in hits.get("help", ()) if not scene.denied(hit)]
    if helps and kind != "pitch":
        yield "asks_for_help", Found("yes", scene.read(helps[0]), helps[0].sure)
    if kind == "personal" and (named := _named_work(scene, hits)):
        yield "interest_in_me", Found("yes", scene.read(named), sure=False)
    if ties := [hit for tie in _TIES for hit in hits.get(tie, ()) if not scene.denied(hit)]:
        yield "relation", Found(ties[0].value, scene.read(ties[0]), sure=False)


def _named_work(scene: Scene, hits: dict[str, list[Hit]]) -> Hit | None:
    """Find where a note names the user's work."""
    named = [hit for hit in scene.of("interest_in_me", Voice.NOTE) if hit.value == "in_note"]
    return next((hit for hit in (*named, *hits.get("reads_my_posts", ())) if not scene.denied(hit)), None)


def _kind(hits: dict[str, list[Hit]], own: int, by_seller: bool) -> str:
    hints = {hit.start for hit in hits.get("hint_of_pitch", ())}
    if hits.get("pitch") or (len(hints) > 1 - by_seller and not hits.get("help")):
        return "pitch"
    specific = any(hits.get(kind) for kind in (*_TIES, "help"))
    return "stock" if hits.get("stock") and own <= LITTLE and not specific else "personal"


def _reason(
    scene: Scene, hits: dict[str, list[Hit]], own: int, first: str, pitch: Hit | None
) -> Iterator[tuple[str, Found]]:
    for kind in ("about_you", "reason", "help", "thanks", *_TIES):
        if hits.get(kind):
            yield "note_gives_reason", Found("yes", scene.read(hits[kind][0]), hits[kind][0].sure)
            return
    if pitch:
        yield "note_gives_reason", Found("yes", scene.read(pitch), sure=False)
    elif own >= (MUCH_BESIDE if hits.get("widening") else MUCH):
        yield "note_gives_reason", Found("yes", first, sure=False)
    elif own <= (MORE if hits.get("widening") else LITTLE):
        yield "note_gives_reason", Found("no", first, sure=bool(hits.get("widening")))


def _own_words(scene: Scene, runs: list[tuple[int, int]], filler: frozenset[str]) -> int:
    """Count the words that are neither stock, courtesy, a wish, nor a name after the greeting or below the end."""
    words = scene.words
    said: set[int] = set()
    for hit in scene.of("in_note", Voice.NOTE):
        if hit.value in ("greeting", "closing", "courtesy", "stock", "widening"):
            said.update(range(hit.start, hit.end))
        if hit.value == "greeting":
            said.update(_until_wall(words, hit.end))
        if hit.value == "closing" and (hit.end == len(words) or words.walls[hit.end]):
            said.update(range(hit.end, min(hit.end + 8, len(words))))
    for wish in scene.of("talk", Voice.NOTE):
        if wish.value == "wish":
            said.update(range(wish.start, scene.finds.sentence(wish.start).stop))
    for _, end in runs:
        said.update(_signature(words, end))
    spoken = (index for start, end in runs for index in range(start, end))
    return sum(index not in said and words.words[index] not in filler for index in spoken)


def _until_wall(words: Words, start: int) -> range:
    end = start
    while end < len(words) and end < start + 4 and not words.walls[end]:
        end += 1
    return range(start, end)


def _signature(words: Words, end: int) -> range:
    """Return the name at the very end: up to four words with capitals that stand apart."""
    start = end
    while start > 0 and end - start < 4 and words.capital(start - 1):
        start -= 1
        if words.walls[start] == SENTENCE:
            return range(start, end)
    return range(end, end)
