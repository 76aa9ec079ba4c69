"""Whatever is known and however it is said, drafts come out whole: no gap, no slip of typography, within the limit."""

import re
from collections.abc import Callable

import pytest

from bot.content.checks.drafted import LONGEST_DRAFT, amiss
from bot.content.load import Content, load
from bot.conversation.purposes import Manner, Purpose, units
from bot.wording.drafts import Drafter

from .matrix import Case, cases, known_sets, longest, usual

DANGLING = {
    "en": re.compile(
        r"(?<![\w’-])(at|of|from|with|and|or|the|a|an|because|called|my|your|their)\s*[,.;:!?)]", re.IGNORECASE
    ),
    "fr": re.compile(
        r"(?<![\w’-])(de|du|des|à|au|aux|chez|dans|lors|avec|par|et|ou|le|la|les|un|une|car|que|qui|sur|pour|votre|mon)"
        r"\s*[,.;:!?)]|\w’\s*[,.;:!?)]",
        re.IGNORECASE,
    ),
}
"""Words that seldom end a clause: what should follow was left out, unless the writer typed it so."""

Values = Callable[[Drafter, Purpose], dict[str, str]]

CONTENT = load()
PURPOSES = [(language, name) for language, drafter in CONTENT.drafters.items() for name in drafter.purposes]


def dangling(case: Case, language: str) -> list[str]:
    """Return what seems cut off in a draft and does not stand so in its variant."""
    source = solid(CONTENT.drafters[language].words.variants[case.purpose.id][case.draft.id])
    found = [match[0] for match in DANGLING[language].finditer(case.draft.text)]
    return [one for one in found if solid(one) not in source]


def solid(text: str) -> str:
    """Return a text without its spaces, its apostrophes straight."""
    return re.sub(r"\s+", "", text).replace("’", "'")


def wrong(case: Case, language: str, typography: str) -> list[str]:
    """Return what is wrong with a draft."""
    text = case.draft.text
    found = [said for _, said, _ in amiss(text, typography)]
    found += [f"found {one!r}, after which something is missing" for one in dangling(case, language)]
    if re.search(r"[\x00-\x09\x0b-\x1f\ue000-\uf8ff]|undefined|None|\{\{|\}\}|\{%", text):
        found.append("found something of the machinery")
    if re.search(r" [,.)]|\n\n\n|[ \t]\n|\n[ \t]", text) or text != text.strip():
        found.append("found a space that is out of place")
    if case.purpose.kind == "note" and "\n" in text:
        found.append("found a note in two paragraphs")
    if text.count("!") > (case.tone == "warm"):
        found.append("found more exclamation marks than one, or one in a formal message")
    if re.search(r"https?:|www\.", text):
        found.append("found a link")
    if case.draft.limit is not None and case.draft.length > case.draft.limit:
        found.append(f"found {case.draft.length} of {case.draft.limit}")
    if case.draft.length > LONGEST_DRAFT:
        found.append(f"found {case.draft.length} characters")
    if case.draft.length != units(text):
        found.append(f"found a length of {case.draft.length}, counted {units(text)}")
    return found


@pytest.mark.parametrize("values", [longest, usual])
@pytest.mark.parametrize(("language", "name"), PURPOSES)
def test_every_draft(language: str, name: str, values: Values) -> None:
    drafter = CONTENT.drafters[language]
    purpose = drafter.purposes[name]
    mistakes: dict[tuple[str, str], str] = {}
    for case in cases(drafter, purpose, values(drafter, purpose)):
        for said in wrong(case, language, drafter.words.typography):
            mistakes.setdefault((case.draft.id, said.partition(":")[0]), f"{said} in {case}")
    assert list(mistakes.values()) == []


@pytest.mark.parametrize(("language", "name"), PURPOSES)
def test_what_is_given_is_used_where_there_is_room(language: str, name: str) -> None:
    drafter = CONTENT.drafters[language]
    purpose = drafter.purposes[name]
    values = usual(drafter, purpose)
    for known in known_sets(purpose):
        given = {one: values[one] for one in known}
        drafts = drafter.drafts(name, given)
        for one in purpose.needs:
            assert any(values[one] in draft.text for draft in drafts), f"{one} is in no draft of {name}"
        for one in set(purpose.variables) - known:
            assert not any(values[one] in draft.text for draft in drafts), f"{one} came out of nothing in {name}"


def test_usual_notes_fit_a_premium_account_whole_and_mostly_a_free_one(content: Content) -> None:
    over: list[str] = []
    fits = []
    for language, drafter in content.drafters.items():
        for purpose in drafter.purposes.values():
            if purpose.kind == "note":
                values = usual(drafter, purpose)
                for variant in drafter.words.variants[purpose.id]:
                    length = units(drafter.text(purpose, variant, values))
                    fits.append(length <= 200)
                    if length > 300:
                        over.append(f"{language}/{purpose.id}/{variant}: {length}")
    print(f"{sum(fits)} of {len(fits)} notes with everything known fit 200")
    assert over == []


def test_the_short_version_says_no_more_than_it_must(content: Content) -> None:
    for drafter in content.drafters.values():
        for purpose in drafter.purposes.values():
            values = usual(drafter, purpose)
            for draft in drafter.drafts(purpose.id, values, Manner(short=True)):
                left = {*purpose.optional} - {"name"}
                assert not [one for one in left if values[one] in draft.text and len(values[one]) > 3], draft.text


def test_how_many(content: Content) -> None:
    count = sum(
        1
        for drafter in content.drafters.values()
        for purpose in drafter.purposes.values()
        for _ in cases(drafter, purpose, longest(drafter, purpose))
    )
    print(f"{count} drafts")
    assert count > 10_000
