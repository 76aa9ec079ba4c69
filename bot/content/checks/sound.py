"""The program's own things, made of what is sound in a folder: enough to try out the rest.

What is missing or broken has its mistake already; here it is left out, or "..." stands for it.
"""

from collections.abc import Mapping
from typing import Any, Final

from bot.advice.schools import RuleBase
from bot.advice.targets import PaceLimits
from bot.content import build
from bot.content.files import ContentError, Files
from bot.content.kinds import KINDS, LANGUAGES, QUESTIONS
from bot.content.load import COMMANDS, language_words
from bot.conversation.matter import Flow, Vocabulary
from bot.conversation.session import Language
from bot.wording import needed
from bot.wording.speaker import Speaker
from bot.wording.templates import uses

from .conditions import SECTIONS
from .documents import Dialogs
from .shapes import typed

KIND: Final = {kind.name: kind for kind in KINDS}

BLANK: Final = "..."


def rule_base(dialogs: Dialogs) -> RuleBase | None:
    """Return the rules that are sound; None where there are too few files for any."""
    documents = [dialogs.get(name) for name in ("facts.yaml", "guards.yaml", "notices.yaml")]
    if None in documents:
        return None
    facts, guards, notices = (
        typed(document, KIND[name])
        for document, name in zip(documents, ("facts", "guards", "notices"), strict=True)
        if document is not None
    )
    schools = [typed(document, KIND["school"]) for document in dialogs.under("schools").values()]
    if facts is None or guards is None or notices is None:
        return None
    return build.rule_base(facts, [school for school in schools if school is not None], guards, notices)


def flows(dialogs: Dialogs, base: RuleBase) -> dict[Any, Flow] | None:
    """Return the three flows; None where one cannot be read."""
    found: dict[Any, Flow] = {}
    for name in QUESTIONS:
        document = dialogs.get(f"flows/{name}.yaml")
        row = None if document is None else typed(document, KIND["flow"])
        if row is None or any(one.fact not in base.facts for one in row.ask):
            return None
        found[name] = build.flow(row, base.facts)
    return found


def speaker(dialogs: Dialogs, language: Language, base: RuleBase) -> Speaker | None:
    """Return a speaker whose missing words are blanks; None where the registers cannot be read."""
    registers = {}
    for name in ("claims", "sources"):
        document = dialogs.get(f"{name}.yaml")
        registers[name] = None if document is None else typed(document, KIND[name])
    if registers["claims"] is None or registers["sources"] is None:
        return None
    files = Files(dialogs.root, _data(dialogs, language, base), _templates(dialogs, language))
    order = dialogs.get("schools.yaml")
    listed = typed(order, KIND["schools"]) if order is not None else None
    try:
        words = language_words(files, language, registers["claims"], registers["sources"], listed or ())
    except ContentError:
        return None
    return Speaker(language, words, COMMANDS)


def vocabulary(dialogs: Dialogs, language: Language, spoken: Speaker) -> Vocabulary:
    """Return what people type in a language."""
    document = dialogs.get(f"{language}/intents.yaml")
    intents = None if document is None else typed(document, KIND["intents"])
    values = {
        name: {value: (one.button, one.label, *one.words) for value, one in fact.values.items()}
        for name, fact in spoken.words.facts.items()
    }
    return Vocabulary(values, intents or {})


def paces(dialogs: Dialogs) -> Mapping[str, PaceLimits] | None:
    """Return what a week allows; None where the limits that tell it are broken."""
    limits = dialogs.get("limits.yaml")
    rows = None if limits is None else typed(limits, KIND["limits"])
    found = build.pace_limits(rows) if rows and {"weekly_invitations", "acceptance_rate"} <= set(rows) else {}
    return found if len(found) == 2 else None


def _templates(dialogs: Dialogs, language: str) -> dict[str, str]:
    sources = {name: source for name, source in dialogs.templates.items() if name.startswith(f"{language}/")}
    return {name: source for name, source in sources.items() if uses(source).fault is None}


def _data(dialogs: Dialogs, language: str, base: RuleBase) -> dict[str, Any]:
    blanks: dict[str, Any] = {
        "texts": _texts(),
        "facts": {name: _fact_words(fact.kind, fact.values) for name, fact in base.facts.items()},
        "guards": {guard.id: BLANK for guard in base.guards},
        "notices": {notice.id: BLANK for notice in base.notices},
        "voices": _voices(dialogs),
    }
    for name in base.schools:
        blanks[f"schools/{name}"] = _school_words(dialogs, name)
    found = {}
    for name, blank in blanks.items():
        document = dialogs.get(f"{language}/{name}.yaml")
        given = document.pruned if document is not None and () not in document.broken else {}
        found[f"{language}/{name}.yaml"] = _filled(given, blank)
    return found


def _filled(given: Any, blank: Any) -> Any:
    # What is given, and a blank for what is not.
    if not isinstance(blank, Mapping) or not isinstance(given, Mapping):
        return given if isinstance(given, type(blank)) else blank
    return {**given, **{key: _filled(given[key], one) if key in given else one for key, one in blank.items()}}


def _texts() -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key in needed.texts(COMMANDS):
        *way, last = key.split(".")
        branch = tree
        for part in way:
            branch = branch.setdefault(part, {})
        branch[last] = BLANK
    return tree


def _fact_words(kind: str, values: tuple[str, ...]) -> dict[str, Any]:
    keys = [key for key in needed.of_fact(kind)[0] if key != "values"]
    words: dict[str, Any] = dict.fromkeys(("name", "question", "example", *keys), BLANK)
    return words | {"values": {value: dict.fromkeys(("label", "button", "if"), BLANK) for value in values}}


def _school_words(dialogs: Dialogs, name: str) -> dict[str, Any]:
    words: dict[str, Any] = dict.fromkeys(("name", "whose", "in_one_line", "presentation", "silent"), BLANK)
    school = dialogs.documents[f"schools/{name}.yaml"]
    words["reasons"] = {
        section: {row["id"]: BLANK for _, row in school.rows(section) if isinstance(row, dict) and "id" in row}
        for section in SECTIONS
    }
    return words


def _voices(dialogs: Dialogs) -> dict[str, str]:
    claims = dialogs.get("claims.yaml")
    return {row["voice"]: BLANK for _, row in claims.rows()} if claims is not None else {}


__all__ = ["LANGUAGES", "flows", "paces", "rule_base", "speaker", "vocabulary"]
