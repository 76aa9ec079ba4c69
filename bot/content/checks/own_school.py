"""One's own school: sample invitations, circles of people, and what each language says of them."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any, Final

from bot.advice.diagram import View
from bot.advice.facts import FactError
from bot.advice.judge import OPEN, relevant, verdict
from bot.advice.likeness import QUESTION
from bot.advice.model import DecisionModel
from bot.content import own_school
from bot.conversation.answers import folded
from bot.wording.policies import PolicyWriter
from bot.wording.words import PolicySentences

from . import sound
from .conditions import Known
from .documents import Dialogs, Document
from .facts import JUDGING
from .filled import check_source, fills_well
from .mistakes import Place, listed

FILLS: Final[Mapping[str, Mapping[str, tuple[Any, ...]]]] = {
    "opening": {"situation": ("", "Velmar"), "objectives": ((), ("ostrin",), ("ostrin", "kelda", "pormen"))},
    "accept": {"whom": (("velmar",), ("velmar", "ostrin"))},
    "ask_first": {"whom": (("velmar",), ("velmar", "ostrin"))},
    "ignore": {"whom": (("velmar",), ("velmar", "ostrin"))},
    "either": {"tails": (("velmar",), ("velmar", "ostrin"))},
    "reply": {},
    "open": {},
}
"""What fills the sentences of a policy when they are tried out."""


def check_own_school(dialogs: Dialogs, known: Known) -> None:
    """Note samples and circles that name what is not there, and words that are missing or fail."""
    quiz, policy = dialogs.get("quiz.yaml"), dialogs.get("policy.yaml")
    if quiz is not None:
        _check_quiz(quiz, known)
    if policy is not None:
        _check_families(policy)
    for language in dialogs.languages:
        _check_quiz_words(dialogs.get(f"{language}/quiz.yaml"), quiz)
        _check_policy_words(dialogs, language, policy, known)


def check_samples(dialogs: Dialogs, model: DecisionModel) -> None:
    """Note samples that cannot be, or that leave a school without an answer, and circles that the rules cut across."""
    quiz, policy = dialogs.get("quiz.yaml"), dialogs.get("policy.yaml")
    if not _judged_soundly(dialogs):
        return
    if quiz is not None and quiz.whole():
        _check_judged(quiz, dialogs, model)
    if policy is not None:
        _check_cuts(policy, model)


def _judged_soundly(dialogs: Dialogs) -> bool:
    # Rules that are broken are left out: what is missing then says nothing about samples and circles.
    rules = [document for name, document in dialogs.documents.items() if name.startswith(JUDGING)]
    return all(document.data is not None and not document.broken for document in rules)


# --- samples ------------------------------------------------------------------------------------


def _check_quiz(document: Document, known: Known) -> None:
    least, most = document.at("at_least"), document.at("at_most")
    samples = document.at("samples")
    if isinstance(least, int) and isinstance(most, int) and isinstance(samples, dict):
        if most > len(samples):
            document.report(("at_most",), f"found {most}, but {len(samples)} samples; as many samples are needed")
        if least > most:
            document.report(("at_least",), f"found {least}, more than at_most; {most} at the most is allowed")
    _check_facts(document, ("as_if",), "user", known)
    for place, _ in document.rows("samples"):
        _check_facts(document, place, "invitation", known)


def _check_facts(document: Document, place: Place, about: str, known: Known) -> None:
    row = document.at(*place)
    allowed = [name for name, fact in known.facts.items() if fact.about == about and fact.kind != "text"]
    for name, raw in row.items() if isinstance(row, dict) and known.facts else ():
        if name in known.unsure:
            document.broken.add(place)
        elif name not in allowed:
            text = f"found no such fact about the {about}; allowed: {listed(allowed)}"
            document.report((*place, name), text, breaks=place)
        else:
            try:
                known.facts[name].coerce(raw)
            except FactError as error:
                document.report((*place, name), str(error).removeprefix(f"{name}: "), breaks=place)


def _check_judged(document: Document, dialogs: Dialogs, model: DecisionModel) -> None:
    file = sound.typed_file(dialogs, "quiz.yaml", "quiz")
    if file is None:
        return
    made = own_school.samples(file, model.base.facts)
    for name, facts in made.facts.items():
        try:
            cells = model.cells({**made.as_if, **facts})
        except FactError as error:
            document.report(("samples", name), str(error))
            continue
        for school in model.base.schools.values():
            if verdict(model, school, QUESTION, cells).stance == OPEN:
                view = View(model.forest, model.outcomes(school, QUESTION), cells)
                waits = sorted({model.variables[var].fact.id for var in relevant(model, view, cells)})
                text = f"found a sample that leaves {school.id} without an answer; tell {listed(waits)} too"
                document.report(("samples", name), text)


def _check_quiz_words(document: Document | None, quiz: Document | None) -> None:
    if document is None:
        return
    samples = quiz.at("samples") if quiz is not None else None
    if isinstance(samples, dict):
        _check_keys(document, ("samples",), samples, "sample")
    said: dict[str, str] = {}
    words = document.at("words")
    for answer, phrases in words.items() if isinstance(words, dict) and document.whole("words") else ():
        for phrase in phrases:
            other = said.setdefault(folded(phrase), answer)
            if other != answer:
                text = f"found {phrase!r}, which {other} has too; whoever types it means one of them: keep it in one"
                document.report(("words", answer), text)


# --- policies -----------------------------------------------------------------------------------


def _check_families(document: Document) -> None:
    circles, families = document.at("circles"), document.at("families")
    if not isinstance(circles, dict) or not isinstance(families, dict) or not document.whole("families"):
        return
    named: set[str] = set()
    for family, cuts in families.items():
        for number, cut in enumerate(cuts):
            named |= set(cut)
            for circle in cut:
                if circle not in circles:
                    text = f"found {circle!r}, which is no circle; allowed: {listed(circles)}"
                    document.report(("families", family, number), text, breaks=())
    for circle in circles:
        if circle not in named:
            document.report(("circles", circle), "found a circle that no cut names; take it out, or put it into one")


def _check_cuts(document: Document, model: DecisionModel) -> None:
    for place, row in document.rows("circles"):
        for name, raw in row.items():
            fact = model.base.facts.get(name)
            if fact is not None and fact.kind == "number" and isinstance(raw, dict):
                cells = [int(cell) for cell in model.variables[model.axes.of_fact[name][0]].cells]
                for number in raw.values():
                    if number not in cells:
                        text = f"found {number}, where no rule's answer changes; allowed: {listed(map(str, cells))}"
                        document.report((*place, name), text)


def _check_policy_words(dialogs: Dialogs, language: str, policy: Document | None, known: Known) -> None:
    document = dialogs.get(f"{language}/policy.yaml")
    if document is None:
        return
    circles = policy.at("circles") if policy is not None else None
    if isinstance(circles, dict):
        _check_keys(document, ("circles",), circles, "circle")
    for key, fact in (("situations", "situation"), ("objectives", "objectives")):
        if fact in known.facts:
            _check_keys(document, (key,), known.facts[fact].values, f"value of {fact}")
    writer = PolicyWriter(sound.policy_words(dialogs, language))
    for sentence in PolicySentences.model_fields:
        place = ("sentences", sentence)
        source = document.at(*place)
        if isinstance(source, str) and document.whole(*place):
            check_source(document, place, source, tuple(FILLS[sentence]), ())
            if document.whole(*place):
                _try(document, place, sentence, writer)


def _try(document: Document, place: Place, sentence: str, writer: PolicyWriter) -> None:
    fills = FILLS[sentence]
    most = max([len(values) for values in fills.values()], default=1)
    for number in range(most):
        values = {name: some[number % len(some)] for name, some in fills.items()}
        if not fills_well(document, place, partial(writer.fill, sentence, **values)):
            return


def _check_keys(document: Document, place: Place, wanted: Collection[str], what: str) -> None:
    found = document.at(*place)
    if not isinstance(found, dict):
        return
    for name in wanted:
        if name not in found:
            document.report(place, f"found no text for the {what} {name}; it is needed")
    for name in found:
        if name not in wanted:
            document.report((*place, name), f"found a text for no {what}; take it out, or correct its key")
