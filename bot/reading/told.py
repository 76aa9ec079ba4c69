"""Read what users say of somebody: ties, photo, profile, trust."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.conversation.events import Found

from .note_told import of_the_note
from .phrases import Hit
from .scene import Scene, Voice

FACTS: Final = (
    "relation", "sender_photo", "sender_profile", "sender_sector", "sender_posts", "sender_credible", "common_interest",
    "would_have_coffee", "inspires_trust", "asks_for_help", "reply_to_why", "interest_in_me", "knows_recruiters",
)  # fmt: skip

_OF_ONESELF: Final = frozenset({"sender_photo", "sender_profile", "sender_posts", "sender_credible", "asks_for_help"})
"""Facts that users also tell of themselves ("my profile")."""


_ONCE_MET: Final = {"met_in_person": "in_person", "met_online": "online", "stranger": "never"}
"""What a second tie tells of having met."""
_OPEN: Final = frozenset({"colleague", "former_colleague", "client_or_partner", "schoolmate", "same_project"})
"""Ties that leave open whether people have met."""


def read_told(scene: Scene) -> Iterator[tuple[str, Found]]:
    """Read the facts that a user tells in words of their own."""
    for fact in FACTS:
        if found := _told(scene, fact):
            yield fact, found
            if fact == "relation" and found.value in _OPEN:
                yield from _met(scene)


def _met(scene: Scene) -> Iterator[tuple[str, Found]]:
    """Read whether two people who are tied have met, where it is told beside the tie."""
    hits = [hit for hit in scene.of("relation", Voice.SAID) if hit.value in _ONCE_MET and _holds(scene, hit)]
    # Not known is not yet never met.
    hits = [_where(scene, hit) for hit in hits if hit.value != "stranger" or not hit.sure]
    for tie, value in _ONCE_MET.items():
        if chosen := next((hit for hit in hits if hit.value == tie), None):
            yield "met", Found(value, scene.read(chosen), sure=False)
            return


def _told(scene: Scene, fact: str) -> Found | None:
    hits = [hit for hit in scene.of(fact, Voice.SAID, Voice.REPLY) if _holds(scene, hit)]
    if fact == "relation":
        return _relation(scene, [_where(scene, hit) for hit in hits])
    if fact == "would_have_coffee":
        hits = [_turned(scene, hit) for hit in scene.of(fact, Voice.SAID)]
    if fact == "interest_in_me" and not hits:
        return _interest(scene)
    sure = [hit for hit in hits if hit.sure] or hits
    if sure and len({hit.value for hit in sure}) == 1:
        return Found(sure[0].value, scene.read(sure[0]), sure[0].sure)
    return _reply(scene) if fact == "reply_to_why" and not sure else None


def _relation(scene: Scene, hits: list[Hit]) -> Found | None:
    """Settle on a tie: one that is plainly told, before that there is none, before what is guessed."""
    ties = [hit for hit in hits if not hit.value.startswith("stranger")]
    strangers = [hit for hit in hits if hit.value == "stranger" or (hit not in ties and _of_whom(scene, hit))]
    for sure in (True, False):
        for group in (ties, strangers):
            chosen = [hit for hit in group if hit.sure is sure]
            if chosen:
                alone = len({hit.value for hit in chosen}) == 1
                return Found(chosen[0].value.removesuffix("_whom"), scene.read(chosen[0]), sure and alone)
    return None


def _where(scene: Scene, hit: Hit) -> Hit:
    """Return a meeting that names a screen or a forum as one online."""
    online = hit.value == "met_in_person" and any(
        hit.start <= one.start <= hit.end and not any(scene.words.walls[hit.end : one.start + 1])
        for one in scene.finds.some("talk", "online")
    )
    return replace(hit, value="met_online") if online else hit


def _turned(scene: Scene, hit: Hit) -> Hit:
    """Return a "yes" with a "not" in it, or before it, as a "no"."""
    return replace(hit, value="no") if hit.value == "yes" and scene.holds_not(hit) else hit


def _interest(scene: Scene) -> Found | None:
    """Read an interest in the user's work where somebody is told to follow it."""
    readers = (hit for hit in scene.of("relation", Voice.SAID) if hit.value == "reads_my_posts" and _holds(scene, hit))
    hit = next(readers, None)
    return Found("yes", scene.read(hit), hit.sure) if hit else None


def _of_whom(scene: Scene, hit: Hit) -> bool:
    """Tell "a student I don't know" from the answer "I don't know"."""
    return not scene.words.walls[hit.start]


def _reply(scene: Scene) -> Found | None:
    """Read a reply that is quoted."""
    for value, kinds in (("reason", ("about_you", "reason", "help")), ("only_widening", ("widening", "stock"))):
        for hit in scene.of("in_note", Voice.REPLY):
            if hit.value in kinds:
                return Found(value, scene.read(hit), sure=value == "only_widening")
    return None


def _holds(scene: Scene, hit: Hit) -> bool:
    if scene.denied(hit) or hit.value == "in_note":
        return False
    if hit.value == "only_widening" and of_the_note(scene, hit):
        return False
    if hit.topic == "relation" and (scene.owned(hit) or hit.start in scene.quoted):
        return False
    return not (hit.topic in _OF_ONESELF and scene.of_the_speaker(hit, 1))


def read_page(scene: Scene) -> Iterator[tuple[str, Found]]:
    """Read what a whole page shows: a profile that somebody filled in, an empty feed."""
    page = scene.of("page", Voice.BODY, Voice.CARD)
    if silent := [hit for hit in page if hit.value == "no_posts"]:
        yield "sender_posts", Found("none", scene.read(silent[0]))
    dated = [line for line in scene.lines if scene.voices[line.start] is Voice.EXPERIENCE]
    told = [line for line in dated if len(line) >= 6]
    headed = next((hit for hit in page if hit.value == "about"), None)
    if headed and len(dated) >= 4 and told:
        yield "sender_profile", Found("complete", scene.read(headed), sure=False)
