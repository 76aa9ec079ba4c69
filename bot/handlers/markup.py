"""Telegram's HTML, cut into messages that Telegram takes: short enough, every tag closed."""

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser

LONGEST = 4096
"""What one message holds, counted after tags and entities are read, in UTF-16 units (the stricter count)."""

TAGS = frozenset({"b", "strong", "i", "em", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"})

_BREAKS = (re.compile(r"\n[ \t]*\n\s*"), re.compile(r"\n"), re.compile(r"[ \t]+"))
"""Where a text is cut, best first: between paragraphs, between lines, between words."""


@dataclass(frozen=True, slots=True, eq=False)
class _Tag:
    """One opened tag; two of the same name are not the same tag."""

    name: str
    opening: str


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    tags: tuple[_Tag, ...]


def split(markup: str, longest: int = LONGEST) -> list[str]:
    """Cut a text into messages at paragraph ends where it can, with the tags closed and opened again.

    A tag that Telegram would refuse is left out, so that nothing is lost for it.
    """
    runs = _runs(markup)
    text = "".join(run.text for run in runs)
    parts = []
    for start, end in _spans(text, longest):
        part = _written(runs, start, end)
        if part:
            parts.append(part)
    return parts


def _spans(text: str, longest: int) -> list[tuple[int, int]]:
    """Return where each message starts and ends; the white space between two is in neither."""
    spans = []
    start = len(text) - len(text.lstrip())
    stop = len(text.rstrip())
    while start < stop:
        end = min(stop, _reach(text, start, longest))
        if end < stop:
            end = _cut(text, start, end)
        spans.append((start, end))
        start = end + len(text[end:stop]) - len(text[end:stop].lstrip())
    return spans


def _reach(text: str, start: int, longest: int) -> int:
    """Return how far a message can reach; a character beyond U+FFFF counts twice."""
    end = min(len(text), start + longest)
    while len(text[start:end].encode("utf-16-le")) // 2 > longest:
        end -= max(1, (len(text[start:end].encode("utf-16-le")) // 2 - longest) // 2)
    return end


def _cut(text: str, start: int, end: int) -> int:
    """Return where a message ends; none is left with less than a third for the sake of a break."""
    for number, pattern in enumerate(_BREAKS):
        least = start + (end - start) // 3 if number < 2 else start
        found = [match for match in pattern.finditer(text, start, min(len(text), end + 1)) if match.start() > least]
        if found and found[-1].start() <= end:
            return found[-1].start()
    return end


def _written(runs: list[_Run], start: int, end: int) -> str:
    """Write the runs between two offsets, with the tags that are open there."""
    written: list[str] = []
    opened: list[_Tag] = []
    offset = 0
    for run in runs:
        text = run.text[max(0, start - offset) : max(0, end - offset)]
        offset += len(run.text)
        if not text:
            continue
        shared = 0
        while shared < min(len(opened), len(run.tags)) and opened[shared] is run.tags[shared]:
            shared += 1
        written += [f"</{tag.name}>" for tag in reversed(opened[shared:])]
        written += [tag.opening for tag in run.tags[shared:]]
        written.append(html.escape(text, quote=False))
        opened = list(run.tags)
    written += [f"</{tag.name}>" for tag in reversed(opened)]
    return "".join(written)


def _runs(markup: str) -> list[_Run]:
    parser = _Parser()
    parser.feed(markup)
    parser.close()
    return parser.runs


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[_Run] = []
        self._open: list[_Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "br":
            self.handle_data("\n")
        elif tag == "a" and given.get("href"):
            self._open.append(_Tag(tag, f'<a href="{html.escape(given["href"] or "")}">'))
        elif tag == "blockquote" and "expandable" in given:
            self._open.append(_Tag(tag, "<blockquote expandable>"))
        elif tag in TAGS and tag != "a":
            self._open.append(_Tag(tag, f"<{tag}>"))

    def handle_endtag(self, tag: str) -> None:
        if any(one.name == tag for one in self._open):
            while self._open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.runs.append(_Run(data, tuple(self._open)))
