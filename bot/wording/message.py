"""A message as it leaves: text in Telegram's HTML, and buttons with their words."""

from dataclasses import dataclass

from bot.conversation.reply import Style


@dataclass(frozen=True, slots=True)
class Choice:
    """A button with its words; `data` is at most 64 bytes.

    One with `copy` puts this text (at most 256 UTF-16 units) where the user can paste it from, and sends nothing.
    """

    text: str
    data: str
    style: Style = "plain"
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: at most 4,096 characters of `html` after entities are parsed.

    The HTML uses b, i, u, code, pre, a and blockquote (also `expandable`); everything that a person
    wrote is escaped. `edit` says that it replaces the message whose button was pressed.

    With a `picture` (SVG) the text is its caption: at most 1,024 characters.
    """

    html: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    edit: bool = False
    picture: str | None = None
