"""Reads a text or template without filling it in: whether it is sound, and what it uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from traceback import walk_tb
from typing import TYPE_CHECKING

from .needed import FILTERS

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATE_FILE = "<template>"
"""What a traceback calls a template's file."""


@dataclass(frozen=True, slots=True)
class Used:
    """What a source uses, each with its first line: variables, and texts named outright as in `t("join.and")`.

    `fault` is the line and the reason where the source cannot be read.
    """

    variables: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, int] = field(default_factory=dict)
    fault: tuple[int, str] | None = None


@lru_cache(maxsize=2048)
def uses(source: str) -> Used:
    """Return what a text or template uses."""
    if "{" not in source:
        return Used()
    from jinja2 import TemplateSyntaxError, meta, nodes

    try:
        tree = _environment().parse(source)
        _environment().compile(tree)
    except TemplateSyntaxError as error:
        return Used(fault=(error.lineno, str(error.message)))
    for used in tree.find_all(nodes.Filter):
        if used.name not in _environment().filters:
            return Used(fault=(used.lineno, f"No filter named {used.name!r}."))
    free = meta.find_undeclared_variables(tree)
    variables: dict[str, int] = {}
    texts: dict[str, int] = {}
    for name in tree.find_all(nodes.Name):
        if name.name in free:
            variables.setdefault(name.name, name.lineno)
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t" and call.args:
            key = call.args[0]
            if isinstance(key, nodes.Const) and isinstance(key.value, str):
                texts.setdefault(key.value, call.lineno)
    return Used(variables, texts)


def line_of(error: BaseException) -> int:
    """Return the line of the outermost template in which filling in failed."""
    return next((line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == TEMPLATE_FILE), 1)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(dict.fromkeys(FILTERS, str))
    return environment
