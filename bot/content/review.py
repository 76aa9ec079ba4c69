"""Loads what notes are reviewed with: each language's phrases and texts, and the claims behind what may be found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.conversation.session import Language
from bot.reading.lexicon import Lexicon
from bot.reading.review_words import Kind, ReviewLanguage, ReviewWords

from .files import Files
from .models import ReviewRow
from .shaped import shaped


@dataclass(frozen=True)
class Reviewer:
    """What notes are reviewed with."""

    words: ReviewWords
    claims: Mapping[Kind, tuple[str, ...]]


def reviewer(files: Files, languages: Iterable[Language], lexicon: Lexicon) -> Reviewer:
    """Return what notes are reviewed with, in every language.

    Raises:
        ContentError: a file is missing or does not fit.
    """
    rows = shaped(dict[Kind, ReviewRow], files, "review.yaml")
    words = {language: shaped(ReviewLanguage, files, f"{language}/review.yaml") for language in languages}
    return Reviewer(ReviewWords(words, lexicon), {kind: row.claims for kind, row in rows.items()})
