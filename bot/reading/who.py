"""Whom a forward is about: a name and a headline, for the reply and for nothing else."""

import re
from collections.abc import Iterator
from typing import Final

from bot.conversation.events import Who
from bot.conversation.shortened import cut

from .clean import clean
from .scene import Line, Scene, Voice

LONGEST_NAME: Final = 60
LONGEST_HEADLINE: Final = 120
LONGEST_LOOKED_AT: Final = 400
"""Characters of a name or a headline that are looked at, before what does not belong to it is taken off."""
WRAPPED: Final = 50
"""Characters from which a headline may go on in the next line."""
MOST_WORDS: Final = 4
"""Words of a name under a note."""

_ASIDE: Final = re.compile(r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]")
_AFTER_NAME: Final = re.compile(r"\s*(?:[·•|,;]|\s[-–—]\s).*$")
_DEGREE: Final = re.compile(r"\s(?:1st|2nd|3rd|1er|[23]e)\+?(?:\s.*)?$", re.IGNORECASE)
_BY_LINKEDIN: Final = re.compile(r"\s+via\s+LinkedIn\s*$", re.IGNORECASE)
_PRONOUNS: Final = re.compile(r"\(?[^\W\d_]{2,5}(?:/[^\W\d_]{2,5}){1,2}\)?")
_NO_HEADLINE: Final = "\n--\n"
"""What LinkedIn shows where somebody wrote no headline."""
_AROUND: Final = " \t·•|,;:–—-"


def who_of(name: str, headline: str = "") -> Who | None:
    """Return a name and a headline cleaned and cut, or None where there is no name.

    A degree, pronouns and "via LinkedIn" go; emoji stay; control characters and marks of direction go.
    """
    line = _DEGREE.sub("", _AFTER_NAME.sub("", _ASIDE.sub(" ", _BY_LINKEDIN.sub("", _one_line(name)))))
    named = cut(_once(" ".join(line.split()).strip(_AROUND)), LONGEST_NAME)
    if not any(sign.isalpha() for sign in named):
        return None
    told = _once(_one_line(headline).strip(_AROUND))
    return Who(named, cut(told, LONGEST_HEADLINE) if any(sign.isalpha() for sign in told) else "")


def who_on_page(scene: Scene) -> Who | None:
    """Return whom a page shows, or who signs a note that came alone; a description names nobody."""
    if not scene.is_page:
        return None if scene.is_mail else _signed(scene)
    start = next((start for start, _ in scene.runs(Voice.NAME)), None)
    if start is None:
        return None
    line = next(line for line in scene.lines if line.start <= start < line.end)
    if scene.finds.within(line, "sender_role") and scene.finds.within(line, "sender_role")[0].start == line.start:
        return None
    return who_of(_typed(scene, line), next(_headlines(scene, line), ""))


def who_in_mail(sender: str, scenes: list[Scene]) -> Who | None:
    """Return who sends an invitation: the name of its From, or else of the card below, and the card's headline."""
    named = "" if sender.lower().startswith("linkedin") else sender
    headlines = (_run(scene, Voice.HEADLINE) for scene in scenes)
    headline = next((one for one in headlines if one), "")
    names = (named, *(_run(scene, Voice.NAME) for scene in scenes))
    return next((who for name in names if (who := who_of(name, headline))), None)


def _headlines(scene: Scene, named: Line) -> Iterator[str]:
    """Yield what may be the headline: the rest of the name's line, then the lines below it."""
    end = next((word for word in range(named.start, named.end) if scene.voices[word] is not Voice.NAME), named.end)
    about = scene.finds.within(named, "degree") or scene.finds.within(named, "page", "pronouns")
    if named.end - end > 1 and not about:  # one word is a title behind the name: PhD, LION
        yield scene.words.text[scene.words.ends[end - 1] : scene.words.ends[named.end - 1]].strip(_AROUND + "()")
    lines = [line for line in scene.lines if line.start > named.start]
    if (
        lines
        and _NO_HEADLINE in scene.words.text[scene.words.ends[named.end - 1] : scene.words.starts[lines[-1].start]]
    ):
        return
    for at, line in enumerate(lines):
        headline = _typed(scene, line)
        told = scene.voices[line.start] is Voice.HEADLINE and any(sign.isalpha() for sign in headline)
        if told and not _PRONOUNS.fullmatch(headline):
            below = lines[at + 1] if at + 1 < len(lines) else None
            if below and len(headline) >= WRAPPED and scene.voices[below.start] is Voice.HEADLINE:
                headline += f" {_typed(scene, below)}" if _typed(scene, below)[:1].islower() else ""
            yield headline


def _signed(scene: Scene) -> Who | None:
    """Return the name under a note, where a line closes the note and a name alone stands in the next."""
    lines = [line for line in scene.lines if scene.voices[line.start] is Voice.NOTE]
    for line, below in zip(lines[-3:], lines[-2:], strict=False):
        capitals = all(scene.words.capital(word) for word in range(below.start, below.end))
        alone = len(below) <= MOST_WORDS and capitals and not scene.finds.within(below, "sender_role")
        if alone and scene.finds.within(line, "in_note", "closing"):
            return who_of(_typed(scene, below))
    return None


def _typed(scene: Scene, line: Line) -> str:
    """Return a line as it was typed, with the signs that are no words."""
    text = scene.words.text
    start = text.rfind("\n", 0, scene.words.starts[line.start]) + 1
    end = text.find("\n", scene.words.ends[line.end - 1])
    return text[start : end if end >= 0 else len(text)].strip()


def _run(scene: Scene, voice: Voice) -> str:
    start, end = next(scene.runs(voice), (0, 0))
    return scene.words.text[scene.words.starts[start] : scene.words.ends[end - 1]] if end else ""


def _one_line(text: str) -> str:
    return " ".join(clean(text[:LONGEST_LOOKED_AT]).split())


def _once(text: str) -> str:
    """Return a text that stands twice in a row once: what is seen, and what is read aloud."""
    words = text.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and words[:half] == words[half:] else text
