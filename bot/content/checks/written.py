"""Conversations that try out the templates of writing: each purpose and variable, each draft, a note checked."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, get_args

from bot.conversation.events import Checked, Command, Remark, Reviewed, Said
from bot.conversation.matter import Matter
from bot.conversation.purposes import MOMENTS, USUAL, Draft, Manner, Purpose, units
from bot.conversation.session import Language
from bot.reading.review_words import Kind

if TYPE_CHECKING:
    from .samples import Talk

WORDS: Final = "a & b"
NUMBER: Final = "5"
LONG: Final = 20
LONG_WORDS: Final = "word " * 6
TOO_LONG: Final = "x" * 1000
NONSENSE: Final = "xyzzy"
LIMIT: Final = 200


class SampleDrafting:
    """Writes drafts of nothing but what they are filled with: within the limit, or far beyond it when warm."""

    def drafts(self, purpose: str, values: Mapping[str, str], manner: Manner = USUAL) -> tuple[Draft, ...]:
        """Write two drafts, of which the second holds nothing that it was given."""
        given = [value for value in values.values() if len(value) < LONG] if not manner.short else []
        held = " ".join([purpose, manner.tone, manner.address, "short" if manner.short else "full", *given])
        texts = {"one": held + (" more" * LIMIT if manner.tone == "warm" else ""), "two": held.split(" ")[0]}
        limit = None if manner.plan == "premium" else LIMIT
        return tuple(Draft(name, text, units(text), limit, name) for name, text in texts.items())

    def label(self, purpose: str, variant: str) -> str:
        """Return what a variant is called."""
        return variant

    def counted(self, draft: Draft) -> str:
        """Say how long a draft is."""
        return f"{draft.length} of {draft.limit}"


def drafting(matter: Matter) -> dict[Language, SampleDrafting]:
    """Return somebody who writes samples in each language."""
    return {language: SampleDrafting() for language in matter.vocabularies}


def some_claims(matter: Matter) -> tuple[str, ...]:
    """Return a claim that is there: one that a school cites."""
    return tuple(claim for school in matter.advisor.base.schools.values() for claim in school.claims)[:1]


def lists(talk: "Talk") -> None:
    """Open what may be written, page by page, and choose what is there and what is not."""
    matter = talk.matter
    talk.write("write")
    for moment in MOMENTS:
        for page in range(len(matter.purposes) // 2 + 2):
            talk.write("moment", moment, str(page))
    talk.say(Said(NONSENSE), Command("write", NONSENSE))
    talk.write("moment", "nosuchmoment", "0")
    talk.write("reread")
    talk.write("goback")
    talk.write("unwrite")
    talk.write("moment", MOMENTS[0], "0")


def purpose(talk: "Talk", one: Purpose) -> None:
    """Write for one purpose: ask for each variable, fill it, take it out, and change the drafts in every way."""
    matter = talk.matter
    for name in one.variables:
        talk.say(Command("write"))
        talk.write("purpose", one.id)
        talk.write("fill", name)
        talk.say(Said(" "), Said(TOO_LONG))
        talk.write("nofill", name)
    talk.say(Command("write"))
    talk.write("purpose", one.id)
    for act in ("fill", "offered"):
        for name in one.variables:
            talk.write(act, name)
            if matter.variables[name].fact is None or act == "fill":
                words = LONG_WORDS if name in one.optional and act == "fill" else WORDS
                talk.say(Said(NUMBER if matter.variables[name].kind == "number" else words))
    for act, value in (
        ("variant", "two"), ("variant", "two"), ("variant", "one"), ("short", "1"), ("short", "0"), ("tone", "warm"),
        ("tone", "formal"), ("address", "tu"), ("variant", "nosuchvariant"), ("tone", "nosuchtone"),
        *(("tongue", language) for language in matter.vocabularies),
    ):  # fmt: skip
        talk.write(act, value)
    talk.say(Said(NONSENSE))
    for name in one.variables:
        talk.write("fill", name)
        talk.write("goback")
        talk.write("unfill", name)
    talk.write("unwrite")


def checks(talk: "Talk") -> None:
    """Check notes: good ones, each thing that may be found, more than is shown at once, and what is no note."""
    kinds: tuple[str, ...] = get_args(Kind)
    remarks = [Remark(kind, WORDS, (), WORDS, WORDS if place % 2 else None) for place, kind in enumerate(kinds)]
    claims = some_claims(talk.matter)
    remarks.append(Remark(kinds[0], WORDS, claims, WORDS, None))
    talk.say(Command("write"))
    talk.write("reread")
    for limit in (LIMIT, None):
        talk.say(Checked(Reviewed(12, limit, ())))
        for remark in remarks:
            talk.say(Checked(Reviewed(12, limit, (remark,))))
        talk.say(Checked(Reviewed(12, limit, tuple(remarks))))
    talk.say(Checked(None, WORDS))
