"""Drafts: a purpose and what fills it, in one language, make two or three messages to choose from.

Plain text comes out, not HTML: whoever shows it escapes it. What a person gave is never a template and
is put in as it is; only the writers' own words have their spaces joined and their typography set.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bot.conversation.purposes import USUAL, Draft, Manner, Purpose, Variable, WritingError, units

from .typography import typeset
from .words import DraftWords

if TYPE_CHECKING:
    from jinja2 import Environment, Template

Limits = Mapping[str, Mapping[str, int]]
"""UTF-16 units that a kind of message may have, by LinkedIn plan; a kind without a known limit has no plans."""

ALWAYS: Final = ("tone", "address", "short")
"""What every variant may use besides the variables of its purpose."""

NAME: Final = "name"
"""The variable that a short version keeps although it is not needed."""

_PARAGRAPH: Final = "\x1d"
_LABEL = re.compile(r"\A\s*\{#-?\s*(.*?)\s*-?#\}", re.DOTALL)
_TAGS = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")
_GAPS = re.compile(r"[ \t\r\n]+")
_SPACE_BEFORE = {"english": re.compile(r" +(?=[,.);:!?])")}
_SPACE_BEFORE_A_POINT = re.compile(r" +(?=[,.)])")
_SPACE_AFTER = re.compile(r"(?<=\() +")
_FILLED = re.compile(r"\x02(\d+)\x03(\.?)")
_ENDS = (".", "!", "?", "…")


class _Given(str):
    """A value in a template: it is compared as itself, and written as a sign that is filled in at the end."""

    __slots__ = ("sign",)
    sign: str

    def __str__(self) -> str:
        return self.sign


def label_of(source: str) -> str:
    """Return the short label in a variant's first comment; empty where there is none."""
    found = _LABEL.match(source)
    return " ".join(found[1].split()) if found else ""


