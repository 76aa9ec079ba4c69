"""A speaker: one language's words, ready to say a reply."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.advice.facts import AtLeast, Value
from bot.advice.schools import ANSWERS, SILENT, Outcome, Question, Range
from bot.conversation.reply import Button, Say
from bot.conversation.shortened import cut

from .message import Choice, Message
from .words import FactWords, Words

if TYPE_CHECKING:
    from jinja2 import Environment, Template

SECTIONS: Mapping[Question, str] = {
    "accept_invitation": "invitation",
    "send_invitation": "sending",
    "how_many_contacts": "targets",
}
"""The section of a school's file that answers each question."""

LONGEST_BUTTON = 40
LONGEST_QUOTE = 40

_LINE_ENDS = re.compile(r"[ \t]+\n")
_GAPS = re.compile(r"\n{3,}")
_GROUPED = re.compile(r"(?<=\d)[\s.,'’](?=\d{3}(?!\d))")
_WORDS = re.compile(r"\w+")
_DIGITS = re.compile(r"\d[\dk]*")
_INSIDE_QUOTES = re.compile(r"(<blockquote[^>]*>)\s+|\s+(</blockquote>)")


def _content(text: str, words: re.Pattern[str] = _WORDS) -> frozenset[str]:
    # The words of a text, in lower case, or its numbers; a number is one word however it is grouped.
    return frozenset(words.findall(_GROUPED.sub("", text.lower())))


