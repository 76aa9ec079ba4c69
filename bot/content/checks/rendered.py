"""Fills in every text and template with samples, and looks at what comes out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from typing import Final

from bot.advice.model import DecisionModel
from bot.conversation.matter import Matter, Supply
from bot.conversation.reply import Button, Reply, Say
from bot.conversation.session import Language
from bot.wording.policies import PolicyWriter
from bot.wording.speaker import LONGEST_BUTTON, Speaker
from bot.wording.templates import line_of

from . import sound, written
from .documents import Dialogs
from .mistakes import shown
from .samples import SampleAdvisor, replies, values_of

LONGEST_MESSAGE: Final = 4096
"""Characters of a message that Telegram shows, without its tags."""

TAGS: Final = ("b", "i", "u", "code", "pre", "a", "blockquote")

_TAG = re.compile(r"<(/?)([a-z]+)([^<>]*)>")
_LOOSE = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)|<(?!/?[a-z]+[^<>]*>)")
_EMPTY_BULLET = re.compile(r"^[ \t]*[•▪◦–—-][ \t:.;,]*$", re.MULTILINE)
_DOUBLE_SPACE = re.compile(r"(?<=\S)[ \t\u00a0\u202f]{2,}(?=\S)")
_SPACE_AT_END = re.compile(r"[ \t\u00a0\u202f]+$", re.MULTILINE)


def check_rendered(dialogs: Dialogs, model: DecisionModel) -> None:
    """Note templates and texts that fail on a sample, or come out in a way that Telegram or a reader would mind."""
    flows = sound.flows(dialogs, model.base)
    speakers = {language: sound.speaker(dialogs, language, model.base) for language in dialogs.languages}
    spoken = {language: one for language, one in speakers.items() if one is not None}
    if len(spoken) < len(speakers):
        return
    efforts = {question: flow.efforts for question, flow in flows.items()}
    vocabularies = {language: sound.vocabulary(dialogs, language, one) for language, one in spoken.items()}
    advisor = SampleAdvisor(model.base, efforts)
    advisor.model = model
    matter = Matter(
        advisor, flows, vocabularies, sound.paces(dialogs), sound.purposes(dialogs), sound.variables(dialogs)
    )
    supply = Supply((3, 5), written.some_claims(matter))
    matter = replace(
        matter,
        drafting=written.drafting(matter),
        supply=supply,
        likeness=sound.likeness(dialogs, model),
        policies=sound.policies(dialogs, model),
        stating={language: PolicyWriter(sound.policy_words(dialogs, language)) for language in spoken},
    )
    said = list(replies(matter))
    for language, speaker in spoken.items():
        trial = Trial(dialogs, language, speaker)
        trial.facts(model)
        for reply in said:
            trial.reply(reply)
        trial.buttons(matter)


class Trial:
    """One language's words, tried out."""

    def __init__(self, dialogs: Dialogs, language: Language, speaker: Speaker) -> None:
        self._dialogs = dialogs
        self._language = language
        self._speaker = speaker
        self._tried: set[tuple[str, str]] = set()
        self._failed: set[str] = set()

    def reply(self, reply: Reply) -> None:
        """Try the messages of one reply, with their buttons, and its toast."""
        for say in reply.messages:
            if say.template in self._speaker.words.templates and self._new(say.template, say.values):
                self._message(say)
            self._rows(say.buttons)
        if reply.picture is not None:
            self._rows(reply.picture.buttons)
        if reply.toast is not None and self._new(reply.toast, ()):
            self._text(reply.toast, lambda: self._speaker.text(str(reply.toast)))

    def _rows(self, rows: tuple[tuple[Button, ...], ...]) -> None:
        for button in (button for row in rows for button in row):
            if self._new(button.label, button.values):
                self._button(button)

    def _new(self, name: str, values: object) -> bool:
        key = (name, repr(values))
        if key in self._tried:
            return False
        self._tried.add(key)
        return True

    def _message(self, say: Say) -> None:
        file = f"{self._language}/messages/{say.template}.j2"
        try:
            html = self._speaker.message(Say(say.template, say.values)).html
        except Exception as error:  # whatever a template does wrong is told to whoever wrote it
            if _reason(error) not in self._failed:
                self._dialogs.mistakes.add(file, line_of(error), "", f"found a template that fails: {_reason(error)}")
            return
        for text, near in faults(html):
            self._dialogs.mistakes.add(file, line_near(self._dialogs.templates[file], near), "", text)

    def _button(self, button: Button) -> None:
        key = f"button.{button.label}"
        text = self._text(key, lambda: self._speaker.text(key, **button.values))
        if text is not None and len(text) > LONGEST_BUTTON:
            said = f"found a button of {len(text)} characters, {shown(text)}; at most {LONGEST_BUTTON} are allowed"
            self._report(key, said)

    def _text(self, key: str, write: Callable[[], str]) -> str | None:
        try:
            text = write()
        except Exception as error:  # the same
            self._report(key, f"found a text that fails: {_reason(error)}")
            return None
        for said in _plain_faults(text):
            self._report(key, said)
        return text

    def _report(self, key: str, text: str) -> None:
        document = self._dialogs.get(f"{self._language}/texts.yaml")
        if document is not None:
            document.report(tuple(key.split(".")), text)

    def facts(self, model: DecisionModel) -> None:
        """Try the words of every value of every fact."""
        document = self._dialogs.get(f"{self._language}/facts.yaml")
        for fact in model.base.facts.values() if document is not None else ():
            assert document is not None
            for value in values_of(fact) if fact.kind != "text" else ():
                for write in (self._speaker.value, self._speaker.button_of, self._speaker.supposing):
                    try:
                        said = list(_plain_faults(write(fact.id, value)))
                    except Exception as error:  # the same
                        said = [f"found words that fail: {_reason(error)}"]
                        self._failed.add(_reason(error))  # the templates that use them fail in the same way
                    for text in said:
                        document.report((fact.id,), text)

    def buttons(self, matter: Matter) -> None:
        """Try the buttons that name a fact, for every fact that may be asked for."""
        for name in {name: None for flow in matter.flows.values() for name in flow.asks}:
            for label in ("refine", "further"):
                self._button(Button(label, "", {"fact": name}))


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"there is no text {error.args[0]}"
    return " ".join(str(error).split()) or type(error).__name__


