"""The chat in the terminal, driven by piped input and through a pseudo-terminal."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.conversation.session import Session
from bot.terminal.chat import converse
from tests.terminal.fake import SPEAKERS, answer, counts, parse

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from bot.conversation.session import Session
from bot.terminal.chat import converse
from tests.terminal.fake import SPEAKERS, answer, counts, parse
converse(Session("en"), answer, parse, SPEAKERS, counts)
"""


def transcript(typed: str) -> str:
    out = io.StringIO()
    converse(Session("en"), answer, parse, SPEAKERS, counts, stdin=io.StringIO(typed), stdout=out)
    return out.getvalue()


def test_it_opens_by_itself_and_leaves_politely() -> None:
    said = transcript("")
    assert "command start" in said
    assert "1 Goals" in said
    assert "2 Two" in said
    assert said.rstrip().endswith("[terminal.bye]")


def test_quit_leaves_and_reads_no_further() -> None:
    said = transcript("/quit\nafter\n")
    assert "after" not in said
    assert "[terminal.bye]" in said


def test_a_number_presses_the_button() -> None:
    assert "pressed 2" in transcript("2\n")


@pytest.mark.parametrize("typed", ["3", "0", "500", "2 9", "1 000", "10,000", "-1", "1.5", "2 or 1"])
def test_what_is_not_a_number_in_range_is_said(typed: str) -> None:
    assert f"said 1 lines, last {typed}" in transcript(typed + "\n")


def test_where_a_number_is_asked_for_a_number_is_said_and_a_marked_one_presses() -> None:
    said = transcript("/count\n2\n\n#2\n")
    assert "#2 Two" in said
    assert "said 1 lines, last 2" in said
    assert "pressed 2" in said


def test_lines_that_stand_together_are_one_message_and_a_blank_line_ends_it() -> None:
    said = transcript("Marie Durand\nRecruiter\n648 relations\n\n\nOther\n")
    assert "said 3 lines, last 648 relations" in said
    assert "said 1 lines, last Other" in said


def test_a_command_or_a_choice_ends_the_lines_before_it() -> None:
    said = transcript("a\nb\n/help\n2\n")
    assert "said 2 lines, last b" in said
    assert "command help" in said
    assert "pressed 2" in said


def test_choices_stay_when_an_answer_brings_none() -> None:
    assert "pressed 2" in transcript("hello\n\n2\n")


@pytest.mark.parametrize("typed", ["1 3 7", "1,3,7", "1, 3, 7", "1;3;7"])
def test_several_numbers_press_each_and_show_the_last_result_once(typed: str) -> None:
    said = transcript(f"1\n{typed}\n")
    assert all(f"✓ {goal}" in said for goal in ("hire", "find_partner", "site_traffic"))
    assert said.count("✓") == 3
    assert said.count("[terminal.bye]") == 1


def test_a_ticked_box_is_shown_without_the_question_again() -> None:
    said = transcript("1\n2\n3\n")
    assert said.count("Which goals?") == 1
    assert said.count("8 Done") == 3


def test_an_exception_leaves_the_conversation_unharmed_and_its_text_unlogged(caplog: pytest.LogCaptureFixture) -> None:
    said = transcript("parse badly\n\n2\n")
    reference = re.search(r"\[error.sorry\] ([0-9a-f]{8})", said)
    assert reference
    assert "pressed 2" in said
    assert reference[1] in caplog.text
    assert "secret" not in caplog.text


def test_a_pipe_is_written_plainly() -> None:
    environment = {**os.environ, "FORCE_COLOR": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=b"caf\xe9 \xff\n\n2\n", capture_output=True, env=environment, check=True
    )
    assert b"\x1b" not in done.stdout
    assert b"pressed 2" in done.stdout
    assert not done.stderr


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"yes hello | {sys.executable} -c '{PROGRAM.strip()}' | head -3".replace('"en"', "")
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, timeout=20)
    assert b"Traceback" not in done.stderr