def sentence(text: str) -> str:
    """Return a text with a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def _tidied(html: str) -> str:
    # Templates leave lines empty where something was not said.
    html = _GAPS.sub("\n\n", _LINE_ENDS.sub("\n", html))
    return _INSIDE_QUOTES.sub(lambda match: match[1] or match[2], html).strip()


def _lone(template: "Template") -> "Template":
    # A template's globals are a chain of mappings, which it would walk along at every rendering.
    if not isinstance(template.globals, dict):
        template.globals = dict(template.globals)
    return template


class Speaker:
    """Turns replies into messages in one language."""

    def __init__(self, language: str, words: Words, commands: tuple[str, ...] = ()) -> None:
        self.language = language
        self.words = words
        self._commands = commands
        self._templates: dict[str, Template] = {}

    # --- whole messages ---------------------------------------------------------------------

    def message(self, say: Say) -> Message:
        """Render one message, with its buttons."""
        template = _lone(self._environment.get_template(f"{say.template}.j2"))
        return Message(_tidied(template.render(**say.values)), self.choices(say.buttons), say.edit)

    def choices(self, rows: tuple[tuple[Button, ...], ...]) -> tuple[tuple[Choice, ...], ...]:
        """Return buttons with their words."""
        return tuple(tuple(self._choice(button) for button in row) for row in rows)

    def _choice(self, button: Button) -> Choice:
        text = self.text(f"button.{button.label}", **button.values) if button.label else ""
        return Choice(cut(text, LONGEST_BUTTON), button.data, button.style, button.copy)

    def text(self, key: str, /, **values: object) -> str:
        """Render one short text; it is plain text, not HTML."""
        source = self.words.texts[key]
        if "{" not in source:
            return source
        return str(self._compiled(source).render(**values)).strip()

    def menu(self) -> tuple[tuple[str, str], ...]:
        """Return the commands of the menu in this language, with what each is for."""
        named = [self.text(f"command.{command}.name") for command in self._commands]
        return tuple(
            (name, self.text(f"command.{command}.for")) for name, command in zip(named, self._commands, strict=True)
        )

    # --- names of things --------------------------------------------------------------------

    def reason(self, school: str, question: Question, rule: str) -> str:
        """Return why a school answers so."""
        words = self.words.schools[school]
        if rule == SILENT:
            return words.silent
        return words.reasons[SECTIONS[question]][rule]

    def value(self, fact: str, value: Value) -> str:
        """Name a value: "une personne amie", "au moins 500 relations"."""
        words = self.words.facts[fact]
        if isinstance(value, frozenset):
            labels = [one.label for key, one in words.values.items() if key in value]
            return ", ".join(labels) or words.none_label or ""
        if isinstance(value, AtLeast):
            return self._filled(words.at_least, value.number)
        if isinstance(value, int):
            return self._filled(words.label, value)
        return words.values[value].label if value in words.values else value

    def button_of(self, fact: str, value: Value) -> str:
        """Name a value as short as a button."""
        words = self.words.facts[fact]
        if isinstance(value, frozenset):
            chosen = [one.button for key, one in words.values.items() if key in value]
            more = f" +{len(chosen) - 1}" if len(chosen) > 1 else ""
            return f"{chosen[0]}{more}" if chosen else words.none_button or ""
        if isinstance(value, AtLeast | int):
            shown = self.number(value)
            return str(self._compiled(words.button).render(number=shown)) if words.button else shown
        return words.values[value].button if value in words.values else value

    def quoted(self, fact: str, value: Value, read: str) -> str:
        """Return the words that a fact was read in, cut short; nothing where they say no more than its value."""
        if isinstance(value, AtLeast | int):
            says_more = _content(read, _DIGITS) != {str(value.number if isinstance(value, AtLeast) else value)}
        else:
            named = f"{self.words.facts[fact].name} {self.value(fact, value)} {self.button_of(fact, value)}"
            says_more = not _content(read) <= _content(named)
        return cut(read, LONGEST_QUOTE) if read and says_more else ""

    def supposing(self, fact: str, value: Value, before: Value | None = None) -> str:
        """Return a clause that completes "if": what would be different."""
        words = self.words.facts[fact]
        if isinstance(value, frozenset):
            return self._supposing_choices(words, value, before if isinstance(before, frozenset) else frozenset())
        if isinstance(value, AtLeast | int):
            count = value.number if isinstance(value, AtLeast) else value
            now = before.number if isinstance(before, AtLeast) else before
            if isinstance(now, int) and count < now:
                return self._filled(words.if_below, count + 1)
            return self._filled(words.if_at_least, count) if count else self._filled(words.if_below, 1)
        return words.values[value].if_

    def _supposing_choices(self, words: FactWords, value: frozenset[str], before: frozenset[str]) -> str:
        added = [one.if_ for key, one in words.values.items() if key in value - before]
        if added:
            return f" {self.text('join.and')} ".join(added)
        kept = [one.if_ for key, one in words.values.items() if key in value]
        return f" {self.text('join.and')} ".join(kept) or words.none_if or ""

    def number(self, value: int | AtLeast) -> str:
        """Write a number as the language does: 12 483, 12,483, 500+."""
        if isinstance(value, AtLeast):
            return f"{self.number(value.number)}+"
        return f"{value:,}".replace(",", self.words.thousands)

    def month(self, day: str) -> str:
        """Write the month of a day given as YYYY-MM-DD: "novembre 2026"."""
        year, month, _ = day.split("-")
        return f"{self.text(f'month.{month}')} {year}"

    def _filled(self, source: str | None, number: int) -> str:
        return str(self._compiled(source or "").render(number=self.number(number)))

    def _compiled(self, source: str) -> "Template":
        if source not in self._templates:
            self._templates[source] = _lone(self._plain.from_string(source))
        return self._templates[source]

    def question(self, fact: str, question: Question) -> str:
        """Return how a fact is asked for when judging a question."""
        words = self.words.facts[fact]
        return (question == "send_invitation" and words.question_sending) or words.question

    def counted(self, tally: Mapping[Outcome, int]) -> str:
        """Say how many schools hold what: "3 acceptent, 2 ignorent"."""
        order = [answer for answers in ANSWERS.values() for answer in answers if answer in tally]
        parts = [self.text(f"count.{answer}", n=tally[answer]) for answer in order]
        return sentence(", ".join(parts)) + "." if parts else ""

    def clauses(self, facts: Mapping[str, Value], known: Mapping[str, Value]) -> str:
        """Join what several facts would be, if they were otherwise."""
        return f" {self.text('join.and')} ".join(
            self.supposing(name, value, known.get(name)) for name, value in facts.items()
        )

    def ranged(self, outcome: Range | None, short: bool = False) -> str:
        """Say a range, as a sentence or in a few words."""
        if outcome is None:
            return self.text("range.none")
        ends = [end for end in ("at_least", "at_most") if getattr(outcome, end) is not None]
        key = ("short_" if short else "") + ("both" if len(ends) == 2 else ends[0])
        low, high = (self.number(end) if end is not None else "" for end in outcome)
        return self.text(f"range.{key}", low=low, high=high)

    def voice_of(self, claims: tuple[str, ...]) -> str:
        """Name those whose claims these are."""
        names = list(dict.fromkeys(self.words.voices[self.words.claim_voices[claim]] for claim in claims))
        return sentence(", ".join(names))

    # --- templates --------------------------------------------------------------------------

    @cached_property
    def _environment(self) -> "Environment":
        return self._made(autoescape=True)

    @cached_property
    def _plain(self) -> "Environment":
        return self._made(autoescape=False)

    def _made(self, *, autoescape: bool) -> "Environment":
        # Imported here: a program that prints JSON never needs it.
        from jinja2 import DictLoader, Environment, StrictUndefined

        environment = Environment(
            loader=DictLoader({f"{name}.j2": source for name, source in self.words.templates.items()}),
            autoescape=autoescape,  # noqa: S701  # off for buttons and toasts, which Telegram takes as plain text
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["number"] = self.number
        environment.filters["sentence"] = sentence
        environment.filters["month"] = self.month
        environment.globals.update(self._vocabulary())
        return environment

    def _vocabulary(self) -> dict[str, Any]:
        words = self.words
        return {
            "t": self.text,
            "value": self.value,
            "button_of": self.button_of,
            "supposing": self.supposing,
            "reason": self.reason,
            "question_of": self.question,
            "facts": words.facts,
            "schools": words.schools,
            "sources": words.sources,
            "quiz": words.quiz,
            "guards": words.guards,
            "notices": words.notices,
            "voices": words.voices,
            "claims": words.claims,
            "texts": words.texts,
            "languages": words.languages,
            "purposes": words.purposes,
            "variables": words.variables,
            "counted": self.counted,
            "clauses": self.clauses,
            "ranged": self.ranged,
            "voice_of": self.voice_of,
            "quoted": self.quoted,
        }
