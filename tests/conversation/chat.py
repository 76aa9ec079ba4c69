"""A chat in a test: what is said, handed over and pressed, and what comes of it; never the wording itself."""

import json
import re
from dataclasses import dataclass, field
from html import unescape

from bot.advice.advisor import Advice
from bot.advice.facts import Value
from bot.content.load import Content
from bot.conversation.buttons import data_of
from bot.conversation.card import Line
from bot.conversation.events import Event, Found, Handed, Pressed, Reading, Said, Sent, Who
from bot.conversation.purposes import Draft
from bot.conversation.reply import Reply, Say
from bot.conversation.respond import respond
from bot.conversation.session import Language, Session, dump, load
from bot.exchange import event_of, event_of_files, pictured
from bot.handlers.deliveries import deliveries
from bot.wording.message import Message
from tests.telegram import rules


def plain(text: str) -> str:
    """Return a text with plain spaces and apostrophes."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


@dataclass
class Chat:
    """One person's chat; after every event the session goes through a store and is rendered."""

    content: Content
    language: Language = "fr"
    session: Session = field(init=False)
    reply: Reply = field(init=False, default_factory=lambda: Reply(()))

    def __post_init__(self) -> None:
        self.session = Session(language=self.language)

    # --- what the user does -----------------------------------------------------------------

    def says(self, text: str) -> "Chat":
        """Type or paste a text."""
        return self.does(event_of(text, self.session, self.content))

    def forwards(self, **facts: Value) -> "Chat":
        """Forward a profile in which these facts are read."""
        found = {name: Found(value, f"words about {name}") for name, value in facts.items()}
        return self.does(Said("a profile\nof two lines", Reading(found, looks_forwarded=True)))

    def hands(self, *files: bytes, text: str = "") -> "Chat":
        """Hand files over, such as a PDF or an e-mail, with what is written beside them."""
        return self.does(event_of_files(files, text, self.session, self.content))

    def hands_list(self, *people: Reading) -> "Chat":
        """Hand over a picture of a list of people."""
        return self.does(Handed(Reading(looks_forwarded=True, people=people)))

    def sends(self, kind: str) -> "Chat":
        """Send something without text."""
        return self.does(Sent(kind))

    def taps(self, label: str) -> "Chat":
        """Press the button of the last message that begins so."""
        rows = self.shown.choices
        return self.does(Pressed(next(one.data for row in rows for one in row if plain(one.text).startswith(label))))

    def picks(self, fact: str, value: str) -> "Chat":
        """Press a choice of the current case."""
        return self.presses("is", fact, value)

    def presses(self, act: str, *rest: str, case: int | None = None) -> "Chat":
        """Press a button by its act, of the current case or of an older one."""
        number = self.session.cases if case is None else case
        return self.does(Pressed(data_of(act, number, *rest)))

    def writes(self, act: str, *rest: str, writing: int | None = None) -> "Chat":
        """Press a button of the message being written by its act, or of an older one."""
        return self.does(Pressed(data_of(act, self.session.writings if writing is None else writing, *rest)))

    def does(self, event: Event) -> "Chat":
        """Send any event; the reply must render within Telegram's rules, and the session must survive being stored."""
        self.session, self.reply = respond(self.session, event, self.content.matter)
        stored = json.loads(json.dumps(dump(self.session)))
        assert load(stored, self.content.matter.facts, self.content.advisor.base.schools) == self.session
        speaker = self.content.speakers[self.session.language]
        messages = [speaker.message(say) for say in self.reply.messages]
        if self.reply.picture:
            messages.append(pictured(self.reply.picture, self.session.language, self.content))
        for sent in deliveries(messages):
            keyboard = {"reply_markup": {"inline_keyboard": sent.keyboard}} if sent.keyboard else {}
            rules.content({"text": sent.html, "parse_mode": "HTML", **keyboard}, caption=bool(sent.picture))
        assert messages or self.reply.toast, "nothing ends in silence"
        return self

    # --- what comes of it -------------------------------------------------------------------

    @property
    def last(self) -> Say:
        """The last message said."""
        return self.reply.messages[-1]

    @property
    def advice(self) -> Advice:
        """The advice just given."""
        advice = self.last.values["advice"]
        assert isinstance(advice, Advice)
        return advice

    @property
    def shown(self) -> Message:
        """The last message as it is shown."""
        return self.content.speakers[self.session.language].message(self.last)

    @property
    def html(self) -> str:
        """Its text with its tags."""
        return self.shown.html

    @property
    def text(self) -> str:
        """Its text as a reader sees it, with plain spaces."""
        return plain(unescape(re.sub(r"<[^<>]+>", "", self.html)))

    @property
    def labels(self) -> list[list[str]]:
        """Its buttons in their rows, with plain spaces."""
        return [[plain(one.text) for one in row] for row in self.shown.choices]

    @property
    def lines(self) -> dict[str, Line]:
        """The facts on its card."""
        read = self.last.values["read"]
        assert isinstance(read, tuple)
        return {line.fact: line for line in read}

    @property
    def who(self) -> Who | None:
        """Whom its card is about."""
        who = self.last.values["who"]
        assert who is None or isinstance(who, Who)
        return who

    @property
    def draft(self) -> str:
        """The draft shown, as it is typed on LinkedIn, with plain spaces."""
        assert self.last.template == "drafts", self.last
        draft = self.last.values["draft"]
        assert isinstance(draft, Draft)
        return plain(draft.text)

    @property
    def copied(self) -> str | None:
        """What the copy button gives; None where there is no such button."""
        found = [button.copy for row in self.last.buttons for button in row if button.copy]
        return found[0] if found else None

    def offers(self, act: str, *rest: str) -> bool:
        """Tell whether a button with this act is on the last message."""
        data = data_of(act, self.session.cases, *rest)
        return any(button.data == data for row in self.last.buttons for button in row)

    def asks(self, fact: str) -> "Chat":
        """Expect that this fact is asked for next."""
        assert self.last.template == "question", self.last
        assert self.last.values["fact"] == fact
        assert self.session.phase == "asking"
        return self

    def answers(self, answer: str, *, settled: bool | None = None, by: str | None = None) -> "Chat":
        """Expect a piece of advice."""
        assert self.last.template == "advice", self.last.template
        assert self.advice.answer == answer, self.advice
        assert settled is None or self.advice.settled is settled
        assert by is None or self.advice.deciding == (by,)
        assert self.session.phase == "advised"
        return self

    def shows(self, template: str) -> "Chat":
        """Expect a message by its template."""
        assert self.last.template == template, self.last
        return self

    def toasts(self, key: str) -> "Chat":
        """Expect a short answer to the press."""
        assert self.reply.toast == key
        return self

    def is_silent_but_for_a_toast(self) -> "Chat":
        """Expect that a press changed nothing."""
        assert not self.reply.messages
        assert self.reply.toast
        return self
