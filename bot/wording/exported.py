"""All that is held of a user as plain data, to be handed over: readable, and beside it exactly what is stored."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.advice.facts import plain
from bot.conversation.session import PASSED, Case, Entry, Quiz, Session, Writing, dump

if TYPE_CHECKING:
    from .speaker import Speaker


def exported(session: Session, speaker: "Speaker") -> dict[str, Any]:
    """Return a session as data that JSON can hold, with the names of facts and values in its language.

    `as_stored` is the session as a store keeps it: what is not there is not held.
    """
    schools, pinned = speaker.words.schools, session.pinned
    return {
        "language": session.language,
        "about_you": _facts(session.me, speaker),
        "school_you_follow": schools[pinned].name if pinned and pinned in schools else pinned,
        "case_in_hand": session.case and _case(session.case, speaker),
        "list_in_hand": session.people and [_facts(one, speaker) for one in session.people.facts],
        "message_in_hand": session.writing and _message(session.writing, speaker),
        "examples_in_hand": session.quiz and _examples(session.quiz, speaker),
        "as_stored": dump(session),
    }


def _case(case: Case, speaker: "Speaker") -> dict[str, Any]:
    return {
        "question": speaker.text(f"button.begin_{case.question}"),
        "facts": _facts(case.facts, speaker),
        "you_cannot_tell": [_name(fact, speaker) for fact in sorted(case.unknown)],
        "being_asked": case.asked and _name(case.asked, speaker),
        "months_in_company": case.spans.tenure,
        "months_of_company": case.spans.age,
    }


def _examples(quiz: Quiz, speaker: "Speaker") -> list[dict[str, str]]:
    samples = speaker.words.quiz.samples if speaker.words.quiz else {}
    return [
        {
            "example": samples[sample].who if sample in samples else sample,
            "you_would": speaker.text(f"answer.{answer}") if answer != PASSED else "",
        }
        for sample, answer in quiz.answers
    ]


def _message(writing: Writing, speaker: "Speaker") -> dict[str, Any]:
    purposes, variables = speaker.words.purposes, speaker.words.variables
    purpose = writing.purpose
    return {
        "purpose": purposes[purpose].name if purpose and purpose in purposes else purpose,
        "your_words": {
            variables[name].name if name in variables else name: words for name, words in writing.values.items()
        },
    }


def _facts(entries: Mapping[str, Entry], speaker: "Speaker") -> list[dict[str, Any]]:
    known = speaker.words.facts
    return [
        {
            "fact": name,
            "name": _name(name, speaker),
            "value": plain(entry.value),
            "means": speaker.value(name, entry.value) if name in known else "",
            "from": "what you answered" if entry.origin == "answer" else "what you sent",
            "sure": entry.sure,
        }
        for name, entry in entries.items()
    ]


def _name(fact: str, speaker: "Speaker") -> str:
    known = speaker.words.facts
    return known[fact].name if fact in known else fact
