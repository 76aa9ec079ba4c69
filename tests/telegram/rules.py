"""What Telegram's server refuses in a message, and what the message then holds."""

import html
import re
from typing import Any

PLAIN = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler"}
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*>")
KNOWN_ENTITY = re.compile(r"&(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")

Entity = tuple[str, int, int, str]


class RefusedError(ValueError):
    """A call that the server refuses."""

    def __init__(self, description: str, code: int = 400) -> None:
        super().__init__(description)
        self.code = code


def require(holds: bool, description: str) -> None:
    """Refuse a call unless something holds."""
    if not holds:
        raise RefusedError(description)


def content(given: dict[str, Any], *, caption: bool = False) -> dict[str, Any]:
    """Return what a message holds, or refuse it; a caption may be empty, and is shorter."""
    source = str(given.get("text", ""))
    text, entities = parse(source) if given.get("parse_mode") == "HTML" else (source.strip(), [])
    require(bool(text) or caption, "message text is empty")
    most, what = (1024, "message caption") if caption else (4096, "message")
    require(len(text.encode("utf-16-le")) // 2 <= most, f"{what} is too long")
    held: dict[str, Any] = {"text": text, "entities": [], "html": source, "parsed": entities}
    if "reply_markup" in given:
        rows = given["reply_markup"]["inline_keyboard"]
        require(sum(map(len, rows)) <= 100, "reply markup is too long")
        for button in (button for row in rows for button in row):
            require(bool(button["text"].strip()), "text buttons are empty")
            kinds = [kind for kind in ("url", "callback_data", "copy_text") if kind in button]
            require(len(kinds) == 1, "BUTTON_TYPE_INVALID")
            require(0 < len(button.get("callback_data", "x").encode()) <= 64, "BUTTON_DATA_INVALID")
            copied = button.get("copy_text", {"text": "x"})["text"]
            require(0 < len(copied.encode("utf-16-le")) // 2 <= 256, "BUTTON_COPY_TEXT_INVALID")
            require(button.get("style", "primary") in ("primary", "success", "danger"), "BUTTON_STYLE_INVALID")
        held["reply_markup"] = given["reply_markup"]
    return held


def parse(source: str) -> tuple[str, list[Entity]]:
    """Return the text without markup, and its entities; raise `RefusedError` as Telegram does."""
    text = ""
    opened: list[tuple[str, int, str]] = []
    entities: list[Entity] = []
    position = 0
    while position < len(source):
        if source[position] != "<":
            end = source.find("<", position)
            end = len(source) if end < 0 else end
            text += KNOWN_ENTITY.sub(lambda found: html.unescape(found[0]), source[position:end])
            position = end
            continue
        tag = TAG.match(source, position)
        if not tag:
            raise RefusedError(f"can't parse entities: Unsupported start tag at byte offset {position}")
        closing, name, attributes = tag[1], tag[2].lower(), tag[3].strip()
        if not closing:
            _check(name, attributes, [one[0] for one in opened], position)
            opened.append((name, len(text), attributes))
        elif not opened or opened[-1][0] != name:
            raise RefusedError(f"can't parse entities: Unexpected end tag at byte offset {position}")
        else:
            name, start, attributes = opened.pop()
            entities.append((name, start, len(text), attributes))
        position = tag.end()
    if opened:
        raise RefusedError(f"can't parse entities: Can't find end tag corresponding to start tag {opened[-1][0]}")
    return text.strip(), entities


def _check(name: str, attributes: str, around: list[str], position: int) -> None:
    if name == "blockquote":
        allowed = attributes in ("", "expandable") and "blockquote" not in around
    elif name == "a":
        allowed = re.fullmatch(r'href\s*=\s*("[^"]*"|\'[^\']*\')', attributes) is not None
    else:
        allowed = name in PLAIN and not attributes
    if not allowed:
        raise RefusedError(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {position}')


def size_of(photo: bytes) -> tuple[int, int]:
    """Return a PNG's width and height, or refuse what is none."""
    require(photo.startswith(b"\x89PNG\r\n\x1a\n") and photo[12:16] == b"IHDR", "IMAGE_PROCESS_FAILED")
    return int.from_bytes(photo[16:20], "big"), int.from_bytes(photo[20:24], "big")


def entities_of(text: str) -> list[dict[str, Any]]:
    """Return the commands and mentions that Telegram marks in a text."""
    found = [("bot_command", one) for one in re.finditer(r"(?<!\S)/\w+(@\w+)?", text)]
    found += [("mention", one) for one in re.finditer(r"(?<!\S)@\w+", text)]
    return [{"type": kind, "offset": one.start(), "length": len(one[0])} for kind, one in found]
