"""The conversation in a terminal."""

import json
import logging
import re
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Protocol, TextIO

from bot.conversation.events import Command, Event, Pressed
from bot.conversation.session import Language, Session
from bot.conversation.writing import awaits
from bot.exchange import Exchanged, event_of, event_of_files, exchange
from bot.reading.bounds import LARGEST
from bot.terminal.paths import file_named
from bot.terminal.screen import Screen
from bot.terminal.typed import from_bursts, from_stream, from_terminal, is_dumb, is_plain
from bot.wording.message import Message

if TYPE_CHECKING:
    from bot.content.load import Content

log = logging.getLogger(__name__)

LEAVE = frozenset({"/quit", "/quitter", "/exit"})

_NUMBERS = re.compile(r"[1-9]\d{0,2}(?:[ ,;]+[1-9]\d{0,2})*[ ,;]*")
_MARKED = re.compile(r"#[1-9]\d{0,2}(?:[ ,;]+#?[1-9]\d{0,2})*[ ,;]*")


class Speaker(Protocol):
    """The texts of one language."""

    def text(self, key: str, /, **values: object) -> str:
        """Return a single text."""

    def menu(self) -> tuple[tuple[str, str], ...]:
        """Return the commands, each with its description."""


class Chat:
    """One conversation: what was typed goes in, what answers it is shown."""

    def __init__(
        self,
        session: Session,
        answer: Callable[[Session, Event], Exchanged],
        parse: Callable[[str, Session], Event],
        speakers: Mapping[Language, Speaker],
        counts: Callable[[Session], bool],
        screen: Screen,
    ) -> None:
        """Begin with a session; nothing is said yet.

        Where a number is asked for (`counts`), a number is an answer: choices are pressed by `#3`.
        """
        self.session = session
        self._answer, self._parse, self._speakers = answer, parse, speakers
        self._counts, self._screen = counts, screen

    def text(self, key: str, **values: object) -> str:
        """Return a text in the language that the conversation has come to."""
        return self._speakers[self.session.language].text(key, **values)

    def commands(self) -> tuple[tuple[str, str], ...]:
        """Return the commands in that language."""
        return self._speakers[self.session.language].menu()

    def presses(self, line: str) -> bool:
        """Tell whether a line presses choices on the screen, and does nothing else."""
        return bool(self._pressed(line))

    def take(self, typed: str) -> None:
        """Answer one message: press the choices that it numbers, or else read it as text."""
        typed = typed.strip("\n")
        pressed = self._pressed(typed)
        if pressed:
            self._exchange(*pressed)
        elif typed.strip():
            self._exchange(lambda: self._parse(typed.strip(), self.session))

    def begin(self) -> None:
        """Let the conversation open."""
        self._exchange(Command("start"))

    def _pressed(self, typed: str) -> list[Event]:
        marked = _MARKED.fullmatch(typed.strip())
        if not marked and (self._counts(self.session) or not _NUMBERS.fullmatch(typed.strip())):
            return []
        numbers = [int(number) for number in re.findall(r"\d+", typed)]
        choices = self._screen.choices
        if max(numbers) > len(choices):
            return []
        return [Pressed(choices[number - 1].data) for number in numbers]

    def _in_words(self, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        """Say how to draw what a terminal cannot show; a caption repeats the answer, and stands by itself alone."""
        hint = escape(self.text("terminal.picture"), quote=False)
        return tuple(
            message
            if message.picture is None
            else replace(message, html=hint if len(messages) > 1 else f"{message.html}\n\n{hint}")
            for message in messages
        )

    def _exchange(self, *events: Event | Callable[[], Event]) -> None:
        """Answer events in order, and show the last messages that they brought."""
        messages: tuple[Message, ...] = ()
        try:
            for event in events:
                answered = self._answer(self.session, event() if callable(event) else event)
                self.session = answered.session
                messages = answered.messages or messages
        except Exception as error:  # the conversation goes on whatever one message did to it
            reference = secrets.token_hex(4)
            log.error("%s: %s", reference, type(error).__name__, exc_info=log.isEnabledFor(logging.DEBUG))
            self._screen.note(self.text("error.sorry", reference=reference))
        else:
            self._screen.show(self._in_words(messages), answered.toast, "#" if self._counts(self.session) else "")
            if answered.export is not None:
                self._screen.raw(json.dumps(answered.export, ensure_ascii=False, indent=2))


def chat(content: "Content", language: Language) -> int:
    """Talk about some content until the input ends or the person leaves, and return the exit status."""
    matter = content.matter
    numbers = {name for name, fact in matter.facts.items() if fact.kind == "number"}
    digits = {name for name, variable in matter.variables.items() if variable.kind == "number"}
    converse(
        Session(language=language),
        lambda session, event: exchange(session, event, content),
        lambda text, session: _event(text, session, content),
        content.speakers,
        lambda session: _filled(session) in digits if awaits(session) else _asked(session) in numbers,
    )
    return 0


def _event(text: str, session: Session, content: "Content") -> Event:
    path = file_named(text)
    if path is None:
        return event_of(text, session, content)
    with path.open("rb") as opened:
        return event_of_files([opened.read(LARGEST + 1)], "", session, content)


def _filled(session: Session) -> str | None:
    """Return the variable that is being asked for."""
    return session.writing.asked if session.writing else None


def _asked(session: Session) -> str | None:
    """Return the fact that is being asked for."""
    if session.phase == "asking" and session.case:
        return session.case.asked
    return session.editing


def converse(
    session: Session,
    answer: Callable[[Session, Event], Exchanged],
    parse: Callable[[str, Session], Event],
    speakers: Mapping[Language, Speaker],
    counts: Callable[[Session], bool],
    *,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
) -> None:
    """Hold any conversation until the input ends or the person leaves."""
    stdin, stdout = stdin or sys.stdin, stdout or sys.stdout
    reconfigure = getattr(stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    screen = Screen(stdout, is_plain(stdin, stdout))
    talk = Chat(session, answer, parse, speakers, counts, screen)
    if stdin.isatty():
        screen.note(talk.text("terminal.hint"))
    try:
        talk.begin()
        for typed in _messages(talk, screen, stdin, stdout):
            if typed.strip().lower() in LEAVE:
                break
            talk.take(typed)
    except (KeyboardInterrupt, EOFError):
        pass
    screen.note(talk.text("terminal.bye"))


def _messages(talk: Chat, screen: Screen, stdin: TextIO, stdout: TextIO) -> Iterator[str]:
    if not stdin.isatty():
        return from_stream(stdin, talk.presses)
    if is_plain(stdin, stdout) or is_dumb():
        return from_bursts(stdin, screen.mark)
    return from_terminal(screen.prompt, talk.commands)
