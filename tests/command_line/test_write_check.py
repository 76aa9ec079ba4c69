"""`write --check`: a note in, its findings out, or one sentence on why it can't be read."""

import io
import json
from pathlib import Path

import pytest

from bot.cli import main

from .test_bad_input import refused

STOCK = "Bonjour, je souhaiterais rejoindre votre réseau professionnel."


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(f"{STOCK}\n", encoding="utf-8")
    return path


def test_json_has_the_shape_that_other_programs_read(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["write", "--check", str(note), "--json", "--lang", "en"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["length"], found["limit"]) == (len(STOCK), 200)
    assert all(set(one) == {"kind", "words", "claims", "text", "better"} for one in found["findings"])
    assert found["findings"][0]["kind"] == "stock"
    assert "B23" in found["findings"][0]["claims"]


def test_a_good_note_is_told_so_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = "Bonjour Inès, votre atelier de mardi sur les haies m'a donné envie d'en planter une."
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": io.BytesIO(good.encode())})())
    me = tmp_path / "me.yaml"
    me.write_text("plan: premium\n", encoding="utf-8")
    assert main(["write", "--check", "-", "--me", str(me), "--lang", "fr"]) == 0
    printed = capsys.readouterr().out
    assert printed == f"Rien à redire\u00a0: cette note dit ce qu’il faut, en {len(good)} signes sur 300.\n"


def test_what_is_to_be_mended_is_shown_with_who_says_so(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["write", "--check", str(note), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "Stock wording: “je souhaiterais rejoindre votre réseau professionnel”" in printed
    assert "Baptiste" in printed
    assert "Instead: « Je vous écris parce que… »".replace(" »", "\u00a0»").replace("« ", "«\u00a0") in printed


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "there is no note to read"),
        (b" \n\n", "there is no note to read"),
        (b"a" * 10_000, "more than 10,000 characters"),
        ("é".encode() * 40_000, "more than 10,000 characters"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "this is not text"),
        (b"\x00\x01\x02", "this is not text"),
        ("héhé".encode("utf-16"), "this is not text"),
    ],
)
def test_what_cannot_be_a_note(data: bytes, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "note"
    path.write_bytes(data)
    assert says in refused(capsys, "write", "--check", str(path), "--lang", "en")


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "found no such file" in refused(capsys, "write", "--check", str(tmp_path / "none.txt"))
