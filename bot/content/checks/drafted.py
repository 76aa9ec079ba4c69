"""Fills in every variant of every purpose with samples, and looks at what comes out."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

from bot.content import build
from bot.conversation.purposes import ADDRESSES, TONES, Manner, Purpose, Variable, units
from bot.wording.drafts import NAME, Drafter
from bot.wording.templates import line_of, uses
from bot.wording.words import DraftWords, WritingWords

from .documents import Dialogs
from .mistakes import shown
from .purposes import Variant, every_variant
from .rendered import line_near
from .sound import BLANK, typed_file, variables
from .typography import faults as typographical

LONGEST_DRAFT: Final = 900
"""UTF-16 units of a message or an InMail: more is not read, whatever LinkedIn allows."""

AROUND: Final[Mapping[str, Mapping[str, object]]] = {
    "counted": {"length": 187, "limit": 200},
    "uncounted": {"length": 187},
    "needs": {"names": "name"},
    "optional": {"names": "name"},
}
"""What fills the texts around drafts."""

SAMPLES: Final = {"name": "Wilhelmina Ostrander Vandemeer ", "place": "Ostrander Vandemeer ", "number": "99"}
SAMPLE: Final = "velmar ostrin kelda pormen astaval "

_AMISS: Final = (
    (re.compile(r"(?<=\S)[ \u00a0\u202f]{2,}(?=\S)"), "found two spaces in a row: {}; one is allowed"),
    (
        re.compile(r"[,:;(«“][\s\u00a0\u202f]*[,.;)»”]|[,:;(«“]\s*$|^[,.;:)»]"),
        "found a gap where something is left out: {}; leave the words around it out with it",
    ),
    (re.compile(r"[\[\]{}<>]"), "found a bracket: {}; nothing is left to be filled in by hand"),
    (re.compile(r"[.!?]\s+[^\W\d_A-ZÀ-ÖØ-Þ]"), "found a sentence that begins with a small letter: {}"),
    (re.compile(r"^[a-zà-öø-ÿ]"), "found a message that begins with a small letter: {}"),
)


def check_drafted(dialogs: Dialogs) -> None:
    """Note variants that fail on a sample, leave a gap, or come out too long or badly set."""
    _check_around(dialogs)
    fills = variables(dialogs)
    limits = build.message_limits(typed_file(dialogs, "limits.yaml", "limits") or {})
    for variant in every_variant(dialogs):
        row = typed_file(dialogs, f"invitations/{variant.purpose}.yaml", "purpose")
        if row is None or uses(variant.source).fault is not None:
            continue
        purpose = build.purpose(variant.purpose, row)
        if all(name in fills for name in purpose.variables):
            words = _words(variant, dialogs.typography(variant.language))
            drafter = Drafter(words, {purpose.id: purpose}, fills, limits)
            _Trial(dialogs, variant, purpose, drafter).run()


def sample(variable: Variable) -> str:
    """Return a value as long as is usual at most."""
    text = SAMPLES.get(variable.kind, SAMPLE)
    return (text * (variable.longest // len(text) + 1))[: variable.longest - 1] + ("9" if text == "99" else "s")


def some_of(purpose: Purpose) -> list[tuple[str, ...]]:
    """Return sets of variables to try a purpose with: all, each optional one left out, each alone, none of them."""
    sets = {purpose.variables: None, purpose.needs: None}
    for one in purpose.optional:
        sets[tuple(name for name in purpose.variables if name != one)] = None
        sets[*purpose.needs, one] = None
    return list(sets)


def shortest(purpose: Purpose) -> list[tuple[str, ...]]:
    """Return the sets of variables that a short version may be written with."""
    return [purpose.needs, (*purpose.needs, NAME)] if NAME in purpose.optional else [purpose.needs]


def amiss(text: str, typography: str) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with a draft: a kind, what to say of it, and the words around it."""
    if not text:
        yield "empty", "found a message that comes out empty; some words are needed", ""
    for wrong, said in _AMISS:
        for match in wrong.finditer(text):
            excerpt = text[max(0, match.start() - 20) : match.end() + 20]
            yield said, said.format(repr(excerpt)), excerpt
    for excerpt, said in typographical(text, typography):
        yield "typography", said, excerpt


