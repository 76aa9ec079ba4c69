"""Read a text that somebody forwarded, pasted or typed."""

from itertools import chain
from typing import Final

from bot.advice.facts import Known
from bot.conversation.events import Found, Reading

from .clean import clean
from .counts import read_counts
from .dates import read_dates
from .lexicon import Lexicon
from .notes import read_note
from .roles import guess_role, read_lion, read_role
from .scene import Scene, Voice
from .ties import read_ties
from .told import read_page, read_told
from .trades import read_sector
from .voices import scene_of
from .who import who_on_page
from .words import words_of

SHORT_QUESTION: Final = 25
"""Words up to which a question about people in general is taken as one."""
SHORT_ANSWER: Final = 4
LONG: Final = 12
"""Words from which a text with one fact is a description, not an answer."""


def read_text(text: str, lexicon: Lexicon, me: Known | None = None) -> Reading:
    """Read the facts of a text, each with the words that it was read from; what is not told stays out."""
    words = words_of(clean(text), lexicon.numbers, lexicon.joining, lexicon.glued)
    if not len(words) or words.text.startswith("/"):
        return Reading()
    scene = scene_of(words, lexicon)
    if _is_general_question(scene):
        return Reading()
    facts = dict(read_role(scene))
    dated = read_dates(scene)
    by_seller = "sender_role" in facts and facts["sender_role"].value == "seller"
    for reader in (
        read_counts(scene, lexicon.joining),
        read_lion(scene),
        read_note(scene, lexicon.filler, by_seller=by_seller),
        read_told(scene),
        read_page(scene),
        [("sender_credible", dated.found)] if dated.found else [],
    ):
        for fact, found in reader:
            facts.setdefault(fact, found)
    looks_forwarded = _looks_forwarded(scene, facts)
    hints = (
        read_sector(scene, me, lexicon.sectors),
        read_ties(scene, me, lexicon.sectors),
        guess_role(scene, lexicon.trades),
    )
    for fact, found in chain(*hints):
        facts.setdefault(fact, found)
    return Reading(_possible(facts), looks_forwarded, who_on_page(scene), spans=dated.spans)


def _possible(facts: dict[str, Found]) -> dict[str, Found]:
    """Leave out what cannot hold beside a note that is absent or stock."""
    if "note" in facts and facts["note"].value in ("none", "stock"):
        for fact in ("note_gives_reason", "asks_for_help"):
            if fact in facts and facts[fact].value == "yes":
                del facts[fact]
    return facts


def _is_general_question(scene: Scene) -> bool:
    """Tell whether a text asks about people in general, about the bot, or for a draft."""
    if scene.is_page or scene.is_mail or scene.spoken(Voice.NOTE) or len(scene.words) > SHORT_QUESTION:
        return False
    if any(hit.start == 0 for hit in scene.finds.some("talk", "asks_to_write")):
        return True
    if scene.finds.some("talk", "received", "somebody"):
        return False
    asks = "?" in scene.words.text or bool(scene.finds.some("talk", "to_the_bot"))
    if asks and scene.finds.some("talk", "general"):
        return True
    opens = any(hit.start == 0 for hit in scene.finds.some("talk", "asks"))
    return asks and opens and not scene.finds.some("talk", "about_invitation")


def _looks_forwarded(scene: Scene, facts: dict[str, Found]) -> bool:
    """Tell a profile, a note, a mail or a description from an answer and from small talk."""
    if scene.is_page or scene.is_mail or scene.spoken(Voice.NOTE) >= SHORT_ANSWER:
        return True
    length = len(scene.words)
    if length < SHORT_ANSWER:
        return False
    if any(hit.start == 0 for hit in scene.finds.some("talk", "answer")):
        return len(facts) > 2
    if len(facts) > 1:
        return True
    if scene.finds.some("talk", "received"):
        return length > 2 * SHORT_ANSWER - 2
    somebody = bool(scene.finds.some("talk", "somebody", "about_invitation"))
    return bool(facts) and length >= (LONG // 2 if somebody else LONG)
