"""Links to LinkedIn in a text: taken out, since a name in an address tells nothing, and never followed."""

import re
from typing import Final

FEW_WORDS: Final = 12
"""Words beside a link that tell nothing of their own: a question, or what the app writes when it shares a profile."""

_LINK: Final = re.compile(
    r"<?(?:https?://)?(?:(?:[a-z]{2,3}|www)\.)?"
    r"(?:linkedin\.com/(?:in|pub|company|school|showcase|profile)/|lnkd\.in/)[^\s<>]{0,2000}>?",
    re.IGNORECASE,
)


def without_links(text: str) -> str:
    """Return a text without its links to LinkedIn's profiles and pages, of any country and shortened ones."""
    return _LINK.sub(" ", text)


def says_little(text: str) -> bool:
    """Tell whether what stands beside a link is a few words."""
    return len(text.split()) <= FEW_WORDS
