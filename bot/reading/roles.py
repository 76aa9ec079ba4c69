"""Read what somebody does: their role, their sector, whether they collect contacts."""

from collections.abc import Iterator
from typing import Final

from bot.conversation.events import Found

from .lexicon import Trades
from .phrases import Hit
from .scene import Scene, Voice

_SPOKEN_BY_USERS: Final = ("peer", "client")
"""Roles that are told, never read in a headline: they hold for this user only."""

MINE: Final = 3
"""Words from "my" to a trade that somebody has who is the user's: "my daughter's piano teacher"."""
BEHIND: Final = 2
"""Words behind "she is a" among which a trade is looked for."""
TITLE: Final = 4
"""Words that a name below a note, or the words of a title before the role itself, may have."""
FIRM: Final = 7
"""Words that may stand behind a role below a note: where, of what."""

_AT: Final = frozenset({"at", "chez", "@"})
"""Words that stand between a trade and a firm."""


def read_role(scene: Scene) -> Iterator[tuple[str, Found]]:
    """Read the sender's role from a headline, a description or a note."""
    for voice in (Voice.HEADLINE, Voice.SAID, Voice.NOTE, Voice.EXPERIENCE):
        hits = [hit for hit in scene.of("sender_role", voice) if _is_theirs(scene, hit, voice)]
        if voice is Voice.EXPERIENCE:
            hits = hits[:1]
        if found := _choose(scene, hits, voice):
            yield "sender_role", found
            return


def guess_role(scene: Scene, trades: Trades | None = None) -> Iterator[tuple[str, Found]]:
    """Guess that somebody whose headline names none of the roles has some other, or who "is a glassblower"."""
    if not (scene.is_page or scene.is_mail):
        if trades and not scene.of("sender_role", Voice.SAID):
            yield from _guess_trade(scene, trades)
        return
    if scene.of("sender_role", Voice.HEADLINE):
        return
    start, end = next(scene.runs(Voice.HEADLINE), (0, 0))
    start = max((hit.end for hit in scene.of("degree", Voice.HEADLINE) if hit.start == start), default=start)
    below = next((line for line in scene.lines if line.start == end), None)
    is_place = below and scene.finds.covers(below, "page", "contact")
    if start < end and not is_place and _tells_a_trade(scene, start, end):
        yield "sender_role", Found("other", scene.words.read(start, end), sure=False)


def _guess_trade(scene: Scene, trades: Trades) -> Iterator[tuple[str, Found]]:
    """Take a word that ends like a trade, behind "she is a", as one."""
    words = scene.words
    for hit in scene.of("talk", Voice.SAID):
        if hit.value != "predicate" or scene.of_the_speaker(hit, 1):
            continue
        for word in range(hit.end, min(hit.end + BEHIND, len(words))):
            if words.walls[word] or words.capital(word):
                break
            if trades.names(words.words[word]):
                named = Hit("sender_role", "other", False, word, word + 1)
                if _is_theirs(scene, named, Voice.SAID) and not scene.owned(named):
                    yield "sender_role", Found("other", scene.read(named), sure=False)
                    return


def _tells_a_trade(scene: Scene, start: int, end: int) -> bool:
    """Tell a trade ("Falconer at Brae Hill", "dresseuse de chiens") from what may be the name of a firm or a place."""
    words = scene.words
    if any(words.walls[word] for word in range(start + 1, end)):
        return True
    return any(
        words.words[word] in _AT or (len(words.words[word]) > 3 and not words.capital(word))
        for word in range(start, end)
    )


