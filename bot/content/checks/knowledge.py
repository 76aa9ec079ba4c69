"""Ids that must exist, and what nothing refers to: claims, sources, schools, flows, guards, notices, limits."""

from collections.abc import Collection, Iterator
from typing import Any, Final

from bot.advice.facts import FactError
from bot.advice.schools import ANSWERS
from bot.content.kinds import QUESTIONS
from bot.conversation.respond import COMMANDS

from .conditions import SECTIONS, Known
from .documents import Dialogs, Document
from .mistakes import Place, listed, shown

CITING: Final = ("schools/", "guards.yaml", "notices.yaml", "limits.yaml", "review.yaml", "charts.yaml", "invitations/")
"""The files that cite claims."""


def check_knowledge(dialogs: Dialogs, known: Known) -> None:
    """Note every id that does not exist, stands twice or is never used."""
    _check_claims(dialogs)
    _check_sources(dialogs)
    _check_translated(dialogs)
    _check_voices(dialogs)
    _check_schools(dialogs)
    for name in ("guards.yaml", "notices.yaml"):
        document = dialogs.get(name)
        if document is not None:
            _check_twice(document, ())
    _check_guards(dialogs)
    _check_notices(dialogs)
    _check_flows(dialogs, known)
    _check_limits(dialogs)


def _check_ids(document: Document, place: Place, found: Any, allowed: Collection[str], what: str) -> None:
    many = isinstance(found, list)
    for number, one in enumerate(found) if many else [(0, found)]:
        if isinstance(one, str) and one not in allowed:
            where = (*place, number) if many else place
            document.report(where, f"found {one!r}, which is no {what}; allowed: {listed(allowed)}")


