"""What the program needs of a language's words: short texts, templates, intents, and what fills each.

Everything that the code says or asks for by name is declared here, once; `check` compares a
language with it, and a test compares it with what conversations use.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from bot.advice.schools import ANSWERS, NO_NUMBER, SILENT
from bot.conversation.purposes import MOMENTS

Variables = tuple[str, ...]

OUTCOMES: Final = tuple(answer for answers in ANSWERS.values() for answer in answers)

BUTTONS: Final[Mapping[str, Variables]] = {
    "value": ("fact", "value"),
    "ticked": ("fact", "value"),
    "done": ("fact",),
    "none": ("fact",),
    "more": (),
    "unknown": (),
    "back": (),
    "now": (),
    "cancel": (),
    "close": (),
    "finish": (),
    "refine": ("fact",),
    "further": ("fact",),
    "fix": ("fact", "value"),
    "check": ("fact", "value"),
    "others": (),
    "person": ("place", "name"),
    "another": (),
    "again": ("question",),
    "what_if": (),
    "draw_standing": (),
    "draw_way": (),
    "keep_if": (),
    "what_else": (),
    "to_answer": (),
    "me_fact": ("fact",),
    "take_back": (),
    "school": ("school",),
    "pin": (),
    "unpin": (),
    "see": ("school",),
    "schools": (),
    "which": (),
    "would": ("answer",),
    "more_samples": (),
    "afresh": (),
    "policy": (),
    "copy_short": (),
    "language": ("language",),
    "begin_accept_invitation": (),
    "begin_how_many_contacts": (),
    "begin_send_invitation": (),
    "write": (),
    "write_to": (),
    "purpose": ("purpose",),
    "more_purposes": (),
    "moment_sending": (),
    "moment_received": (),
    "moment_after": (),
    "other_purposes": (),
    "offered": ("words",),
    "take_out": (),
    "skip": (),
    "copy": (),
    "another_draft": (),
    "shorter": (),
    "fuller": (),
    "tone_formal": (),
    "tone_warm": (),
    "address_vous": (),
    "address_tu": (),
    "tongue": ("language",),
    "add": ("variable",),
    "mend": ("variable",),
    "check_note": (),
    "check_another": (),
    "write_one": (),
    "forget": (),
    "keep": (),
}
"""The labels of buttons, with what fills them."""

TOASTS: Final = ("already", "noted", "old_button", "unknown_button", "language", "pinned", "unpinned", "kept", "drawn")

RANGES: Final = ("both", "at_least", "at_most", "short_both", "short_at_least", "short_at_most")

CARD: Final = ("who", "fresh", "place", "read")
"""What shows whom a forward is about, and what was read in it."""

TEMPLATES: Final[Mapping[str, Variables]] = {
    "start": (),
    "help": (),
    "question": ("question", "fact", "again", "headline", "current", *CARD),
    "advice": ("advice", "question", "known", "each", "authors", *CARD),
    "corrections": ("read", "place"),
    "people": ("people", "left", "fresh"),
    "target": ("advice", "question", "known", "authors", "today", "plan", "apart"),
    "what_if": ("fact", "current"),
    "compared": ("question", "fact", "chosen", "current", "old", "new"),
    "me": ("me", "pinned"),
    "my_fact": ("fact", "current", "again"),
    "schools": ("pinned",),
    "school": ("school", "pinned", "author", "claims_of", "figures", "strength", "sources_of"),
    "sample": ("sample", "place", "at_least", "at_most", "again"),
    "likeness": ("leaders", "sure", "same", "of", "second", "departures", "aside", "authors", "pinned"),
    "policy": ("text", "short", "open", "waits", "decided_by", "deciding", "sure", "pinned", "authors"),
    "language": (),
    "purposes": ("moment", "shown", "fits", "again", "cannot", "without"),
    "variable": ("variable", "current", "again", "most"),
    "drafts": ("purpose", "draft", "label", "counted", "place", "of", "left", "squeezed", "plan", "supply", "again"),
    "own_note": (),
    "review": ("review", "refused", "more"),
    "privacy": ("lasts", "idle_days", "mark_days", "contact"),
    "export": (),
    "forget": ("lasts",),
    "forgotten": ("lasts",),
    "cancelled": ("had",),
    "thanks": (),
    "unclear": ("phase",),
    "unreadable": ("kind",),
    "enough": ("files", "minutes"),
    "unknown_command": (),
}
"""The templates of whole messages, with what fills them; a template may leave some of it out."""

INTENTS: Final = (
    "unknown",
    "skip",
    "back",
    "now",
    "cancel",
    "again",
    "thanks",
    "hello",
    "help",
    "write",
    "check",
    "which",
    "policy",
    "what_if",
    "at_least",
    "less_than",
    "between",
)
"""What people type beside any question; the last three stand beside a number, or between two."""

VOCABULARY: Final = (
    "t",
    "value",
    "button_of",
    "supposing",
    "reason",
    "question_of",
    "facts",
    "schools",
    "sources",
    "quiz",
    "guards",
    "notices",
    "voices",
    "claims",
    "texts",
    "languages",
    "purposes",
    "variables",
    "counted",
    "clauses",
    "ranged",
    "voice_of",
    "quoted",
)
"""What every text and template may use besides."""

FILTERS: Final = ("number", "month", "sentence")

OPTIONAL_TEXTS: Final = tuple(f"way.{answer}" for answer in OUTCOMES)
"""Texts that a language may have: how to do what is advised."""

UNREAD: Final = (
    "not_fetched",
    "several",
    "too_large", "empty", "not_text", "no_ocr", "no_words", "too_many_pixels", "archive", "broken", "encrypted",
    "too_many_pages", "too_slow",
    "crashed", "not_a_pdf", "too_deep", "acceptance", "digest", "nothing", "link",
)  # fmt: skip
"""Why something that was forwarded gives no facts."""

REVIEW: Final[Mapping[str, Variables]] = {
    "name.too_long": (),
    "name.stock": (),
    "name.pitch": (),
    "name.no_reason": (),
    "name.self_centred": (),
    "name.link": (),
    "name.several_requests": (),
    "name.false_friend": (),
    "name.shouting": (),
    "too_long.drop": ("over", "limit", "others"),
    "too_long.cut": ("over", "limit", "others"),
    "stock.with_reason": (),
    "stock.alone": (),
    "stock.again": (),
    "pitch.sold": (),
    "no_reason.none": (),
    "self_centred.only_me": (),
    "link.address": (),
    "link.attachment": (),
    "several_requests.several": (),
    "false_friend.calling": (),
    "false_friend.closeness": (),
    "shouting.capitals": (),
    "shouting.marks": (),
    "frame.because": ("familiar", "reason"),
    "frame.why": ("familiar",),
    "frame.offer": ("familiar", "what", "before"),
    "frame.greeting": ("familiar", "rest"),
    "good": ("length", "limit"),
    "found": ("name", "words"),
    "instead": ("better",),
    "refused.empty": (),
    "refused.too_large": (),
    "refused.not_text": (),
}
"""The texts of review.yaml, with what fills them: what is said of a note, and frames for what is put in its place."""

CHARTS: Final[Mapping[str, Variables]] = {
    "standing.title": (),
    "standing.lead": ("range", "names"),
    "standing.open": (),
    "standing.unknown": (),
    "standing.today": ("count", "number"),
    "standing.likely": ("range",),
    "standing.cap": ("at", "as_of"),
    "standing.numberless": ("n",),
    "standing.silent": ("n",),
    "brakes": ("at",),
    "way.title": ("goal",),
    "way.lead": ("today",),
    "way.range": (),
    "way.from_today": ("most",),
    "way.band": ("few", "many", "low", "high", "received"),
    "way.limit": ("many", "goal", "weeks", "received"),
    "way.estimate": ("as_of",),
    "caption.today": ("count", "number"),
    "caption.decides": ("name", "said"),
    "caption.school": ("name", "said"),
    "caption.no_number": (),
    "caption.numberless": ("names",),
    "caption.silent": ("names",),
    "caption.mark": ("text",),
    "caption.stage": ("at", "weeks"),
}
"""The texts of pictures, with what fills them; each text of `brakes` is filled alike."""

PICTURES: Final = ("parts", "standing", "way")
"""The SVG templates of pictures; the first holds what the others share."""

LONGEST: Final[Mapping[str, int]] = {"menu.description": 512, "menu.short": 120}
"""Characters that Telegram allows."""

LONGEST_COMMAND_TEXT: Final = 256
LONGEST_TOAST: Final = 200


def texts(commands: Iterable[str]) -> dict[str, Variables]:
    """Return the keys of the short texts, with what fills each."""
    needed: dict[str, Variables] = {f"answer.{outcome}": () for outcome in (*OUTCOMES, SILENT, NO_NUMBER)}
    needed |= {f"headline.{how}.{answer}": () for how in ("settled", "likely") for answer in OUTCOMES}
    needed |= {f"{kind}.{answer}": () for kind in ("lean", "short") for answer in OUTCOMES}
    needed |= {f"count.{answer}": ("n",) for answer in OUTCOMES}
    needed |= {f"month.{number:02}": () for number in range(1, 13)}
    needed |= {"join.and": (), "range.none": ()}
    needed |= {f"range.{key}": ("low", "high") for key in RANGES}
    needed |= {"card.line": ("line",), "plan.weeks": ("few", "most", "years")}
    needed |= {f"moment.{moment}": () for moment in MOMENTS}
    needed |= {f"button.{label}": variables for label, variables in BUTTONS.items()}
    needed |= {f"toast.{toast}": () for toast in TOASTS}
    needed |= {f"command.{command}.{key}": () for command in commands for key in ("name", "for")}
    needed |= {f"unread.{key}": () for key in UNREAD}
    needed |= {"error.sorry": ("reference",), "file.reading": (), "group.hint": (), "group.button": ()}
    return needed | {
        "menu.description": (),
        "menu.short": (),
        "terminal.hint": (),
        "terminal.bye": (),
        "terminal.picture": (),
    }


def longest(key: str) -> int | None:
    """Return how many characters of a text Telegram takes; None where there is no limit."""
    if key.startswith("command."):
        return LONGEST_COMMAND_TEXT
    return LONGEST_TOAST if key.startswith("toast.") else LONGEST.get(key)


def of_fact(kind: str) -> tuple[Collection[str], Collection[str]]:
    """Return the keys that the words of a fact need besides name, question and example, and those it may have."""
    optional = ("question_sending", "hint")
    if kind == "several":
        return ("values", "none_label", "none_button", "none_if"), optional
    if kind == "number":
        return ("label", "at_least", "if_at_least", "if_below"), (*optional, "button")
    return (() if kind == "text" else ("values",)), optional
