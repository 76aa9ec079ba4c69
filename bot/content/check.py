"""Finds every mistake in a dialogs folder at once, each with its file and line."""

from pathlib import Path

from .checks.charts import check_charts
from .checks.conditions import check_conditions
from .checks.documents import Dialogs, languages_of, read_dialogs
from .checks.drafted import check_drafted
from .checks.facts import check_facts, check_unused_facts
from .checks.knowledge import check_knowledge
from .checks.mistakes import Mistake, Mistakes
from .checks.own_school import check_own_school, check_samples
from .checks.purposes import check_purposes
from .checks.reach import check_reach
from .checks.rendered import check_rendered
from .checks.review import check_review
from .checks.sectors import check_sectors
from .checks.shapes import check_shape
from .checks.sound import rule_base
from .checks.typography import check_typography
from .checks.words import check_words
from .kinds import KINDS, QUESTIONS, kind_of


def check(folder: Path) -> list[Mistake]:
    """Return every mistake, by file and line; none of them hides another."""
    mistakes = Mistakes(folder)
    if not folder.is_dir():
        mistakes.add("", 1, "", "found no such folder; a dialogs folder is needed")
        return mistakes.sorted()
    languages = languages_of(folder)
    names = _names(folder, languages, mistakes)
    dialogs = read_dialogs(folder, names, languages, mistakes)
    for name, document in dialogs.documents.items():
        kind = kind_of(name, languages)
        if kind is not None:
            check_shape(document, kind)
    _check_meaning(dialogs)
    return mistakes.sorted()


def _check_meaning(dialogs: Dialogs) -> None:
    known = check_facts(dialogs)
    check_knowledge(dialogs, known)
    if known.facts:
        check_conditions(dialogs, known)
        check_unused_facts(dialogs, known)
    check_words(dialogs, known)
    check_purposes(dialogs)
    check_sectors(dialogs)
    check_review(dialogs)
    check_typography(dialogs)
    check_drafted(dialogs)
    base = rule_base(dialogs)
    model = None if base is None else check_reach(dialogs, base)
    check_charts(dialogs, base)
    check_own_school(dialogs, known)
    if model is not None:
        check_samples(dialogs, model)
        check_rendered(dialogs, model)


def _names(folder: Path, languages: tuple[str, ...], mistakes: Mistakes) -> list[str]:
    found = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    names = []
    for name in found:
        if kind_of(name, languages) is not None or _is_template(name, languages):
            names.append(name)
        elif not name.startswith("schema/") and Path(name).name != "README.md":
            mistakes.add(name, 1, "", "found a file that nothing reads; take it out, or correct its name or its folder")
    for name in _needed(languages):
        if name not in found:
            mistakes.add(name, 1, "", "found no such file; it is needed")
            names.append(name)
    if not any(name.startswith("schools/") for name in names):
        mistakes.add("schools", 1, "", "found no school; one file a school is needed")
    return names


def _is_template(name: str, languages: tuple[str, ...]) -> bool:
    match name.split("/"):
        case ["charts", _]:
            return name.endswith(".svg.j2")
        case [language, "messages", _] | [language, "invitations", _, _]:
            return language in languages and name.endswith(".j2")
    return False


def _needed(languages: tuple[str, ...]) -> list[str]:
    single = [path for kind in KINDS for path in kind.paths(languages) if "*" not in path]
    return [*single, *(f"flows/{question}.yaml" for question in QUESTIONS)]


__all__ = ["Mistake", "check"]
