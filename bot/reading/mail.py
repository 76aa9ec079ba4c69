"""Read an e-mail of LinkedIn's: tell an invitation from a reminder, an acceptance and a digest, and read its facts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from bot.advice.facts import Known
from bot.conversation.events import Found, Reading

from .counts import read_counts
from .letters import (
    Letter,
    MailError,
    begins_as_mail,
    by_machine,
    check_size,
    header_names,
    read_letters,
    text_of,
)
from .lexicon import Lexicon
from .mail_voices import Body, body_of
from .mail_words import MailWords
from .notes import read_note
from .pasted import split
from .roles import guess_role, read_lion, read_role
from .text import read_text
from .ties import read_ties
from .told import FACTS
from .trades import read_sector
from .who import who_in_mail
from .words import words_of

Kind = Literal["invitation", "reminder", "acceptance", "digest", "other"]

KINDS: Final[tuple[Kind, ...]] = ("acceptance", "digest", "reminder", "invitation")
"""In the order in which they are looked for: an acceptance speaks of an invitation too."""
_TOKENS: Final[dict[str, Kind]] = {"digest": "digest", "reminder": "reminder", "single": "invitation"}
_DOMAIN: Final = "linkedin.com"
_SENDER_OF_INVITATIONS: Final = "invitations@linkedin.com"
_TOLD_BY_USER: Final = frozenset({*FACTS, "note"} - {"asks_for_help", "reply_to_why"})
MOST_LETTERS: Final = 12
LONGEST_SUBJECT: Final = 300


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail: what it is, and the facts of the invitation in it. Only an invitation and a reminder hold any."""

    kind: Kind
    reading: Reading = field(default_factory=Reading)


def looks_like_mail(data: bytes) -> bool:
    """Tell by its first lines whether a file is an e-mail: an .eml, with a byte order mark too, or an mbox."""
    return begins_as_mail(header_names(data))


def read_mail(
    data: bytes,
    lexicon: Lexicon,
    mail: MailWords,
    me: Known | None = None,
    apart: Callable[[bytes], tuple[Letter, ...]] = read_letters,
) -> Mail:
    """Read a file that is an e-mail, or the text of one; `apart` takes a file apart, here or in a worker.

    Raises:
        MailError: too_large, too_deep, broken, empty.
    """
    check_size(data)
    if not by_machine(header_names(data)):
        pasted = read_pasted_mail(text_of(data), lexicon, mail, me)
        if pasted:
            return pasted
        if not looks_like_mail(data):
            raise MailError("broken")
    outer, *attached = apart(data)
    return _read([outer, *attached][:MOST_LETTERS], lexicon, mail, me)


def read_pasted_mail(text: str, lexicon: Lexicon, mail: MailWords, me: Known | None = None) -> Mail | None:
    """Read an e-mail that was pasted or forwarded as text; None where no header lines show one."""
    above, letters = split(text, mail)
    return _read_chosen(letters[:MOST_LETTERS], above, lexicon, mail, me) if letters else None


def _read(letters: Sequence[Letter], lexicon: Lexicon, mail: MailWords, me: Known | None) -> Mail:
    """Read the e-mail that is LinkedIn's: the outermost, one attached, or one whose headers stand in a text."""
    comment = ""
    candidates: list[Letter] = []
    for letter in letters:
        inside = [] if _is_linkedins(letter) else [split(text, mail) for text in letter.texts]
        forms = [_chosen(found) for _, found in inside if found]
        if forms:
            texts = tuple(text for form in forms for text in form.texts)
            candidates.append(replace(forms[0], texts=texts, tokens=letter.tokens))
        candidates.append(letter)
        if letter is letters[0] and not _is_linkedins(letter):
            comment = inside[0][0] if forms else next(iter(letter.texts), "")
    return _read_chosen(candidates, comment, lexicon, mail, me)


