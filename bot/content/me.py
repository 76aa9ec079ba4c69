"""Reads ME.yaml: what a user says of themselves on the command line, fact by fact."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.advice.facts import Fact, FactError, Value

from .files import ContentError, parse

LARGEST: Final = 20_000
"""Bytes of a file of facts; a full one has under a thousand."""


def facts_of(path: Path, facts: Mapping[str, Fact]) -> dict[str, Value]:
    """Return the facts of a file of ids and values.

    Raises:
        FactError: the file, a fact or a value can't be used; the text says what to do.
    """
    if not path.is_file() or path.stat().st_size > LARGEST:
        wrong = "no such file" if not path.is_file() else f"more than {LARGEST:,} bytes"
        raise FactError(f"{path}: found {wrong}; a YAML file of fact ids and values is needed")
    try:
        data = parse(path)
    except ContentError as error:
        raise FactError(str(error)) from None
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        kind = type(data).__name__
        raise FactError(f"{path}: found a {kind}; fact ids with values are needed, such as `situation: employee`")
    found: dict[str, Value] = {}
    for name, raw in data.items():
        try:
            found[str(name)] = fact_named(str(name), facts).coerce(raw)
        except FactError as error:
            raise FactError(f"{path}: {error}") from None
    return found


def fact_named(name: str, facts: Mapping[str, Fact]) -> Fact:
    """Return a fact by its id.

    Raises:
        FactError: there is none.
    """
    if name not in facts:
        raise FactError(f"{name}: found no such fact; one of these is allowed: {', '.join(facts)}")
    return facts[name]
