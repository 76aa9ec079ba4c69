"""Read what users tell of a note that is not there: of what kind it is, whether it says why."""

from collections.abc import Iterator
from typing import Final

from bot.conversation.events import Found

from .phrases import Hit
from .scene import Scene, Voice

SAYS: Final = 3
"""Words of its own that a sentence has at least which tells what a note says."""
SHORTEST_WORD: Final = 3

_KINDS: Final = ("note", "note_gives_reason")
_EMPTY: Final = frozenset({"none", "stock"})


def read_told_note(scene: Scene, filler: frozenset[str]) -> Iterator[tuple[str, Found]]:
    """Read the note and its reason as the user tells them."""
    kind = _kind([hit for hit in scene.of("note", Voice.SAID) if not scene.denied(hit)], scene)
    reason = None if kind and kind.value in (*_EMPTY, "pitch") else _reason(scene, filler)
    if kind:
        yield "note", kind
    elif reason and reason.value == "yes":
        yield "note", Found("personal", reason.read, sure=False)
    if reason:
        yield "note_gives_reason", reason


def of_the_note(scene: Scene, hit: Hit) -> bool:
    """Tell whether a sentence tells what the note says, and not what somebody answered."""
    sentence = scene.finds.sentence(hit.start)
    replied = any(one.start in sentence for one in scene.finds.some("talk", "reply"))
    return not replied and any(one.start in sentence for one in scene.finds.some("talk", "in_the_note"))


def _kind(told: list[Hit], scene: Scene) -> Found | None:
    values = {hit.value for hit in told if hit.sure} or {hit.value for hit in told}
    if len(values) == 1:
        hit = next(hit for hit in told if hit.value in values)
        return Found(hit.value, scene.read(hit), hit.sure)
    if values == {"personal", "pitch"}:
        return Found("pitch", scene.read(next(hit for hit in told if hit.value == "pitch")), sure=False)
    return None


def _reason(scene: Scene, filler: frozenset[str]) -> Found | None:
    hits = [hit for hit in scene.of("note_gives_reason", Voice.SAID) if not scene.denied(hit)]
    if hits:
        alone = len({hit.value for hit in hits}) == 1
        return Found(hits[0].value, scene.read(hits[0]), hits[0].sure) if alone else None
    for anchor in (hit for hit in scene.of("talk", Voice.SAID) if hit.value == "in_the_note"):
        sentence = _around(scene, anchor)
        if any(hit.start in sentence for hit in scene.finds.some("talk", "reply")):
            continue
        if widening := _widening(scene, sentence):
            return Found("no", scene.read(widening), sure=False)
        if _tells(scene, anchor, sentence, filler):
            return Found("yes", scene.words.read(anchor.start, sentence.stop), sure=False)
    return None


def _around(scene: Scene, anchor: Hit) -> range:
    """Return the sentence of an anchor, and the next where it ends its own: "his note: he is looking for a job"."""
    sentence = scene.finds.sentence(anchor.start)
    if anchor.end < sentence.stop or anchor.end >= len(scene.words):
        return sentence
    return range(sentence.start, scene.finds.sentence(anchor.end).stop)


def _widening(scene: Scene, sentence: range) -> Hit | None:
    hits = [hit for hit in scene.finds.some("reply_to_why", "only_widening") if hit.start in sentence]
    hits += [hit for hit in scene.finds.some("in_note", "widening", "stock") if hit.start in sentence]
    return next(iter(hits), None)


def _tells(scene: Scene, anchor: Hit, sentence: range, filler: frozenset[str]) -> bool:
    """Tell whether a sentence says more of a note than of what kind it is."""
    told = {word for kind in _KINDS for hit in scene.finds.some(kind) for word in range(hit.start, hit.end)}
    told.update(range(anchor.start, anchor.end))
    own = (word for word in sentence if word not in told and scene.voices[word] is Voice.SAID)
    words = [scene.words.words[word] for word in own]
    return sum(len(word) >= SHORTEST_WORD and word not in filler for word in words) >= SAYS
