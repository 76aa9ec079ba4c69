"""Pictures to boxes of text; this half runs in the worker, and it alone loads OpenCV and the recogniser."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import rapidocr
from numpy.typing import NDArray

from bot.reading.worker import Unreadable

from .avatars import find_avatars
from .header import check_header
from .parsed import Avatar, Box, Parsed

Picture = NDArray[np.uint8]

WIDTHS: Final = (1120, 1440)
"""Pixels of width, at least and at most, to which a picture is scaled that is wider than high."""
WIDTHS_UPRIGHT: Final = (720, 900)
"""The same for an upright picture; a telephone shows some 45 characters a line."""
LARGER: Final = 2.0
"""How many times a small picture is enlarged at most."""
TALLEST: Final = 1700
"""Pixels of height that are recognised at once; a longer picture is cut where nothing is written."""
MOST_BANDS: Final = 5
"""Pieces of a long picture that are read, from the top: the head of a profile stands there."""
SLIMMEST: Final = 4
"""How many times longer than wide a piece may be; a slimmer one gets a margin."""
SEARCHED: Final = 300
"""Pixels in which a place to cut is looked for."""
SMALLEST: Final = 64
"""Pixels to which the recogniser itself enlarges the shorter side; what it gets has the right size already."""
FAINTEST: Final = 0.5
"""Confidence below which a box is left out."""
MOST_BOXES: Final = 600

_MODELS: Final = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}
"""The models that come with the recogniser; named as files, so that none is fetched."""


def parse(data: bytes) -> Parsed:
    """Recognise what is written in a picture.

    Raises:
        Unreadable: too_many_pixels, broken, no_words.
    """
    picture = _scaled(_decoded(data))
    boxes: list[Box] = []
    for top, band in _bands(picture):
        boxes.extend(_recognised(band, top))
    if not boxes:
        raise Unreadable("no_words")
    avatars = [Avatar(x=x, y=y, radius=radius, kind=kind) for x, y, radius, kind in find_avatars(picture[:TALLEST])]
    height, width = picture.shape[:2]
    return Parsed(width=width, height=height, boxes=boxes[:MOST_BOXES], avatars=avatars)


def _decoded(data: bytes) -> Picture:
    width, height = check_header(data)
    smaller = min(width, height) // WIDTHS[1]
    reduced = {0: cv2.IMREAD_COLOR, 1: cv2.IMREAD_COLOR, 2: cv2.IMREAD_REDUCED_COLOR_2, 3: cv2.IMREAD_REDUCED_COLOR_2}
    flag = reduced.get(smaller, cv2.IMREAD_REDUCED_COLOR_4)
    try:
        decoded = cv2.imdecode(np.frombuffer(data, np.uint8), flag)
    except cv2.error:
        raise Unreadable("broken") from None
    if decoded is None:
        raise Unreadable("broken")
    return decoded.astype(np.uint8, copy=False)


def _scaled(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    least, most = WIDTHS if width > height else WIDTHS_UPRIGHT
    factor = min(most / width, max(least / width, 1), LARGER)
    if factor == 1:
        return picture
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, size, interpolation=how).astype(np.uint8, copy=False)


def _bands(picture: Picture) -> Iterator[tuple[int, Picture]]:
    """Cut a long picture into pieces, each with the row at which it begins."""
    top, height = 0, picture.shape[0]
    for _ in range(MOST_BANDS):
        end = height if height - top <= TALLEST else top + _emptiest(picture[top : top + TALLEST])
        yield top, picture[top:end]
        top = end
        if top >= height:
            return


def _emptiest(piece: Picture) -> int:
    """Return the row among the last of a piece where a row varies least: nothing is written there."""
    searched = piece[-SEARCHED:].astype(np.float32)
    unrest = np.abs(np.diff(searched, axis=1)).mean(axis=(1, 2))
    smooth = np.convolve(unrest, np.ones(9), mode="same")
    return int(piece.shape[0]) - SEARCHED + int(smooth[4:-4].argmin()) + 4


def _recognised(band: Picture, top: int) -> Iterator[Box]:
    found = _engine()(_with_margin(band))
    if found.boxes is None or found.txts is None or found.scores is None:
        return
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        moved = [(float(x), float(y) + top) for x, y in corners]
        yield Box(text=text[:400], score=float(score), corners=moved, ink=_ink(band, corners))


def _with_margin(band: Picture) -> Picture:
    """Widen a slim piece to the right or below in the colour of its corner."""
    height, width = band.shape[:2]
    below, right = max(width // SLIMMEST - height, 0), max(height // SLIMMEST - width, 0)
    if not (below or right):
        return band
    colour = [int(part) for part in band[-1, -1]]
    widened = cv2.copyMakeBorder(band, 0, below, 0, right, cv2.BORDER_CONSTANT, value=colour)
    return widened.astype(np.uint8, copy=False)


def _ink(band: Picture, corners: Any) -> float:
    """Return how strongly a text stands out from its ground, 0 to 1: a name more than the small print."""
    left, top = np.floor(corners.min(axis=0)).astype(int).clip(0)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    piece = band[top:bottom, left:right]
    if not piece.size:
        return 0.0
    grey = piece.astype(np.float32).mean(axis=2)
    return float(np.percentile(np.abs(grey - np.median(grey)), 97)) / 255


@lru_cache(maxsize=1)
def _engine() -> Any:
    """Load the models, once a process; one thread, so that the rest of the bot has a core."""
    cv2.setNumThreads(1)
    folder = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": FAINTEST,
            "Global.use_cls": False,
            "Det.limit_side_len": SMALLEST,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            **{f"{part}.model_path": str(folder / name) for part, name in _MODELS.items()},
        }
    )
