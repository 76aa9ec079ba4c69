"""Typography in what writers typed: spaces before signs and quotation marks, in French and in English.

Writers type plain spaces and apostrophes; `bot.wording.typography` puts the right ones in their place.
"""

import re
from collections.abc import Iterator
from typing import Final

from bot.wording.typography import missing_spaces

from .documents import Dialogs
from .filled import leaves
from .mistakes import Place

NOT_SHOWN: Final = ("lexicon.yaml", "mail.yaml", "intents.yaml", "sectors.yaml")
"""Files of a language that hold what people type, not what they are shown."""

BOTH: Final = ("claims.yaml", "sources.yaml", "limits.yaml")
"""Files whose rows hold a text for each language, under its name."""

_KEPT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<code>.*?</code>|<[^<>]*>|https?://\S+", re.DOTALL)
_AFTER_NO_LETTER = re.compile(r"[\d)\]%][;!?»]|[\d)\]%]:(?=\s|$)")
_AFTER_SOMETHING_FILLED_IN = re.compile(r"\}\}(</\w+>)*([;!?»]|:(?=\s|$))")
_ENGLISH_SPACE = re.compile(r"[ \u00a0\u202f][;:!?](?=\s|$)")


def check_typography(dialogs: Dialogs) -> None:
    """Note mistakes of typography in every text that is shown."""
    for name, document in dialogs.documents.items():
        for place, text in leaves(document.data):
            for excerpt, said in faults(text, _typography(dialogs, name, place)):
                document.report(place, said, line=document.line_with(place, excerpt))
    for name, source in dialogs.templates.items():
        for number, line in enumerate(source.splitlines(), 1):
            for _, said in faults(line, _typography(dialogs, name, ())):
                dialogs.mistakes.add(name, number, "", said)


def _typography(dialogs: Dialogs, name: str, place: Place) -> str:
    if name in BOTH:
        language = next((one for one in dialogs.languages if place and place[-1] == one), None)
    else:
        language = next((one for one in dialogs.languages if name.startswith(f"{one}/")), None)
    if language is None or name.endswith(NOT_SHOWN) or "words" in place or _is_typed(name, place):
        return "plain"
    return dialogs.typography(language)


def _is_typed(name: str, place: Place) -> bool:
    # The phrases by which notes are reviewed stand beside what is said of them.
    return name.endswith("/review.yaml") and place[:1] != ("texts",)


def faults(text: str, typography: str) -> Iterator[tuple[str, str]]:
    """Yield the mistakes in one text, each with the words around it and what to say of it."""
    if typography == "french":
        for excerpt in [*missing_spaces(text), *_more_missing(text)]:
            yield excerpt, f"found {excerpt.strip()!r}; in French a space stands before ; : ! ? » and after «"
        for excerpt in _around(text, re.compile('"')):
            yield excerpt, f"found {excerpt.strip()!r}; in French quotation marks are « »"
    elif typography == "english":
        for excerpt in _around(text, _ENGLISH_SPACE):
            yield excerpt, f"found {excerpt.strip()!r}; in English no space stands before ; : ! ?"


def _more_missing(text: str) -> list[str]:
    filled = [_excerpt(text, match) for match in _AFTER_SOMETHING_FILLED_IN.finditer(text)]
    return filled + _around(text, _AFTER_NO_LETTER)


def _around(text: str, wrong: re.Pattern[str]) -> list[str]:
    # What is filled in, tags, addresses and code are hidden behind a sign that no pattern looks for.
    bare = _KEPT.sub(lambda match: "\x00" * len(match[0]), text)
    return [_excerpt(text, match) for match in wrong.finditer(bare)]


def _excerpt(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 12) : match.end() + 4]
