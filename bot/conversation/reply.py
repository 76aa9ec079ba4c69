"""What a conversation answers: messages by template name and values, still without a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.advice.advisor import Advice
from bot.advice.facts import Known

Style = Literal["plain", "primary", "danger"]

PictureKind = Literal["standing", "way"]
"""Where one stands, or the way to the milestones."""

Effect = Literal["export", "forget"]
"""What the room does beside answering: hand over all that is held of the user, or erase it."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: `label` names a text of the language's own, `values` fill it; `data` comes back when pressed.

    One with `copy` gives this text (at most 256 UTF-16 units) to the user to paste elsewhere, and nothing comes back.
    """

    label: str
    data: str
    values: Mapping[str, object] = field(default_factory=dict)
    style: Style = "plain"
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    """One message: a template, what fills it, and its buttons in rows.

    `edit` says that it takes the place of the message whose button was pressed, where there is one.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    buttons: tuple[tuple[Button, ...], ...] = ()
    edit: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an answer on how many connections, given on what was known; its caption is the picture's own."""

    kind: PictureKind
    advice: Advice
    known: Known
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """All that is said after one event, in order; `toast` names a short text that answers a press.

    The picture, if there is one, comes after the messages.
    """

    messages: tuple[Say, ...]
    toast: str | None = None
    effect: Effect | None = None
    picture: Picture | None = None
