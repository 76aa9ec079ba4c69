"""Decide who speaks each line of an invitation e-mail: LinkedIn, the sender's card, or the sender's note."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from .clean import clean
from .letters import Letter
from .lexicon import Lexicon
from .mail_words import MailWords
from .scene import Finds, Line, Scene, Voice, lines_of
from .words import Words, words_of

LONG_LINE: Final = 60
"""Characters from which a headline may go on in the next line: mail programs wrap what they forward."""
LONG_SAYING: Final = 9
"""Words from which a line that stands alone is a sentence."""
LONGEST_COUNT: Final = 16

_LINK: Final = re.compile(r"[<\[(]\s{0,2}https?:[^\s<>\])]{0,4000}\s{0,2}[>\])]|https?:[^\s<>]{0,4000}")
_RULE: Final = re.compile(r"[.\-–—_=*~]{4,400}")
_NOT_SAID: Final = ("greeting", "closing")


class _Part(Enum):
    """Where in the e-mail a line stands."""

    TOP = auto()
    HEADLINE = auto()
    """The line above was the name."""
    WRAPPED = auto()
    """The line above was a long headline."""
    CARD = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Body:
    """One form of an e-mail's text, with who speaks each of its words."""

    scene: Scene
    headline: str
    """The sender's headline as it was typed, or nothing."""
    ended: bool
    """Whether the button that accepts, or the foot, was seen."""
    says: frozenset[str]
    """The kinds of e-mail that LinkedIn's own lines name."""


def body_of(text: str, letter: Letter, lexicon: Lexicon, mail: MailWords) -> Body:
    """Find who speaks where in one form of an e-mail's text."""
    plain = clean(_RULE.sub(" ", _LINK.sub(" ", text)))
    return _Stage(words_of(plain, lexicon.numbers, lexicon.joining), letter, lexicon, mail).body()