def _is_theirs(scene: Scene, hit: Hit, voice: Voice) -> bool:
    if scene.denied(hit) or scene.finds.follows(hit.start, 2, "not_theirs"):
        return False
    if voice in (Voice.SAID, Voice.NOTE) and scene.finds.follows(hit.start, 2, "wanted"):
        return False  # whom they look for is not what they are
    if hit.value in _SPOKEN_BY_USERS and voice is not Voice.SAID:
        return False
    if voice is Voice.NOTE:
        speaks = any(one.start == hit.start for one in scene.finds.some("talk", "self"))
        told = speaks or scene.finds.follows(hit.start, 4, "self") or _introduces(scene, hit)
        return hit.sure and (told or _signs(scene, hit))
    if voice is Voice.SAID:
        if hit.value in _SPOKEN_BY_USERS:
            return not scene.owned(hit)
        possessor = hit.end < len(scene.words) and hit.end in scene.finds.possessors
        if hit.value == "other" and scene.finds.follows(hit.start, MINE, "mine"):
            return not possessor and not scene.finds.follows(hit.start, 4, "self")  # "my old dentist"
        return not possessor and not scene.of_the_speaker(hit, 4)
    return True


def _introduces(scene: Scene, hit: Hit) -> bool:
    """Tell whether a note opens with what its sender is: "Bonjour Madame, étudiante en droit, ..."."""
    greetings = (greeting for greeting in scene.of("in_note", Voice.NOTE) if greeting.value == "greeting")
    return any(0 <= hit.start - greeting.end <= 3 for greeting in greetings) and bool(scene.words.walls[hit.start])


def _signs(scene: Scene, hit: Hit) -> bool:
    """Tell whether a role stands below a note, behind its sender's name or on a line below it: "Jo Pell, recruiter"."""
    words = scene.words
    end = next((end for start, end in scene.runs(Voice.NOTE) if start <= hit.start < end), hit.end)
    title = hit.start
    while title > 0 and not words.walls[title] and hit.start - title < TITLE:
        title -= 1
    name = title - 1
    while name > 0 and not words.walls[name] and title - name < TITLE:
        name -= 1
    named = 0 < title - name <= TITLE and all(words.capital(word) or words.walls[word] for word in range(name, title))
    return end - hit.end <= FIRM and bool(words.walls[title]) and name > 0 and words.capital(name) and named


def _choose(scene: Scene, hits: list[Hit], voice: Voice) -> Found | None:
    """Settle on one role of those named; of several that differ, the first, as a guess, or none."""
    plain = [hit for hit in hits if hit.value != "other"] or hits
    told = [hit for hit in plain if hit.value in _SPOKEN_BY_USERS]
    sure = told or [hit for hit in plain if hit.sure] or plain
    values = {hit.value for hit in sure}
    if not values:
        return None
    if "recruiter" in values:
        sure = [hit for hit in sure if hit.value == ("junior" if "junior" in values else "recruiter")]
    elif values == {"seller", "executive"} and voice is Voice.HEADLINE and sure[0].value == "executive":
        return None
    certain = sure[0].sure and len(values) == 1 and sure[0].value != "other" and voice is not Voice.EXPERIENCE
    return Found(sure[0].value, scene.read(sure[0]), certain)


def read_lion(scene: Scene) -> Iterator[tuple[str, Found]]:
    """Read whether somebody calls themselves a LION, an open networker."""
    for hit in scene.of("sender_lion", Voice.SAID, Voice.NAME, Voice.HEADLINE, Voice.CARD, Voice.BODY):
        if hit.end - hit.start == 1 and not _is_abbreviation(scene, hit):
            continue
        if scene.of_the_speaker(hit) and scene.voices[hit.start] is Voice.SAID:
            continue
        value = "no" if hit.value == "yes" and scene.denied(hit) else hit.value
        yield "sender_lion", Found(value, scene.read(hit), hit.sure)
        return


def _is_abbreviation(scene: Scene, hit: Hit) -> bool:
    """Tell LION from the animal, a town and a surname, by its capitals and its neighbours."""
    words = scene.words
    before, after = hit.start - 1, hit.end
    if words.typed(hit.start) not in ("LION", "LIONs"):
        return False
    if scene.voices[hit.start] is Voice.NAME:
        return False
    if before >= 0 and not words.walls[hit.start] and words.capital(before):
        return len(words.words[before]) == 1
    return after >= len(words) or bool(words.walls[after]) or not words.capital(after)
