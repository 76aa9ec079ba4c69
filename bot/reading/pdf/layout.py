"""Tell what each line of LinkedIn's "Save to PDF" is, by position, size and colour, as FORMATS tabulates."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from bot.reading.periods import Moment, period_of, split_degree

from .lines import Line, Sheet, join
from .profile import Education, Parsed, Position, Profile

MAIN: Final = 200.0
"""Points from the left from which the main column stands; the side column ends before."""
NAME_SIZE: Final = 26.0
SIZE_SLACK: Final = 0.24
"""Points by which a size may differ: the nearest two are half a point apart."""
GREYER: Final = 40.0
"""By how much grey is lighter than the name, of 255."""
WRAP: Final = 1.55
"""Ems between two lines of one item at most; the next item stands farther."""
LONG_SCHOOL: Final = 100
"""Characters of large print in a section of its own from which it is an About, not schools."""

_MADE: Final = re.compile(r"D:(\d{4})(\d\d)")


class Kind(Enum):
    """What a line of the main column is."""

    NAME = auto()
    HEADING = auto()
    LARGE = auto()
    """A headline, a company, a school."""
    TITLE = auto()
    SMALL = auto()
    """Dates, tenure, degree, description."""
    GREY = auto()
    """Where somebody lives or works: never read."""


_KINDS: Final = {
    NAME_SIZE: Kind.NAME, 15.75: Kind.HEADING, 12.0: Kind.LARGE, 11.5: Kind.TITLE, 10.5: Kind.SMALL,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the main column; `wrapped` says that it goes on where the line before ended."""

    kind: Kind
    text: str
    wrapped: bool


@dataclass
class Section:
    """A heading's lines."""

    items: list[Item] = field(default_factory=list)

    def has(self, kind: Kind) -> bool:
        """Tell whether a kind of line stands here."""
        return any(item.kind is kind for item in self.items)

    def characters(self, *kinds: Kind) -> int:
        """Count the characters of some kinds of lines."""
        return sum(len(item.text) for item in self.items if item.kind in kinds)


def parsed_sheet(sheet: Sheet) -> Parsed:
    """Read a sheet as LinkedIn's profile where it is one, and as text where it is not."""
    items = list(_items(sheet.lines)) if _is_linkedins(sheet.metadata) else []
    if not any(item.kind is Kind.NAME for item in items):
        return Parsed(text="\n".join(line.text for line in sheet.lines))
    head, *sections = _sections(items)
    about, experience, education = _told_apart(sections)
    profile = Profile(
        headline=_joined(item for item in head.items if item.kind is Kind.LARGE),
        about=about.characters(Kind.LARGE, Kind.SMALL) if about else 0,
        positions=tuple(_positions(experience.items)) if experience else (),
        educations=tuple(_educations(education.items)) if education else (),
        made=_made(sheet.metadata),
    )
    return Parsed(profile, name=_joined(item for item in head.items if item.kind is Kind.NAME))


def _is_linkedins(metadata: Mapping[str, str]) -> bool:
    """Tell LinkedIn's file by two of the four marks that it carries; programs that save anew lose some."""
    marks = (
        metadata.get("Author") == "LinkedIn",
        metadata.get("Title") == "Resume",
        metadata.get("Subject") == "Resume generated from profile",
        metadata.get("Producer", "").startswith("Apache FOP"),
    )
    return sum(marks) >= 2


def _made(metadata: Mapping[str, str]) -> Moment | None:
    match = _MADE.match(metadata.get("CreationDate", ""))
    return Moment(int(match[1]), int(match[2])) if match and 1 <= int(match[2]) <= 12 else None


def _items(lines: Sequence[Line]) -> Iterator[Item]:
    """Yield the lines of the main column from top to bottom; page numbers and other print are none."""
    main = sorted((line for line in lines if line.x >= MAIN), key=lambda line: (line.page, line.y, line.x))
    dark = next((line.lightness for line in main if abs(line.size - NAME_SIZE) <= SIZE_SLACK), 0.0)
    before: Line | None = None
    for line in main:
        kind = next((kind for size, kind in _KINDS.items() if abs(line.size - size) <= SIZE_SLACK), None)
        if kind is None:
            continue
        if kind in (Kind.LARGE, Kind.SMALL) and line.lightness > dark + GREYER:
            kind = Kind.GREY
        near = before is not None and before.page == line.page and line.y - before.y <= WRAP * line.size
        yield Item(kind, line.text, near)
        before = line


def _sections(items: Sequence[Item]) -> list[Section]:
    """Cut at the headings; what stands above the first is the head."""
    sections = [Section()]
    for item in items:
        if item.kind is Kind.HEADING:
            if not item.wrapped or sections[-1].items:
                sections.append(Section())
        else:
            sections[-1].items.append(item)
    return sections


def _told_apart(sections: Sequence[Section]) -> tuple[Section | None, Section | None, Section | None]:
    """Tell About, Experience and Education apart: only Experience has titles; About stands above, Education below."""
    at = next((index for index, section in enumerate(sections) if section.has(Kind.TITLE)), None)
    if at is not None:
        return next(iter(sections[:at]), None), sections[at], next(iter(sections[at + 1 :]), None)
    if len(sections) != 1:
        return next(iter(sections), None), None, next(iter(sections[1:]), None)
    alone = sections[0]
    schools = alone.has(Kind.LARGE) and (alone.has(Kind.SMALL) or alone.characters(Kind.LARGE) < LONG_SCHOOL)
    return (None, None, alone) if schools else (alone, None, None)


def _joined(items: Iterator[Item]) -> str:
    text = ""
    for item in items:
        text = join(text, item.text)
    return text


@dataclass
class _Draft:
    """A position or a school while its lines are read."""

    name: str
    within: str = ""
    small: list[str] = field(default_factory=list)


def _positions(items: Sequence[Item]) -> Iterator[Position]:
    """Read companies, each with one role or several; its total tenure stands before the first and is no role's."""
    company = ""
    role: _Draft | None = None
    last: Kind | None = None
    for item in items:
        if item.kind is Kind.LARGE:
            if role:
                yield _position(role)
            company = join(company, item.text) if last is Kind.LARGE and item.wrapped else item.text
            role = None
        elif item.kind is Kind.TITLE and role and last is Kind.TITLE and item.wrapped:
            role.name = join(role.name, item.text)
        elif item.kind is Kind.TITLE:
            if role:
                yield _position(role)
            role = _Draft(item.text, company)
        elif item.kind is Kind.SMALL and role:
            role.small.append(item.text)
        last = item.kind
    if role:
        yield _position(role)


def _position(role: _Draft) -> Position:
    period = period_of(role.small[0]) if role.small else None
    described = sum(map(len, role.small[1:] if period else role.small))
    return Position(role.name, role.within, period, described)


def _educations(items: Sequence[Item]) -> Iterator[Education]:
    school: _Draft | None = None
    last: Kind | None = None
    for item in items:
        if item.kind is Kind.LARGE and school and last is Kind.LARGE and item.wrapped:
            school.name = join(school.name, item.text)
        elif item.kind is Kind.LARGE:
            if school:
                yield _education(school)
            school = _Draft(item.text)
        elif item.kind is Kind.SMALL and school:
            school.small.append(item.text)
        last = item.kind
    if school:
        yield _education(school)


def _education(school: _Draft) -> Education:
    text = ""
    for line in school.small:
        text = join(text, line)
    return Education(school.name, *split_degree(text))
