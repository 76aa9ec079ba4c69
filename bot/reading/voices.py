"""Decide who speaks each word of a text."""

import re
from collections.abc import Sequence
from typing import Final

from .bare_notes import MOST_NOTES, SHORTEST_NOTE, TOLD, greets_by_name, is_addressed, is_bare_note, quotations
from .lexicon import Lexicon
from .phrases import Hit
from .scene import Finds, Line, Scene, Voice, lines_of
from .words import Words

SHORT_LINE: Final = 16
"""Words that a line of a profile's head has at most."""


_BROUGHT: Final = ("about_you", "reason", "help", "pitch", "met_in_person", "reads_my_posts", "schoolmate")
"""What shows that a line of a page was written to the user."""

_AGES: Final = frozenset({"age_years", "age_months", "age_since"})
_COMPANY: Final = frozenset({"company", "same_company"})
"""Together they tell how old a company is, which no page does."""

_PERIOD: Final = re.compile(r"\b(?:19|20)\d\d ?[-–—] ?\S")
_HEADINGS: Final = ("about", "experience", "education", "section")
MOST_HEADLINES: Final = 3
"""Lines below the name in which a headline is looked for: it may wrap, and a title may stand above it."""


def scene_of(words: Words, lexicon: Lexicon) -> Scene:
    """Find the lexicon's phrases in a text, and who speaks where."""
    lines = lines_of(words)
    return _Stage(Finds(words, lexicon.book.find(words), lines)).scene()


