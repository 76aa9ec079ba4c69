"""The review of notes: a row for each kind of finding, and each language's texts, tried out."""

from collections.abc import Mapping
from functools import partial
from itertools import product
from typing import Final

from bot.content.load import flatten
from bot.reading.review_words import KINDS
from bot.wording import needed
from bot.wording.speaker import Speaker
from bot.wording.words import Words

from .documents import Dialogs, Document
from .filled import check_source, fills_well
from .mistakes import listed

SAMPLES: Final[Mapping[str, tuple[object, ...]]] = {
    "over": (1, 13),
    "limit": (200,),
    "others": (0, 1),
    "length": (187,),
    "familiar": (True, False),
    "reason": ("parce que",),
    "what": ("velmar",),
    "before": ("", "Ostrin"),
    "rest": (" velmar.",),
    "name": ("Velmar",),
    "words": ("ostrin kelda",),
    "better": ("Pormen astaval.",),
}
"""What fills the texts when they are tried out."""


def check_review(dialogs: Dialogs) -> None:
    """Note kinds of findings without a row, and texts that are missing, left over, or fail."""
    document = dialogs.get("review.yaml")
    if document is not None and isinstance(document.data, dict):
        for kind in KINDS:
            if kind not in document.data and document.whole():
                document.report((), f"found no row for {kind}; it is needed")
    for language in dialogs.languages:
        document = dialogs.get(f"{language}/review.yaml")
        texts = document.at("texts") if document is not None else None
        if document is not None and isinstance(texts, dict):
            _check_texts(document, flatten(texts), language)


def _check_texts(document: Document, texts: Mapping[str, object], language: str) -> None:
    for key in needed.REVIEW:
        if key not in texts and document.whole("texts", *key.split(".")):
            document.report(("texts",), f"found no text {key}; it is needed")
    for key, source in texts.items():
        place = ("texts", *key.split("."))
        if key not in needed.REVIEW:
            text = f"found a text that nothing uses; the texts are {listed(needed.REVIEW)}"
            document.report(place, text)
        elif isinstance(source, str) and document.whole(*place):
            check_source(document, place, source, needed.REVIEW[key])
            if document.whole(*place):
                _try(document, key, source, language)


def _try(document: Document, key: str, source: str, language: str) -> None:
    place = ("texts", *key.split("."))
    names = needed.REVIEW[key]
    for values in product(*(SAMPLES[name] for name in names)):
        speaker = Speaker(language, _only({key: source}))
        if not fills_well(document, place, partial(speaker.text, key, **dict(zip(names, values, strict=True)))):
            return


def _only(texts: Mapping[str, str]) -> Words:
    nothing: dict[str, str] = {}
    return Words(
        texts=texts, templates=nothing, facts={}, schools={}, guards=nothing, notices=nothing, voices=nothing,
        claims=nothing, claim_voices=nothing, sources=nothing, thousands="", languages=nothing,
        purposes={}, variables={},
    )  # fmt: skip