def _read_chosen(letters: Sequence[Letter], comment: str, lexicon: Lexicon, mail: MailWords, me: Known | None) -> Mail:
    """Read the letter that is LinkedIn's; the user's comment above it may tell of the sender too."""
    letter = _chosen(letters)
    if not _is_linkedins(letter):
        return Mail("other", Reading(looks_forwarded=True))
    bodies = [body_of(text, letter, lexicon, mail) for text in letter.texts]
    kind = _kind(letter, bodies, lexicon, mail)
    facts: dict[str, Found] = {}
    who = None
    if kind in ("invitation", "reminder"):
        for body in bodies:
            for fact, found in _facts(body, kind, lexicon, me):
                facts.setdefault(fact, found)
        if kind == "invitation" and "note" not in facts:
            facts.update(_no_note(letter, bodies))
        facts.update(_told(comment, facts, lexicon, mail))
        who = who_in_mail(letter.sender, [body.scene for body in bodies])
    return Mail(kind, Reading(facts, looks_forwarded=True, who=who))


def _chosen(letters: Sequence[Letter]) -> Letter:
    """Return the first letter that LinkedIn sent, or the last."""
    return next((letter for letter in letters if _is_linkedins(letter)), letters[-1])


def _is_linkedins(letter: Letter) -> bool:
    """Tell whether LinkedIn sent a letter, by the domain; where no address was pasted, by its name."""
    if letter.address:
        domain = letter.address.rpartition("@")[2]
        return domain == _DOMAIN or domain.endswith("." + _DOMAIN)
    return "linkedin" in f"{letter.sender} {letter.subject}".lower() or bool(letter.tokens)


def _kind(letter: Letter, bodies: Sequence[Body], lexicon: Lexicon, mail: MailWords) -> Kind:
    subject = words_of(letter.subject[:LONGEST_SUBJECT], lexicon.numbers, lexicon.joining)
    named = {hit.value for hit in mail.book.find(subject).get("says", ())}
    if "acceptance" in named:
        return "acceptance"
    by_link = {_TOKENS[token] for token in letter.tokens}
    said = {kind for body in bodies for kind in body.says}
    for told in (by_link, named, said):
        if found := next((kind for kind in KINDS if kind in told), None):
            return found
    has_button = any(body.ended and body.headline for body in bodies)
    return "invitation" if letter.address == _SENDER_OF_INVITATIONS and has_button else "other"


def _facts(body: Body, kind: Kind, lexicon: Lexicon, me: Known | None) -> Iterator[tuple[str, Found]]:
    scene = body.scene
    role = dict(read_role(scene))
    yield from role.items()
    yield from read_counts(scene, lexicon.joining)
    yield from read_lion(scene)
    yield from read_sector(scene, me, lexicon.sectors)
    if kind == "invitation":
        by_seller = "sender_role" in role and role["sender_role"].value == "seller"
        yield from read_note(scene, lexicon.filler, by_seller=by_seller)
    yield from read_ties(scene, me, lexicon.sectors)
    yield from guess_role(scene)


def _no_note(letter: Letter, bodies: Sequence[Body]) -> dict[str, Found]:
    """Say that an invitation came without a note, where all of it was seen."""
    seen = next((body for body in bodies if body.headline and (letter.whole or body.ended)), None)
    return {"note": Found("none", seen.headline)} if seen else {}


def _told(comment: str, facts: dict[str, Found], lexicon: Lexicon, mail: MailWords) -> dict[str, Found]:
    """Read what the user says of the sender above a forwarded e-mail, down to a signature."""
    lines: list[str] = []
    for line in comment.split("\n"):
        if line.strip() in ("--", "—"):
            break
        words = words_of(line[:LONGEST_SUBJECT], lexicon.numbers, lexicon.joining)
        if not any(hit.value == "forwarded" for hit in mail.book.find(words).get("line", ())):
            lines.append(line)
    told = read_text("\n".join(lines), lexicon).facts
    return {
        fact: found
        for fact, found in told.items()
        if fact in _TOLD_BY_USER and (fact not in facts or (found.sure and not facts[fact].sure))
    }
