"""Round pictures beside names: a face, or the grey silhouette that stands for none; what is neither is not told."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from .parsed import Kind

Picture = NDArray[np.uint8]
Circle = tuple[float, float, float]

MOST_CIRCLES: Final = 40
SMALLEST, LARGEST = 14, 130
"""Pixels of an avatar's radius."""
_SIDE: Final = 48
"""Pixels to which the square around an avatar is scaled before it is judged."""
_GREY: Final = 26
"""How much the parts of a colour may differ in a silhouette."""
_FLAT: Final = 16
"""How far from its two tones a silhouette may stray."""
_COVERED: Final = 0.9
"""Share of an avatar that the two tones of a silhouette cover."""
_ALIKE: Final = 0.9
"""Share of a silhouette that is the same when left and right are changed."""
_LEAST_HEAD, _MOST_BODY = 0.12, 0.85
"""Shares of the upper and the lower half that the figure covers, at least and at most."""
_APART: Final = 18
"""Least difference between the two tones."""


def find_avatars(picture: Picture) -> Iterator[tuple[float, float, float, Kind]]:
    """Yield centre, radius and kind of the avatars that are surely one or the other."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)
    circles = _circles(grey)
    faces = _faces(grey)
    for circle in circles:
        if _is_silhouette(picture, circle):
            yield *circle, "silhouette"
    for x, y, width in faces:
        centre = (x + width / 2, y + width / 2)
        radius = next((one[2] for one in circles if _holds(one, centre, width)), None)
        if radius is not None:
            yield *centre, radius, "face"


def _circles(grey: Picture) -> list[Circle]:
    smooth = cv2.medianBlur(grey, 3)
    found = cv2.HoughCircles(
        smooth, cv2.HOUGH_GRADIENT, 1.5, 30, param1=120, param2=50, minRadius=SMALLEST, maxRadius=LARGEST
    )
    if found is None:
        return []
    return [(float(x), float(y), float(radius)) for x, y, radius in found[0][:MOST_CIRCLES]]


@lru_cache(maxsize=1)
def _cascade() -> cv2.CascadeClassifier:
    return cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / "haarcascade_frontalface_alt2.xml"))


def _faces(grey: Picture) -> list[tuple[int, int, int]]:
    found = _cascade().detectMultiScale(grey, 1.1, 5, minSize=(SMALLEST, SMALLEST), maxSize=(2 * LARGEST, 2 * LARGEST))
    return [(int(x), int(y), int(width)) for x, y, width, _ in found]


def _holds(circle: Circle, centre: tuple[float, float], width: float) -> bool:
    """Tell whether a face lies in the middle of a circle and fills a good part of it."""
    x, y, radius = circle
    near = abs(centre[0] - x) < radius / 2 and abs(centre[1] - y) < radius / 2
    return near and 0.5 * radius < width < 2 * radius


def _is_silhouette(picture: Picture, circle: Circle) -> bool:
    """Tell a head and shoulders in one grey on another: two flat tones, alike left and right."""
    x, y, radius = circle
    height, width = picture.shape[:2]
    left, top, right, bottom = (round(edge) for edge in (x - radius, y - radius, x + radius, y + radius))
    if left < 0 or top < 0 or right > width or bottom > height:
        return False
    square = cv2.resize(picture[top:bottom, left:right], (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    smooth = cv2.medianBlur(square, 3).astype(np.int16)
    head, ground = _tone(smooth, 0.5, 0.4), _tone(smooth, 0.5, 0.1)
    body, sides = _tone(smooth, 0.5, 0.85), (_tone(smooth, 0.16, 0.45), _tone(smooth, 0.84, 0.45))
    if max(np.ptp(head), np.ptp(ground)) > 2 * _GREY or np.abs(head - body).max() > 2 * _FLAT:
        return False
    if np.abs(head - ground).max() < _APART or any(np.abs(side - ground).max() > 2 * _FLAT for side in sides):
        return False
    rows, columns = np.mgrid[0:_SIDE, 0:_SIDE] + 0.5 - _SIDE / 2
    inside = rows**2 + columns**2 < (0.9 * _SIDE / 2) ** 2
    to_head, to_ground = np.abs(smooth - head).max(axis=2), np.abs(smooth - ground).max(axis=2)
    figure = to_head < to_ground
    if (np.minimum(to_head, to_ground)[inside] < _FLAT).mean() < _COVERED:
        return False
    alike = (figure == figure[:, ::-1])[inside].mean()
    upper, lower = figure[inside & (rows < 0)].mean(), figure[inside & (rows > 0)].mean()
    return bool(alike > _ALIKE and _LEAST_HEAD < upper < lower < _MOST_BODY)


def _tone(square: NDArray[np.int16], x: float, y: float) -> NDArray[np.int16]:
    """Return the colour around a place, given in parts of the side."""
    column, row = round(x * _SIDE), round(y * _SIDE)
    around = square[max(row - 2, 0) : row + 3, max(column - 2, 0) : column + 3].reshape(-1, 3)
    tone: NDArray[np.int16] = np.median(around, axis=0).astype(np.int16)
    return tone
