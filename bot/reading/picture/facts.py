"""What was seen in a picture to facts: an invitation, several in a list, a note in a conversation, or a profile."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from bot.advice.facts import Known
from bot.conversation.events import Found, Reading, Who
from bot.reading.clean import fold
from bot.reading.lexicon import Lexicon
from bot.reading.text import read_text
from bot.reading.worker import Unreadable

from .columns import columns_of, in_order, unwrapped, without_bars, without_repeated_title
from .lines import Line, lines_of, turned_place
from .parsed import Avatar, Parsed
from .people import Part, conversation, invitations, is_list
from .signs import Sign, signs_of

CONFIDENT: Final = 0.85
"""Confidence of a line from which what it says is taken as sure."""
TELLING: Final = 4
"""How much more a line counts that only the sender's own card shows."""
MOST_ABOVE: Final = 10
"""Lines of the page among which the name is looked for."""
BOLD: Final = 1.12
"""How much taller than the line below it a name is."""


def facts_of(parsed: Parsed, lexicon: Lexicon, me: Known | None) -> Reading:
    """Read a picture's facts.

    Raises:
        Unreadable: no_words, where bars and icons are all that is written.
    """
    everything = lines_of(parsed.boxes)
    lines = _main_column([in_order(column) for column in columns_of(without_bars(everything))], lexicon)
    if not lines:
        raise Unreadable("no_words")
    avatars = [_upright(avatar, parsed) for avatar in parsed.avatars]
    every_sign = signs_of(everything, lexicon)
    signs = _unwrapped(lines, lexicon)
    if is_list(every_sign) and (people := invitations(signs)):
        readings = tuple(_of_person(one, avatars, lexicon, me) for one in people)
        return readings[0] if len(readings) == 1 else Reading(looks_forwarded=True, people=readings)
    if person := conversation(signs):
        return _of_person(person, avatars, lexicon, me)
    return _of_profile(without_repeated_title(lines), avatars, lexicon, me)


def _main_column(columns: Sequence[list[Line]], lexicon: Lexicon) -> list[Line]:
    """Return the column that is about the sender: it says most, and what only a sender's card says."""
    return max(columns, key=lambda column: _weight(signs_of(column, lexicon)), default=[])


def _weight(signs: Sequence[Sign]) -> float:
    own = takewhile(lambda sign: not sign.begins("page", "elsewhere"), signs)
    return sum(len(sign.text) * sign.line.height * (TELLING if _tells(sign) else 1) for sign in own)


def _tells(sign: Sign) -> bool:
    counts = any(sign.within(topic) for topic in ("sender_connections", "mutual_connections"))
    return counts or sign.within("page", "contact")


def _unwrapped(lines: list[Line], lexicon: Lexicon) -> list[Sign]:
    whole = {sign.line for sign in signs_of(lines, lexicon) if sign.is_whole}
    return signs_of(unwrapped(lines, whole.__contains__), lexicon)


def _of_person(person: Part, avatars: Sequence[Avatar], lexicon: Lexicon, me: Known | None) -> Reading:
    reading = person.read(lexicon, me)
    facts = dict(reading.facts) | _photo(person.at, avatars)
    return replace(reading, facts=_doubted(facts, [sign.line for sign, _ in person.lines]))


def _of_profile(lines: list[Line], avatars: Sequence[Avatar], lexicon: Lexicon, me: Known | None) -> Reading:
    signs = _unwrapped(lines, lexicon)
    named = _name(signs)
    shown = signs if named is None else signs[named:]
    text = "\n".join(sign.text for sign in shown)
    if named is not None:
        text = "\n".join((shown[0].name, shown[0].rest, *(sign.text for sign in shown[1:])))
    reading = read_text(text, lexicon, me)
    who = reading.who
    if named is not None:
        headline = next((sign.text for sign in shown[1:] if not sign.is_interface and len(sign.words) > 1), "")
        who = who or Who(signs[named].name, headline)
    facts = dict(reading.facts) | _photo(signs[named].line if named is not None else None, avatars)
    return Reading(_doubted(facts, [sign.line for sign in signs]), looks_forwarded=True, who=who)


def _name(signs: Sequence[Sign]) -> int | None:
    """Return which line is the name: one with a degree or right above one, or else the tallest near the top."""
    above = list(enumerate(signs[:MOST_ABOVE]))
    names = [at for at, sign in above if sign.name and not sign.within("sender_role")]
    for reach in (1, 2):
        if degreed := [at for at in names if any(sign.within("degree") for sign in signs[at : at + reach])]:
            return degreed[0]
    tallest = max((sign.line.height for _, sign in above), default=0.0)
    return next((at for at in names if signs[at].line.height >= tallest * 0.97 and _is_taller(signs, at)), None)


def _is_taller(signs: Sequence[Sign], at: int) -> bool:
    return at + 1 < len(signs) and signs[at].line.height > BOLD * signs[at + 1].line.height


def _photo(name: Line | None, avatars: Sequence[Avatar]) -> dict[str, Found]:
    """Tell a portrait, as a guess, or that there is none, by the avatar beside or above a name."""
    kinds = {avatar.kind for avatar in avatars if name and _belongs(avatar, name)}
    if len(kinds) != 1:
        return {}
    return {"sender_photo": Found("none", "") if "silhouette" in kinds else Found("portrait", "", sure=False)}


def _belongs(avatar: Avatar, name: Line) -> bool:
    beside = 0 < name.left - avatar.x < 3 * avatar.radius + name.height
    level = -avatar.radius < avatar.y - name.middle < 2 * avatar.radius
    if beside and level:
        return True
    over = 0 < name.top - avatar.y < 2 * avatar.radius + 2 * name.height
    return over and abs(avatar.x - avatar.radius - name.left) < 1.5 * avatar.radius and avatar.radius > name.height


def _upright(avatar: Avatar, parsed: Parsed) -> Avatar:
    x, y = turned_place(parsed.boxes, (avatar.x, avatar.y))
    return avatar.model_copy(update={"x": x, "y": y})


def _doubted(facts: Mapping[str, Found], lines: Sequence[Line]) -> dict[str, Found]:
    """Mark as guesses the facts that stand in lines which were read with little confidence."""
    faint = [fold(line.text) for line in lines if line.score < CONFIDENT]
    return {
        fact: replace(found, sure=found.sure and not _stands_in(found.read, faint)) for fact, found in facts.items()
    }


def _stands_in(read: str, faint: Sequence[str]) -> bool:
    words = fold(read.removesuffix("…"))
    return bool(words) and any(words in line or line in words for line in faint)
