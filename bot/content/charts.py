"""Loads what pictures are made with: the counts to mark, each language's words, and the SVG templates."""

from collections.abc import Mapping
from functools import partial
from pathlib import PurePosixPath

from bot.charts.chart import Charts
from bot.charts.figures import Brake, Cap
from bot.conversation.session import Language
from bot.wording.drawing import Drawer
from bot.wording.speaker import Speaker
from bot.wording.typography import typeset
from bot.wording.words import ChartWords, LanguageRow

from . import build
from .files import ContentError, Files
from .models import ChartsFile, LimitRow
from .shaped import each_text, shaped, shaped_as


def charts(
    files: Files,
    languages: Mapping[Language, LanguageRow],
    limits: Mapping[str, LimitRow],
    speakers: Mapping[Language, Speaker],
) -> Charts:
    """Return what pictures are made with.

    Raises:
        ContentError: a file is missing or does not fit.
    """
    most = cap(limits)
    if most is None:
        raise ContentError("limits.yaml: connections: found no `most`; `check` lists every mistake")
    templates = chart_templates(files.templates)
    return Charts(
        build.pace_limits(limits),
        brakes(shaped(ChartsFile, files, "charts.yaml")),
        most,
        {
            language: Drawer(speakers[language], chart_words(files, language, row.typography), templates)
            for language, row in languages.items()
        },
    )


def brakes(file: ChartsFile) -> tuple[Brake, ...]:
    """Return the counts that a picture marks."""
    return tuple(Brake(row.notice, row.at) for row in file.brakes)


def cap(limits: Mapping[str, LimitRow]) -> Cap | None:
    """Return the most connections that LinkedIn allows; None where limits.yaml does not say."""
    row = limits.get("connections")
    return None if row is None or row.most is None else Cap(row.most, row.as_of)


def chart_templates(templates: Mapping[str, str]) -> dict[str, str]:
    """Return the templates of pictures by file name, from templates by path."""
    return {PurePosixPath(path).name: source for path, source in templates.items() if path.startswith("charts/")}


def chart_words(files: Files, language: Language, typography: str) -> ChartWords:
    """Return what one language says in pictures, typeset.

    Raises:
        ContentError: the file is missing or does not fit.
    """
    path = f"{language}/charts.yaml"
    return shaped_as(ChartWords, each_text(files.one(path), partial(typeset, typography=typography)), path)
