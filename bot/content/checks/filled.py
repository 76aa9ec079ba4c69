"""Texts and templates that are filled in: whether they can be read, and what with."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from bot.wording import needed
from bot.wording.templates import uses

from .documents import Dialogs, Document
from .mistakes import Place, listed, shown


def check_source(
    document: Document,
    place: Place,
    source: str,
    variables: Collection[str],
    vocabulary: Collection[str] = needed.VOCABULARY,
) -> None:
    """Note that a text cannot be read, or names what does not fill it."""
    found = uses(source)
    if found.fault is not None:
        document.report(
            place, f"found a text that cannot be filled in ({found.fault[1]}); see Jinja2's rules", breaks=place
        )
    for name in found.variables:
        if name not in variables and name not in vocabulary:
            allowed = (*variables, *vocabulary)
            document.report(place, f"found the variable {name}; allowed: {listed(allowed)}", breaks=place)


def check_templates(dialogs: Dialogs) -> None:
    """Note templates that are missing, left over, cannot be read, or name what does not fill them."""
    for language in dialogs.languages:
        found = {name for name in dialogs.templates if name.startswith(f"{language}/messages/")}
        wanted = {f"{language}/messages/{template}.j2" for template in needed.TEMPLATES}
        for name in wanted - found:
            dialogs.mistakes.add(name, 1, "", "found no such template; it is needed")
        for name in found - wanted:
            text = f"found a template that nothing uses; templates: {listed(needed.TEMPLATES)}"
            dialogs.mistakes.add(name, 1, "", text)
        for name in found & wanted:
            _check_template(dialogs, name)


def _check_template(dialogs: Dialogs, name: str) -> None:
    found = uses(dialogs.templates[name])
    if found.fault is not None:
        line, why = found.fault
        dialogs.mistakes.add(name, line, "", f"found a template that cannot be read ({why}); see Jinja2's rules")
    variables = needed.TEMPLATES[name.split("/")[-1].removesuffix(".j2")]
    for variable, line in found.variables.items():
        if variable not in variables and variable not in needed.VOCABULARY:
            allowed = listed((*variables, *needed.VOCABULARY))
            dialogs.mistakes.add(name, line, "", f"found the variable {variable}; allowed: {allowed}")


def check_alike(dialogs: Dialogs) -> None:
    """Note texts that are filled with other things in one language than in another."""
    first = next(iter(dialogs.languages), "")
    for other in dialogs.languages[1:]:
        _check_templates_alike(dialogs, first, other)
        for name, document in dialogs.documents.items():
            twin = dialogs.get(f"{first}/{name.removeprefix(f'{other}/')}")
            if name.startswith(f"{other}/") and name.endswith(("texts.yaml", "facts.yaml")) and twin is not None:
                for place, text in leaves(document.data):
                    against = twin.at(*place)
                    if isinstance(against, str) and "{" in text + against:
                        _compare(document, place, text, against, twin.name)


def _check_templates_alike(dialogs: Dialogs, first: str, other: str) -> None:
    for name, source in dialogs.templates.items():
        twin = f"{first}/{name.removeprefix(f'{other}/')}"
        if name.startswith(f"{other}/messages/") and twin in dialogs.templates:
            text = _difference(source, dialogs.templates[twin], twin)
            if text is not None:
                dialogs.mistakes.add(name, 1, "", text)


def _compare(document: Document, place: Place, text: str, against: str, twin: str) -> None:
    said = _difference(text, against, twin)
    if said is not None:
        document.report(place, said)


def _difference(text: str, against: str, twin: str) -> str | None:
    if uses(text).fault is not None or uses(against).fault is not None:
        return None
    own, theirs = (set(uses(one).variables) - set(needed.VOCABULARY) for one in (text, against))
    if own == theirs:
        return None
    found, allowed = listed(sorted(own)), listed(sorted(theirs))
    return f"found the variables {found}; {twin} uses {allowed}: all languages need the same"


def leaves(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield every text in plain data with its place."""
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*place, key))


def fills_well(document: Document, place: Place, fill: Callable[[], str]) -> bool:
    """Note that a text fails, comes out empty, or with two spaces in a row; tell whether it does not."""
    try:
        said = fill()
    except Exception as error:  # a text may fail in any way
        document.report(place, f"found a text that fails: {error}")
        return False
    if not said:
        document.report(place, "found a text that comes out empty; some words are needed")
    elif "  " in said:
        document.report(place, f"found two spaces in a row: {shown(said)}; one is allowed")
    return bool(said) and "  " not in said
