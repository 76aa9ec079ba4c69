"""Read the dates of a profile: "September 2018 - Present (1 year 1 month)", "août 2018 - 2022"."""

import re
from dataclasses import dataclass
from typing import Final

from bot.reading.clean import fold

_MONTHS: Final = (
    ("january", "janvier"), ("february", "fevrier"), ("march", "mars"), ("april", "avril"), ("may", "mai"),
    ("june", "juin"), ("july", "juillet"), ("august", "aout"), ("september", "septembre"), ("october", "octobre"),
    ("november", "novembre"), ("december", "decembre"),
)  # fmt: skip

_DATE: Final = r"(?:[^\W\d_]{3,12}\.? (?:de )?)?[12]\d{3}"
_LASTING: Final = r"[^\W\d]{2,}[^\d()]{0,20}?"
_PERIOD: Final = re.compile(rf"({_DATE})(?: ?[-–—] ?({_DATE}|{_LASTING}))?(?: ?\(([^()]{{1,60}})\))?")
_TOLD: Final = re.compile(r"(\d{1,3}) ?(an|y|mo)")
_IN_PARENTHESES: Final = re.compile(r"(?:^|[ ·])\(([^()]{4,60})\)$")
LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Moment:
    """A month of a year, or a year alone (`month` 0)."""

    year: int
    month: int = 0

    @property
    def earliest(self) -> int:
        """Return the first month that this may be, counted from the year 0."""
        return self.year * 12 + max(self.month, 1) - 1

    @property
    def latest(self) -> int:
        """Return the last month that this may be, counted from the year 0."""
        return self.year * 12 + (self.month or 12) - 1


@dataclass(frozen=True, slots=True)
class Period:
    """From one moment to another; `end` is absent where it lasts, or where only one moment is told.

    `told` is the length in months that the profile itself gives, `read` the words.
    """

    start: Moment
    end: Moment | None
    lasts: bool
    told: int | None
    read: str


def period_of(line: str) -> Period | None:
    """Read a line that holds a period and nothing else."""
    match = _PERIOD.fullmatch(line) if len(line) <= LONGEST else None
    if not match:
        return None
    start, end, told = match.groups()
    dated = bool(end) and end[-1].isdigit()
    return Period(_moment(start), _moment(end) if dated else None, bool(end) and not dated, length_of(told or ""), line)


def split_degree(text: str) -> tuple[str, Period | None]:
    """Part a degree from its dates: "Master, droit · (2015 - 2017)"."""
    match = _IN_PARENTHESES.search(text)
    period = period_of(match[1].strip()) if match else None
    if match and period:
        return text[: match.start()].rstrip(" ·"), period
    alone = period_of(text)
    return ("", alone) if alone else (text, None)


def _moment(text: str) -> Moment:
    word = fold(text[:-4]).strip().removesuffix("de").strip(" .")
    months = [number for number, names in enumerate(_MONTHS, 1) if any(name.startswith(word) for name in names)]
    return Moment(int(text[-4:]), months[0] if len(months) == 1 else 0)


def length_of(told: str) -> int | None:
    """Read "3 ans 6 mois" as 42 months; words without a number, or of another language, give nothing."""
    parts = _TOLD.findall(fold(told))
    if not parts or len(parts) < len(re.findall(r"\d+", told)):
        return None
    return sum(int(number) * (1 if unit == "mo" else 12) for number, unit in parts)
