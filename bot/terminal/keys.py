"""The keys of the input line, and the names that Tab completes."""

from collections.abc import Callable, Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import has_focus
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent


def send_on_enter() -> KeyBindings:
    """Let Enter send although a message may have several lines, and Alt-Enter break the line."""
    keys = KeyBindings()
    writing = has_focus(DEFAULT_BUFFER)

    @keys.add("enter", filter=writing)
    def _send(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("escape", "enter", filter=writing)
    def _break(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return keys


class CommandNames(Completer):
    """Completes `/` to the commands of the language that the conversation has come to."""

    def __init__(self, commands: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """Take what returns names and descriptions."""
        self._commands = commands

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Offer the commands that begin with what stands on the line."""
        typed = document.text
        if typed.startswith("/") and not any(character.isspace() for character in typed):
            for name, description in self._commands():
                if name.startswith(typed[1:].lower()):
                    yield Completion("/" + name, -len(typed), display_meta=description)
