"""Loads what drafts are written with: purposes, what fills them, and each language's words and variants."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from bot.conversation.purposes import Purpose, Variable
from bot.conversation.session import Language
from bot.wording.drafts import Drafter
from bot.wording.typography import typeset
from bot.wording.words import DraftWords, LanguageRow

from . import build
from .files import Files
from .models import LimitRow, PurposeFile, VariableRow
from .shaped import each_text, shaped, shaped_as


def drafters(
    files: Files, languages: Mapping[Language, LanguageRow], limits: Mapping[str, LimitRow]
) -> dict[Language, Drafter]:
    """Return a drafter for each language; all of them have the same purposes and variables.

    Raises:
        ContentError: a file is missing or does not fit.
    """
    found = purposes(files)
    fills = variables(files)
    allowed = build.message_limits(limits)
    return {
        language: Drafter(draft_words(files, language, row.typography, found), found, fills, allowed)
        for language, row in languages.items()
    }


def purposes(files: Files) -> dict[str, Purpose]:
    """Return the purposes of writing by id, in the order in which lists show them."""
    found = [
        build.purpose(name, shaped_as(PurposeFile, data, f"invitations/{name}.yaml"))
        for name, data in files.under("invitations").items()
    ]
    return {one.id: one for one in sorted(found, key=lambda one: one.place)}


def variables(files: Files) -> dict[str, Variable]:
    """Return what fills messages by id."""
    rows = shaped(dict[str, VariableRow], files, "variables.yaml")
    return {name: build.variable(name, row) for name, row in rows.items()}


def draft_words(files: Files, language: Language, typography: str, purposes: Iterable[str]) -> DraftWords:
    """Return all that one language writes drafts with; words are typeset, variants are not yet.

    Raises:
        ContentError: a file is missing or does not fit.
    """
    data: dict[str, Any] = {
        "purposes": {name: files.one(f"{language}/invitations/{name}.yaml") for name in purposes},
        "variables": files.one(f"{language}/variables.yaml"),
        "around": files.one(f"{language}/writing.yaml"),
    }
    kept = {"typography": typography, "variants": variants(files.templates, language)}
    return shaped_as(DraftWords, each_text(data, partial(typeset, typography=typography)) | kept, f"{language}/")


def variants(templates: Mapping[str, str], language: Language) -> dict[str, dict[str, str]]:
    """Return a language's sources by purpose and variant, from templates by path."""
    found: dict[str, dict[str, str]] = {}
    for path, source in templates.items():
        folder, kind, *rest = path.split("/")
        if folder == language and kind == "invitations" and len(rest) == 2:
            found.setdefault(rest[0], {})[rest[1].removesuffix(".j2")] = source
    return found
