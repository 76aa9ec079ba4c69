"""A long text is cut so that Telegram takes every part, and no word is lost."""

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.handlers.markup import split
from tests.telegram.rules import parse


def test_a_short_text_stays_as_it_is() -> None:
    source = (
        "<b>Accept</b> &amp; <i>say <u>why</u></i>:\n<blockquote expandable>a &lt; b</blockquote>\n<pre>x\n  y</pre>"
        '<a href="https://example.org/?a=1&amp;b=2">source</a> <code>1</code>'
    )
    assert split(source) == [source]


def test_it_is_cut_between_paragraphs_with_the_tags_closed_and_opened_again() -> None:
    first, second = " ".join(["one"] * 12), " ".join(["two"] * 12)
    assert split(f"<b>{first}\n\n{second}</b> end", 60) == [f"<b>{first}</b>", f"<b>{second}</b> end"]


def test_it_is_cut_between_words_where_there_is_no_other_place() -> None:
    assert split("aaaa bbbb cccc", 10) == ["aaaa bbbb", "cccc"]
    assert split("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_a_character_beyond_the_first_plane_counts_twice() -> None:
    assert split("😀" * 7, 10) == ["😀" * 5, "😀" * 2]


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("<b>never closed", ["<b>never closed</b>"]),
        ("<b><i>crossed</b></i>", ["<b><i>crossed</i></b>"]),
        ("an <unknown a='1'>tag</unknown>", ["an tag"]),
        ("line<br>break", ["line\nbreak"]),
        ("a < b & c", ["a &lt; b &amp; c"]),
        (" \n ", []),
        ("", []),
    ],
)
def test_what_telegram_would_refuse_is_mended(source: str, made: list[str]) -> None:
    assert split(source) == made


words = st.text(st.sampled_from("ab&<>\"'é😀\u202f .\n"), max_size=40).map(lambda text: html.escape(text, quote=False))
marked = st.recursive(
    words,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        inner.map(lambda text: f"<b>{text}</b>"),
        inner.map(lambda text: f'<a href="https://example.org/?a=1&amp;b=2">{text}</a>'),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(marked, st.integers(8, 60))
def test_every_part_is_taken_and_every_word_kept(source: str, longest: int) -> None:
    parts = split(source, longest)
    texts = [parse(part)[0] for part in parts]
    assert all(0 < len(text.encode("utf-16-le")) // 2 <= longest for text in texts)
    assert "".join("".join(texts).split()) == "".join(parse(source)[0].split())
