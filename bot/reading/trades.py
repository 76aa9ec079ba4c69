"""Read what trade somebody is in, and compare it with the user's own sector."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.advice.facts import Known
from bot.conversation.events import Found

from .clean import clean, fold
from .jobs import Job, firms_after, jobs_of
from .phrases import Hit
from .scene import Scene, Voice
from .sectors import FIRM, FUNCTION, Sectors, Sign, Trade

EDUCATION: Final = "education"
"""A school on a page is as often where somebody learned as where they teach."""
BEHIND: Final = 3
"""Words between what turns a trade's meaning ("ex", "for") and the trade at most."""
_TELLING: Final = frozenset({Voice.HEADLINE, Voice.SAID, Voice.NOTE})
_PARTS: Final = re.compile(r"[,;/|&]| et | and ")


@dataclass
class _Told:
    """What a text tells of the sender's trade: signs of a field, functions, those whom they serve."""

    fields: list[Sign] = field(default_factory=list)
    functions: list[Sign] = field(default_factory=list)
    customers: list[Sign] = field(default_factory=list)

    @property
    def is_clear(self) -> bool:
        """Tell whether the field is clear enough to say that it is another: one plain sign, or two that agree."""
        weak = [(sign.sector, sign.start) for sign in self.fields if not sign.clear]
        twice = any(one[0] == other[0] and one[1] < other[1] for one in weak for other in weak)
        return twice or any(sign.clear for sign in self.fields)


def read_sector(
    scene: Scene, me: Known | None, sectors: Sectors, firms: frozenset[int] = frozenset()
) -> Iterator[tuple[str, Found]]:
    """Compare the sender's trade with the sector that the user gave; `firms` are words of companies' names."""
    typed = me.get("sector") if me else None
    if not isinstance(typed, str) or scene.finds.some("sender_sector"):
        return
    mine = sectors.trade(typed)
    told = _told(scene, sectors, firms) if mine.all else _Told()
    literal = _literal(scene, typed, told)
    if literal and literal.value == "unrelated":
        yield "sender_sector", literal
    elif found := _same(scene, mine, told) or literal or _other(scene, sectors, mine, told):
        yield "sender_sector", literal if literal and literal.value == found.value else found


def _same(scene: Scene, mine: Trade, told: _Told) -> Found | None:
    for sign in told.fields:
        if sign.sector in mine.all:
            return _found(scene, "same", sign)
    for sign in told.functions:
        if sign.sector in mine.fields:
            return _found(scene, "same", sign)
        if sign.sector in mine.functions:
            return _found(scene, "related" if mine.fields and told.fields else "same", sign)
    return None


def _other(scene: Scene, sectors: Sectors, mine: Trade, told: _Told) -> Found | None:
    """Say how a trade that is not the user's own stands to it, where it is told."""
    beside = [sign for sign in told.functions if sectors.near(mine.all, frozenset({sign.sector}))]
    for sign in (*told.fields, *(() if told.is_clear else beside)):
        if sectors.near(mine.all, frozenset({sign.sector})):
            return _found(scene, "related", sign)
    for sign in told.customers:
        if sign.sector in mine.all:
            return _found(scene, "related", sign)
    if told.is_clear and not beside:
        return _found(scene, "unrelated", max(told.fields, key=lambda sign: sign.clear))
    return None


def _found(scene: Scene, value: str, sign: Sign) -> Found:
    return Found(value, scene.words.read(sign.start, sign.end), sure=False)


# --- what is told -------------------------------------------------------------------------------


def _told(scene: Scene, sectors: Sectors, firms: frozenset[int]) -> _Told:
    jobs = jobs_of(scene)
    now = _words_of_today(jobs)
    places = [word for word, voice in enumerate(scene.voices) if voice in _TELLING or word in now]
    signs, around = sectors.found(scene.words, places)
    ends = {
        value: frozenset(hit.end for hit in around if hit.value == value)
        for value in ("elsewhere", "customers", "employers")
    }
    firms = firms | _firms(scene, around, jobs)
    told = _Told()
    for sign in signs:
        if (sign.kind == FIRM) is not (sign.start in firms) or not _is_theirs(scene, sign, now):
            continue
        if _follows(scene, sign.start, ends["elsewhere"]):
            continue
        serves = _follows(scene, sign.start, ends["customers"]) and not _follows(scene, sign.start, ends["employers"])
        group = told.customers if serves else told.functions if sign.kind == FUNCTION else told.fields
        group.append(sign)
    return told


