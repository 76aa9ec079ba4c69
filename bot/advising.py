"""`advise`, `invite` and `target`: facts and a forwarded text in, one answer out, as text or as JSON."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .advice.advisor import Advice
from .advice.facts import Fact, FactError, Value, plain
from .advice.judge import Verdict
from .advice.schools import Range
from .advice.targets import Plan, plan
from .charts.chart import Kind
from .content.load import Content
from .content.me import fact_named, facts_of
from .conversation.events import Reading
from .conversation.session import Language
from .wording.speaker import Speaker


@dataclass(frozen=True, slots=True)
class Source:
    """A fact's value, where it came from (text, me, flag), the words it was read in, and whether that is sure."""

    value: Value
    origin: str
    read: str | None = None
    sure: bool = True


def advise(options: argparse.Namespace, content: Content, language: Language) -> int:
    """Answer one question on the command line.

    Raises:
        FactError: a fact, value, school or file that can't be used; the text says what to do.
    """
    facts = content.matter.facts
    if options.school is not None and options.school not in content.advisor.base.schools:
        raise FactError(
            f"--school: found {options.school!r}; one of these is allowed: " + ", ".join(content.advisor.base.schools)
        )
    mine = facts_of(options.me, facts) if options.me else {}
    said = {name: Source(value, "me") for name, value in mine.items()} | _from_flags(options.fact, facts)
    own = {name: source.value for name, source in said.items()}
    reading = _read(options, content, content.speakers[language], own)
    if reading and reading.people and options.json:
        raise FactError(f"{options.file}: {content.speakers[language].text('unread.several')}")
    agreed = _agreeing(content, _from_text(reading, facts), said)
    values = {name: source.value for name, source in agreed.items()}
    advice = content.advisor.advise(options.question, values, pin=options.school)
    speaker = content.speakers[language]
    if getattr(options, "chart", None):
        _draw(options.chart, options.picture, content, language, advice, values)
    if options.json:
        made = Printed(content, speaker, advice, agreed)
        print(
            json.dumps(
                made.target() if options.question == "how_many_contacts" else made.advice(),
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        _show(content, language, options, agreed, reading)
    return 0


def _agreeing(content: Content, read: Mapping[str, Source], said: Mapping[str, Source]) -> dict[str, Source]:
    # What was read in a text gives way to what was said, as a value or as a combination that cannot be.
    agreed = dict(said)
    for name, source in read.items():
        if name not in said:
            try:
                content.advisor.model.cells({key: one.value for key, one in agreed.items()} | {name: source.value})
            except FactError:
                continue
            agreed[name] = source
    return agreed


def _from_flags(flags: list[str], facts: Mapping[str, Fact]) -> dict[str, Source]:
    found = {}
    for flag in flags:
        name, equals, value = flag.partition("=")
        if not equals:
            raise FactError(f"--fact: found {flag!r}; NAME=VALUE is needed, such as note=none")
        found[name.strip()] = Source(fact_named(name.strip(), facts).parse(value), "flag")
    return found


def _read(options: argparse.Namespace, content: Content, speaker: Speaker, me: Mapping[str, Value]) -> Reading | None:
    if options.question == "how_many_contacts" or options.no_profile:
        if getattr(options, "file", None):
            raise FactError("--no-profile: found a FILE as well; give one or the other")
        return None
    if options.file is None:
        raise FactError("FILE: found none; give a text file, - for standard input, or --no-profile")
    from .reading.forwarded import UnreadError, read_file

    try:
        return read_file(_bytes_of(options.file), content.readers, me)
    except UnreadError as error:
        raise FactError(f"{options.file}: {speaker.text(f'unread.{error.key}')}") from None


def _from_text(reading: Reading | None, facts: Mapping[str, Fact]) -> dict[str, Source]:
    return {
        name: Source(one.value, "text", one.read, one.sure)
        for name, one in (reading.facts.items() if reading else ())
        if name in facts and facts[name].about == "invitation"
    }


def _bytes_of(name: str) -> bytes:
    from .reading.bounds import LARGEST

    if name == "-":
        return sys.stdin.buffer.read(LARGEST + 1)  # one more than is looked at, so that it is seen to be too large
    path = Path(name)
    if not path.is_file():
        raise FactError(f"{name}: found no such file; give a file, - for standard input, or --no-profile")
    with path.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _show(
    content: Content,
    language: Language,
    options: argparse.Namespace,
    known: Mapping[str, Source],
    reading: Reading | None,
) -> None:
    # The very message that a chat would show, without its buttons.
    from .conversation.case import answer, begin
    from .conversation.people import listed
    from .conversation.session import Entry, Session
    from .terminal.screen import Screen

    facts = content.matter.facts
    entries = {
        name: Entry(source.value, "text" if source.origin == "text" else "answer", source.sure)
        for name, source in known.items()
    }
    me = {name: entry for name, entry in entries.items() if facts[name].about == "user"}
    session = begin(Session(language=language, me=me, pinned=options.school), options.question)
    its = {name: entry for name, entry in entries.items() if name not in me}
    session = session.with_case(facts=its, was_read=reading is not None)
    if reading and reading.people:
        _, reply = listed(session, content.matter, reading.people)
    else:
        _, reply = answer(session, content.matter, reading=reading)
    speaker = content.speakers[language]
    Screen(plain=not sys.stdout.isatty()).show([replace(speaker.message(say), choices=()) for say in reply.messages])


def _draw(
    path: Path, kind: Kind, content: Content, language: Language, advice: Advice, known: Mapping[str, Value]
) -> None:
    from .charts.chart import NothingToDraw
    from .charts.painter import PaintError

    try:
        if path.suffix.lower() == ".svg":
            path.write_text(content.charts.svg(kind, advice, known, language), encoding="utf-8")
        elif path.suffix.lower() == ".png":
            path.write_bytes(content.charts.png(kind, advice, known, language))
        else:
            raise FactError(f"--chart: found {str(path)!r}; a name that ends in .png or .svg is needed")
    except NothingToDraw:
        raise FactError(
            "--picture: found way, but there is no milestone to go to from a count that is known; "
            "give one, such as --fact connections=120, or draw standing"
        ) from None
    except PaintError as error:
        raise FactError(f"--chart: {error}") from None
    except OSError as error:
        raise FactError(f"--chart: found {str(path)!r}, which cannot be written ({error.strerror})") from None


class Printed:
    """An answer in the shape that DESIGN.md fixes."""

    def __init__(self, content: Content, speaker: Speaker, advice: Advice, known: Mapping[str, Source]) -> None:
        self._content = content
        self._speaker = speaker
        self._advice = advice
        self._known = known

    def advice(self) -> dict[str, Any]:
        """Return the answer to accept_invitation or send_invitation."""
        advice = self._advice
        return {
            "question": advice.question,
            "answer": advice.answer,
            "settled": advice.settled,
            "decided_by": advice.decided_by,
            "deciding_school": self._deciding(),
            "facts": self._facts(),
            "schools": {name: self._school(one) for name, one in advice.verdicts.items()},
            "cautions": self._notices("caution"),
            "habits": self._notices("habit"),
            "writing": self._notices("writing"),
            "would_change": [
                {
                    "school": change.school,
                    "facts": {name: plain(value) for name, value in change.facts.items()},
                    "answer": change.answer,
                }
                for change in advice.would_change
            ],
            "ask_next": self._ask_next(),
        }

    def target(self) -> dict[str, Any]:
        """Return the answer to how_many_contacts."""
        advice = self._advice
        values = {name: source.value for name, source in self._known.items()}
        way = plan(advice.answer, values, self._content.matter.pace)
        return {
            "question": advice.question,
            "deciding_school": self._deciding(),
            **_ends(advice.answer),
            "settled": advice.settled,
            "decided_by": advice.decided_by,
            "facts": self._facts(),
            "schools": {name: self._school(one) for name, one in advice.verdicts.items()},
            "milestones": list(way.milestones),
            "pace": _pace(way),
            "course": advice.course,
            "steps": self._notices("step"),
            "cautions": self._notices("caution", "risk"),
            "habits": self._notices("habit", "sign"),
            "ask_next": self._ask_next(),
        }

    def _deciding(self) -> str | list[str] | None:
        deciding = self._advice.deciding
        if self._advice.decided_by == "tie":
            return list(deciding)
        return deciding[0] if deciding else None

    def _facts(self) -> dict[str, Any]:
        return {
            name: {"value": plain(source.value), "from": source.origin} | ({"read": source.read} if source.read else {})
            for name, source in self._known.items()
        }

    def _school(self, one: Verdict) -> dict[str, Any]:
        shown: dict[str, Any] = {"stance": one.stance}
        if one.stance == "open":
            shown["possible"] = [_plain_outcome(outcome) for outcome in one.possible]
            shown["likeliest"] = _plain_outcome(one.outcome)
        elif isinstance(one.outcome, Range):
            shown |= _ends(one.outcome)
        shown["strength"] = one.strength
        shown["reasons"] = [
            {
                "rule": reason.rule,
                "claims": list(reason.claims),
                "text": self._speaker.reason(one.school, self._advice.question, reason.rule),
            }
            | ({} if reason.certain else {"certain": False})
            for reason in one.reasons
        ]
        return shown

    def _notices(self, *kinds: str) -> list[dict[str, Any]]:
        notices = self._speaker.words.notices
        return [
            {"claims": list(one.claims), "voice": self._speaker.voice_of(one.claims), "text": notices[one.id]}
            for one in self._advice.notices
            if one.kind in kinds
        ]

    def _ask_next(self) -> list[dict[str, Any]]:
        return [
            {"fact": one.fact, "can_lead_to": [_plain_outcome(outcome) for outcome in one.can_lead_to]}
            for one in self._advice.ask_next
        ]


def _plain_outcome(outcome: object) -> Any:
    return _ends(outcome) if isinstance(outcome, Range) else outcome


def _ends(outcome: object) -> dict[str, int]:
    if not isinstance(outcome, Range):
        return {}
    return {key: end for key, end in outcome._asdict().items() if end is not None}


def _pace(way: Plan) -> dict[str, Any] | None:
    if way.pace is None:
        return None
    shown: dict[str, Any] = {"invitations_per_week": list(way.pace.invitations_per_week)}
    if way.stages[0].weeks is not None:
        shown["weeks_to_next"] = list(way.stages[0].weeks)
        shown["weeks"] = [None if stage.weeks is None else list(stage.weeks) for stage in way.stages]
    return shown | {"acceptance_rate": list(way.pace.accepted), "as_of": way.pace.as_of}