def _words(variant: Variant, typography: str) -> DraftWords:
    around = WritingWords(**dict.fromkeys(AROUND, BLANK))
    return DraftWords(
        typography=typography,
        purposes={},
        variables={},
        variants={variant.purpose: {"it": variant.source}},
        around=around,
    )


class _Trial:
    """One variant, tried out; each kind of mistake is told once."""

    def __init__(self, dialogs: Dialogs, variant: Variant, purpose: Purpose, drafter: Drafter) -> None:
        self._mistakes = dialogs.mistakes
        self._variant = variant
        self._purpose = purpose
        self._drafter = drafter
        self._typography = dialogs.typography(variant.language)
        self._told: set[str] = set()
        self._over: tuple[int, int, str] | None = None

    def run(self) -> None:
        """Try everything; a variant that fails once is tried no further."""
        values = {name: sample(self._drafter.variables[name]) for name in self._purpose.variables}
        versions = [(names, False) for names in some_of(self._purpose)]
        versions += [(names, True) for names in shortest(self._purpose)]
        used = uses(self._variant.source).variables
        tones = TONES if "tone" in used else TONES[:1]
        addresses = ADDRESSES if "address" in used else ADDRESSES[:1]
        for (names, short), tone, address in product(versions, tones, addresses):
            given = {name: values[name] for name in names}
            try:
                text = self._drafter.text(self._purpose, "it", given, Manner(tone, address, short=short))
            except Exception as error:  # whatever a template does wrong is told to whoever wrote it
                reason = " ".join(str(error).split()) or type(error).__name__
                if not self._explained(reason):
                    self._tell(
                        "fails", f"found a variant that fails: {reason}", getattr(error, "lineno", line_of(error))
                    )
                return
            for kind, said, excerpt in amiss(text, self._typography):
                self._tell(kind, said, line_near(self._variant.source, excerpt))
            self._measure(text, short=short, how=f"{tone}, {address}")
        if self._over is not None:
            length, most, what = self._over
            text = f"found {what} of {length} characters with everything at its longest; at most {most}"
            self._mistakes.add(self._variant.path, 1, "", text)

    def _explained(self, reason: str) -> bool:
        # A variable that nothing gives has been told already.
        return reason.endswith("is undefined")

    def _measure(self, text: str, *, short: bool, how: str) -> None:
        if self._purpose.kind != "note":
            most: int | None = LONGEST_DRAFT
        else:
            most = self._drafter.limit(self._purpose, "free") if short else None
        length = units(text)
        if most is not None and length > max(most, self._over[0] if self._over else 0):
            self._over = (length, most, f"a {'short ' if short else ''}version ({how})")

    def _tell(self, kind: str, text: str, line: int = 1) -> None:
        if kind not in self._told:
            self._told.add(kind)
            self._mistakes.add(self._variant.path, line, "", text)


def _check_around(dialogs: Dialogs) -> None:
    for language in dialogs.languages:
        document = dialogs.get(f"{language}/writing.yaml")
        words = typed_file(dialogs, f"{language}/writing.yaml", "writing")
        if document is None or words is None:
            continue
        given = DraftWords(typography="plain", purposes={}, variables={}, variants={}, around=words)
        drafter = Drafter(given, {}, {}, {})
        for key, values in AROUND.items():
            try:
                said = drafter.around(key, **values)
            except Exception as error:  # the same
                document.report((key,), f"found a text that fails: {error}")
                continue
            if not all(str(value) in said for value in values.values()):
                document.report((key,), f"found {shown(said)}; it needs {' and '.join(values)}")
