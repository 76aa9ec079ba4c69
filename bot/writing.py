"""`write`: a purpose and what fills it in, two or three drafts out, as text or as JSON."""

import argparse
import json
from collections.abc import Collection
from dataclasses import asdict
from typing import TypeVar

from .content.load import Content
from .content.me import facts_of
from .conversation.purposes import ADDRESSES, TONES, Draft, Manner, Purpose, WritingError
from .conversation.session import Language
from .wording.drafts import Drafter

Choice = TypeVar("Choice", bound=str)


def write(options: argparse.Namespace, content: Content, language: Language) -> int:
    """Write drafts, or list the purposes.

    Raises:
        WritingError: a purpose, a variable or a value that can't be used; the text says what is allowed.
        FactError: a file of facts that can't be used.
    """
    drafter = content.drafters[language]
    if options.list:
        _list(drafter, options)
        return 0
    if options.purpose is None:
        raise WritingError(f"PURPOSE: found none; one of these is allowed: {', '.join(drafter.purposes)}")
    me = facts_of(options.me, content.matter.facts) if options.me else {}
    drafts = drafter.drafts(
        options.purpose,
        _values(options.values),
        Manner(
            tone=_one_of("--tone", options.tone, TONES),
            address=_one_of("--address", options.address, ADDRESSES),
            plan=str(me["plan"]) if "plan" in me else None,
        ),
    )
    if options.json:
        _print_json({"drafts": [_plain(draft) for draft in drafts]})
    else:
        print("\n\n".join(f"{draft.label} ({drafter.counted(draft)})\n{draft.text}" for draft in drafts))
    return 0


def _one_of(flag: str, given: str, allowed: Collection[Choice]) -> Choice:
    for one in allowed:
        if one == given:
            return one
    raise WritingError(f"{flag}: found {given!r}; one of these is allowed: {', '.join(allowed)}")


def _values(flags: list[str]) -> dict[str, str]:
    found = {}
    for flag in flags:
        name, equals, value = flag.partition("=")
        if not equals:
            raise WritingError(f"--set: found {flag[:60]!r}; NAME=VALUE is needed, such as name=Claire")
        found[name.strip()] = value
    return found


def _list(drafter: Drafter, options: argparse.Namespace) -> None:
    purposes = drafter.purposes.values()
    if options.json:
        _print_json({"purposes": [{"id": one.id, "needs": one.needs, "optional": one.optional} for one in purposes]})
    else:
        print("\n\n".join(_presented(drafter, purpose) for purpose in purposes))


def _presented(drafter: Drafter, purpose: Purpose) -> str:
    words = drafter.words.purposes[purpose.id]
    lines = [f"{purpose.id}: {words.name}", words.for_]
    for what, names in (("needs", purpose.needs), ("optional", purpose.optional)):
        if names:
            lines.append(drafter.around(what, names=", ".join(names)))
    return "\n    ".join(lines)


def _plain(draft: Draft) -> dict[str, object]:
    return {key: value for key, value in asdict(draft).items() if key != "label"}


def _print_json(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))