def _plain_faults(text: str) -> Iterator[str]:
    if not text.strip():
        yield "found a text that comes out empty; some words are needed"
    for match in _DOUBLE_SPACE.finditer(text):
        yield f"found two spaces in a row: {_around(text, match)!r}; one is allowed"


def faults(html: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a message as it would be sent, each with the text around it."""
    text = unescape(_TAG.sub("", html))
    if not text.strip():
        yield "found a message that comes out empty; some words are needed", ""
    if len(text) > LONGEST_MESSAGE:
        yield f"found a message of {len(text)} characters; Telegram allows {LONGEST_MESSAGE}", ""
    yield from _tag_faults(html)
    for where, wrong, said in (
        (html, _LOOSE, "found a loose & or <: {}; write &amp; or &lt;"),
        (text, _DOUBLE_SPACE, "found two spaces in a row: {}; one is allowed"),
        (text, _SPACE_AT_END, "found a space at the end of a line: {}; take it out"),
        (text, _EMPTY_BULLET, "found a line with nothing but a bullet: {}; leave the line out"),
    ):
        for match in wrong.finditer(where):
            around = _around(where, match)
            yield said.format(repr(around)), match[0].strip() or around


def _tag_faults(html: str) -> Iterator[tuple[str, str]]:
    still_open: list[str] = []
    for match in _TAG.finditer(html):
        closes, tag, _ = match.groups()
        if tag not in TAGS:
            yield f"found the tag <{tag}>; allowed: {', '.join(TAGS)}", match[0]
        elif not closes:
            still_open.append(tag)
        elif not still_open or still_open.pop() != tag:
            yield f"found </{tag}> out of order; close the tags in the order in which they were opened", match[0]
            return
    if still_open:
        yield f"found <{still_open[-1]}> that is never closed; add </{still_open[-1]}>", f"<{still_open[-1]}>"


def line_near(source: str, near: str) -> int:
    """Return the line of a template that is this, or else the first that shares enough with it."""
    lines = source.splitlines()
    if near in lines:
        return lines.index(near) + 1
    for width in (min(len(near), most) for most in (10, 6, 4)):
        pieces = {near[start : start + width] for start in range(len(near) - width + 1)} if width else set()
        for number, line in enumerate(lines, 1):
            if any(piece in line for piece in pieces):
                return number
    return 1


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 20) : match.end() + 20].strip("\n")
