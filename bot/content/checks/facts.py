"""facts.yaml: what each kind of fact needs, its prior, what is presumed, and the order."""

from collections.abc import Mapping
from typing import Any, Final

from bot.advice.facts import NO, YES, Fact, FactError
from bot.content import build
from bot.content.models import FactRow

from .conditions import CONDITIONS, Known
from .documents import Dialogs, Document
from .mistakes import Place, listed

NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "choice": ("values",),
    "several": ("values",),
    "number": ("most",),
    "yes_no": (),
    "text": (),
}
"""Which of `values` and `most` a kind of fact has."""

KEPT: Final = frozenset(
    {
        "sector",
        "company",
        "school",
        "invitations_per_week",
        "invitations_sent",
        "acceptance_rate",
        "mutual_connections",
    }
)
"""Facts by which no school judges: readers, plans and drafts use them."""

JUDGING: Final = ("facts.yaml", "schools/", "guards.yaml", "notices.yaml")
"""The files that hold conditions."""

LONGEST_DATA: Final = 64
"""Bytes of a button's data that Telegram allows."""


def check_facts(dialogs: Dialogs) -> Known:
    """Note what is wrong with the facts themselves; return those that conditions may name."""
    document = dialogs.get("facts.yaml")
    if document is None:
        return Known({}, frozenset(), frozenset())
    facts: dict[str, Fact] = {}
    for place, raw in document.rows("facts"):
        name = str(place[-1])
        row = FactRow.model_validate(raw)
        _check_kind(document, place, row)
        if document.whole(*place):
            fact = build.fact(name, row)
            _check_values(document, place, fact)
            _check_prior(document, place, fact, row)
            _check_presumed(document, place, fact)
            if document.whole(*place):
                facts[name] = fact
    _check_order(document, facts)
    derived = document.at("derived")
    _check_derived(document, derived if isinstance(derived, dict) else {}, facts)
    sound = frozenset(str(place[-1]) for place, _ in document.rows("derived"))
    named = {str(name) for section in ("facts", "derived") for name in document.at(section) or ()}
    return Known(facts, frozenset(named - set(facts) - sound), sound)


def _check_kind(document: Document, place: Place, row: FactRow) -> None:
    for key in ("values", "most"):
        has = getattr(row, key) not in (None, ())
        if has and key not in NEEDS[row.kind]:
            text = f"found {key} for a fact of kind {row.kind}; only {_kinds_with(key)} have one"
            document.report((*place, key), text, breaks=place)
        if not has and key in NEEDS[row.kind]:
            document.report(place, f"found no {key}; a fact of kind {row.kind} needs it", breaks=place)
    twice = [value for number, value in enumerate(row.values) if value in row.values[:number]]
    for value in twice:
        document.report((*place, "values"), f"found {value!r} twice; each value is allowed once", breaks=place)
    if row.evidence_only and row.presumed is None:
        text = "found evidence_only without presumed; name the value that stands while nobody has seen it"
        document.report(place, text, breaks=place)
    if row.presumed is not None and not row.evidence_only:
        document.report((*place, "presumed"), "found presumed without evidence_only: true; give both or neither")


def _kinds_with(key: str) -> str:
    return " and ".join(kind for kind, needs in NEEDS.items() if key in needs)


def _check_values(document: Document, place: Place, fact: Fact) -> None:
    for value in fact.values:
        data = f"mytick|999999|{fact.id}|{value}"
        if len(data.encode()) > LONGEST_DATA:
            text = (
                f"found {value!r}, whose button would hold {len(data)} bytes; {LONGEST_DATA} are allowed: "
                "shorten the fact's id or the value's"
            )
            document.report((*place, "values"), text)


def _check_presumed(document: Document, place: Place, fact: Fact) -> None:
    if fact.presumed is not None:
        try:
            fact.coerce(fact.presumed)
        except FactError as error:
            text = str(error).removeprefix(f"{fact.id}: ")
            document.report((*place, "presumed"), text, breaks=place)


