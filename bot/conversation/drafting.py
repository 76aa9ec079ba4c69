"""A message being written: where it stands, what it looks like now, and how else it could look."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from .matter import Matter
from .phases import moved
from .purposes import ADDRESSES, MOMENTS, TONES, Address, Draft, Manner, Moment, Purpose, Tone, ValueRefusedError
from .session import Language, Session, Writing

TRIAL: Final[Mapping[str, str]] = {"number": "7"}
TRIAL_WORDS: Final = "x"
"""What is filled in to see whether a variable would change a draft."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One draft, and what would change it.

    `left` are the variables that are known but not in it, `squeezed` those that it has no room for; `adds` those
    that would add something, `filled` those that are known. `tone`, `address` and `short` are what they could be
    changed to, none where that changes nothing.
    """

    purpose: Purpose
    draft: Draft
    variants: tuple[str, ...]
    left: tuple[str, ...]
    squeezed: tuple[str, ...]
    adds: tuple[str, ...]
    filled: tuple[str, ...]
    tone: Tone | None
    address: Address | None
    short: bool | None
    languages: tuple[Language, ...]
    plan: str | None

    @property
    def place(self) -> int:
        """Which of the variants it is, counted from 1."""
        return self.variants.index(self.draft.id) + 1

    @property
    def next(self) -> str:
        """The variant after it; the first after the last."""
        return self.variants[self.place % len(self.variants)]


def opened(session: Session) -> Session:
    """Begin to write anew."""
    number = session.writings + 1
    return entered(replace(session, writing=Writing(number), writings=number))


def entered(session: Session) -> Session:
    """Be in the midst of writing."""
    return replace(session, phase=moved(session.phase, "write"), editing=None)


def first_moment(session: Session) -> Moment:
    """Return the moment that the case in hand is about, or else that of an invitation to be sent."""
    received = session.case is not None and session.case.question == "accept_invitation"
    return "received" if received else MOMENTS[0]


def purpose_of(session: Session, matter: Matter) -> Purpose | None:
    """Return the purpose chosen; none where it is not chosen yet, or gone from the content."""
    return matter.purposes.get(session.writing.purpose or "") if session.writing else None


def values_of(session: Session, matter: Matter) -> dict[str, str]:
    """Return what fills the message, in the purpose's order, without what it has no place for any more."""
    purpose = purpose_of(session, matter)
    if purpose is None or session.writing is None:
        return {}
    given = session.writing.values
    return {name: given[name] for name in purpose.variables if name in given and _fits(matter, name, given[name])}


def _fits(matter: Matter, name: str, value: str) -> bool:
    try:
        return bool(matter.variables[name].cleaned(value))
    except ValueRefusedError:  # the content has changed since it was typed
        return False


def language_of(session: Session, matter: Matter) -> Language:
    """Return the language of the drafts."""
    own = session.writing.language if session.writing else None
    return own if own is not None and own in matter.drafting else session.language


def shown(session: Session, matter: Matter) -> Sheet:
    """Return the draft that is shown, and what would change it; all that its purpose needs must be known."""
    purpose, here = purpose_of(session, matter), session.writing
    assert purpose is not None
    assert here is not None
    values = values_of(session, matter)
    variants = tuple(one.id for one in _drafts(session, matter, values))
    variant = here.variant if here.variant in variants else variants[0]

    def written(session: Session, values: Mapping[str, str] = values) -> Draft:
        return next(one for one in _drafts(session, matter, values) if one.id == variant)

    def would_change(name: str) -> bool:
        trial = TRIAL.get(matter.variables[name].kind, TRIAL_WORDS)
        return written(session, {**values, name: trial}).text != draft.text

    draft = written(session)
    free = [name for name in purpose.optional if name not in values and name not in here.unknown]
    absent = [name for name, value in values.items() if value not in draft.text]
    squeezed = tuple(filter(would_change, absent))
    tone = next(one for one in TONES if one != here.tone)
    address = next(one for one in ADDRESSES if one != here.address)
    return Sheet(
        purpose=purpose,
        draft=draft,
        variants=variants,
        left=tuple(name for name in absent if name not in squeezed),
        squeezed=squeezed,
        adds=tuple(filter(would_change, free)),
        filled=tuple(values),
        tone=tone if written(session.with_writing(tone=tone)).text != draft.text else None,
        address=address if written(session.with_writing(address=address)).text != draft.text else None,
        short=not here.short if written(session.with_writing(short=not here.short)).text != draft.text else None,
        languages=tuple(one for one in matter.drafting if one != language_of(session, matter)),
        plan=_plan(session),
    )


def _drafts(session: Session, matter: Matter, values: Mapping[str, str]) -> tuple[Draft, ...]:
    here, purpose = session.writing, purpose_of(session, matter)
    assert here is not None
    assert purpose is not None
    drafting = matter.drafting[language_of(session, matter)]
    return drafting.drafts(purpose.id, values, Manner(here.tone, here.address, _plan(session), here.short))


def _plan(session: Session) -> str | None:
    entry = session.me.get("plan")
    return str(entry.value) if entry is not None else None
