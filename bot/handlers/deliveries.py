"""Messages as what is to be sent to a chat: texts of a length that Telegram takes, with their buttons."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from bot.handlers.markup import LONGEST, split
from bot.wording.message import Choice, Message

LONGEST_CAPTION: Final = 1024

Keyboard = list[list[dict[str, Any]]]
"""Rows of buttons, as the Bot API has them."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One call to make: a text and its buttons, in place of message `edits` or in reply to `replies_to`.

    With a `document` (its name and what it holds) or a `picture` (SVG) the text is its caption: at most 1,024
    characters.
    """

    html: str
    keyboard: Keyboard | None = None
    edits: int | None = None
    replies_to: int | None = None
    document: tuple[str, str] | None = None
    picture: str | None = None

    def dump(self) -> bytes:
        """Write it as JSON."""
        data = {
            "html": self.html,
            "keyboard": self.keyboard and {"inline_keyboard": self.keyboard},
            "edits": self.edits,
            "replies_to": self.replies_to,
            "document": self.document,
            "picture": self.picture,
        }
        return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")

    @classmethod
    def load(cls, body: bytes) -> "Delivery":
        """Read what `dump` wrote.

        Raises:
            ValueError, KeyError, TypeError: it did not.
        """
        data = json.loads(body.decode("utf-8", "surrogatepass"))
        keyboard = data["keyboard"] and data["keyboard"]["inline_keyboard"]
        document, picture = data.get("document"), data.get("picture")  # older releases wrote none
        return cls(
            data["html"],
            keyboard,
            data["edits"],
            data["replies_to"],
            document and (document[0], document[1]),
            None if picture is None else str(picture),
        )


def deliveries(messages: Iterable[Message], pressed: int | None = None) -> list[Delivery]:
    """Turn messages into calls; the first that is an edit takes the place of the message whose button was pressed."""
    made: list[Delivery] = []
    for message in messages:
        parts = split(message.html, LONGEST if message.picture is None else LONGEST_CAPTION)
        for number, part in enumerate(parts, 1):
            keyboard = _keyboard(message) if number == len(parts) else None
            edits = pressed if message.edit and number == 1 else None
            made.append(Delivery(part, keyboard, edits, picture=message.picture if number == 1 else None))
        if message.edit and parts:
            pressed = None
    return made


def _keyboard(message: Message) -> Keyboard | None:
    return [[_button(choice) for choice in row] for row in message.choices] or None


def _button(choice: Choice) -> dict[str, Any]:
    button: dict[str, Any] = {"text": choice.text}
    if choice.copy:
        button["copy_text"] = {"text": choice.copy}
    else:
        button["callback_data"] = choice.data
    if choice.style != "plain":
        button["style"] = choice.style
    return button
