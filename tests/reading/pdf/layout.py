"""Lay an invented profile out at the positions, sizes and colours that FORMATS.md gives."""

import re
from typing import Any

from .writer import METADATA, Text, pdf_of

DARK, GREY, LIGHT = 0.1, 0.69, 1.0
MAIN, SIDE = 224.0, 22.0
FOOT = 740.0
LABELS = {
    "fr": ("Coordonnées", "Principales compétences", "Résumé", "Expérience", "Formation"),
    "en": ("Contact", "Top Skills", "Summary", "Experience", "Education"),
}


class Sheet:
    """Pages that fill from top to bottom."""

    def __init__(self) -> None:
        self.pages: list[list[Text]] = [[]]
        self.y = 50.0

    def put(self, text: str, size: float, grey: float = DARK, gap: float = 6.0) -> None:
        """Put a text into the main column, wrapped; the gap stands above it."""
        self.y += gap
        for line in wrapped(text, size):
            self.y += size * 1.25
            if self.y > FOOT:
                self.pages.append([])
                self.y = 50.0 + size
            self.pages[-1].append(Text(MAIN, round(self.y, 2), size, grey, line))


def wrapped(text: str, size: float) -> list[str]:
    """Break a text at spaces and behind hyphens, as FOP does."""
    most = int(355 / (size * 0.5))
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in re.findall(r"[^ \-]*-(?=\w)|[^ ]+ ?| ", paragraph):
            if line and len((line + piece).rstrip()) > most:
                lines.append(line.rstrip())
                line = ""
            line += piece
        lines.append(line.rstrip())
    return lines


def laid_out(profile: dict[str, Any], metadata: dict[str, str] = METADATA) -> bytes:
    """Return a profile as the PDF that LinkedIn would save."""
    sheet = Sheet()
    contact, skills, summary, experience, education = LABELS[profile["language"]]
    _side(sheet, contact, skills)
    sheet.put(profile["name"], 26.0)
    sheet.put(profile["headline"], 12.0)
    sheet.put(profile["place"], 12.0, GREY)
    if profile.get("about"):
        sheet.put(summary, 15.75, gap=20)
        sheet.put(profile["about"], profile.get("about_size", 10.5))
    if profile.get("experience"):
        sheet.put(experience, 15.75, gap=20)
        for company in profile["experience"] * profile.get("repeat", 1):
            _company(sheet, *company)
    if profile.get("education"):
        sheet.put(education, 15.75, gap=20)
        for school, degree in profile["education"]:
            sheet.put(school, 12.0, gap=12)
            if degree:
                sheet.put(degree.replace(" · ", "\u00a0· "), 10.5)
    for number, page in enumerate(sheet.pages, 1):
        page.append(Text(384.0, 770.0, 9.0, 0.0, f"Page {number} of {len(sheet.pages)}"))
    return pdf_of(sheet.pages, metadata, str(profile.get("made", "")))


def _company(sheet: Sheet, company: str, tenure: str, roles: list[list[str]]) -> None:
    sheet.put(company, 12.0, gap=12)
    if tenure:
        sheet.put(tenure, 10.5, gap=2)
    for title, dates, place, description in roles:
        sheet.put(title, 11.5, gap=8)
        sheet.put(dates.replace(" (", "\u00a0("), 10.5, gap=2)
        if place:
            sheet.put(place, 10.5, GREY, gap=2)
        if description:
            sheet.put(description, 10.5)


def _side(sheet: Sheet, contact: str, skills: str) -> None:
    """Put the side column at heights that lines of the main column share."""
    texts = [(contact, 13.0), ("www.linkedin.com/in/nobody-0a1b2c", 11.0), (skills, 13.0)]
    texts += [(skill, 10.5) for skill in ("Sales Director", "Recruiter", "2010 - 2020", "LION")]
    for index, (text, size) in enumerate(texts):
        sheet.pages[0].append(Text(SIDE, 88.5 + 21.0 * index, size, LIGHT, text))
