"""Whether each file has its shape, told in words that a writer understands."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.content.kinds import Kind

from .documents import Document
from .mistakes import Place, listed, shown

Error = Mapping[str, Any]

PATTERNS: Final = {
    r"^[a-z][a-z0-9_]*$": "small letters, digits and _ (a letter first)",
    r"^[A-Z][0-9]{2}$": "a claim's id such as D01",
    r"^\d{4}-\d{2}-\d{2}$": "a date such as 2026-11-01",
    r"^[a-z0-9_]+$": "small letters, digits and _",
    r"^[a-z_]+$": "small letters and _",
    r"^[^\W\d_]+$": "one word",
}

ALLOWED: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "literal_error": lambda ctx: str(ctx["expected"]),
    "string_pattern_mismatch": lambda ctx: PATTERNS.get(ctx["pattern"], ctx["pattern"]),
    "string_type": lambda ctx: "a text (in quotes where it looks like a number)",
    "string_too_short": lambda ctx: "a text that is not empty",
    "string_too_long": lambda ctx: f"a text of at most {ctx['max_length']} characters",
    "int_type": lambda ctx: "a whole number",
    "int_parsing": lambda ctx: "a whole number",
    "int_from_float": lambda ctx: "a whole number",
    "float_type": lambda ctx: "a number",
    "float_parsing": lambda ctx: "a number",
    "greater_than": lambda ctx: f"a number above {ctx['gt']:g}",
    "greater_than_equal": lambda ctx: f"a number from {ctx['ge']:g}",
    "less_than_equal": lambda ctx: f"a number up to {ctx['le']:g}",
    "tuple_type": lambda ctx: "a list",
    "list_type": lambda ctx: "a list",
    "dict_type": lambda ctx: "a mapping",
    "mapping_type": lambda ctx: "a mapping",
    "model_type": lambda ctx: "a mapping",
    "missing": lambda ctx: "two numbers",
    "too_short": lambda ctx: f"a list of {ctx['min_length']} or more",
    "too_long": lambda ctx: f"a list of at most {ctx['max_length']}",
}
"""What is allowed, by the kind of pydantic's error."""


@cache
def adapter_of(kind: Kind) -> TypeAdapter[Any]:
    """Return what validates a kind of file."""
    return TypeAdapter(kind.shape)


def check_shape(document: Document, kind: Kind) -> None:
    """Note what does not fit a file's shape, and which rows later checks leave out."""
    if document.data is None:
        return
    try:
        adapter_of(kind).validate_python(document.data)
    except ValidationError as error:
        found = [(*_place_of(one["loc"], document), one) for one in error.errors()]
        for place in dict.fromkeys(place for place, _, _ in found):
            # Of several shapes that were tried, the one that the writer meant went further: it is told there.
            further = any(
                tagged and len(other) > len(place) and other[: len(place)] == place for other, tagged, _ in found
            )
            here = [one for where, tagged, one in found if where == place and not (tagged and further)]
            _report(document, kind, place, [one for one in here if not _follows(one)])


def typed(document: Document, kind: Kind) -> Any:
    """Return a file's sound rows as its shape; None where too much of it is broken."""
    if document.data is None or () in document.broken:
        return None
    try:
        return adapter_of(kind).validate_python(document.pruned)
    except ValidationError:
        return None


def _place_of(loc: Sequence[str | int], document: Document) -> tuple[Place, bool]:
    # The place in the file, and whether pydantic tried one of several shapes on the way.
    place: Place = ()
    tagged = False
    for number, part in enumerate(loc):
        here = document.at(*place)
        inside = part in here if isinstance(here, dict) else isinstance(here, list) and part in range(len(here))
        if inside:
            place = (*place, part)
        elif part != "[key]" and (number < len(loc) - 1 or _names_a_shape(part)):
            tagged = True
    return place, tagged


def _names_a_shape(part: str | int) -> bool:
    return isinstance(part, str) and (not part.isidentifier() or part in ("int", "str"))


def _report(document: Document, kind: Kind, place: Place, errors: Sequence[Error]) -> None:
    told: dict[str, None] = {}
    allowed: dict[str, None] = {}
    for error in errors:
        text = _whole_text(kind, error)
        if text is not None:
            told[text] = None
        else:
            ways = ALLOWED.get(error["type"])
            allowed[ways(error.get("ctx", {})) if ways else str(error["msg"])] = None
    if allowed:
        told[f"found {_found(errors)}; allowed: {' or '.join(allowed)}"] = None
    for text in told:
        document.report(place, text, breaks=place[: kind.rows], line=_phrase_line(document, place, text))


def _follows(error: Error) -> bool:
    # "Too short" where the list is long enough, but its rows are wrong: they are told by themselves.
    return bool(error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"])


def _found(errors: Sequence[Error]) -> str:
    key = any(error["loc"] and error["loc"][-1] == "[key]" for error in errors)
    return f"the key {shown(errors[0]['input'])}" if key else shown(errors[0]["input"])


def _whole_text(kind: Kind, error: Error) -> str | None:
    # A sentence of its own, where "found this; allowed: that" would not say it.
    last = error["loc"][-1] if error["loc"] else ""
    match error["type"]:
        case "missing" if isinstance(last, str):
            return f"found no {last}; it is needed"
        case "extra_forbidden":
            return f"found the key {last}; allowed: {listed(keys_at(kind.shape, error['loc'][:-1]))}"
        case "value_error":
            return str(error["ctx"]["error"])
    return None


def _phrase_line(document: Document, place: Place, text: str) -> int | None:
    # A phrase of a list is told with its topic's place; its own line is looked for.
    match = re.match(r"found (['\"])(.+?)\1;", text)
    return document.line_with(place, match[2]) if match and len(place) == 1 else None


def keys_at(shape: Any, loc: Sequence[str | int]) -> list[str]:
    """Return the keys that are foreseen at a place in a shape."""
    if get_origin(shape) is Annotated:
        return keys_at(get_args(shape)[0], loc)
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        fields = {field.alias or name: field.annotation for name, field in shape.model_fields.items()}
        if not loc:
            return list(fields)
        return keys_at(fields[str(loc[0])], loc[1:]) if loc[0] in fields else keys_at(shape, loc[1:])
    inner = get_args(shape)
    if get_origin(shape) in (Union, UnionType):
        return next((keys for one in inner if (keys := keys_at(one, loc))), [])
    if not inner or not loc:
        return []
    return keys_at(inner[-1] if isinstance(loc[0], str) or inner[-1] is not Ellipsis else inner[0], loc[1:])