def _follows(scene: Scene, word: int, ends: frozenset[int]) -> bool:
    for end in range(word, max(word - BEHIND, -1), -1):
        if end in ends:
            return not any(scene.words.walls[end : word + 1])
    return False


def _is_theirs(scene: Scene, sign: Sign, now: frozenset[int]) -> bool:
    """Tell whether a sign stands where the sender's own trade is told."""
    hit = Hit("", "", True, sign.start, sign.end)
    match scene.voices[sign.start]:
        case Voice.HEADLINE:
            return not scene.is_page or sign.sector != EDUCATION or sign.start in _first_headline(scene)
        case Voice.EXPERIENCE:
            return sign.start in now
        case Voice.SAID:
            return not (scene.denied(hit) or scene.owned(hit) or scene.of_the_speaker(hit, 4))
        case Voice.NOTE:
            return scene.finds.follows(sign.start, 4, "self") or _introduces(scene, sign)
    return False


def _introduces(scene: Scene, sign: Sign) -> bool:
    """Tell whether a note opens with what its sender is, behind the greeting."""
    greetings = (hit for hit in scene.of("in_note", Voice.NOTE) if hit.value == "greeting")
    return bool(scene.words.walls[sign.start]) and any(0 <= sign.start - hit.end <= 3 for hit in greetings)


def _first_headline(scene: Scene) -> range:
    """Return the words of a page's first headline; those below may name a company and a school."""
    for line in scene.lines:
        if any(scene.voices[word] is Voice.HEADLINE for word in (line.start, line.end - 1)):
            return range(line.start, line.end)
    return range(0)


def _words_of_today(jobs: list[Job]) -> frozenset[int]:
    """Return the words of the jobs of today: titles and companies."""
    lines = [line for job in jobs if job.period.lasts for line in (job.title, job.company) if line]
    return frozenset(word for line in lines for word in range(line.start, line.end))


def _firms(scene: Scene, around: list[Hit], jobs: list[Job]) -> frozenset[int]:
    """Return the words of companies' names: behind "chez", "at", and where a page names the job's company."""
    found: set[int] = set()
    for start, end in firms_after([hit.end for hit in around if hit.value == "at"], scene.words):
        found.update(range(start, end))
    for job in jobs:
        if job.company:
            found.update(range(job.company.start, job.company.end))
    return frozenset(found)


# --- the user's own words -----------------------------------------------------------------------


def _literal(scene: Scene, typed: str, told: _Told) -> Found | None:
    """Look for the user's own words; a part of them ("transport, logistics") is a guess."""
    parts = _PARTS.split(fold(clean(typed)))
    for part in parts:
        wanted = tuple(re.findall(r"[^\W_]+", part))
        if len("".join(wanted)) < 2:
            continue
        if (start := _where(scene, wanted)) is not None:
            if any(sign.start <= start < sign.end for sign in told.customers):
                return None
            apart = scene.finds.follows(start, 4, "unlike")
            if not apart and scene.finds.follows(start, 4, "not", "not_theirs"):
                return None
            read = scene.words.read(start, start + len(wanted))
            return Found("unrelated" if apart else "same", read, sure=not apart and len(parts) == 1)
    return None


def _where(scene: Scene, wanted: tuple[str, ...]) -> int | None:
    """Find words side by side, where the sender's trade is told; two letters must be capitals (IT, RH)."""
    words = scene.words
    for start in range(len(words) - len(wanted) + 1):
        if words.words[start] != wanted[0] or words.words[start : start + len(wanted)] != wanted:
            continue
        if scene.voices[start] not in (Voice.HEADLINE, Voice.SAID):
            continue
        if len("".join(wanted)) > 2 or words.typed(start).isupper():
            return start
    return None
