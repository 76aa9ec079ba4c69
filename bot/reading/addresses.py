"""Addresses of web pages in a text, as people type them."""

import re
from collections.abc import Collection, Iterator
from typing import Final

_ADDRESS: Final = re.compile(
    r"https?://[^\s<>«»\"]{1,2000}"
    r"|(?<![\w@.-])(?:"
    r"www\.[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?:/[^\s<>«»\"]{0,2000})?"
    r"|[\w-]{2,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,6}/[^\s<>«»\"]{1,2000}"
    r"|[\w-]{2,63}(?:\.[\w-]{1,63}){0,3}\.(?:com|fr|org|net|eu|app|dev|io|co\.uk|biz|be|ch)(?![\w.@-]|\.\w)"
    r")",
    re.IGNORECASE,
)
_AFTER: Final = ".,;:!?)]}'’…"


def addresses(text: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where each address begins and ends; `names` are words in lower case that only look like one."""
    for match in _ADDRESS.finditer(text):
        found = match[0].rstrip(_AFTER)
        if found.lower() not in names:
            yield match.start(), match.start() + len(found)
