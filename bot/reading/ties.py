"""Hints of a tie: a company or a school that the user named as their own, on somebody's profile."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.advice.facts import Known
from bot.conversation.events import Found

from .clean import fold
from .jobs import firms_after, jobs_of
from .scene import Scene, Voice
from .sectors import Sectors

MOST_NAMES: Final = 12
"""Companies or schools of one user that are looked for."""
BEHIND: Final = 3
"""Words between "former" and the "at" that it speaks of at most."""
OWN: Final = 6
"""Words between "I" and a company that is the user's own at most."""
HEADINGS: Final = ("education", "about", "section", "experience")

_ARTICLES: Final = frozenset({"le", "la", "les", "l", "the"})
_JOINING: Final = frozenset({"et", "and"})
_LEGAL_FORMS: Final = frozenset({
    "sa", "sas", "sasu", "sarl", "eurl", "sci", "scop", "snc", "selarl", "inc", "incorporated", "ltd", "limited", "llc",
    "llp", "plc", "corp", "corporation", "co", "company", "gmbh", "ag", "kg", "bv", "nv", "srl", "spa", "oy", "ab",
})  # fmt: skip
_WORD: Final = re.compile(r"[^\W_]+")
_PARTS: Final = re.compile(r"[,;\n]")
_PIECES: Final = re.compile(r" ?[·|,(/\n]| [-–—] ")

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A name on a profile: as it was typed, and what tie it shows: with a company of today, a former one, a school."""

    text: str
    tie: str


def read_ties(scene: Scene, me: Known | None, sectors: Sectors) -> Iterator[tuple[str, Found]]:
    """Guess a tie from the companies and schools that a page, an e-mail or a description names."""
    if me and ("company" in me or "school" in me):
        yield from hint_of_tie(_named(scene, sectors), me, sectors)


def hint_of_tie(named: Iterable[Named], me: Known | None, sectors: Sectors) -> Iterator[tuple[str, Found]]:
    """Guess the closest tie that names of companies and schools show."""
    companies, schools = (_names(me.get(fact), sectors) if me else frozenset[Name]() for fact in ("company", "school"))
    closest: dict[str, Named] = {}
    for one in named:
        mine = schools if one.tie == "schoolmate" else companies
        if mine and not mine.isdisjoint(_name(piece) for piece in (one.text, *_PIECES.split(one.text))):
            closest.setdefault(one.tie, one)
    for tie in ("colleague", "former_colleague", "schoolmate"):
        if tie in closest:
            yield "relation", Found(tie, " ".join(closest[tie].text.split())[:80], sure=False)
            return


def _names(typed: object, sectors: Sectors) -> frozenset[Name]:
    """Return the names that a user typed, without those that are one common word."""
    parts = _PARTS.split(typed)[:MOST_NAMES] if isinstance(typed, str) else []
    return frozenset(name for name in map(_name, parts) if name and not sectors.is_common(" ".join(name)))


def _name(text: str) -> Name:
    """Return a name's words without case, accents, article and legal form."""
    words = [word for word in _WORD.findall(fold(text)) if word not in _JOINING]
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        del words[-1]
    while len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    return tuple(words)


def _named(scene: Scene, sectors: Sectors) -> Iterator[Named]:
    words = scene.words
    for job in jobs_of(scene):
        if job.company:
            text = words.read(job.company.start, job.company.end)
            yield Named(text, "colleague" if job.period.lasts else "former_colleague")
    around = sectors.around(words)
    gone = [hit.end for hit in around if hit.value == "elsewhere"]
    now = [hit.end for hit in around if hit.value == "at" and not any(0 <= hit.start - end < BEHIND for end in gone)]
    past = [*gone, *(hit.end for hit in around if hit.value == "at" and hit.end not in now)]
    for tie, places in (("colleague", now), ("former_colleague", past)):
        for start, end in firms_after((place for place in places if place < len(words)), words):
            if _is_the_senders(scene, start):
                yield Named(words.read(start, end), tie)
    yield from _on_lines(scene)


def _is_the_senders(scene: Scene, word: int) -> bool:
    """Tell whether a company is named of the sender, not by users of themselves."""
    if scene.voices[word] is Voice.HEADLINE:
        return True
    own = scene.finds.follows(word, OWN, "self", "mine") or word in scene.finds.of_oneself
    return scene.voices[word] is Voice.SAID and not own


def _on_lines(scene: Scene) -> Iterator[Named]:
    """Yield what stands on lines of its own: below a page's name, in an e-mail's card, in a page's education."""
    below_education = False
    for line in scene.lines:
        voice = scene.voices[line.end - 1]
        text = scene.words.read(line.start, line.end)
        if voice in (Voice.HEADLINE, Voice.CARD) and (scene.is_page or scene.is_mail):
            yield Named(text, "colleague")
            yield Named(text, "schoolmate")
        elif voice is Voice.BODY:
            heading = next((kind for kind in HEADINGS if scene.finds.covers(line, "page", kind)), None)
            below_education = heading == "education" or (below_education and heading is None)
            if below_education:
                yield Named(text, "schoolmate")
        else:
            below_education = False
