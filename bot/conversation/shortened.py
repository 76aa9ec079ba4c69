"""Texts cut short for the screen."""

from typing import Final
from unicodedata import combining

_JOINER: Final = "\u200d"
_JOINED: Final = frozenset(f"{_JOINER}\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
"""What makes one sign with the one before it: a joiner, a variant, a tone of skin."""


def cut(text: str, most: int) -> str:
    """Cut a text to so many characters, "…" among them, where nothing on the screen is split."""
    if len(text) <= most:
        return text
    end = most - 1
    while end > 0 and (combining(text[end]) or text[end] in _JOINED or text[end - 1] == _JOINER):
        end -= 1
    return text[:end].rstrip() + "…"
