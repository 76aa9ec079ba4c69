"""Turn an e-mail's HTML into the text that a reader would see, in one pass and without running anything."""

import html
import re
from typing import Final

LONGEST_TAG: Final = 8_000
"""Characters within which a tag must end: LinkedIn's links are long; a longer one is text."""

_TAG_NAME: Final = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
_UNSEEN: Final = re.compile(
    r"(?:display: ?none|visibility: ?hidden|font-size: ?0(?![.\d]*[1-9])|mso-hide: ?all)", re.IGNORECASE
)
_SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg"})
_INLINE: Final = frozenset({"a", "abbr", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"})
_VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_SPACES: Final = re.compile(r"\s+")


def seen_text(source: str) -> str:
    """Return the text of an HTML page: blocks on lines of their own; no scripts, styles, comments or hidden parts."""
    page = _Page()
    first, *pieces = source.split("<")
    page.write(first)
    for piece in pieces:
        page.read(piece)
    return html.unescape("".join(page.kept))


class _Page:
    """A page being read, piece by piece; each piece begins with what stood behind a `<`."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.hidden = ""
        self.depth = 0
        self.in_comment = False

    def write(self, text: str) -> None:
        """Keep a text that is seen."""
        if not self.hidden:
            self.kept.append(_SPACES.sub(" ", text))

    def read(self, piece: str) -> None:
        """Read one tag and the text behind it."""
        if self.in_comment or piece.startswith("!--"):
            _, ends, after = piece.partition("-->")
            self.in_comment = not ends
            self.write(after)
            return
        name = _TAG_NAME.match(piece)
        end = piece.find(">", 0, LONGEST_TAG)
        if end < 0 or (not name and piece[0] not in "!?/"):
            self.write("<" + piece)
            return
        if name:
            self._tag(name[2].lower(), piece[:end], closes=bool(name[1]))
        self.write(piece[end + 1 :])

    def _tag(self, tag: str, source: str, *, closes: bool) -> None:
        if self.hidden:
            if tag == self.hidden and not source.endswith("/"):
                self.depth += -1 if closes else 1
                self.hidden = self.hidden if self.depth else ""
        elif not closes and tag not in _VOID and (tag in _SILENT or _UNSEEN.search(source)):
            self.hidden, self.depth = tag, 1
        elif tag not in _INLINE:
            self.kept.append("\n\n" if tag == "p" else "\n")