def _cited(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            if key == "claims" and isinstance(value, list):
                yield from (((*place, key, number), str(claim)) for number, claim in enumerate(value))
            else:
                yield from _cited(value, (*place, key))


def _check_claims(dialogs: Dialogs) -> None:
    register = dialogs.get("claims.yaml")
    claims = register.data if register is not None and isinstance(register.data, dict) else None
    used: set[str] = set()
    for name, document in dialogs.documents.items():
        if name.startswith(CITING) and document.data is not None:
            for place, claim in _cited(document.data):
                used.add(claim)
                if claims is not None and claim not in claims and document.whole(*place):
                    text = f"found {claim!r}, which is no claim; the ids in claims.yaml are allowed"
                    document.report(place, text)
    if claims is not None and register is not None and dialogs.readable(*CITING):
        for claim in claims:
            if claim not in used:
                register.report((claim,), "found a claim that nothing cites; cite it in a rule, a notice or a limit")


TRANSLATED: Final = (
    ("claims.yaml", None), ("sources.yaml", None), ("sources.yaml", "name"), ("limits.yaml", "source"),
)  # fmt: skip
"""Files whose rows, or what stands in them, hold a text for each language."""


def _check_translated(dialogs: Dialogs) -> None:
    # Rows that hold a text for each language: none is missing, and none is for a language that is not there.
    for name, within in TRANSLATED:
        document = dialogs.get(name)
        for place, row in document.rows() if document is not None and dialogs.languages else ():
            assert document is not None
            said = row if within is None else row.get(within, {})
            where = place if within is None else (*place, within)
            for language in dialogs.languages:
                if language not in said:
                    document.report(where, f"found no text in {language}; it is needed")
            for key in said:
                if len(key) < 4 and key not in dialogs.languages:
                    document.report((*where, key), f"found a text in {key}; languages: {', '.join(dialogs.languages)}")


def _check_sources(dialogs: Dialogs) -> None:
    register = dialogs.get("sources.yaml")
    if register is None or not isinstance(register.data, dict):
        return
    used: set[str] = set()
    claims = dialogs.get("claims.yaml")
    for place, row in claims.rows() if claims is not None else ():
        assert claims is not None
        used.add(row["source"])
        _check_ids(claims, (*place, "source"), row["source"], register.data, "source")
    for school in dialogs.under("schools").values():
        sources = school.at("sources")
        used |= {str(one) for one in sources} if isinstance(sources, list) else set()
        if school.whole("sources"):
            _check_ids(school, ("sources",), sources, register.data, "source")
    if claims is not None and not claims.broken and dialogs.readable("schools/"):
        for (source,), _ in register.rows():
            if source not in used:
                register.report((source,), "found a source that no claim and no school names; take it out")


def _check_voices(dialogs: Dialogs) -> None:
    # A voice exists where any language names it; a language that lacks it lacks a text.
    documents = [dialogs.get(f"{language}/voices.yaml") for language in dialogs.languages]
    voices = {
        str(voice): None for one in documents if one is not None and isinstance(one.data, dict) for voice in one.data
    }
    claims = dialogs.get("claims.yaml")
    if not voices:
        return
    for place, row in claims.rows() if claims is not None else ():
        assert claims is not None
        _check_ids(claims, (*place, "voice"), row["voice"], voices, "voice")
    for school in dialogs.under("schools").values():
        if school.whole("voice"):
            _check_ids(school, ("voice",), school.at("voice"), voices, "voice")


def _check_schools(dialogs: Dialogs) -> None:
    schools = dialogs.under("schools")
    names = [
        name.removeprefix("schools/").removesuffix(".yaml") for name in dialogs.documents if name.startswith("schools/")
    ]
    for name, document in schools.items():
        _check_own_id(document, name)
        for section in SECTIONS:
            _check_twice(document, (section,))
    order = dialogs.get("schools.yaml")
    if order is None or not isinstance(order.data, list):
        return
    _check_ids(order, (), order.data, names, "school")
    for number, name in enumerate(order.data):
        if name in order.data[:number]:
            order.report((number,), f"found {shown(name)} a second time; each school is allowed once")
    for name in names:
        if name not in order.data:
            dialogs.mistakes.add(
                f"schools/{name}.yaml", 1, "", "found a school that schools.yaml does not list; add its id there"
            )


def _check_own_id(document: Document, name: str) -> None:
    if isinstance(document.at("id"), str) and document.at("id") != name and document.whole("id"):
        document.report(("id",), f"found {document.at('id')!r}; the file's own name is allowed: {name}", breaks=())


def _check_twice(document: Document, place: Place) -> None:
    seen: dict[str, int] = {}
    for where, row in document.rows(*place):
        name = row.get("id") if isinstance(row, dict) else None
        if isinstance(name, str) and name in seen:
            document.report(where, f"found the id {name!r} a second time (first on line {seen[name]}); choose another")
        elif isinstance(name, str):
            seen[name] = document.line(where)


def _check_guards(dialogs: Dialogs) -> None:
    guards = dialogs.get("guards.yaml")
    for place, row in guards.rows() if guards is not None else ():
        assert guards is not None
        for question, answer in row["then"].items():
            allowed = ANSWERS.get(question, ())
            if answer not in allowed:
                text = (
                    f"found {answer!r}; allowed: {listed(allowed)}"
                    if allowed
                    else "found a question that no guard can answer"
                )
                guards.report((*place, "then", question), text, breaks=place)


def _check_notices(dialogs: Dialogs) -> None:
    notices = dialogs.get("notices.yaml")
    for place, row in notices.rows() if notices is not None else ():
        assert notices is not None
        allowed = [answer for question in row["questions"] for answer in ANSWERS.get(question, ())]
        for number, answer in enumerate(row.get("answers", ())):
            if answer not in allowed:
                text = f"found {answer!r}, which answers none of its questions; allowed: {listed(allowed)}"
                notices.report((*place, "answers", number), text)
        for key in ("courses", "size"):
            if key in row and row["questions"] != ["how_many_contacts"]:
                text = f"found {key}, which only notices on how_many_contacts alone have; leave it out"
                notices.report((*place, key), text)


def _check_flows(dialogs: Dialogs, known: Known) -> None:
    taken: dict[str, str] = dict.fromkeys(COMMANDS, "the program's own")
    for name, document in dialogs.under("flows").items():
        if name not in QUESTIONS:
            continue
        _check_own_id(document, name)
        for place, command in document.rows("commands"):
            if command in taken:
                document.report(
                    place, f"found the command {command!r}, which is taken ({taken[command]}); choose another"
                )
            taken[str(command)] = f"by {document.name}"
        asked: set[str] = set()
        for place, row in document.rows("ask"):
            if row["fact"] in asked:
                document.report(place, f"found {row['fact']!r} a second time; each fact is asked once")
            asked.add(row["fact"])
            _check_ask(document, place, row, known)


def _check_ask(document: Document, place: Place, row: Any, known: Known) -> None:
    name = row["fact"]
    fact = known.facts.get(name)
    if fact is None:
        document.broken.add(place)
        if name not in known.unsure and known.facts:
            text = f"found {name!r}, which is no fact to ask for; allowed: {listed(known.facts)}"
            document.report((*place, "fact"), text)
        return
    if row.get("choices") and fact.kind != "number":
        document.report(
            (*place, "choices"), f"found choices for a fact of kind {fact.kind}; only a number has them here"
        )
    elif row.get("choices"):
        for number, choice in enumerate(row["choices"]):
            try:
                fact.coerce(choice)
            except FactError as error:
                text = str(error).removeprefix(f"{name}: ")
                document.report((*place, "choices", number), text, breaks=place)
    if fact.evidence_only and row.get("always") != "yes":
        text = f"found {name!r}, which acts on evidence only and is never asked for; take it out"
        document.report((*place, "fact"), text)
    if row.get("offered_by"):
        _check_offer(document, (*place, "offered_by"), row["offered_by"], fact.values, known)


def _check_offer(document: Document, place: Place, offer: Any, values: tuple[str, ...], known: Known) -> None:
    other = known.facts.get(offer["fact"])
    if other is None or other.kind != "choice":
        choices = [name for name, fact in known.facts.items() if fact.kind == "choice"]
        _check_ids(document, (*place, "fact"), offer["fact"], choices, "fact with one choice")
        return
    for value, offered in offer["choices"].items():
        where = (*place, "choices", value)
        if value not in other.values:
            document.report(where, f"found {value!r}, which is no value of {other.id}; allowed: {listed(other.values)}")
        _check_ids(document, where, offered, values, "value of this fact")


def _check_limits(dialogs: Dialogs) -> None:
    limits = dialogs.get("limits.yaml")
    if limits is None or not isinstance(limits.data, dict):
        return
    for name, keys in (("weekly_invitations", ("free", "premium")), ("acceptance_rate", ("assumed",))):
        row = limits.at(name)
        if row is None:
            limits.report((), f"found no {name}; the pace is worked out from it")
        for key in keys if isinstance(row, dict) else ():
            pair = row.get(key)
            rises = isinstance(pair, list) and len(pair) == 2 and limits.whole(name) and 0 < pair[0] <= pair[1]
            if not rises and limits.whole(name):
                limits.report((name, key), f"found {shown(pair)}; two numbers are allowed, the lower one first")
