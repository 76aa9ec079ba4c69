"""Notes with what a careful editor would flag in them, and how well the review agrees."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.content.files import parse
from bot.reading.review import review
from bot.reading.review_words import KINDS, ReviewWords

FOLDER = Path(__file__).parent
FREE = 200


@dataclass(frozen=True)
class Row:
    """One note: the kinds that must be found in it, and those that may be."""

    id: str
    language: str
    text: str
    kinds: frozenset[str]
    may: frozenset[str]


@dataclass(frozen=True)
class Score:
    """How often a kind was found rightly, found wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def rows(name: str) -> list[Row]:
    """Read a file of notes."""
    return [
        Row(row["id"], row["language"], row["text"], frozenset(row["kinds"]), frozenset(row.get("may", ())))
        for row in parse(FOLDER / f"{name}.yaml")
    ]


def scores(notes: Iterable[Row], told: ReviewWords) -> dict[str, Score]:
    """Review notes for a free account and count, kind by kind."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for note in notes:
        found = {finding.kind for finding in review(note.text, told, FREE, note.language).findings}
        right.update(found & note.kinds)
        wrong.update(found - note.kinds - note.may)
        missed.update(note.kinds - found)
    return {kind: Score(right[kind], wrong[kind], missed[kind]) for kind in KINDS}


def table(found: dict[str, Score]) -> str:
    """Write scores as a table."""
    lines = [f"{'kind':18}precision  recall  right wrong missed"]
    lines += [
        f"{kind:18}{one.precision:9.3f}{one.recall:8.3f}{one.right:7}{one.wrong:6}{one.missed:7}"
        for kind, one in found.items()
    ]
    return "\n".join(lines)
