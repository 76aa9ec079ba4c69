"""Pictures: what they mark, the words in them and the SVG templates, tried out on a few of them."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final
from xml.etree import ElementTree

from bot.advice.facts import AtLeast
from bot.advice.schools import NO_NUMBER, SILENT, Outcome, Range, RuleBase
from bot.advice.targets import Pace
from bot.charts.figures import Brake, Cap, Reached, Stand, Standing, Way
from bot.charts.letters import lacking
from bot.charts.scene import WIDTH, Scene, values
from bot.charts.stand_picture import stand_picture
from bot.charts.way_picture import way_picture
from bot.content import charts
from bot.content.load import flatten
from bot.wording import needed
from bot.wording.drawing import Drawer
from bot.wording.templates import line_of, uses
from bot.wording.typography import typeset
from bot.wording.words import ChartWords

from . import sound
from .documents import Dialogs, Document
from .filled import check_source
from .mistakes import listed, shown

SAMPLES: Final[Mapping[str, tuple[object, ...]]] = {
    "range": ("", "500"), "names": (("Velmar",), ("Velmar", "Ostrin")), "count": ("500+",), "at": (8000,),
    "number": (1, 500), "as_of": ("2026-11-01",), "n": (1, 3), "goal": (30000,), "today": (1, 412), "few": (1, 80),
    "most": (1, 241), "many": (250,), "received": (0, 40), "low": (26,), "high": (45,), "weeks": (1, 34),
    "name": ("Velmar",), "said": ("500",), "text": ("velmar",),
}  # fmt: skip
"""What fills the texts when they are tried out."""

CAP: Final = Cap(30000, "2026-11-01")
PACE: Final = Pace((120, 250), (0.26, 0.45), 250, "2026-11-01", 12)


def check_charts(dialogs: Dialogs, base: RuleBase | None) -> None:
    """Note marks without a notice, templates and texts that are missing or fail, words that do not fit."""
    marked = _check_marks(dialogs)
    sound_templates = _check_templates(dialogs)
    for language in dialogs.languages:
        document = dialogs.get(f"{language}/charts.yaml")
        words = sound.typed_file(dialogs, f"{language}/charts.yaml", "chart_words")
        speaker = None if base is None else sound.speaker(dialogs, language, base)
        if base is None or marked is None or document is None or words is None or speaker is None:
            continue
        set_words = ChartWords.model_validate(_typeset(words.model_dump(), dialogs.typography(language)))
        drawer = Drawer(speaker, set_words, charts.chart_templates(dialogs.templates))
        if _check_texts(document, drawer, marked) and sound_templates:
            _check_drawn(dialogs, base, drawer, marked)


def _check_marks(dialogs: Dialogs) -> list[Brake] | None:
    document = dialogs.get("charts.yaml")
    file = sound.typed_file(dialogs, "charts.yaml", "charts")
    if document is None or file is None:
        return None
    notices = {row.id: row for row in sound.typed_file(dialogs, "notices.yaml", "notices") or ()}
    fitting = [name for name, row in notices.items() if "how_many_contacts" in row.questions]
    for place, row in enumerate(document.at("brakes") or ()):
        if isinstance(row, dict) and notices and row.get("notice") not in fitting and document.whole("brakes", place):
            said = f"found {shown(row.get('notice'))}; a notice on how_many_contacts is allowed: {listed(fitting)}"
            document.report(("brakes", place, "notice"), said)
    return list(charts.brakes(file))


def _check_templates(dialogs: Dialogs) -> bool:
    found = {name for name in dialogs.templates if name.startswith("charts/")}
    wanted = {f"charts/{name}.svg.j2" for name in needed.PICTURES}
    for name in wanted - found:
        dialogs.mistakes.add(name, 1, "", "found no such picture; it is needed")
    for name in found - wanted:
        dialogs.mistakes.add(name, 1, "", f"found a picture that nothing draws; pictures: {listed(needed.PICTURES)}")
    faults = {name: uses(dialogs.templates[name]).fault for name in found & wanted}
    for name, fault in faults.items():
        if fault is not None:
            text = f"found a picture that cannot be read ({fault[1]}); see Jinja2's rules"
            dialogs.mistakes.add(name, fault[0], "", text)
    return found == wanted and not any(faults.values())


def _check_texts(document: Document, drawer: Drawer, marked: list[Brake]) -> bool:
    known = [brake.notice for brake in marked]
    missing = [name for name in known if name not in drawer.words.brakes and document.whole("brakes", name)]
    for name in missing:
        document.report(("brakes",), f"found no text for {name}; it is needed")
    for name in drawer.words.brakes:
        if name not in known:
            document.report(("brakes", name), "found a text that nothing uses; take it out, or mark it in charts.yaml")
    fit = [_check_text(document, key, source, drawer) for key, source in flatten(drawer.words.model_dump()).items()]
    return all(fit) and not missing


def _check_text(document: Document, key: str, source: str, drawer: Drawer) -> bool:
    place = tuple(key.split("."))
    names = needed.CHARTS[place[0] if place[0] == "brakes" else key]
    check_source(document, place, source, names, vocabulary=())
    if not document.whole(*place):
        return False
    for given in product(*(SAMPLES[name] for name in names)):
        for wrong in _faults(drawer, source, dict(zip(names, given, strict=True))):
            document.report(place, wrong)
            return False
    return True


def _faults(drawer: Drawer, source: str, given: Mapping[str, object]) -> Iterator[str]:
    try:
        said = drawer.fill(source, **given)
    except Exception as error:  # a template may fail in any way
        yield f"found a text that fails: {error}"
        return
    if not said:
        yield "found a text that comes out empty; some words are needed"
    if "  " in said:
        yield f"found two spaces in a row: {shown(said)}; one is allowed"
    if missing := lacking(said):
        yield f"found letters that pictures cannot show: {listed(missing)}; write it without them"


def _check_drawn(dialogs: Dialogs, base: RuleBase, drawer: Drawer, marked: list[Brake]) -> None:
    told: set[str] = set()
    for name, scene in _scenes(base, drawer, marked):
        try:
            ElementTree.fromstring(drawer.svg(name, **values(scene)))  # noqa: S314 # our own picture
        except Exception as error:  # whatever a template does wrong is told to whoever wrote it
            reason = " ".join(str(error).split()) or type(error).__name__
            text = f"found a picture that fails: {reason}"
            dialogs.mistakes.add(f"charts/{name}.svg.j2", line_of(error), "", text)
            return
        for label in scene.every_label():
            left, _, right, _ = label.box
            if (left < 0 or right > WIDTH) and label.text not in told:
                told.add(label.text)
                said = f"found words that do not fit into the picture: {shown(label.text)}; shorten them"
                dialogs.mistakes.add(f"{drawer.speaker.language}/charts.yaml", 1, name, said)


def _typeset(tree: Mapping[str, Mapping[str, str]], typography: str) -> dict[str, dict[str, str]]:
    return {part: {key: typeset(text, typography) for key, text in row.items()} for part, row in tree.items()}


def _scenes(base: RuleBase, drawer: Drawer, marked: list[Brake]) -> Iterator[tuple[str, Scene]]:
    schools = list(base.schools)
    outcomes: tuple[Outcome, ...] = (Range(5000, 30000), Range(500, None), Range(None, 500), NO_NUMBER, SILENT)
    for today, sure in ((None, True), (3, False), (AtLeast(500), True), (29999, False)):
        for shift in range(len(outcomes)):
            stands = tuple(
                Stand(name, outcomes[(place + shift) % len(outcomes)], place == 0, sure)
                for place, name in enumerate(schools)
            )
            answer = stands[0].outcome if stands else NO_NUMBER
            yield "standing", stand_picture(Standing(today, answer, sure, stands, tuple(marked), CAP), drawer)
    for stages in ((Reached(30000, (1, 1), 1),), (Reached(500, (8, 24), 4), Reached(30000, (267, 962), 120, (5, 18)))):
        yield "way", way_picture(Way(0, stages, PACE), drawer)
