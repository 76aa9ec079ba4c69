"""Hostile pictures: each has its key, in bounded memory, and the next picture is read all the same."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

import cv2
import numpy as np
import pytest

from bot.content.load import load
from bot.reading import worker
from bot.reading.forwarded import Readers, UnreadError, read_file
from bot.reading.picture.header import LONGEST_SIDE, MOST_PIXELS, check_header, is_picture
from bot.reading.worker import Unreadable

from .test_pictures import picture


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    yield load().readers
    worker.stop_workers()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *more: bytes, rows: int | None = None) -> bytes:
    """Make a white PNG of one bit a pixel; `rows` are those that are there."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height if rows is None else rows)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(more) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """Pack 300 MB of text into a chunk of a small picture, and as many in its pixels."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(300)) + packer.flush()
    small = png(64, 64, chunk(b"zTXt", b"Comment\0\0" + packed), chunk(b"iCCP", b"ICC\0\0" + packed))
    return small.replace(chunk(b"IEND", b""), chunk(b"IDAT", packed) + chunk(b"IEND", b""))


def encoded(ending: str) -> bytes:
    return cv2.imencode(ending, np.full((120, 160, 3), 255, np.uint8))[1].tobytes()


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("profile.png", picture("fr_phone_small_student"))
    return file.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "30,000 x 30,000, nothing in it": (lambda: png(30_000, 30_000, rows=0), "too_many_pixels"),
    "30,000 x 30,000, all of it": (lambda: png(30_000, 30_000), "too_many_pixels"),
    "a ribbon": (lambda: png(LONGEST_SIDE + 1, 2), "too_many_pixels"),
    "no pixel": (lambda: png(0, 0), "broken"),
    "rows that are not there": (lambda: png(400, 400, rows=3), "broken"),
    "all that is allowed, empty": (lambda: png(MOST_PIXELS // 6_000, 6_000), "no_words"),
    "a slim ribbon": (lambda: png(LONGEST_SIDE, 4), "no_words"),
    "one pixel": (lambda: png(1, 1), "no_words"),
    "a bomb": (bomb, "no_words"),
    "a JPEG cut short": (lambda: picture("fr_phone_pharmacist")[:20_000], "broken"),
    "a PNG cut short": (lambda: picture("fr_phone_small_student")[:20_000], "broken"),
    "nothing but a beginning": (lambda: b"\xff\xd8\xff", "broken"),
    "noise behind a beginning": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "broken"),
    "a GIF of nothing": (lambda: b"GIF89a\x40\x00\x40\x00", "broken"),
    "a zip named .png": (zipped, "archive"),
    "no byte": (lambda: b"", "empty"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_has_its_key(name: str, readers: Readers) -> None:
    make, key = HOSTILE[name]
    with pytest.raises(UnreadError) as found:
        read_file(make(), readers)
    assert found.value.key == key


def test_the_next_picture_is_read_all_the_same(readers: Readers) -> None:
    assert read_file(picture("en_message_desktop"), readers).facts["note"].value == "personal"


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp", ".gif"])
def test_sizes_are_read_before_anything_is_decoded(ending: str) -> None:
    data = encoded(ending)
    assert is_picture(data)
    assert check_header(data) == (160, 120)


def test_a_progressive_jpeg_has_its_size() -> None:
    white = np.full((120, 160, 3), 255, np.uint8)
    data = cv2.imencode(".jpg", white, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    assert check_header(data) == (160, 120)


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp"])
def test_a_picture_without_its_end_is_broken(ending: str) -> None:
    data = encoded(ending)
    with pytest.raises(Unreadable) as found:
        check_header(data[: len(data) * 2 // 3])
    assert found.value.key == "broken"
