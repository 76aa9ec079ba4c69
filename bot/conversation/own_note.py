"""The check of a note that the user wrote: asked for or named as such, lest it be taken for one that they received."""

from dataclasses import replace
from typing import Final

from . import writing_buttons
from .answers import intent
from .case import Turn
from .drafting import entered, first_moment, opened
from .events import OF_A_PAGE, Checked, Reading
from .matter import Matter
from .reply import Reply, Say
from .session import Session
from .shortened import cut

MOST_FINDINGS: Final = 5
LONGEST_WORDS: Final = 120
LONGEST_BETTER: Final = 400
"""What a message holds of a review: findings, and characters of the words and of the mended sentence."""

WAYS: Final = frozenset({"back", "cancel", "again", "write", "check", "help"})
"""What may be typed in place of a note."""


def check(session: Session, *, edit: bool = False) -> Turn:
    """Ask for the note that the user wrote."""
    session = entered(session if session.writing is not None else opened(session))
    moment = session.writing.moment if session.writing else None
    session = session.with_writing(checks=True, asked=None, moment=moment or first_moment(session))
    return session, Reply((Say("own_note", {}, writing_buttons.of_own_note(session), edit),))


def checked(session: Session, event: Checked) -> Turn:
    """Say what is to be mended in a note; the next text is one too, until the user leaves."""
    session, _ = check(session)
    review = event.review
    more = max(0, len(review.findings) - MOST_FINDINGS) if review else 0
    if review is not None:
        found = tuple(
            replace(one, words=cut(one.words, LONGEST_WORDS), better=one.better and cut(one.better, LONGEST_BETTER))
            for one in review.findings[:MOST_FINDINGS]
        )
        review = replace(review, findings=found)
    values = {"review": review, "refused": event.refused, "more": more}
    return session, Reply((Say("review", values, writing_buttons.of_review(session)),))


def note_in(text: str, reading: Reading, session: Session, matter: Matter) -> str | None:
    """Return the note that a text gives to be checked: one was asked for, or it says so. None where it gives none."""
    intents = matter.vocabularies[session.language].intents
    if session.phase == "writing" and session.writing is not None and session.writing.checks:
        leaves = len(text) < 40 and intent(text, intents) in WAYS
        return None if leaves or reading.people or OF_A_PAGE & set(reading.facts) else text
    for sign in (":", "\n"):
        head, _, note = text.partition(sign)
        if note.strip() and len(head) < 60 and intent(head, intents) == "check":
            return note.strip()
    return None
