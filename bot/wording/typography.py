"""French and English typography, applied once to what writers typed with plain spaces and quotes.

Only literal text is touched: never what stands inside `{{ }}`, `{% %}`, a tag, an address or code.
A space that is missing is an error of the writer's, reported by `check`, and never put in.
"""

import re

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_KEPT = re.compile(
    r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<code>.*?</code>|<pre>.*?</pre>|<[^<>]*>|https?://\S+)", re.DOTALL
)
_MISSING = re.compile(r"[^\W\d_][;!?»]|«\w|[^\W\d_]:(?=\s|$)", re.UNICODE)


def typeset(text: str, typography: str) -> str:
    """Return a text or a template with the right spaces, apostrophes and quotation marks: french, english or plain."""
    if typography == "plain":
        return text
    parts = _KEPT.split(text)
    change = _french if typography == "french" else _english
    return "".join(part if place % 2 else change(part) for place, part in enumerate(parts))


def _french(text: str) -> str:
    text = re.sub(r" (?=[;!?%€])", NARROW, text)
    text = re.sub(r" (?=[:»])", NO_BREAK, text)
    text = text.replace("« ", f"«{NO_BREAK}")
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", NARROW, text)
    return text.replace("'", "’")


def _english(text: str) -> str:
    text = re.sub(r'(^|(?<=[\s(\[—–]))"', "“", text).replace('"', "”")
    return text.replace("'", "’")


def missing_spaces(text: str) -> list[str]:
    """Return the places in a French text or template where a space before a sign was left out."""
    parts = _KEPT.split(text)
    return [
        part[max(0, match.start() - 12) : match.end() + 4]
        for place, part in enumerate(parts)
        if place % 2 == 0
        for match in _MISSING.finditer(part)
    ]
