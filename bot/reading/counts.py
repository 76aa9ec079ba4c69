"""Read counts and the degree of a connection."""

from collections.abc import Iterator
from typing import Final

from bot.advice.facts import AtLeast
from bot.conversation.events import Found

from .phrases import Hit
from .scene import Scene, Voice
from .words import SENTENCE

MOST: Final = 30_000
"""Connections that a member may have; a larger number was misread, or is not one of connections."""

MOST_NAMED: Final = 4
"""Names that LinkedIn shows before "and 30 others", with room to spare."""

_ON_THE_CARD: Final = (Voice.SAID, Voice.NAME, Voice.HEADLINE, Voice.CARD)


def read_counts(scene: Scene, joining: frozenset[str]) -> Iterator[tuple[str, Found]]:
    """Read the sender's connections, those in common, and the degree."""
    if connections := _connections(scene):
        yield "sender_connections", connections
    if mutual := _mutual(scene, joining):
        yield "mutual_connections", mutual
    if degree := _degree(scene):
        yield "degree", degree


def _connections(scene: Scene) -> Found | None:
    hits = [
        hit
        for hit in scene.of("sender_connections", *_ON_THE_CARD)
        if hit.number <= MOST and not scene.denied(hit) and not scene.of_the_speaker(hit, 5)
    ]
    exact = [hit for hit in hits if hit.value == "exact"]
    if exact:
        sure = len({hit.number for hit in exact}) == 1
        return Found(exact[0].number, scene.read(exact[0]), sure and exact[0].sure)
    if bounds := [hit for hit in hits if hit.value == "at_least"]:
        highest = max(bounds, key=lambda hit: hit.number)
        return Found(AtLeast(highest.number), scene.read(highest), highest.sure)
    about = next((hit for hit in hits if hit.value == "about"), None)
    return Found(about.number, scene.read(about), sure=False) if about else None


def _mutual(scene: Scene, joining: frozenset[str]) -> Found | None:
    hits = [hit for hit in scene.of("mutual_connections", *_ON_THE_CARD) if hit.number <= MOST]
    if not hits:
        return None
    hit = hits[0]
    if hit.value == "exact":
        return Found(hit.number, scene.read(hit), hit.sure)
    if hit.value == "none":
        return Found(0, scene.read(hit), hit.sure)
    start, names = _names_before(scene, hit, joining)
    total = hit.number + names
    return Found(total, scene.words.read(start, hit.end)) if total else None


def _names_before(scene: Scene, hit: Hit, joining: frozenset[str]) -> tuple[int, int]:
    """Count the names that stand before a hit, and say where the first begins."""
    words = scene.words
    names, first, index = 0, hit.start, hit.start - 1
    capital = False
    while index >= 0 and names < MOST_NAMED and hit.start - index < 24:
        joined = words.words[index] in joining or words.words[index] == "&"
        if not joined and words.capital(index):
            capital, first = True, index
        stop = words.walls[index] == SENTENCE
        if stop or joined or words.walls[index]:
            if not joined or stop or capital:
                names += capital
            if stop or not (capital or joined):
                break
            capital = False
        index -= 1
    return first, names


def _degree(scene: Scene) -> Found | None:
    for hit in scene.of("degree", *_ON_THE_CARD):
        alone = hit.value.endswith("_alone")
        if scene.denied(hit) or scene.of_the_speaker(hit) or (alone and not scene.finds.stands_alone(hit)):
            continue
        return Found(hit.value.removesuffix("_alone"), scene.read(hit), hit.sure)
    return None
