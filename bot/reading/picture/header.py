"""A picture's size as its header tells it, before anything is decoded; whether its end is there."""

from collections.abc import Iterator
from typing import Final

from bot.reading.worker import Unreadable

MOST_PIXELS: Final = 40_000_000
"""Pixels of the largest picture that is decoded; a telephone's camera makes 12 million, seldom 50."""
LONGEST_SIDE: Final = 20_000
"""Pixels of the longest side; a long page captured while scrolling has some ten thousand."""

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG's frame, which holds its size."""
_SCAN: Final = 0xDA
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers that no length follows."""


def is_picture(data: bytes) -> bool:
    """Tell a JPEG, a PNG, a GIF or a WebP by its first bytes."""
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return webp or data.startswith((_PNG[:4], _JPEG, b"GIF87a", b"GIF89a"))


def check_header(data: bytes) -> tuple[int, int]:
    """Return a picture's width and height in pixels.

    Raises:
        Unreadable: too_many_pixels; broken where the header or the end is missing.
    """
    try:
        width, height = _size(data)
    except IndexError:
        raise Unreadable("broken") from None
    if not (width and height):
        raise Unreadable("broken")
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Unreadable("too_many_pixels")
    return width, height


def _size(data: bytes) -> tuple[int, int]:
    if data.startswith(_JPEG):
        return _size_of_jpeg(data)
    if data.startswith(_PNG):
        if data[12:16] != b"IHDR" or b"IEND" not in data[33:]:
            raise Unreadable("broken")
        return _big(data, 16, 4), _big(data, 20, 4)
    if data.startswith(b"GIF8"):
        return _little(data, 6, 2), _little(data, 8, 2)
    return _size_of_webp(data)


def _size_of_jpeg(data: bytes) -> tuple[int, int]:
    """Read the size in the frame; the scan after it must come to an end, or the picture was cut off."""
    size = (0, 0)
    for marker, start in _segments(data):
        if marker in _FRAMES:
            size = (_big(data, start + 5, 2), _big(data, start + 3, 2))
        if marker == _SCAN and b"\xff\xd9" not in data[start:]:
            raise Unreadable("broken")
    return size


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield a JPEG's markers up to the first scan, each with where its length stands."""
    at = 2
    while True:
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        at += 1
        if marker in _BARE:
            continue
        yield marker, at
        if marker == _SCAN:
            return
        at += max(_big(data, at, 2), 2)


def _size_of_webp(data: bytes) -> tuple[int, int]:
    if len(data) < _little(data, 4, 4) + 8:
        raise Unreadable("broken")
    kind = data[12:16]
    if kind == b"VP8X":
        return _little(data, 24, 3) + 1, _little(data, 27, 3) + 1
    if kind == b"VP8L":
        bits = _little(data, 21, 4)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF
    raise Unreadable("broken")


def _big(data: bytes, start: int, length: int) -> int:
    return _number(data, start, length, "big")


def _little(data: bytes, start: int, length: int) -> int:
    return _number(data, start, length, "little")


def _number(data: bytes, start: int, length: int, order: str) -> int:
    found = data[start : start + length]
    if len(found) < length:
        raise IndexError
    return int.from_bytes(found, "big" if order == "big" else "little")
