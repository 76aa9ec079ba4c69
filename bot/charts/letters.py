"""How wide words are in the fonts that travel with the program: read from their own tables, in units of the picture."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).resolve().parent / "fonts"
FILES: Final = {False: FONTS / "Inter-Regular.otf", True: FONTS / "Inter-SemiBold.otf"}
"""The font files, by whether they are bold."""

ASCENT: Final = 0.76
"""How far the tallest letters reach above their line, as a share of the size: an accent on a capital less."""
DESCENT: Final = 0.22
"""How far letters reach below their line, as a share of the size."""


@dataclass(frozen=True, slots=True)
class Font:
    """The advance widths of a font: `units` to one em, by code point."""

    units: int
    advances: Mapping[int, int]


@cache
def font(bold: bool) -> Font:
    """Return the widths of a font that travels with the program."""
    data = FILES[bold].read_bytes()
    tables = _tables(data)
    (units,) = struct.unpack_from(">H", data, tables["head"] + 18)
    (measured,) = struct.unpack_from(">H", data, tables["hhea"] + 34)
    advances = {}
    for code, glyph in _glyphs(data, tables["cmap"]).items():
        (advances[code],) = struct.unpack_from(">H", data, tables["hmtx"] + 4 * min(glyph, measured - 1))
    return Font(units, advances)


def _tables(data: bytes) -> dict[str, int]:
    (count,) = struct.unpack_from(">H", data, 4)
    rows = [struct.unpack_from(">4sIII", data, 12 + 16 * row) for row in range(count)]
    return {name.decode("latin-1"): offset for name, _, offset, _ in rows}


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    # The map for Windows, Unicode's basic plane: OpenType's format 4.
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    maps = {(one[0], one[1]): one[2] for one in struct.iter_unpack(">HHI", data[cmap + 4 : cmap + 4 + 8 * count])}
    start = cmap + maps[3, 1]
    (doubled,) = struct.unpack_from(">H", data, start + 6)
    segments = doubled // 2
    ends, begins, deltas, offsets = (
        struct.unpack_from(f">{segments}H", data, start + 14 + doubled * part + (2 if part else 0)) for part in range(4)
    )
    found = {}
    for segment in range(segments):
        place = start + 16 + 3 * doubled + 2 * segment
        for code in range(begins[segment], min(ends[segment], 0xFFFE) + 1):
            glyph = code
            if offsets[segment]:
                (glyph,) = struct.unpack_from(">H", data, place + offsets[segment] + 2 * (code - begins[segment]))
            if glyph or not offsets[segment]:
                found[code] = (glyph + deltas[segment]) % 0x10000
    return {code: glyph for code, glyph in found.items() if glyph}


def width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a line is at a size; a letter that the font lacks is taken as one em."""
    shape = font(bold)
    return sum(shape.advances.get(ord(letter), shape.units) for letter in text) * size / shape.units


def lacking(text: str) -> list[str]:
    """Return the letters of a text that the fonts cannot draw."""
    return [letter for letter in dict.fromkeys(text) if any(ord(letter) not in font(bold).advances for bold in FILES)]


def wrapped(text: str, size: float, most: float, bold: bool = False) -> list[str]:
    """Break a text at its plain spaces into as few lines of at most `most` as it needs, about equally long.

    A word that is longer stands alone.
    """
    lines = _filled(text, size, most, bold)
    narrow, wide = most / 2, most
    while len(lines) > 1 and wide - narrow > 4:
        middle = (narrow + wide) / 2
        tried = _filled(text, size, middle, bold)
        if len(tried) == len(lines):
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def _filled(text: str, size: float, most: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
