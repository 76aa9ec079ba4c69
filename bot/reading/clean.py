"""Make a pasted text plain: bounded, without markup or invisible characters, doubled lines collapsed."""

import html
import re
import unicodedata
from typing import Final

LONGEST: Final = 20_000
"""Characters that are read; what lies beyond is left."""

LONGEST_TAG: Final = 400
"""Characters within which an HTML tag must end; a longer one is text."""

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\ufffc]"
)
_TAG_NAME: Final = re.compile(r"/?([a-z][a-z0-9]{0,9})(?![a-z0-9@.:])", re.IGNORECASE)
_INLINE: Final = frozenset({"a", "abbr", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"})
_HIDDEN: Final = frozenset({"script", "style", "head", "template"})
_BREAKS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

_LIGATURES: Final = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae"})

_LOOKALIKES: Final = dict.fromkeys("’‘ʼ`´", "'") | dict.fromkeys("‐‑−", "-") | dict.fromkeys("_\t", " ")


def _plain_letter(code: int) -> str:
    return unicodedata.normalize("NFD", chr(code))[0].lower()


_FOLDED: Final = {code: _plain_letter(code) for code in range(0x41, 0x250)} | {
    ord(sign): plain for sign, plain in _LOOKALIKES.items()
}


def fold(text: str) -> str:
    """Take away case and accents, character for character: the result is as long as the text."""
    return text.translate(_FOLDED)


def clean(text: str) -> str:
    """Return the text's lines, at most LONGEST characters, each without needless spaces; one blank line a gap.

    Ligatures become two letters: "cœur" is "coeur".
    """
    text = text[:LONGEST]
    if "<" in text:
        text = _without_tags(text)
    if "&" in text:
        text = html.unescape(text)
    text = unicodedata.normalize("NFKC", _BREAKS.sub("\n", text)).translate(_LIGATURES)[:LONGEST]
    return "\n".join(_undoubled(_UNSEEN.sub("", text).split("\n")))


def _undoubled(lines: list[str]) -> list[str]:
    """Drop a line that repeats the line before it, and all blank lines but one between paragraphs."""
    kept: list[str] = []
    for raw in lines:
        line = " ".join(raw.split())
        if line:
            if line != _last_seen(kept):
                kept.append(line)
        elif kept and kept[-1]:
            kept.append("")
    return kept[:-1] if kept and not kept[-1] else kept


def _last_seen(kept: list[str]) -> str:
    return next((line for line in kept[:-3:-1] if line), "")


def _without_tags(text: str) -> str:
    """Take out HTML tags in one pass; block tags become line ends, scripts and styles vanish."""
    first, *pieces = text.split("<")
    kept = [first]
    hidden = ""
    for piece in pieces:
        name = _TAG_NAME.match(piece)
        end = piece.find(">", 0, LONGEST_TAG)
        if (not name or end < 0) and not piece.startswith("!--"):
            kept.append("" if hidden else "<" + piece)
            continue
        tag = name[1].lower() if name else ""
        if hidden:
            hidden = "" if tag == hidden and piece[0] == "/" else hidden
        elif tag in _HIDDEN and piece[0] != "/":
            hidden = tag
        if not hidden:
            kept.append(("" if tag in _INLINE else "\n") + piece[end + 1 :])
    return "".join(kept)