def _check_prior(document: Document, place: Place, fact: Fact, row: FactRow) -> None:
    where = (*place, "prior")
    if not row.prior:
        return
    if fact.kind == "text":
        document.report(where, "found a prior for a fact that holds a text; leave it out")
    elif fact.kind == "number":
        _check_points(document, place, fact, row.prior)
    else:
        for key in row.prior:
            if key not in fact.values:
                document.report((*where, key), f"found {key!r}; allowed: {listed(fact.values)}")
        missing = [value for value in fact.values if value not in row.prior]
        if missing:
            document.report(where, f"found no share for {listed(missing)}; every value needs one")
        total = sum(row.prior.values())
        if fact.kind != "several" and not missing and not 99 <= total <= 101:
            document.report(where, f"found shares that add up to {total:g}; they should add up to 100")


def _check_points(document: Document, place: Place, fact: Fact, prior: Mapping[str, float]) -> None:
    where = (*place, "prior")
    before = (-1, 0.0)
    for key, share in prior.items():
        if not key.isdecimal() or int(key) > fact.most:
            text = f"found {key!r}; a whole number from 0 to {fact.most} is allowed, below which the share lies"
            document.report((*where, key), text, breaks=place)
            return
        if (int(key), share) < before or share < before[1]:
            text = (
                f"found {share:g} per cent below {key}; numbers and shares must rise, since each holds the ones before"
            )
            document.report((*where, key), text)
        before = (int(key), share)


def _check_order(document: Document, facts: Mapping[str, Fact]) -> None:
    single = None
    for name, fact in facts.items():
        if fact.kind == "several" and single is not None:
            text = f"found a fact with several choices after {single}; facts with several choices come first"
            document.report(("facts", name), text)
        elif fact.kind != "several" and single is None:
            single = name


def _check_derived(document: Document, derived: Mapping[str, Any], facts: Mapping[str, Fact]) -> None:
    for name, rows in derived.items():
        place = ("derived", name)
        if name in facts:
            text = "found the id of a fact; a derived fact needs an id of its own"
            document.report(place, text, breaks=place)
        elif document.whole(*place) and (not rows or rows[-1].get("when")):
            text = f"found no last rule with when: {{}}; without it, {name} may be neither {YES} nor {NO}"
            document.report(place, text, breaks=place)
    for name in derived:
        circle = _circle(derived, name, ())
        if circle and document.whole("derived", name):
            text = f"found a derived fact that is worked out from itself ({' from '.join(circle)}); name other facts"
            document.report(("derived", name), text, breaks=("derived", name))


def _circle(derived: Mapping[str, Any], name: str, way: tuple[str, ...]) -> tuple[str, ...]:
    if name in way:
        return (*way, name) if name == way[0] else ()
    for row in derived[name] if isinstance(derived[name], list) else ():
        when = row.get("when") if isinstance(row, dict) else None
        for other in when if isinstance(when, dict) else ():
            found = _circle(derived, other, (*way, name)) if other in derived else ()
            if found:
                return found
    return ()


def check_unused_facts(dialogs: Dialogs, known: Known) -> None:
    """Note facts by which nothing judges."""
    facts = dialogs.get("facts.yaml")
    if facts is None or not dialogs.readable(*JUDGING):
        return
    used = _judged_by(dialogs)
    for name in [*known.facts, *sorted(known.derived)]:
        if name not in used and name not in KEPT:
            section = "derived" if name in known.derived else "facts"
            text = "found a fact by which nothing judges; use it in a rule, a guard or a notice, or take it out"
            facts.report((section, name), text)


def _judged_by(dialogs: Dialogs) -> set[str]:
    # Also by rows that have a mistake: it is enough to be told of that one.
    found: set[str] = set()

    def walk(data: Any) -> None:
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            if key in CONDITIONS and isinstance(value, dict):
                found.update(value)
            elif isinstance(value, dict | list):
                walk(value)

    for name, document in dialogs.documents.items():
        if name.startswith(JUDGING) and isinstance(document.data, dict | list):
            walk(document.data)
    impossible = dialogs.documents["facts.yaml"].at("impossible")
    for row in impossible if isinstance(impossible, list) else ():
        found.update(row if isinstance(row, dict) else ())
    return found