class Drafter:
    """Writes drafts in one language."""

    def __init__(
        self,
        words: DraftWords,
        purposes: Mapping[str, Purpose],
        variables: Mapping[str, Variable],
        limits: Limits,
    ) -> None:
        self.words = words
        self.purposes = purposes
        self.variables = variables
        self._limits = limits
        self._compiled: dict[tuple[str, str], Template] = {}

    def drafts(self, purpose: str, values: Mapping[str, str], manner: Manner = USUAL) -> tuple[Draft, ...]:
        """Write each variant of a purpose: in full where that keeps the limit or none is known, else shorter.

        `values` are as they were typed; an empty one is as good as none. Where a short version is asked for, it is
        written in any case.

        Raises:
            WritingError: no such purpose or variable, one that is needed and missing, or a value refused.
        """
        chosen = self.purpose(purpose)
        given = self.cleaned(chosen, values)
        for name in chosen.needs:
            if not given.get(name):
                raise WritingError(f"{name}: found nothing; {purpose} needs {' and '.join(chosen.needs)}")
        versions = [version for version in _versions(chosen, given) if version[1] or not manner.short]
        return tuple(self._fitting(chosen, variant, versions, manner) for variant in self.words.variants[purpose])

    def purpose(self, name: str) -> Purpose:
        """Return a purpose by its id.

        Raises:
            WritingError: there is none.
        """
        if name not in self.purposes:
            raise WritingError(f"{name}: found no such purpose; one of these is allowed: {', '.join(self.purposes)}")
        return self.purposes[name]

    def cleaned(self, purpose: Purpose, values: Mapping[str, str]) -> dict[str, str]:
        """Return the values that say something, cleaned.

        Raises:
            WritingError: the purpose has no such variable, or a value is refused.
        """
        for name in values:
            if name not in purpose.variables:
                allowed = ", ".join(purpose.variables)
                raise WritingError(f"{name}: found no such variable; {purpose.id} takes these: {allowed}")
        found = {name: self.variables[name].cleaned(raw) for name, raw in values.items()}
        return {name: value for name, value in found.items() if value}

    def limit(self, purpose: Purpose, plan: str | None) -> int | None:
        """Return how many UTF-16 units a purpose's message may have; None where no limit is known."""
        by_plan = self._limits.get(purpose.kind, {})
        return by_plan.get(plan or "", by_plan.get("free"))

    def _fitting(
        self,
        purpose: Purpose,
        variant: str,
        versions: list[tuple[dict[str, str], bool]],
        manner: Manner,
    ) -> Draft:
        text = ""
        limit = self.limit(purpose, manner.plan)
        for values, short in versions:
            text = self.text(purpose, variant, values, replace(manner, short=short))
            if limit is None or units(text) <= limit:
                break
        return Draft(variant, text, units(text), limit, self.label(purpose.id, variant))

    def label(self, purpose: str, variant: str) -> str:
        """Return what a variant is called."""
        return typeset(label_of(self.words.variants[purpose][variant]), self.words.typography)

    def counted(self, draft: Draft) -> str:
        """Say how long a draft is: "187 of 200"."""
        if draft.limit is None:
            return self.around("uncounted", length=draft.length)
        return self.around("counted", length=draft.length, limit=draft.limit)

    def around(self, key: str, **values: object) -> str:
        """Say one of the texts that stand around drafts."""
        return self._environment.from_string(getattr(self.words.around, key)).render(values)

    def text(self, purpose: Purpose, variant: str, values: Mapping[str, str], manner: Manner = USUAL) -> str:
        """Write one variant with cleaned values, whatever its length."""
        given: dict[str, str] = dict.fromkeys(purpose.variables, "")
        signs: list[str] = []
        for name, value in values.items():
            given[name] = written = _Given(value)
            written.sign = f"\x02{len(signs)}\x03"
            signs.append(value)
        raw = self._template(purpose.id, variant).render(
            given, tone=manner.tone, address=manner.address, short=manner.short
        )
        joined = [_joined(paragraph, self.words.typography) for paragraph in raw.split(_PARAGRAPH)]
        between = " " if purpose.kind == "note" else "\n\n"
        text = typeset(between.join(paragraph for paragraph in joined if paragraph), self.words.typography)
        return _FILLED.sub(lambda sign: _filled(signs[int(sign[1])], sign[2]), text)

    def _template(self, purpose: str, variant: str) -> "Template":
        key = (purpose, variant)
        if key not in self._compiled:
            self._compiled[key] = self._environment.from_string(_marked(self.words.variants[purpose][variant]))
        return self._compiled[key]

    @cached_property
    def _environment(self) -> "Environment":
        # Imported here: a program that writes no draft never needs it.
        from jinja2 import StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        environment.filters.clear()
        environment.globals.clear()
        return environment


def _marked(source: str) -> str:
    # An empty line that the writer typed parts two paragraphs; one that is left by something unsaid does not.
    parts = _TAGS.split(source)
    return "".join(part if place % 2 else _EMPTY_LINE.sub(_parted, part) for place, part in enumerate(parts))


def _parted(empty: re.Match[str]) -> str:
    # As many lines as before, so that mistakes are found on their own.
    return _PARAGRAPH + "\n" * empty[0].count("\n")


def _joined(paragraph: str, typography: str) -> str:
    line = _GAPS.sub(" ", paragraph).strip(" ")
    return _SPACE_AFTER.sub("", _SPACE_BEFORE.get(typography, _SPACE_BEFORE_A_POINT).sub("", line))


def _filled(value: str, point: str) -> str:
    # A value that ends its own sentence needs no second point.
    return value if value.endswith(_ENDS) else value + point


def _versions(purpose: Purpose, given: Mapping[str, str]) -> Iterator[tuple[dict[str, str], bool]]:
    """Yield what to fill in and whether in short, from the fullest version to the shortest."""
    left = dict(given)
    yield dict(left), False
    for name in reversed(purpose.optional):
        if name in left and name != NAME:
            del left[name]
            yield dict(left), False
    yield dict(left), True
    if NAME in left and NAME not in purpose.needs:
        del left[NAME]
        yield dict(left), True
