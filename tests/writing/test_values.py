"""What a person types goes into a message as typed: never run, never cut, never changed but for its spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.load import Content
from bot.conversation.purposes import Manner, ValueRefusedError, Variable, units

from .small import drafter, first

TRICKS = (
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "{# gone #}",
    "{{ ''.__class__.__mro__ }}",
    "<b>Nordia</b> & Co",
    "%s {0} $HOME",
    "שלום עולם",
    "\u202bنور\u202c",
    "👩🏽\u200d💻 🇫🇷",
    "e\u0301tat",
    "l'été ; vraiment ?",
    "« déjà »",
    "\x02" + "0\x03",
    "[name]",
    "a\u00a0b",
)


@pytest.mark.parametrize("value", TRICKS)
def test_tricks_are_words_like_others(value: str) -> None:
    shown = value.replace("\x02", "").replace("\x03", "")
    for typography in ("english", "french", "plain"):
        text = first(drafter(typography), company=value, name="Ada")
        assert text.startswith(f"Hello Ada, we both worked at {shown}{'' if shown.endswith('?') else '.'} I would ")


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_goes_through_as_typed(company: str, name: str) -> None:
    made = drafter("french")
    cleaned = made.cleaned(made.purpose("old_team"), {"company": company + "x", "name": name})
    text = made.drafts("old_team", {"company": company + "x", "name": name}, Manner(plan="premium"))[0].text
    greeting = f"Hello {cleaned['name']}, " if "name" in cleaned else "Hello, "
    assert text.startswith(f"{greeting}we both worked at {cleaned['company']}. I would")
    text.encode("utf-8")


@given(st.text(max_size=60))
def test_cleaning_leaves_nothing_to_clean_and_keeps_every_sign(raw: str) -> None:
    variable = Variable("x", "words", 200)
    cleaned = variable.cleaned(raw)
    assert variable.cleaned(cleaned) == cleaned
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert not any(sign in cleaned for sign in "\n\r\t\x00\x02\x1d\x7f\x85\u2028")
    kept = "".join(one for one in raw if one.isprintable() and not one.isspace())
    assert "".join(one for one in cleaned if one.isprintable() and not one.isspace()) == (kept if cleaned else "")


def test_spaces_are_joined_and_surrogates_that_stand_alone_go() -> None:
    assert Variable("x", "words", 30).cleaned("  a \n\t b\ud800 \udfff c\u00a0d ") == "a b c\u00a0d"


@pytest.mark.parametrize("raw", ["5 ans", "five", "-3", "1.5", "٥"])
def test_a_number_is_digits(raw: str) -> None:
    with pytest.raises(ValueRefusedError, match="a whole number is needed, such as 5"):
        Variable("years", "number", 2).cleaned(raw)
    assert Variable("years", "number", 2).cleaned(" 12 ") == "12"


@given(st.data())
def test_the_shipped_variants_keep_values_whole(content: Content, data: st.DataObject) -> None:
    drafter = content.drafters[data.draw(st.sampled_from(list(content.drafters)))]
    purpose = data.draw(st.sampled_from(list(drafter.purposes.values())))
    needs = {}
    for name in purpose.needs:
        number = drafter.variables[name].kind == "number"
        needs[name] = "7" if number else data.draw(st.text(max_size=12)) + data.draw(st.sampled_from(TRICKS))
    cleaned = drafter.cleaned(purpose, needs)
    drafts = drafter.drafts(purpose.id, needs, Manner(plan="premium"))
    assert all(any(value in draft.text for draft in drafts) for value in cleaned.values())
    assert all(units(draft.text) == draft.length for draft in drafts)
