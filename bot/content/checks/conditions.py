"""Conditions: whether each names facts, operators and values that exist."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.advice.conditions import Axes, Condition
from bot.advice.facts import Fact, FactError, variables_for
from bot.advice.impossible import combinations_of

from .documents import Dialogs, Document
from .mistakes import Place, listed, shown

SECTIONS: Final = ("invitation", "sending", "targets")
CONDITIONS: Final = ("when", "unless")


@dataclass(frozen=True)
class Known:
    """The facts to judge by: those that are sound, those that have mistakes of their own, and the derived."""

    facts: Mapping[str, Fact]
    unsure: frozenset[str]
    derived: frozenset[str]


@dataclass(frozen=True)
class Where:
    """One condition: its file, its place, what it hangs on, and whether it may name derived facts."""

    document: Document
    place: Place
    row: Place
    derived: bool = True

    @property
    def raw(self) -> Any:
        """The condition as written."""
        return self.document.at(*self.place)


def every_condition(dialogs: Dialogs) -> Iterator[Where]:
    """Yield every condition but the impossible combinations, whatever else is wrong with its row."""
    facts = dialogs.get("facts.yaml")
    if facts is not None:
        for place, _ in facts.rows("derived"):
            yield from _of_rows(facts, place, place)
    for school in dialogs.under("schools").values():
        for section in ("speaks_for", *SECTIONS):
            yield from _of_rows(school, (section,))
    for name in ("guards.yaml", "notices.yaml"):
        document = dialogs.get(name)
        if document is not None:
            yield from _of_rows(document, (), derived=False)
    for purpose in dialogs.under("invitations").values():
        yield from _of_rows(purpose, ("suits",), derived=False)
    policy = dialogs.get("policy.yaml")
    for place, found in policy.rows("circles") if policy is not None else ():
        if policy is not None and isinstance(found, dict):
            yield Where(policy, place, place)


def _of_rows(document: Document, place: Place, row: Place | None = None, *, derived: bool = True) -> Iterator[Where]:
    for below, found in document.rows(*place):
        for key in CONDITIONS:
            if isinstance(found, dict) and isinstance(found.get(key), dict):
                yield Where(document, (*below, key), row or below, derived)


def impossible_conditions(dialogs: Dialogs) -> Iterator[Where]:
    """Yield the impossible combinations."""
    facts = dialogs.get("facts.yaml")
    for place, found in facts.rows("impossible") if facts is not None else ():
        if isinstance(found, dict):
            assert facts is not None
            yield Where(facts, place, place, derived=False)


def check_conditions(dialogs: Dialogs, known: Known) -> None:
    """Note what is wrong in conditions; a row with a mistake, or that builds on one, is left out of later checks."""
    for where in every_condition(dialogs):
        if where.document.name == "facts.yaml":
            _check_each(where, known)
    known = _without_broken(dialogs, known)
    for where in every_condition(dialogs):
        if where.document.name != "facts.yaml":
            _check_each(where, known)
    for where in impossible_conditions(dialogs):
        if not where.raw:
            text = "found an empty combination, which would rule out everything; name at least one fact"
            where.document.report(where.place, text, breaks=where.row)
        for name, raw in where.raw.items():
            _check_impossible(where, name, raw, known)


def _check_each(where: Where, known: Known) -> None:
    for name, raw in where.raw.items():
        _check(where, name, raw, known)


def _without_broken(dialogs: Dialogs, known: Known) -> Known:
    # A derived fact that is worked out from a broken one is no surer than that.
    facts = dialogs.get("facts.yaml")
    sound = frozenset(name for name in known.derived if facts is not None and facts.whole("derived", name))
    unsure = known.unsure | (known.derived - sound)
    for where in every_condition(dialogs):
        if where.document is facts and not unsure.isdisjoint(where.raw):
            facts.broken.add(where.row)
    left = Known(known.facts, unsure, sound)
    return left if sound == known.derived else _without_broken(dialogs, left)


def _check(where: Where, name: str, raw: Any, known: Known) -> bool:
    allowed = [*known.facts, *(sorted(known.derived) if where.derived else ())]
    text = None
    if name in known.unsure:
        where.document.broken.add(where.row)
        return False
    if name in known.derived and where.derived:
        if raw not in ("yes", "no"):
            text = f"found {shown(raw)}; allowed: yes, no"
    elif name in known.derived:
        text = "found a derived fact, which only schools may judge by; name the facts that it is worked out from"
    elif name not in known.facts:
        text = f"found no such fact; allowed: {listed(allowed)}"
    elif known.facts[name].kind == "text":
        text = "found a fact that holds a text; no rule can judge by it, choose another"
    else:
        text = _wrong(known.facts[name], raw)
    if text is not None:
        where.document.report((*where.place, name), text, breaks=where.row)
    return text is None


def _wrong(fact: Fact, raw: Any) -> str | None:
    condition = Condition({fact.id: raw})
    try:
        condition.clauses(axes_of(fact, condition))
    except FactError as error:
        return str(error).removeprefix(f"{fact.id}: ")
    return None


def axes_of(fact: Fact, condition: Condition) -> Axes:
    """Return the variables of one fact, cut where one condition cuts it."""
    thresholds: dict[str, list[int]] = {}
    for name, number in condition.thresholds({fact.id: fact}):
        thresholds.setdefault(name, []).append(number)
    return Axes(variables_for([fact], thresholds))


def _check_impossible(where: Where, name: str, raw: Any, known: Known) -> None:
    if name in known.derived:
        text = "found a derived fact in an impossible combination; name the facts that it is worked out from"
        where.document.report((*where.place, name), text, breaks=where.row)
    elif _check(where, name, raw, known):
        condition = Condition({name: raw})
        try:
            combinations_of([condition], axes_of(known.facts[name], condition))
        except FactError as error:
            text = str(error).removeprefix(f"{name}: ")
            where.document.report((*where.place, name), text, breaks=where.row)
