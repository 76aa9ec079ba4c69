"""Write small PDF files: texts laid out at given positions, sizes and greys, as Apache FOP writes them."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

METADATA = {
    "Title": "Resume",
    "Author": "LinkedIn",
    "Subject": "Resume generated from profile",
    "Producer": "Apache FOP Version 2.3",
}
WIDTH, HEIGHT = 612, 792


@dataclass(frozen=True, slots=True)
class Text:
    """A line: points from the left and the top, size in points, grey from 0 (black) to 1 (white)."""

    x: float
    y: float
    size: float
    grey: float
    text: str


def pdf_of(pages: Sequence[Sequence[Text]], metadata: Mapping[str, str] = METADATA, made: str = "") -> bytes:
    """Write a PDF with one font."""
    return file_of([stream(content_of(page)) for page in pages], dict(metadata) | _date(made))


def content_of(page: Sequence[Text]) -> bytes:
    """Write the operators of a page; the y axis points down, as with FOP."""
    parts = [b"1 0 0 -1 0 %d cm" % HEIGHT]
    for text in page:
        place = f"BT /F1 {text.size} Tf {text.grey} g 1 0 0 -1 {text.x} {text.y} Tm ".encode()
        parts.append(place + b"(" + _escaped(text.text) + b") Tj ET")
    return b"\n".join(parts)


def stream(content: bytes) -> bytes:
    """Write a compressed stream."""
    packed = zlib.compress(content)
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream"


def file_of(streams: Sequence[bytes], metadata: Mapping[str, str], trailer: bytes = b"", pages: int = 0) -> bytes:
    """Write the file around its pages' streams; `pages` repeats the only stream so many times."""
    count = pages or len(streams)
    first = 5 + len(streams)
    info = b"<< " + b" ".join(b"/%s (%s)" % (key.encode(), _escaped(value)) for key, value in metadata.items()) + b" >>"
    kids = b" ".join(b"%d 0 R" % (first + index) for index in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        info,
        *streams,
        *(_page(5 + index % len(streams)) for index in range(count)),
    ]
    body = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n" % size + table
    end += b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(body))
    return bytes(body) + end


def _page(content: int) -> bytes:
    box = b"/MediaBox [0 0 %d %d]" % (WIDTH, HEIGHT)
    fonts = b"/Resources << /Font << /F1 3 0 R >> >>"
    return b"<< /Type /Page /Parent 2 0 R %s %s /Contents %d 0 R >>" % (box, fonts, content)


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252", "replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _date(made: str) -> dict[str, str]:
    return {"CreationDate": f"D:{made}15093000Z"} if made else {}
