"""A profile as LinkedIn's "Save to PDF" tells it, without the name."""

from dataclasses import dataclass

from bot.reading.periods import Moment, Period


@dataclass(frozen=True, slots=True)
class Position:
    """One role in one company; `described` is the length of its description in characters."""

    title: str
    company: str
    period: Period | None = None
    described: int = 0


@dataclass(frozen=True, slots=True)
class Education:
    """One stay at a school."""

    school: str
    degree: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile holds; names are not kept. `about` is a length in characters, `made` when the file was made."""

    headline: str = ""
    about: int = 0
    positions: tuple[Position, ...] = ()
    educations: tuple[Education, ...] = ()
    made: Moment | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a PDF holds: LinkedIn's profile and the name on it, or, of any other PDF, its text.

    Lives in memory until its facts are read; the name serves its suffixes ("LION") and the reply.
    """

    profile: Profile | None = None
    name: str = ""
    text: str = ""
