"""Invitations in a list and notes in a conversation: whose each line is, told by layout."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from bot.advice.facts import Known
from bot.conversation.events import Found, Reading, Who
from bot.reading.counts import read_counts
from bot.reading.lexicon import Lexicon
from bot.reading.notes import read_note
from bot.reading.roles import guess_role, read_lion, read_role
from bot.reading.scene import Finds, Scene, Voice, lines_of
from bot.reading.trades import read_sector
from bot.reading.words import words_of

from .lines import Line, typical_height
from .signs import Sign

PARTED: Final = 0.75
"""Heights of a line that part one invitation from the next at least."""
INDENTED: Final = 0.35
"""Heights of a line by which a note's bubble stands in."""
MOST_PEOPLE: Final = 20


@dataclass
class Part:
    """The lines about one person, each with who speaks it."""

    name: str = ""
    at: Line | None = None
    lines: list[tuple[Sign, Voice]] = field(default_factory=list)

    def add(self, sign: Sign, voice: Voice) -> None:
        """Add a line."""
        self.lines.append((sign, voice))

    @property
    def headline(self) -> str:
        """Return the first headline."""
        return next((sign.text for sign, voice in self.lines if voice is Voice.HEADLINE), "")

    @property
    def last(self) -> Voice | None:
        """Return who speaks the last line."""
        return self.lines[-1][1] if self.lines else None

    def read(self, lexicon: Lexicon, me: Known | None) -> Reading:
        """Read the facts."""
        scene = self._scene(lexicon)
        facts: dict[str, Found] = dict(read_role(scene))
        by_seller = "sender_role" in facts and facts["sender_role"].value == "seller"
        for reader in (
            read_counts(scene, lexicon.joining),
            read_lion(scene),
            read_sector(scene, me, lexicon.sectors),
            read_note(scene, lexicon.filler, by_seller=by_seller),
            guess_role(scene),
        ):
            for fact, found in reader:
                facts.setdefault(fact, found)
        return Reading(facts, looks_forwarded=True, who=Who(self.name, self.headline) if self.name else None)

    def _scene(self, lexicon: Lexicon) -> Scene:
        text = "\n".join(sign.text for sign, _ in self.lines)
        words = words_of(text, lexicon.numbers, lexicon.joining)
        lines = lines_of(words)
        finds = Finds(words, lexicon.book.find(words), lines)
        voices = [Voice.OUT] * len(words)
        for line, (_, voice) in zip(lines, self.lines, strict=True):
            voices[line.start : line.end] = [voice] * len(line)
        return Scene(words, finds, voices, lines, is_page=True)


# --- a list of invitations ---------------------------------------------------------------------------


def is_list(everything: Sequence[Sign]) -> bool:
    """Tell a list of invitations: by its title, or by several buttons to accept or times at which one came."""
    if any(sign.covered("screen", "invitations") for sign in everything):
        return True
    accepting = [sign for sign in everything if sign.covered("screen", "accept")]
    return max(len(accepting), sum(sign.is_ago for sign in everything)) > 1


def invitations(signs: Sequence[Sign]) -> list[Part]:
    """Part a list's lines into people; a heading ends it under which others are suggested."""
    end = next((at for at, sign in enumerate(signs) if sign.begins("page", "elsewhere")), len(signs))
    title = next((at + 1 for at, sign in enumerate(signs[:end]) if sign.covered("screen", "invitations")), 0)
    shown = signs[title:end]
    height = typical_height([sign.line for sign in shown])
    left = _names_left(shown, height)
    people: list[Part] = []
    for above, sign in pairwise((None, *shown)):
        if sign is None:
            continue
        if _begins(above, sign, height, left, first=not people):
            people.append(Part(sign.name, sign.line))
            people[-1].add(sign, Voice.NAME)
        elif people:
            people[-1].add(sign, _voice(people[-1], above, sign, height, left))
    return [one for one in people if len(one.lines) > 1][:MOST_PEOPLE]


def _names_left(shown: Sequence[Sign], height: float) -> float:
    """Return where most lines begin that look like names."""
    lefts = [sign.line.left for sign in shown if sign.name]
    return max(lefts, key=lambda left: sum(abs(one - left) < height / 2 for one in lefts), default=0.0)


def _begins(above: Sign | None, sign: Sign, height: float, left: float, *, first: bool) -> bool:
    if not sign.name or abs(sign.line.left - left) > height:
        return False
    if first or above is None or above.is_ago or above.is_reply:
        return True
    return sign.line.below(above.line) > PARTED * height


def _voice(person: Part, above: Sign | None, sign: Sign, height: float, left: float) -> Voice:
    """Tell headline, count and note of one invitation apart."""
    if sign.is_ago or sign.is_reply or sign.covered("page", "button"):
        return Voice.OUT
    if sign.within("mutual_connections") or sign.within("sender_connections"):
        return Voice.CARD
    if person.last is Voice.NOTE:
        return Voice.NOTE
    indented = sign.line.left - left > INDENTED * height
    parted = above is not None and sign.line.below(above.line) > PARTED * height
    greets = sign.begins("in_note", "greeting")
    if person.last in (Voice.NAME, Voice.HEADLINE) and not (greets or indented or (parted and person.headline)):
        return Voice.HEADLINE
    return Voice.NOTE if greets or indented or person.last in (Voice.CARD, Voice.OUT) else Voice.CARD


# --- a conversation ----------------------------------------------------------------------------------


def conversation(signs: Sequence[Sign]) -> Part | None:
    """Return the sender's part of a conversation: what stands above it, their first message, their replies."""
    spoken = [at for at, sign in enumerate(signs) if sign.is_spoken]
    if not spoken:
        return None
    sender = next((sign.name for sign in signs[: spoken[0]] if sign.name), signs[spoken[0]].name)
    person = Part(sender, signs[spoken[0]].line)
    for sign, voice in _head(signs[: spoken[0]], sender):
        person.add(sign, voice)
    voice, answered = Voice.OUT, False
    for sign in signs[spoken[0] :]:
        if sign.is_spoken:
            answered = answered or not _same(sign.name, sender)
            voice = Voice.OUT if not _same(sign.name, sender) else Voice.REPLY if answered else Voice.NOTE
            person.add(sign, Voice.OUT)
        elif sign.covered("page", "button") or sign.covered("screen"):
            voice = Voice.OUT
        else:
            person.add(sign, voice)
    return person if any(voice is Voice.NOTE for _, voice in person.lines) else None


def _head(signs: Sequence[Sign], sender: str) -> Iterator[tuple[Sign, Voice]]:
    named = next((at for at, sign in enumerate(signs) if _same(sign.name, sender)), None)
    for at, sign in enumerate(signs):
        if named is None or at < named or sign.covered("screen") or sign.covered("page"):
            yield sign, Voice.OUT
        else:
            yield sign, Voice.CARD if at == named or sign.within("degree") else Voice.HEADLINE


def _same(name: str, other: str) -> bool:
    """Tell whether two names are one, however the recogniser parted their words."""
    return "".join(name.split()).casefold() == "".join(other.split()).casefold()
