"""Purposes of writing: what fills them, when they are offered, and each language's words and variants."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from bot.advice.schools import ANSWERS
from bot.content.writing import variants
from bot.conversation.answers import folded
from bot.wording.drafts import ALWAYS, label_of
from bot.wording.speaker import LONGEST_BUTTON
from bot.wording.templates import uses

from .documents import Dialogs, Document
from .mistakes import listed

FEWEST: Final = 2
MOST: Final = 3
"""Variants of a purpose, which differ in approach."""


@dataclass(frozen=True)
class Variant:
    """One variant as found: its path, its language, its purpose and its source."""

    path: str
    language: str
    purpose: str
    source: str


def every_variant(dialogs: Dialogs) -> Iterator[Variant]:
    """Yield every variant, whether its purpose exists or not."""
    for language in dialogs.languages:
        for purpose, found in variants(dialogs.templates, language).items():
            for name, source in found.items():
                yield Variant(f"{language}/invitations/{purpose}/{name}.j2", language, purpose, source)


def check_purposes(dialogs: Dialogs) -> None:
    """Note what is wrong in purposes, and in each language's words and variants of them."""
    for document in dialogs.under("invitations").values():
        _check_variables(document, dialogs.get("variables.yaml"))
        _check_suits(document)
    _check_unused(dialogs)
    _check_offered(dialogs)
    for language in dialogs.languages:
        _check_words(dialogs, language)
    _check_variants(dialogs)
    _check_labels(dialogs)


def names_of(dialogs: Dialogs) -> list[str]:
    """Return the ids of the purposes, readable or not."""
    paths = (name for name in dialogs.documents if name.startswith("invitations/"))
    return [path.removeprefix("invitations/").removesuffix(".yaml") for path in paths]


def _listed_in(document: Document, key: str) -> list[str]:
    found = document.at(key)
    return [str(one) for one in found] if isinstance(found, list) else []


def _all_of(document: Document) -> list[str]:
    return [*_listed_in(document, "needs"), *_listed_in(document, "optional")]


# --- purposes -----------------------------------------------------------------------------------


def _check_variables(document: Document, register: Document | None) -> None:
    known = register.data if register is not None and isinstance(register.data, dict) else None
    seen: set[str] = set()
    for key in ("needs", "optional"):
        for number, name in enumerate(_listed_in(document, key)):
            if known is not None and name not in known and document.whole(key):
                text = f"found {name!r}, which is no variable; allowed: {listed(known)}"
                document.report((key, number), text, breaks=(key, number))
            elif name in seen:
                text = f"found {name!r} a second time; a variable is needed or optional, once"
                document.report((key, number), text, breaks=(key, number))
            seen.add(name)


def _check_suits(document: Document) -> None:
    for place, row in document.rows("suits"):
        allowed = ANSWERS.get(row["question"], ())
        for number, answer in enumerate(row["answer"]):
            if answer not in allowed:
                text = f"found {answer!r}, which does not answer {row['question']}; allowed: {listed(allowed)}"
                document.report((*place, "answer", number), text, breaks=place)


def _check_unused(dialogs: Dialogs) -> None:
    register = dialogs.get("variables.yaml")
    if register is None or not isinstance(register.data, dict) or not dialogs.readable("invitations/"):
        return
    used = {name for document in dialogs.under("invitations").values() for name in _all_of(document)}
    for (name,), _ in register.rows():
        if name not in used:
            register.report((name,), "found a variable that fills no purpose; take it out")


def _check_offered(dialogs: Dialogs) -> None:
    register, facts = dialogs.get("variables.yaml"), dialogs.get("facts.yaml")
    rows = facts.at("facts") if facts is not None else None
    if register is None or not isinstance(register.data, dict) or not isinstance(rows, dict):
        return
    sound = [row for row in rows.items() if isinstance(row[1], dict)]
    own = [name for name, row in sound if row.get("about") == "user" and row.get("kind") == "text"]
    for (name,), row in register.rows():
        fact = row.get("fact") if isinstance(row, dict) else None
        if fact is not None and fact not in own:
            text = f"found {fact!r}, which is no text that users say of themselves; allowed: {listed(own)}"
            register.report((name, "fact"), text, breaks=(name, "fact"))


# --- words --------------------------------------------------------------------------------------


def _check_words(dialogs: Dialogs, language: str) -> None:
    names = names_of(dialogs)
    for name in names:
        path = f"{language}/invitations/{name}.yaml"
        if path not in dialogs.documents:
            dialogs.mistakes.add(path, 1, "", f"found no words for the purpose {name}; they are needed")
    said: dict[str, str] = {}
    for name, document in dialogs.under(f"{language}/invitations").items():
        if name not in names:
            dialogs.mistakes.add(document.name, 1, "", f"found words for no purpose; purposes: {listed(names)}")
        for number, phrase in enumerate(_listed_in(document, "words")):
            other = said.setdefault(folded(phrase), name)
            if other != name:
                text = f"found {phrase!r}, which {other} has too; whoever types it means one of them: keep it in one"
                document.report(("words", number), text)
    _check_variable_words(dialogs, language)


