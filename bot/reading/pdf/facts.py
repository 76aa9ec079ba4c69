"""Read the facts of a profile, with the lexicon; what a PDF cannot hold stays unknown."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from bot.advice.facts import Known
from bot.advice.spans import Spans
from bot.conversation.events import Found, Reading
from bot.reading.careers import Stay, month_of, tenure
from bot.reading.clean import clean
from bot.reading.lexicon import Lexicon
from bot.reading.roles import guess_role, read_lion, read_role
from bot.reading.scene import Finds, Scene, Voice, lines_of
from bot.reading.text import read_text
from bot.reading.ties import Named, hint_of_tie
from bot.reading.trades import read_sector
from bot.reading.who import who_of
from bot.reading.words import words_of

from .credible import incredible, stays_of
from .profile import Parsed, Position, Profile

ENOUGH: Final = 80
"""Characters from which an About or a description tells something."""
MOST_CURRENT: Final = 3
"""Roles of today that are looked at; LinkedIn shows the newest first."""

_SUFFIX: Final = re.compile(r"[,(\[|–—/•·]| - ")


def facts_of(parsed: Parsed, lexicon: Lexicon, me: Known | None = None, today: date | None = None) -> Reading:
    """Read a profile's facts, or those of a text where the file is not LinkedIn's."""
    profile = parsed.profile
    if profile is None:
        return read_text(parsed.text, lexicon, me)
    today = today or date.today()
    facts = dict(_told(profile, parsed.name, lexicon, me))
    if "sender_role" not in facts and (studies := _studies(profile, today)):
        facts["sender_role"] = studies
    for fact, found in guess_role(_scene(profile.headline, lexicon)):
        facts.setdefault(fact, found)
    facts["sender_profile"] = _completeness(profile)
    stays, beside = stays_of(profile), _beside(profile, lexicon)
    if impossible := incredible(profile, today, beside):
        facts["sender_credible"] = impossible
    spans = Spans(tenure(stays, month_of(today), beside))
    return Reading(facts, looks_forwarded=True, who=who_of(parsed.name, profile.headline), spans=spans)


def _told(profile: Profile, name: str, lexicon: Lexicon, me: Known | None) -> Iterator[tuple[str, Found]]:
    """Read what the lexicon finds in the headline, in the roles of today and behind the name."""
    headline = _scene(profile.headline, lexicon)
    today = _current(profile)
    titles = _scene("\n".join(position.title for position in today), lexicon)
    if role := _settled(dict(read_role(headline)).get("sender_role"), dict(read_role(titles)).get("sender_role")):
        yield "sender_role", role
    suffix = _SUFFIX.search(name)
    yield from read_lion(_scene(name[suffix.end() :] if suffix else "", lexicon))
    yield from read_lion(headline)
    yield from _sector(profile, today, lexicon, me)
    yield from hint_of_tie(_named(profile), me, lexicon.sectors)


def _named(profile: Profile) -> Iterator[Named]:
    """Yield the companies and the schools that a profile names."""
    for one in profile.positions:
        if one.company and one.period:
            yield Named(one.company, "colleague" if one.period.lasts else "former_colleague")
    yield from (Named(one.school, "schoolmate") for one in profile.educations if one.school)


def _sector(profile: Profile, today: list[Position], lexicon: Lexicon, me: Known | None) -> Iterator[tuple[str, Found]]:
    """Compare what the headline and the roles of today tell with the user's own sector."""
    companies = list(dict.fromkeys(one.company for one in today if one.company))
    scene = _scene("\n".join((profile.headline, *(one.title for one in today), *companies)), lexicon)
    named = scene.lines[len(scene.lines) - len(companies) :]
    firms = frozenset(word for line in named for word in range(line.start, line.end))
    yield from read_sector(scene, me, lexicon.sectors, firms)


def _beside(profile: Profile, lexicon: Lexicon) -> Callable[[Stay], bool]:
    """Return what tells a position beside a job from the job itself, by its title and its company."""

    def is_beside(stay: Stay) -> bool:
        one = profile.positions[stay.place]
        return bool(_scene(f"{one.title}\n{one.company}", lexicon).finds.some("dates", "beside_a_job"))

    return is_beside


def _scene(text: str, lexicon: Lexicon) -> Scene:
    """Find the lexicon's phrases in print that tells a trade, as a headline does."""
    words = words_of(clean(text), lexicon.numbers, lexicon.joining)
    lines = lines_of(words)
    finds = Finds(words, lexicon.book.find(words), lines)
    return Scene(words, finds, [Voice.HEADLINE] * len(words), lines, is_page=True)


def _current(profile: Profile) -> list[Position]:
    return [one for one in profile.positions if one.period and one.period.lasts][:MOST_CURRENT]


def _settled(headline: Found | None, title: Found | None) -> Found | None:
    """Settle on a role: the headline's, unless it tells little and the title of today tells more."""
    if headline is None or title is None:
        return headline or title
    if headline.value == title.value:
        return Found(headline.value, headline.read, headline.sure or title.sure)
    plain = headline.sure or not title.sure
    return headline if plain else Found(title.value, title.read, sure=False)


def _studies(profile: Profile, today: date) -> Found | None:
    """Guess a student where somebody without a job of today still studies."""
    if _current(profile):
        return None
    for education in profile.educations:
        end = education.period and education.period.end
        if end and end.latest >= today.year * 12 + today.month - 1:
            return Found("junior", education.degree or education.school, sure=False)
    return None


def _completeness(profile: Profile) -> Found:
    """Judge by what the sections hold: an About, roles that are described, schools."""
    about, schools = profile.about >= ENOUGH, bool(profile.educations)
    detailed = any(position.described >= ENOUGH for position in profile.positions)
    read = profile.headline[:80]
    if not (profile.positions or schools or profile.about):
        headed = any(letter.isalpha() for letter in profile.headline)
        return Found("thin" if headed else "empty", read, sure=not headed)
    told = about + schools + detailed
    if profile.positions and told >= 2:
        return Found("complete", read, sure=told == 3)
    return Found("thin", read, sure=not about and not detailed)
