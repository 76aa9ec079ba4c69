"""Read what users say of somebody: ties, photo, profile, trust."""

from collections.abc import Iterator
from typing import Final

from bot.conversation.events import Found

from .phrases import Hit
from .scene import Scene, Voice

FACTS: Final = (
    "relation", "sender_photo", "sender_profile", "sender_sector", "sender_posts", "sender_credible", "common_interest",
    "would_have_coffee", "inspires_trust", "asks_for_help", "reply_to_why",
)  # fmt: skip

_OF_ONESELF: Final = frozenset({"sender_photo", "sender_profile", "sender_posts", "sender_credible"})
"""Facts that users also tell of themselves ("my profile")."""


def read_told(scene: Scene) -> Iterator[tuple[str, Found]]:
    """Read the facts that a user tells in words of their own."""
    for fact in FACTS:
        if found := _told(scene, fact):
            yield fact, found


def _told(scene: Scene, fact: str) -> Found | None:
    hits = [hit for hit in scene.of(fact, Voice.SAID, Voice.REPLY) if _holds(scene, hit)]
    if fact == "relation":
        return _relation(scene, hits)
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
    if scene.denied(hit) or (hit.topic == "relation" and scene.owned(hit)):
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
