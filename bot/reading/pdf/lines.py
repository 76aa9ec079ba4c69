"""Take the lines out of a PDF with pdfium: where each stands, how large and how dark it is."""

import re
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_uint
from dataclasses import dataclass
from typing import Any, Final

from bot.reading.worker import Unreadable

MOST_PAGES: Final = 40
"""Pages beyond which a file is no profile and is refused."""
MOST_CHARACTERS: Final = 200_000
"""Characters that are taken out of one file; what lies beyond is left."""

_MAGIC: Final = b"%PDF-"
_WITHIN: Final = 1024
"""Bytes in which it may stand, as in other readers."""
_ZIP: Final = b"PK\x03\x04"
"""How a zip begins: pdfium would read the PDF that one holds unpacked."""
_PASSWORD_WANTED: Final = (4, 5)
"""pdfium's error codes for a password and for a way to encrypt that it does not know."""

_HYPHENS: Final = "\x02\u00ad\ufffe"
"""What pdfium gives for a hyphen at the end of a line."""
_SPACES: Final = re.compile(r"[\s\u00a0\u2007\u202f]+")
_SAME_LINE: Final = 1.0
"""Points by which the baselines of one line may differ."""
_COLUMN_GAP: Final = 3.0
"""Ems between two letters of one height from which they stand in two columns."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: page from 0, points from the left and from the top, size in points, 0 (black) to 255 (white)."""

    page: int
    x: float
    y: float
    size: float
    lightness: float
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A PDF as it was opened: its metadata, and its lines in the order of the file."""

    metadata: dict[str, str]
    lines: Sequence[Line]


def join(left: str, right: str) -> str:
    """Put a wrapped line behind its beginning; a hyphen at the end stays and takes no space."""
    if not left or not right:
        return left or right
    return f"{left}{right}" if re.search(r"\w-$", left) else f"{left} {right}"


def sheet_of(data: bytes) -> Sheet:
    """Open a PDF and take its lines out.

    Raises:
        Unreadable: empty, not_a_pdf, encrypted, broken, too_many_pages.
    """
    import pypdfium2  # here, since few files are PDFs

    if not data:
        raise Unreadable("empty")
    if _MAGIC not in data[:_WITHIN] or data.startswith(_ZIP):
        raise Unreadable("not_a_pdf")
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MOST_PAGES:
                raise Unreadable("too_many_pages")
            return Sheet(document.get_metadata_dict(), tuple(_lines(document)))
    except pypdfium2.PdfiumError as error:
        raise Unreadable("encrypted" if error.err_code in _PASSWORD_WANTED else "broken") from error


def _lines(document: Any) -> Iterator[Line]:
    left = MOST_CHARACTERS
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        count = min(text.count_chars(), left)
        left -= count
        for line in _page_lines(text.raw, page.get_height(), count, index):
            if line.text:
                yield line
        text.close()
        page.close()


def _page_lines(page: Any, height: float, count: int, index: int) -> Iterator[Line]:
    """Cut a page's characters where a line ends, the height changes or another column begins."""
    import pypdfium2.raw as pdfium

    unicode, origin = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharOrigin
    x, y = c_double(), c_double()
    at_x, at_y = byref(x), byref(y)
    start, last_x, base, size = -1, 0.0, 0.0, 1.0
    codes: list[int] = []
    for char in range(count):
        code = unicode(page, char)
        if code in (10, 13, 0):
            continue
        if code == 32:
            codes.append(code)
            continue
        origin(page, char, at_x, at_y)
        step = x.value - last_x
        if start < 0 or abs(y.value - base) > _SAME_LINE or step > _COLUMN_GAP * size or step < -size:
            if start >= 0:
                yield _line(page, index, start, height, codes)
            start, base, codes = char, y.value, []
            size = max(pdfium.FPDFText_GetFontSize(page, char), 1.0)
        codes.append(code)
        last_x = x.value
    if start >= 0:
        yield _line(page, index, start, height, codes)


def _line(page: Any, index: int, start: int, height: float, codes: Sequence[int]) -> Line:
    import pypdfium2.raw as pdfium

    x, y = c_double(), c_double()
    pdfium.FPDFText_GetCharOrigin(page, start, byref(x), byref(y))
    red, green, blue, opacity = c_uint(), c_uint(), c_uint(), c_uint()
    pdfium.FPDFText_GetFillColor(page, start, byref(red), byref(green), byref(blue), byref(opacity))
    lightness = 0.299 * red.value + 0.587 * green.value + 0.114 * blue.value
    size = pdfium.FPDFText_GetFontSize(page, start)
    return Line(index, x.value, height - y.value, size, lightness, _plain(codes))


def _plain(codes: Sequence[int]) -> str:
    """Return characters as plain text: whole surrogate pairs, plain spaces, plain hyphens."""
    units = "".join(map(chr, codes))
    if any(0xD800 <= code < 0xE000 for code in codes):
        units = units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    for hyphen in _HYPHENS:
        units = units.replace(hyphen, "-")
    return _SPACES.sub(" ", units).strip()
