"""`write --check`: a note that the user wrote in, what to mend out, as text or as JSON; the chat asks here too."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

from .advice.facts import FactError
from .content.build import message_limits
from .content.load import Content
from .content.me import facts_of
from .conversation.events import Remark, Reviewed
from .conversation.session import Language
from .reading.mended import Mended
from .reading.note_text import tidied
from .reading.review import Finding, Review
from .reading.review import review as found_in
from .wording.speaker import Speaker

LONGEST: Final = 10_000
"""Characters from which a text is no note any more and is refused."""
FREE: Final = "free"


class NoteRefusedError(ValueError):
    """A text that is no note; the text is a sentence in the user's language."""


def reviewed(text: str, content: Content, language: Language, plan: str | None = None) -> Reviewed:
    """Review a note in a user's language, for their LinkedIn plan: free where it is not known.

    Raises:
        NoteRefusedError: the text is empty, or far longer than any note.
    """
    speaker = content.speakers[language]
    if not tidied(text):
        raise NoteRefusedError(speaker.text("review.refused.empty"))
    if len(text) >= LONGEST:
        raise NoteRefusedError(speaker.text("review.refused.too_large"))
    limits = message_limits(content.limits)["note"]
    limit = limits.get(plan or FREE, limits.get(FREE))
    found = found_in(text, content.reviewer.words, limit, language)
    return Reviewed(found.length, limit, tuple(_remark(one, found, content, speaker) for one in found.findings))


def _remark(finding: Finding, found: Review, content: Content, speaker: Speaker) -> Remark:
    text = speaker.text(f"review.{finding.kind}.{finding.said}", **finding.values)
    claims = content.reviewer.claims.get(finding.kind, ())
    return Remark(finding.kind, finding.words, claims, text, _better(finding.better, found, content))


def _better(better: Mended | None, found: Review, content: Content) -> str | None:
    if better is None or better.frame is None:
        return better.text if better else None
    speaker = content.speakers[found.language]
    return speaker.text(f"review.frame.{better.frame}", familiar=found.familiar, **better.values)


# --- the command line ---------------------------------------------------------------------------


def review(options: argparse.Namespace, content: Content, language: Language) -> int:
    """Review the note in a file, or on standard input for `-`; `options.check` names it.

    Raises:
        FactError: a file that can't be used, the note's or that of facts.
    """
    me = facts_of(options.me, content.matter.facts) if options.me else {}
    speaker = content.speakers[language]
    try:
        text = _text_of(options.check, speaker)
        made = reviewed(text, content, language, str(me["plan"]) if "plan" in me else None)
    except NoteRefusedError as error:
        raise FactError(f"{options.check}: {error}") from None
    print(json.dumps(asdict(made), ensure_ascii=False, indent=2) if options.json else _shown(made, content, speaker))
    return 0


def _text_of(name: str, speaker: Speaker) -> str:
    if name == "-":
        data = sys.stdin.buffer.read(4 * LONGEST + 1)
    else:
        path = Path(name)
        if not path.is_file():
            raise FactError(f"{name}: found no such file; give a text file, or - for standard input")
        with path.open("rb") as opened:
            data = opened.read(4 * LONGEST + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A long text may have been cut in the middle of a character.
        key = "not_text" if len(data) <= 4 * LONGEST or error.start < len(data) - 4 else "too_large"
        raise NoteRefusedError(speaker.text(f"review.refused.{key}")) from None
    if "\x00" in text:
        raise NoteRefusedError(speaker.text("review.refused.not_text"))
    return text


def _shown(made: Reviewed, content: Content, speaker: Speaker) -> str:
    if not made.findings:
        return speaker.text("review.good", length=made.length, limit=made.limit)
    return "\n\n".join(_paragraph(one, speaker) for one in made.findings)


def _paragraph(remark: Remark, speaker: Speaker) -> str:
    name = speaker.text(f"review.name.{remark.kind}")
    voices = f" ({speaker.voice_of(remark.claims)})" if remark.claims else ""
    lines = [speaker.text("review.found", name=name, words=remark.words), f"{remark.text}{voices}"]
    if remark.better is not None:
        lines.append(speaker.text("review.instead", better=remark.better))
    return "\n    ".join(lines)
