"""A language's words: what is missing, what is left over, and what texts are filled with."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from bot.content.load import COMMANDS, flatten
from bot.conversation.answers import folded
from bot.conversation.respond import COMMANDS as ANSWERED
from bot.wording import needed
from bot.wording.templates import uses

from .conditions import SECTIONS, Known
from .documents import Dialogs, Document
from .filled import check_alike, check_source, check_templates, leaves
from .mistakes import Place, listed

UNCHECKED: Final = (
    "texts.yaml", "lexicon.yaml", "mail.yaml", "sectors.yaml", "writing.yaml", "review.yaml", "charts.yaml",
    "policy.yaml",
)  # fmt: skip
"""Files of a language in which {{ is no mistake: they are filled, or hold no sentence that is shown."""

FILLED: Final = ("label", "at_least", "if_at_least", "if_below", "button")
"""The words of a number that are filled with it."""


def check_words(dialogs: Dialogs, known: Known) -> None:
    """Note what is wrong in each language, and where the languages differ."""
    for language in dialogs.languages:
        _check_texts(dialogs, language)
        _check_fact_words(dialogs, language, known)
        _check_school_words(dialogs, language)
        for name in ("guards", "notices"):
            ids = _ids(dialogs.get(f"{name}.yaml"))
            _check_keys(dialogs.get(f"{language}/{name}.yaml"), (), ids, ids)
        _check_voices(dialogs, language)
        _check_intents(dialogs.get(f"{language}/intents.yaml"))
        _check_plain(dialogs, language)
    check_templates(dialogs)
    check_alike(dialogs)


def _check_keys(
    document: Document | None, place: Place, needs: Collection[str] | None, allowed: Collection[str] | None
) -> None:
    # None where it cannot be known what is needed: then nothing is missing, and nothing left over.
    found = document.at(*place) if document is not None else None
    if document is None or not isinstance(found, dict) or needs is None or allowed is None:
        return
    for key in needs:
        if key not in found:
            document.report(place, f"found no text for {key}; it is needed")
    for key in found:
        if key not in allowed:
            text = "found a text that nothing uses; take it out, or correct its key" + _near(key, needs, found)
            document.report((*place, key), text)


def _near(key: str, needs: Collection[str], found: Collection[str]) -> str:
    missing = [one for one in needs if one not in found]
    return f" (without a text: {listed(missing, 6)})" if missing else ""


def _ids(document: Document | None) -> list[str] | None:
    if document is None or not isinstance(document.data, list):
        return None
    return [str(row["id"]) for row in document.data if isinstance(row, dict) and "id" in row]


# --- short texts --------------------------------------------------------------------------------


def _check_texts(dialogs: Dialogs, language: str) -> None:
    document = dialogs.get(f"{language}/texts.yaml")
    named = dict(_named_in_templates(dialogs, language))
    if document is None or not isinstance(document.data, dict):
        return
    given = flatten(document.data)
    declared = needed.texts(COMMANDS)
    for key in declared:
        if key not in given and document.whole(*key.split(".")):
            place = _enclosing(document, key)
            document.report(place, f"found no text {key}; it is needed")
    for key, (template, line) in named.items():
        if key not in given and key not in declared and key.removeprefix("review.") not in needed.REVIEW:
            text = f"found no text {key}, which this template names; add it to {language}/texts.yaml"
            dialogs.mistakes.add(template, line, "", text)
    for key, source in given.items():
        place = tuple(key.split("."))
        if key not in declared and key not in named and key not in needed.OPTIONAL_TEXTS:
            document.report(place, "found a text that nothing uses; take it out, or correct its key")
        if isinstance(source, str) and document.whole(*place):
            check_source(document, place, source, declared.get(key, ()))
            most = needed.longest(key)
            if most is not None and len(source) > most:
                document.report(place, f"found {len(source)} characters; Telegram allows {most}")
    _check_command_names(dialogs, document, given)


def _enclosing(document: Document, key: str) -> Place:
    place: Place = tuple(key.split("."))
    while place and document.at(*place) is None:
        place = place[:-1]
    return place


def _named_in_templates(dialogs: Dialogs, language: str) -> Iterator[tuple[str, tuple[str, int]]]:
    for name, source in dialogs.templates.items():
        if name.startswith(f"{language}/"):
            yield from ((key, (name, line)) for key, line in uses(source).texts.items())
    document = dialogs.get(f"{language}/texts.yaml")
    texts = flatten(document.data) if document is not None and isinstance(document.data, dict) else {}
    for key, source in texts.items():
        assert document is not None
        for other in uses(source).texts if isinstance(source, str) else ():
            yield other, (document.name, document.line(tuple(key.split("."))))


def _check_command_names(dialogs: Dialogs, document: Document, given: Mapping[str, Any]) -> None:
    begins = {
        name: [str(command) for _, command in flow.rows("commands")] for name, flow in dialogs.under("flows").items()
    }
    for command in COMMANDS:
        key = f"command.{command}.name"
        flow = next((names for names in begins.values() if command in names), None)
        allowed = [name for name, meant in ANSWERED.items() if meant == command] if flow is None else flow
        if key in given and given[key] not in allowed and allowed:
            text = f"found {given[key]!r}, which does not call {command}; allowed: {listed(allowed)}"
            document.report(("command", command, "name"), text)


# --- facts, schools, voices, intents ------------------------------------------------------------


def _check_fact_words(dialogs: Dialogs, language: str, known: Known) -> None:
    document = dialogs.get(f"{language}/facts.yaml")
    facts = dialogs.get("facts.yaml")
    if document is None or facts is None or not isinstance(facts.at("facts"), dict):
        return
    _check_keys(document, (), facts.at("facts"), facts.at("facts"))
    for name, fact in known.facts.items():
        place = (name,)
        words = document.at(name)
        if not isinstance(words, dict) or not document.whole(name):
            continue
        needs, optional = needed.of_fact(fact.kind)
        _check_keys(document, place, needs, (*needs, *optional, "name", "question", "example"))
        if "values" in needs:
            _check_keys(document, (name, "values"), fact.values, fact.values)
            _check_distinct(document, (name, "values"), words.get("values", {}))
        for key in FILLED if fact.kind == "number" else ():
            if isinstance(words.get(key), str):
                check_source(document, (name, key), words[key], ("number",))
        if "question_sending" in words and not _sends(dialogs, name):
            text = "found a text that nothing uses: the flow send_invitation does not ask for this fact; take it out"
            document.report((name, "question_sending"), text)


def _sends(dialogs: Dialogs, fact: str) -> bool:
    flow = dialogs.get("flows/send_invitation.yaml")
    asked = flow.at("ask") if flow is not None else None
    return not isinstance(asked, list) or any(isinstance(row, dict) and row.get("fact") == fact for row in asked)


def _check_distinct(document: Document, place: Place, values: Mapping[str, Any]) -> None:
    said: dict[str, str] = {}
    for value, words in values.items():
        given = [("button", words["button"]), ("label", words["label"])]
        given += [("words", word) for word in words.get("words", ())]
        for key, phrase in given:
            other = said.setdefault(folded(phrase), value)
            if other != value:
                text = f"found {phrase!r}, which {other} has too; whoever types it means one of them: keep it in one"
                document.report((*place, value, key), text)


def _check_school_words(dialogs: Dialogs, language: str) -> None:
    names = [name.split("/")[1].removesuffix(".yaml") for name in dialogs.documents if name.startswith("schools/")]
    written = dialogs.under(f"{language}/schools")
    for name in names:
        if f"{language}/schools/{name}.yaml" not in dialogs.documents:
            text = f"found no words for the school {name}; they are needed"
            dialogs.mistakes.add(f"{language}/schools/{name}.yaml", 1, "", text)
    for name, document in written.items():
        school = dialogs.get(f"schools/{name}.yaml")
        if name not in names:
            dialogs.mistakes.add(document.name, 1, "", f"found words for no school; schools: {listed(names)}")
        elif school is not None and isinstance(document.at("reasons"), dict):
            sections = [section for section in SECTIONS if school.at(section)]
            _check_keys(document, ("reasons",), sections, sections)
            for section in sections:
                ids = _rule_ids(school, section)
                _check_keys(document, ("reasons", section), ids, ids)


def _rule_ids(school: Document, section: str) -> list[str] | None:
    rows = school.at(section)
    ids = [row.get("id") if isinstance(row, dict) else None for row in rows] if isinstance(rows, list) else [None]
    sound = [one for one in ids if isinstance(one, str) and re.fullmatch("[a-z][a-z0-9_]*", one)]
    return sound if len(sound) == len(ids) else None


def _check_voices(dialogs: Dialogs, language: str) -> None:
    claims = dialogs.get("claims.yaml")
    if claims is None or not isinstance(claims.data, dict) or not dialogs.readable("schools/"):
        return
    used = {str(row.get("voice")) for row in claims.data.values() if isinstance(row, dict)}
    used |= {str(school.at("voice")) for school in dialogs.under("schools").values()}
    anywhere = {
        str(voice)
        for other in dialogs.languages
        for document in [dialogs.get(f"{other}/voices.yaml")]
        if document is not None and isinstance(document.data, dict)
        for voice in document.data
    }
    _check_keys(dialogs.get(f"{language}/voices.yaml"), (), sorted(used & anywhere), used)


def _check_intents(document: Document | None) -> None:
    if document is None or not isinstance(document.data, dict):
        return
    _check_keys(document, (), needed.INTENTS, needed.INTENTS)
    said: dict[str, str] = {}
    for place, phrases in document.rows():
        for number, phrase in enumerate(phrases):
            other = said.setdefault(folded(phrase) or phrase, str(place[0]))
            if other != place[0]:
                text = f"found {phrase!r}, which {other} has too; whoever types it means one of them: keep it in one"
                document.report((*place, number), text)


# --- all texts ----------------------------------------------------------------------------------


def _check_plain(dialogs: Dialogs, language: str) -> None:
    """Note signs of Jinja2 in texts that are shown as they stand."""
    for name, document in dialogs.documents.items():
        if name.startswith(f"{language}/") and not name.endswith(UNCHECKED):
            for place, text in leaves(document.data):
                if ("{{" in text or "{%" in text) and not (
                    name.endswith("facts.yaml") and place[1:] in [(key,) for key in FILLED]
                ):
                    document.report(place, "found {{ or {% in a text that is shown as it stands; write it out")