def _check_variable_words(dialogs: Dialogs, language: str) -> None:
    register = dialogs.get("variables.yaml")
    document = dialogs.get(f"{language}/variables.yaml")
    if register is None or document is None or not isinstance(register.data, dict):
        return
    given: Any = document.data if isinstance(document.data, dict) else {}
    for name in register.data:
        if name not in given:
            document.report((), f"found no words for the variable {name}; they are needed")
    for name in given:
        if name not in register.data:
            document.report((name,), f"found words for no variable; variables: {listed(register.data)}")
        elif document.whole(name) and register.whole(name):
            example, longest = given[name]["example"], register.data[name]["longest"]
            if len(example) > longest:
                text = f"found {len(example)} characters; variables.yaml allows {longest}"
                document.report((name, "example"), text)


# --- variants -----------------------------------------------------------------------------------


def _check_variants(dialogs: Dialogs) -> None:
    names = names_of(dialogs)
    found = {language: variants(dialogs.templates, language) for language in dialogs.languages}
    for language, by_purpose in found.items():
        for purpose in by_purpose:
            if purpose not in names:
                text = f"found variants of no purpose; purposes: {listed(names)}"
                dialogs.mistakes.add(f"{language}/invitations/{purpose}", 1, "", text)
    for name in names:
        ids = sorted({one for by_purpose in found.values() for one in by_purpose.get(name, {})})
        if not FEWEST <= len(ids) <= MOST:
            text = f"found {len(ids)} variants ({listed(ids)}); two or three are needed, each with its own approach"
            dialogs.mistakes.add(f"invitations/{name}.yaml", 1, "", text)
        for language, by_purpose in found.items():
            for one in ids:
                if one not in by_purpose.get(name, {}):
                    path = f"{language}/invitations/{name}/{one}.j2"
                    dialogs.mistakes.add(path, 1, "", "found no such variant, which another language has; it is needed")
    _check_fillings(dialogs)


def _check_fillings(dialogs: Dialogs) -> None:
    used: dict[tuple[str, str], set[str]] = {}
    for variant in every_variant(dialogs):
        found = uses(variant.source)
        if found.fault is not None:
            line, why = found.fault
            text = f"found a variant that cannot be read ({why}); see Jinja2's rules"
            dialogs.mistakes.add(variant.path, line, "", text)
        used.setdefault((variant.purpose, variant.language), set()).update(found.variables)
        document = dialogs.get(f"invitations/{variant.purpose}.yaml")
        allowed = _all_of(document) if document is not None else None
        for name, line in found.variables.items() if allowed is not None else ():
            if name not in (*(allowed or ()), *ALWAYS):
                text = f"found the variable {name}; {variant.purpose}.yaml and the program give: "
                dialogs.mistakes.add(variant.path, line, "", text + listed((*(allowed or ()), *ALWAYS)))
    for (purpose, language), names in used.items():
        document = dialogs.get(f"invitations/{purpose}.yaml")
        if document is not None and _all_readable(dialogs, purpose, language):
            _check_each_is_used(document, language, names)


def _all_readable(dialogs: Dialogs, purpose: str, language: str) -> bool:
    sources = variants(dialogs.templates, language).get(purpose, {})
    return all(uses(source).fault is None for source in sources.values())


def _check_each_is_used(document: Document, language: str, used: Collection[str]) -> None:
    for key in ("needs", "optional"):
        for number, name in enumerate(_listed_in(document, key)):
            if name not in used and document.whole(key, number):
                text = f"found {name!r}, which no variant in {language} uses; use it, or take it out"
                document.report((key, number), text)


def _check_labels(dialogs: Dialogs) -> None:
    said: dict[tuple[str, str, str], str] = {}
    for variant in every_variant(dialogs):
        label = label_of(variant.source)
        text = None
        if not label:
            text = "found no label; a variant begins with one in a comment, such as {# Start from a memory #}"
        elif len(label) > LONGEST_BUTTON:
            text = f"found a label of {len(label)} characters; at most {LONGEST_BUTTON} are allowed"
        elif said.setdefault((variant.language, variant.purpose, label), variant.path) != variant.path:
            text = f"found the label {label!r}, which another variant of this purpose has; choose another"
        if text is not None:
            dialogs.mistakes.add(variant.path, 1, "", text)
