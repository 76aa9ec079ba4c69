"""Telegram's HTML in a terminal, narrow and wide."""

import io

import pytest
from rich.cells import cell_len
from rich.text import Text

from bot.terminal.markup import blocks, visible, wrap
from bot.terminal.screen import Screen
from bot.wording.message import Choice, Message

HTML = (
    "<b>Accepter</b>\u202f: c'est l'avis de <i>weak_ties</i> &amp; de <u>deux</u> autres, voir "
    '<a href="https://example.org/a?b=1&amp;c=2">l\'article</a>.\n\n'
    "• une première raison, assez longue pour qu'elle ne tienne pas sur une seule ligne\n"
    "<blockquote expandable>Une citation assez longue pour qu'elle ne tienne pas\n"
    "non plus sur une seule ligne.</blockquote>"
    "Après.\n<pre>Bonjour Marie,\n"
    "  ravi de vous lire ici, et d'en savoir davantage sur ce qui vous amène aujourd'hui !</pre>"
)


def shown(message: Message, columns: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(columns))
    out = io.StringIO()
    Screen(out, plain=True).show([message])
    return out.getvalue().splitlines()


@pytest.mark.parametrize("columns", [30, 60, 80, 200])
def test_lines_fit_and_quotations_have_a_bar(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(Message(HTML), columns, monkeypatch)
    wrapped = [line for line in lines if "ravi" not in line]
    assert all(cell_len(line) < columns for line in wrapped)
    assert max(map(cell_len, wrapped)) <= 84
    assert len([line for line in lines if line.startswith(("│ ", "| "))]) >= 2
    assert "  ravi de vous lire ici, et d'en savoir davantage sur ce qui vous amène aujourd'hui !" in lines
    assert "& de deux" in " ".join(lines)
    assert "https://example.org/a?b=1&c=2" in "".join(lines)


def test_a_narrow_space_never_begins_a_line() -> None:
    lines = [line.plain for line in wrap(Text("Faut-il accepter cette invitation\u202f?"), 34)]
    assert lines == ["Faut-il accepter cette", "invitation\u202f?"]


def test_items_hang() -> None:
    assert [line.plain for line in wrap(Text("• one two three"), 9)] == ["• one two", "  three"]


def test_what_was_pasted_does_not_drive_the_terminal() -> None:
    assert visible("a\x1b[2Jb\x07\x9bc\u202ed") == "a[2Jbcd"
    assert blocks("x&#27;[2J")[0].text.plain == "x[2J"


def test_short_choices_share_a_line_and_long_ones_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    row = tuple(Choice(text, text) for text in ("Oui", "Non", "Je ne sais pas"))
    long = (Choice("Une réponse nettement plus longue que la moitié de la ligne d'un terminal étroit, oui", "l"),)
    lines = shown(Message("?", (row, long, (Choice("Fin", "f"),))), 60, monkeypatch)
    assert "1 Oui" in lines[3]
    assert "2 Non" in lines[3]
    assert all(cell_len(line) < 60 for line in lines)
    assert any(line.startswith("4 Une") for line in lines)
    assert any("5 Fin" in line for line in lines)