class _Stage:
    """A text whose voices are being decided."""

    def __init__(self, words: Words, letter: Letter, lexicon: Lexicon, mail: MailWords) -> None:
        self.words = words
        self.lines = lines_of(words) if len(words) else []
        self.finds = Finds(words, lexicon.book.find(words), self.lines)
        self.own = Finds(words, mail.book.find(words), self.lines)
        self.voices = [Voice.OUT] * len(words)
        self.says: set[str] = set()
        self.ended = False
        self.sender, self.recipient, self.subject = (
            words_of(clean(name), lexicon.numbers, lexicon.joining).words
            for name in (letter.sender, letter.recipient, letter.subject)
        )
        self.sender = () if "linkedin" in self.sender[:1] else self.sender[: _end_of_name(self.sender)]

    def body(self) -> Body:
        """Decide every voice."""
        shown = self._shown()
        self.sender = self.sender or self._introduced(shown)
        last_name = max((at for at, line in enumerate(shown) if self._is_sender(line)), default=-1)
        part = _Part.TOP
        for at, line in enumerate(shown):
            part = self._line(line, part, name_ahead=at < last_name)
        self._drop_greetings(shown)
        scene = Scene(self.words, self.finds, self.voices, self.lines, is_mail=True)
        headline = next((self.words.read(*run) for run in scene.runs(Voice.HEADLINE)), "")
        return Body(scene, headline, self.ended, frozenset(self.says))

    def _shown(self) -> list[Line]:
        """Return the lines above the foot; a line that was there before is left."""
        seen: set[tuple[str, ...]] = set()
        shown = []
        for line in self.lines:
            if any(hit.start == line.start for hit in self.own.within(line, "line", "foot")):
                self.ended = True
                break
            said = self.words.words[line.start : line.end]
            if said not in seen or self._is_sender(line):
                shown.append(line)
            seen.add(said)
        return shown

    def _introduced(self, shown: list[Line]) -> tuple[str, ...]:
        """Return the name in LinkedIn's own sentence: "Ada Bell would like ...", "L'invitation de Zoé Bel ..."."""
        for line in shown:
            for hit in self.own.within(line, "says") if self._is_system(line) else ():
                name = range(line.start, hit.start)
                is_name = 0 < len(name) < 5 and all(self.words.capital(word) for word in name)
                if not is_name or name.stop == self._end_of_article(line.start):
                    name = self._full_name(line.start, hit.end)
                found = self.words.words[name.start : name.stop]
                if found and found != self.recipient:
                    return found
        return ()

    def _end_of_article(self, start: int) -> int:
        """Return the word after an article that is cut short (L'invitation), or the word itself."""
        return start + (len(self.words.words[start]) == 1)

    def _full_name(self, start: int, end: int) -> range:
        """Return the first two to four words with capitals that stand side by side, or nothing."""
        while start < end:
            after = start
            while after < end and self.words.capital(after) and (after == start or not self.words.walls[after]):
                after += 1
            if 1 < after - start < 5:
                return range(start, after)
            start = after + 1
        return range(0)

    def _speak(self, start: int, end: int, voice: Voice) -> None:
        self.voices[start:end] = [voice] * (end - start)

    # --- one line ----------------------------------------------------------------------------

    def _line(self, line: Line, part: _Part, *, name_ahead: bool) -> _Part:
        """Decide the voice of one line, and where the next line stands."""
        if self._is_own(line):
            return part if part is _Part.TOP else _Part.CARD
        if label := self._label_end(line):
            self._speak(label, line.end, Voice.NOTE)
            return _Part.NOTE
        if self._is_system(line):
            return self._system(line, part)
        if self._is_sender(line):
            return self._named(line, len(self.sender))
        if self._is_recipient(line):
            return part
        if self._is_count(line):
            self._speak(line.start, line.end, Voice.CARD)
            return _Part.CARD if part is _Part.NOTE else part
        return self._open_line(line, part, name_ahead=name_ahead)

    def _open_line(self, line: Line, part: _Part, *, name_ahead: bool) -> _Part:
        """Decide the voice of a line that neither LinkedIn's words nor a name tell."""
        if self._opens_note(line, part):
            voice, after = Voice.NOTE, _Part.NOTE
        elif part is _Part.HEADLINE:
            voice, after = Voice.HEADLINE, _Part.WRAPPED if self._is_long(line) else _Part.CARD
        elif part is _Part.WRAPPED:
            voice, after = Voice.HEADLINE, _Part.CARD
        elif part is _Part.NOTE:
            voice, after = Voice.NOTE, _Part.NOTE
        elif part is _Part.CARD:
            voice, after = Voice.CARD, _Part.CARD
        elif name_ahead:
            voice, after = Voice.OUT, _Part.TOP
        elif self._looks_like_name(line):
            voice, after = Voice.NAME, _Part.HEADLINE
        else:
            voice, after = Voice.HEADLINE, _Part.CARD
        self._speak(line.start, line.end, voice)
        return after

    def _system(self, line: Line, part: _Part) -> _Part:
        """Read a sentence of LinkedIn's: it may hold the sender's headline between the name and what they want."""
        hits = self.own.within(line, "says")
        self.says.update(hit.value for hit in hits)
        name = self._find_sender(line)
        if name is None:
            return _Part.TOP if part is _Part.NOTE else part
        after = name + len(self.sender)
        until = min((hit.start for hit in hits if hit.start >= after), default=line.end)
        if until - after > 2:
            self._speak(after, until, Voice.HEADLINE)
            return _Part.CARD
        return _Part.HEADLINE

    def _named(self, line: Line, length: int) -> _Part:
        start = line.start + length
        self._speak(line.start, start, Voice.NAME)
        self._speak(start, line.end, Voice.HEADLINE if line.end - start > 2 else Voice.CARD)
        return _Part.CARD if line.end - start > 2 else _Part.HEADLINE

    # --- what a line is ----------------------------------------------------------------------

    def _is_own(self, line: Line) -> bool:
        """Tell whether a line is a button, the subject again, or else LinkedIn's own."""
        if self.own.covers(line, "line", "accept"):
            self.ended = True
            return True
        if self.own.covers(line, "line", "accept", "button", "own") or self.finds.covers(line, "page", "button"):
            return True
        if any(hit.start == line.start for hit in self.own.within(line, "line", "forwarded")):
            return True
        if self._is_greeted_subject(line):
            return True
        said = self.words.words[line.start : line.end]
        return len(said) > 2 and said == self.subject[-len(said) :] and not self._in_first_person(line)

    def _is_greeted_subject(self, line: Line) -> bool:
        """Tell whether a line is a greeting and one of LinkedIn's subjects: "Hi Ada, I want to connect"."""
        greetings = [hit.end for hit in self.finds.within(line, "in_note", "greeting") if hit.start == line.start]
        said = [hit.start for hit in self.own.within(line, "says", "invitation") if hit.end == line.end]
        stock = self.finds.within(line, "in_note", "stock")
        return not stock and any(start - end < 4 for start in said for end in greetings)

    def _is_system(self, line: Line) -> bool:
        return bool(self.own.within(line, "says")) and not self._in_first_person(line)

    def _in_first_person(self, line: Line) -> bool:
        return bool(self.finds.within(line, "talk", "me"))

    def _is_sender(self, line: Line) -> bool:
        size = len(self.sender)
        if not size or self.words.words[line.start : line.start + size] != self.sender or size > len(line):
            return False
        return size == len(line) or (bool(self.words.walls[line.start + size]) and not self._is_system(line))

    def _find_sender(self, line: Line) -> int | None:
        size = len(self.sender)
        starts = range(line.start, line.end - size + 1) if size else range(0)
        return next((at for at in starts if self.words.words[at : at + size] == self.sender), None)

    def _is_recipient(self, line: Line) -> bool:
        said = self.words.words[line.start : line.end]
        return bool(self.recipient) and said in (self.recipient, self.recipient[:1])

    def _is_count(self, line: Line) -> bool:
        """Tell whether a line shows connections or a degree and is not spoken by the sender."""
        topics = ("mutual_connections", "sender_connections", "degree")
        shows = any(self.finds.within(line, topic) for topic in topics)
        return shows and len(line) <= LONGEST_COUNT and not self._in_first_person(line)

    def _is_long(self, line: Line) -> bool:
        return self.words.ends[line.end - 1] - self.words.starts[line.start] >= LONG_LINE

    def _looks_like_name(self, line: Line) -> bool:
        capitals = all(self.words.capital(word) for word in range(line.start, line.end))
        return len(line) <= 5 and capitals and not self.finds.within(line, "sender_role")

    def _label_end(self, line: Line) -> int:
        """Return the word after a label such as "Message:", or 0; the note begins there or in the next line."""
        for hit in self.finds.within(line, "talk", "note_follows"):
            colon = self.words.text.find(":", self.words.ends[hit.end - 1], self.words.ends[line.end - 1] + 3)
            if hit.start == line.start and colon >= 0:
                return next((at for at in range(hit.end, line.end) if self.words.starts[at] > colon), line.end)
        return 0

    def _opens_note(self, line: Line, part: _Part) -> bool:
        """Tell whether the sender begins to speak to the user in a line; stricter where the card stands."""
        if any(hit.start == line.start for hit in self.finds.within(line, "in_note", "greeting")):
            return True
        if self.words.text[self.words.starts[line.start] - 1 : self.words.starts[line.start]] in ("«", "“", '"', "„"):
            return True
        cues = [hit for hit in self.finds.within(line, "in_note") if hit.value not in _NOT_SAID]
        you = bool(self.finds.within(line, "talk", "you"))
        me = self._in_first_person(line)
        said = self._is_sentence(line)
        if part in (_Part.HEADLINE, _Part.WRAPPED):
            return bool(cues and you and me and said)
        if part is _Part.CARD:
            return bool(cues and (you or me)) or (said and you)
        return bool(cues and (you or me)) or said

    def _is_sentence(self, line: Line) -> bool:
        end = self.words.ends[line.end - 1]
        stops = self.words.text[end : end + 2].lstrip()[:1]
        return len(line) >= LONG_SAYING or (len(line) > 2 and stops in (".", "!", "?", "…"))

    def _drop_greetings(self, shown: list[Line]) -> None:
        """Take back a note that is a greeting and a name alone: LinkedIn greets the user too."""
        scene = Scene(self.words, self.finds, self.voices, self.lines)
        for start, end in list(scene.runs(Voice.NOTE)):
            line = next(line for line in shown if line.start <= start < line.end)
            greeting = next((hit for hit in self.finds.within(line, "in_note", "greeting") if hit.start == start), None)
            rest = range(greeting.end, end) if greeting else range(0)
            if greeting and end <= line.end and len(rest) < 5 and all(self.words.capital(word) for word in rest):
                self._speak(start, end, Voice.OUT)


def _end_of_name(name: tuple[str, ...]) -> int:
    """Return the length of a sender's name without "via LinkedIn"."""
    return len(name) - 2 if name[-2:] == ("via", "linkedin") else len(name)