class _Stage:
    """A text whose voices are being decided."""

    def __init__(self, finds: Finds) -> None:
        self.finds = finds
        self.words = finds.words
        self.lines = finds.lines
        self.voices = [Voice.SAID] * len(finds.words)

    def scene(self) -> Scene:
        """Decide every voice."""
        elsewhere = self._elsewhere()
        shown = [line for line in self.lines if line.start < elsewhere]
        is_mail = self._is_mail()
        is_page = not is_mail and self._is_page(shown)
        self._speak(elsewhere, len(self.words), Voice.OUT)
        if is_mail:
            self._mail(shown)
        elif is_page:
            self._page(shown)
        if is_page or is_mail or not is_bare_note(self.finds):
            self._embedded_notes(shown, is_page or is_mail)
        else:
            self._speak(0, elsewhere, Voice.NOTE)
        quoted = frozenset(word for start, end in quotations(self.words) for word in range(start, end))
        return Scene(self.words, self.finds, self.voices, self.lines, is_page, is_mail, quoted)

    def _speak(self, start: int, end: int, voice: Voice) -> None:
        self.voices[start:end] = [voice] * (end - start)

    def _elsewhere(self) -> int:
        """Return the word from which the text is about somebody else: other profiles, a mail's foot."""
        beginnings = {line.start for line in self.lines}
        found = (hit.start for hit in self.finds.some("page", "elsewhere") if hit.start in beginnings)
        return next(found, len(self.words))

    # --- mails -------------------------------------------------------------------------------

    def _is_mail(self) -> bool:
        headers = sum(self._is_header(line) for line in self.lines)
        return headers >= 2 or bool(headers and self.finds.some("mail", "sign"))

    def _is_header(self, line: Line) -> bool:
        hit = next((hit for hit in self.finds.within(line, "mail", "header") if hit.start == line.start), None)
        return bool(hit and self._then_colon(hit))

    def _then_colon(self, hit: Hit) -> bool:
        after = self.words.ends[hit.end - 1]
        return self.words.text[after : after + 3].lstrip().startswith(":")

    def _mail(self, shown: Sequence[Line]) -> None:
        for line in shown:
            self._speak(line.start, line.end, Voice.OUT if self._is_header(line) else Voice.HEADLINE)

    # --- pages -------------------------------------------------------------------------------

    def _is_page(self, lines: Sequence[Line]) -> bool:
        if len(lines) < 3:
            return False
        signals = sum(self._is_signal(line) for line in lines)
        return signals >= 2 or (signals == 1 and self._is_name(lines[0]) and not self._is_told(lines[0]))

    def _is_signal(self, line: Line) -> bool:
        """Tell whether a line says what only LinkedIn's pages say: a degree, a count, a button, a heading, dates."""
        if len(line) > SHORT_LINE or self._is_told(line):
            return False
        if any(self.finds.covers(line, "page", kind) for kind in (*_HEADINGS, "button")):
            return True
        if any(self.finds.within(line, topic) for topic in ("degree", "sender_connections", "mutual_connections")):
            return True
        if self.finds.within(line, "page", "contact"):
            return True
        return bool(_PERIOD.search(self.words.text, self.words.starts[line.start], self.words.ends[line.end - 1] + 4))

    def _is_told(self, line: Line) -> bool:
        """Tell whether a line holds words of the user about the sender."""
        if self.finds.within(line, "talk", "about_invitation", "received"):
            return True
        dates = {hit.value for hit in self.finds.within(line, "dates")}
        if not dates.isdisjoint(_AGES) and not dates.isdisjoint(_COMPANY):
            return True
        return any(self.finds.within(line, topic) for topic in TOLD)

    def _is_name(self, line: Line) -> bool:
        """Tell whether a line could be a name: a few words up to the first wall, all with capitals."""
        words = range(line.start, self._name_end(line))
        return len(words) <= 5 and all(self.words.capital(word) for word in words if len(self.words.words[word]) > 3)

    def _name_end(self, line: Line) -> int:
        walls = (word for word in range(line.start + 1, line.end) if self.words.walls[word])
        return next(walls, line.end)

    def _page(self, lines: Sequence[Line]) -> None:
        first, last = 0, len(lines)
        while first < len(lines) and self._is_told(lines[first]):
            first += 1
        while last > first and self._is_told(lines[last - 1]):
            last -= 1
        body = next((at for at in range(first, last) if self._heading(lines[at])), last)
        self._card(lines[first:body])
        voice = Voice.BODY
        for line in lines[body:last]:
            if heading := self._heading(line):
                voice = Voice.EXPERIENCE if heading == "experience" else Voice.BODY
            self._speak(line.start, line.end, voice)

    def _heading(self, line: Line) -> str | None:
        return next((kind for kind in _HEADINGS if self.finds.covers(line, "page", kind)), None)

    def _card(self, lines: Sequence[Line]) -> None:
        """Tell name, headline and the rest of a profile's head apart."""
        headlines = 0
        named = False
        for at, line in enumerate(lines):
            if not named and not headlines and not self.finds.within(line, "page", "card") and self._is_name(line):
                named = True
                self._speak(line.start, self._name_end(line), Voice.NAME)
                self._speak(self._name_end(line), line.end, Voice.HEADLINE)
            elif headlines < MOST_HEADLINES and not self._is_card(line, headlines, lines[at + 1 : at + 2]):
                headlines += 1
                self._speak(line.start, line.end, Voice.HEADLINE)
            else:
                self._speak(line.start, line.end, Voice.CARD)

    def _is_card(self, line: Line, headlines: int, below: Sequence[Line]) -> bool:
        if headlines and below and self.finds.covers(below[0], "page", "contact"):
            return True  # the place
        if self.finds.covers(line, "page", "pronouns") or self.finds.within(line, "page", "card"):
            return True
        return self._is_signal(line) and not self.finds.within(line, "sender_role")

    # --- notes -------------------------------------------------------------------------------

    def _embedded_notes(self, lines: Sequence[Line], in_page: bool) -> None:
        for start, end in quotations(self.words):
            if is_addressed(self.finds, start, end) or self._quoted_voice(start) is Voice.REPLY:
                self._speak(start, end, self._quoted_voice(start))
        for hit in self.finds.some("talk", "note_follows")[:MOST_NOTES]:
            if self._then_colon(hit) and hit.end < len(self.words):
                self._introduced(hit, lines)
        self._greeted(lines, in_page)
        if in_page:
            self._below_the_card(lines)

    def _introduced(self, hit: Hit, lines: Sequence[Line]) -> None:
        """Take what follows "he wrote:" as a note: the quotation that begins there, or else the lines below."""
        quoted = next((span for span in quotations(self.words) if span[0] == hit.end), None)
        if quoted:
            self._speak(*quoted, self._quoted_voice(hit.end))
        elif self._spoken_to_user(hit.end, lines):
            self._note_from(hit.end, lines)

    def _spoken_to_user(self, start: int, lines: Sequence[Line]) -> bool:
        """Tell whether what follows was written to the user, and not told of: "his note: he wants a job"."""
        end = self._note_end(start, lines)
        told = (hit for hit in self.finds.some("talk", "somebody") if start <= hit.start < end)
        cues = (*self.finds.some("talk", "you"), *self.finds.some("in_note", "greeting", "stock"))
        return not any(told) or any(start <= hit.start < end for hit in cues)

    def _quoted_voice(self, start: int) -> Voice:
        replies = (*self.finds.some("reply_to_why"), *self.finds.some("talk", "reply"))
        return Voice.REPLY if any(0 <= start - hit.end < 8 for hit in replies) else Voice.NOTE

    def _greeted(self, lines: Sequence[Line], in_page: bool) -> None:
        """Take lines that begin with a greeting, below a page or below the user's own words, as a note."""
        greetings = {hit.start for hit in self.finds.some("in_note", "greeting")}
        greeted = [line for line in (lines if in_page else lines[1:]) if line.start in greetings]
        for line in greeted[:MOST_NOTES]:
            end = self._note_end(line.start, lines)
            # Whoever greets somebody by name may ask "should I ...?" of them, and not of the bot.
            to_the_bot = () if greets_by_name(self.finds, line.start) else ("to_the_bot",)
            talk = self.finds.some("talk", "about_invitation", "received", *to_the_bot)
            if is_addressed(self.finds, line.start, end) and not any(line.start <= hit.start < end for hit in talk):
                self._note_from(line.start, lines)

    def _below_the_card(self, lines: Sequence[Line]) -> None:
        """Take a line of a page's head that speaks to the user as a note, although it greets nobody."""
        shown = False
        for line in lines[1:]:
            if self._is_stock(line):
                self._note_from(line.start, lines)
                return
            card = self.voices[line.start] in (Voice.CARD, Voice.HEADLINE)
            if card and shown and self._speaks_to_user(line):
                self._note_from(line.start, lines)
                return
            shown = shown or bool(card and self._is_counted(line))

    def _is_stock(self, line: Line) -> bool:
        """Tell whether a stock phrase makes up most of a line, wherever on a page it was pasted."""
        stock = sum(hit.end - hit.start for hit in self.finds.within(line, "in_note", "stock"))
        return stock * 2 > len(line) and self.voices[line.start] not in (Voice.NOTE, Voice.OUT)

    def _is_counted(self, line: Line) -> bool:
        topics = ("sender_connections", "mutual_connections", "degree")
        counted = any(self.finds.within(line, topic) for topic in topics)
        return counted or bool(self.finds.within(line, "page", "contact"))

    def _speaks_to_user(self, line: Line) -> bool:
        if self._is_told(line) or self._is_signal(line) or self.finds.within(line, "page", "card"):
            return False
        if not self.finds.within(line, "talk", "you"):
            return False
        return bool(self.finds.within(line, "in_note", "stock")) or (
            len(line) >= SHORTEST_NOTE
            and bool(self.finds.within(line, "talk", "me"))
            and bool(self.finds.within(line, "in_note", *_BROUGHT))
        )

    def _note_from(self, start: int, lines: Sequence[Line]) -> None:
        voice = self._quoted_voice(start)
        self._speak(start, max(start, self._note_end(start, lines)), voice)

    def _note_end(self, start: int, lines: Sequence[Line]) -> int:
        """Return the word after a note: where a button, a count or a heading stands, or the user speaks again."""
        end = start
        spoken = False
        for line in lines:
            if line.end <= start:
                continue
            below = line.start > start
            if below and (self._is_signal(line) or self._is_comment(line) or (spoken and self._is_aside(line))):
                break
            end = line.end
            spoken = spoken or bool(self.finds.within(line, "talk", "you") or self.finds.within(line, "in_note"))
        return end

    def _is_comment(self, line: Line) -> bool:
        """Tell whether the user comments on the sender in a line."""
        if self.finds.within(line, "talk", "about_invitation", "received") or self.finds.within(line, "note"):
            return True
        return bool(self.finds.within(line, "relation", "stranger", "stranger_whom"))

    def _is_aside(self, line: Line) -> bool:
        """Tell whether a line below a note is the sender's name or headline."""
        if len(line) > 11 or not self.words.capital(line.start) or self.finds.within(line, "talk", "you"):
            return False
        return bool(self.finds.within(line, "sender_role")) or self._is_name(line)
