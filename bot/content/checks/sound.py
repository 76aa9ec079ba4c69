"""The program's own things, made of what is sound in a folder: enough to try out the rest.

What is missing or broken has its mistake already; here it is left out, or "..." stands for it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.advice.facts import FactError
from bot.advice.likeness import Likeness, Samples
from bot.advice.model import DecisionModel
from bot.advice.policy import Circles, Policies
from bot.advice.schools import ANSWERS, RuleBase
from bot.advice.targets import PaceLimits
from bot.content import build, own_school
from bot.content.files import ContentError, Files
from bot.content.kinds import KINDS, QUESTIONS
from bot.content.load import COMMANDS, language_words
from bot.content.models import ClaimRow, FlowFile, LimitRow, SourceRow
from bot.conversation.matter import Flow, Vocabulary
from bot.conversation.purposes import Purpose, Variable
from bot.conversation.session import Language
from bot.wording import needed
from bot.wording.speaker import Speaker
from bot.wording.templates import uses
from bot.wording.words import LanguageRow, PolicySentences, PolicyWords

from .conditions import SECTIONS
from .documents import Dialogs
from .shapes import typed

KIND: Final = {kind.name: kind for kind in KINDS}

BLANK: Final = "..."


def rule_base(dialogs: Dialogs) -> RuleBase | None:
    """Return the rules that are sound; None where there are no facts to judge by."""
    facts = typed_file(dialogs, "facts.yaml", "facts")
    if facts is None or not facts.facts:
        return None
    schools = [typed_file(dialogs, document.name, "school") for document in dialogs.under("schools").values()]
    guards = typed_file(dialogs, "guards.yaml", "guards") or []
    notices = typed_file(dialogs, "notices.yaml", "notices") or []
    return build.rule_base(facts, [school for school in schools if school is not None], guards, notices)


def typed_file(dialogs: Dialogs, name: str, kind: str) -> Any:
    """Return what is sound of a file of a kind; None where too little is."""
    document = dialogs.get(name)
    return None if document is None else typed(document, KIND[kind])


def flows(dialogs: Dialogs, base: RuleBase) -> dict[Any, Flow]:
    """Return the three flows; one that is broken asks for a single fact."""
    found: dict[Any, Flow] = {}
    for name in QUESTIONS:
        row = typed_file(dialogs, f"flows/{name}.yaml", "flow")
        if row is None or any(one.fact not in base.facts for one in row.ask):
            ask = [{"fact": next(iter(base.facts)), "effort": 1}]
            row = FlowFile.model_validate({"id": name, "commands": [name], "at_most": 1, "ask": ask})
        found[name] = build.flow(row, base.facts)
    return found


def speaker(dialogs: Dialogs, language: Language, base: RuleBase) -> Speaker | None:
    """Return a speaker whose missing words are blanks; None where even so it has too few."""
    claims = _claims(base, dialogs.languages) | (typed_file(dialogs, "claims.yaml", "claims") or {})
    files = Files(dialogs.root, _data(dialogs, language, base), _templates(dialogs, language))
    order = typed_file(dialogs, "schools.yaml", "schools") or ()
    plain = LanguageRow(name=language, typography="plain", thousands="none")
    rows = dict.fromkeys(dialogs.languages, plain) | (typed_file(dialogs, "languages.yaml", "languages") or {})
    try:
        sources = _sources(base, dialogs.languages) | (typed_file(dialogs, "sources.yaml", "sources") or {})
        words = language_words(files, language, rows, claims, sources, order)
    except ContentError:
        return None
    return Speaker(language, words, COMMANDS)


def _claims(base: RuleBase, languages: Iterable[str]) -> dict[str, ClaimRow]:
    cited = [claim for guard in base.guards for claim in guard.claims]
    cited += [claim for notice in base.notices for claim in notice.claims]
    for school in base.schools.values():
        cited += [*school.claims, *(claim for row in school.speaks_for for claim in row.claims)]
        cited += [claim for rules in school.rules.values() for rule in rules for claim in rule.claims]
    said = {"source": "none", "voice": BLANK, "where": BLANK, **dict.fromkeys(languages, BLANK)}
    return dict.fromkeys(cited, ClaimRow.model_validate(said))


def vocabulary(dialogs: Dialogs, language: Language, spoken: Speaker) -> Vocabulary:
    """Return what people type in a language."""
    intents = typed_file(dialogs, f"{language}/intents.yaml", "intents")
    return build.vocabulary(spoken.words, intents or {})


def paces(dialogs: Dialogs) -> Mapping[str, PaceLimits]:
    """Return what a week allows, or something like it."""
    found = typed_file(dialogs, "limits.yaml", "limits") or {}
    some = LimitRow(as_of="2026-11-01", sure="estimate", claims=("D41",), source={})
    weekly = some.model_copy(update={"free": (100, 150), "premium": (150, 250)})
    blank = {"weekly_invitations": weekly, "acceptance_rate": some.model_copy(update={"assumed": (0.2, 0.5)})}
    told = build.pace_limits(blank | found)
    return build.pace_limits(blank) | told


def purposes(dialogs: Dialogs) -> dict[str, Purpose]:
    """Return the purposes of writing that are sound, and take no variable that is not."""
    known = variables(dialogs)
    rows = {name: typed(document, KIND["purpose"]) for name, document in dialogs.under("invitations").items()}
    found = {name: build.purpose(name, row) for name, row in rows.items() if row is not None}
    return {name: one for name, one in found.items() if all(variable in known for variable in one.variables)}


def variables(dialogs: Dialogs) -> dict[str, Variable]:
    """Return what fills messages and is sound."""
    rows = typed_file(dialogs, "variables.yaml", "variables") or {}
    return {name: build.variable(name, row) for name, row in rows.items()}


def likeness(dialogs: Dialogs, model: DecisionModel) -> Likeness:
    """Return what compares users with schools: the samples that are sound."""
    file = typed_file(dialogs, "quiz.yaml", "quiz")
    nothing = Samples({}, {}, 0.1, 0.9, 1, 1)
    try:
        return Likeness(model, nothing if file is None else own_school.samples(file, model.base.facts))
    except (FactError, KeyError):
        return Likeness(model, nothing)


def policies(dialogs: Dialogs, model: DecisionModel) -> Policies:
    """Return what works policies out, by the circles that are sound."""
    file = typed_file(dialogs, "policy.yaml", "policy")
    try:
        return Policies(model, Circles({}, ()) if file is None else own_school.circles(file, model.base))
    except (FactError, KeyError):
        return Policies(model, Circles({}, ()))


def policy_words(dialogs: Dialogs, language: Language) -> PolicyWords:
    """Return the words of policies, blanks for those that are missing."""
    file = typed_file(dialogs, "policy.yaml", "policy")
    facts = typed_file(dialogs, "facts.yaml", "facts")
    values = {name: row.values for name, row in facts.facts.items()} if facts is not None else {}
    blank = {
        "situations": dict.fromkeys(values.get("situation", ()), BLANK),
        "objectives": dict.fromkeys(values.get("objectives", ()), BLANK),
        "sentences": dict.fromkeys(PolicySentences.model_fields, BLANK),
        "circles": {name: {"head": BLANK} for name in (file.circles if file is not None else ())},
    }
    document = dialogs.get(f"{language}/policy.yaml")
    given = document.pruned if document is not None and () not in document.broken else {}
    return PolicyWords.model_validate(_filled(given, blank))


def _quiz_words(dialogs: Dialogs) -> dict[str, Any]:
    file = typed_file(dialogs, "quiz.yaml", "quiz")
    samples = {name: {"who": BLANK, "says": BLANK} for name in (file.samples if file is not None else ())}
    words = {answer: [BLANK] for answer in ANSWERS["accept_invitation"]}
    return {"as_if": BLANK, "words": words, "samples": samples}


def _sources(base: RuleBase, languages: Iterable[str]) -> dict[str, SourceRow]:
    said = dict.fromkeys(languages, BLANK)
    row = SourceRow.model_validate({"name": said, "language": "xx", **said})
    return dict.fromkeys((source for school in base.schools.values() for source in school.sources), row)


def _templates(dialogs: Dialogs, language: str) -> dict[str, str]:
    sources = {name: source for name, source in dialogs.templates.items() if name.startswith(f"{language}/")}
    return {name: source for name, source in sources.items() if uses(source).fault is None}


def _data(dialogs: Dialogs, language: str, base: RuleBase) -> dict[str, Any]:
    blanks: dict[str, Any] = {
        "texts": _tree(needed.texts(COMMANDS)),
        "facts": {name: _fact_words(fact.kind, fact.values) for name, fact in base.facts.items()},
        "guards": {guard.id: BLANK for guard in base.guards},
        "notices": {notice.id: BLANK for notice in base.notices},
        "voices": _voices(dialogs),
        "review": {"texts": _tree(needed.REVIEW)},
        "quiz": _quiz_words(dialogs),
    }
    for name in base.schools:
        blanks[f"schools/{name}"] = _school_words(dialogs, name)
    for name in purposes(dialogs):
        blanks[f"invitations/{name}"] = {"name": BLANK, "for": BLANK, "words": [BLANK]}
    blanks["variables"] = {name: dict.fromkeys(("name", "question", "example"), BLANK) for name in variables(dialogs)}
    found = {}
    for name, blank in blanks.items():
        document = dialogs.get(f"{language}/{name}.yaml")
        given = document.pruned if document is not None and () not in document.broken else {}
        found[f"{language}/{name}.yaml"] = _filled(given, blank)
    return found


def _filled(given: Any, blank: Any) -> Any:
    # What is given, and a blank for what is not.
    if not isinstance(blank, Mapping) or not isinstance(given, Mapping):
        return given if isinstance(given, type(blank)) else blank
    return {**given, **{key: _filled(given[key], one) if key in given else one for key, one in blank.items()}}


def _tree(keys: Iterable[str]) -> dict[str, Any]:
    # Blanks for texts by dotted keys.
    tree: dict[str, Any] = {}
    for key in keys:
        *way, last = key.split(".")
        branch = tree
        for part in way:
            branch = branch.setdefault(part, {})
        branch[last] = BLANK
    return tree


def _fact_words(kind: str, values: tuple[str, ...]) -> dict[str, Any]:
    keys = [key for key in needed.of_fact(kind)[0] if key != "values"]
    words: dict[str, Any] = dict.fromkeys(("name", "question", "example", *keys), BLANK)
    return words | {"values": {value: dict.fromkeys(("label", "button", "if"), BLANK) for value in values}}


def _school_words(dialogs: Dialogs, name: str) -> dict[str, Any]:
    words: dict[str, Any] = dict.fromkeys(("name", "whose", "in_one_line", "presentation", "silent"), BLANK)
    school = dialogs.documents[f"schools/{name}.yaml"]
    words["reasons"] = {
        section: {row["id"]: BLANK for _, row in school.rows(section) if isinstance(row, dict) and "id" in row}
        for section in SECTIONS
    }
    return words


def _voices(dialogs: Dialogs) -> dict[str, str]:
    claims = dialogs.get("claims.yaml")
    voices = [row["voice"] for _, row in claims.rows()] if claims is not None else []
    return dict.fromkeys([BLANK, *voices], BLANK)
