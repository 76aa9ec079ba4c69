"""A handful of screenshots, recognised and read for real; the bench reads all of them."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from subprocess import run
from threading import Thread
from time import sleep
from typing import Any

import pytest

from bot.advice.facts import plain
from bot.content.load import load
from bot.conversation.events import Found
from bot.reading import worker
from bot.reading.forwarded import Readers, UnreadError, read_file
from bot.reading.lexicon import Lexicon
from bot.reading.worker import Unreadable, read_file_safely
from tests.reading.conftest import load_yaml

FORWARDS = Path(__file__).parents[2] / "forwards"
ROWS: dict[str, dict[str, Any]] = {row["id"]: row for row in load_yaml(FORWARDS / "pictures.yaml")}
READ = (
    "fr_phone_dark_recruiter", "en_desktop_engineer", "fr_list_phone_four", "en_list_desktop_note",
    "fr_photo_phone_teacher", "en_message_desktop",
)  # fmt: skip
PRECISION, RECALL = 0.95, 0.85


def picture(name: str) -> bytes:
    return (FORWARDS / str(ROWS[name]["file"])).read_bytes()


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    yield load().readers
    worker.stop_workers()


def compared(told: Mapping[str, Any], facts: Mapping[str, Found]) -> Iterator[str]:
    """Yield right, wrong or missed for each fact."""
    for fact, found in facts.items():
        value = plain(found.value)
        if told["facts"].get(fact) == value:
            yield "right"
        elif fact in told["facts"] or value not in told.get("may", {}).get(fact, []):
            yield "wrong"
    yield from ("missed" for fact in told["facts"] if fact not in facts)


def test_screenshots_are_read_as_a_careful_person_reads_them(readers: Readers) -> None:
    outcomes: list[str] = []
    for name in READ:
        row = ROWS[name]
        reading = read_file(picture(name), readers, row.get("me"))
        assert reading.looks_forwarded
        assert len(reading.people) == len(row.get("people", []))
        shown = zip(row["people"], reading.people, strict=True) if "people" in row else [(row, reading)]
        for told, one in shown:
            outcomes.extend(compared(told, one.facts))
    right, wrong, missed = (outcomes.count(outcome) for outcome in ("right", "wrong", "missed"))
    print(f"right {right}, wrong {wrong}, missed {missed}")
    assert right / (right + wrong) >= PRECISION
    assert right / (right + missed) >= RECALL


def test_everybody_in_a_list_has_a_name_and_a_headline(readers: Readers) -> None:
    names = [one["name"] for one in ROWS["fr_list_phone_four"]["shows"]["people"]]
    people = read_file(picture("fr_list_phone_four"), readers).people
    assert [one.who.name for one in people if one.who] == names
    assert all(one.who and one.who.headline for one in people)


def test_what_a_picture_does_not_show_stays_unknown(readers: Readers) -> None:
    for one in read_file(picture("fr_list_phone_four"), readers).people:
        assert "note" not in one.facts


def test_a_portrait_is_a_guess_and_a_silhouette_is_not(readers: Readers) -> None:
    first, _, third, _ = read_file(picture("fr_list_phone_four"), readers).people
    assert (first.facts["sender_photo"].value, first.facts["sender_photo"].sure) == ("portrait", False)
    assert (third.facts["sender_photo"].value, third.facts["sender_photo"].sure) == ("none", True)


def test_without_the_extra_one_sentence_says_so(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.reading.forwarded.find_spec", lambda name: None)
    with pytest.raises(UnreadError) as found:
        read_file(picture("fr_phone_dark_recruiter"), readers)
    assert found.value.key == "no_ocr"


def test_the_bot_itself_loads_no_image_library() -> None:
    code = "import sys, bot.exchange, bot.reading.picture.facts; print({'cv2', 'numpy', 'rapidocr'} & {*sys.modules})"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"


def test_a_crash_of_the_worker_costs_one_answer(readers: Readers) -> None:
    worker.stop_workers()
    killer = Thread(target=_kill_the_next)
    killer.start()
    with pytest.raises(UnreadError) as found:
        read_file(picture("fr_phone_dark_recruiter"), readers)
    killer.join()
    assert found.value.key == "crashed"
    assert read_file(picture("fr_phone_dark_recruiter"), readers).facts["sender_role"].value == "recruiter"


def _kill_the_next() -> None:
    one = worker._worker("picture")
    while not one._process:
        sleep(0.01)
    one._process.kill()


def test_what_the_worker_sends_is_checked(lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker.Worker, "parse", lambda self, data: {"boxes": [{"text": 1}]})
    with pytest.raises(Unreadable) as found:
        read_file_safely("picture", b"x", lexicon)
    assert found.value.key == "crashed"


@pytest.mark.skipif(sys.platform != "linux", reason="priorities are read on Linux")
def test_the_worker_lets_others_go_first_and_has_its_memory_limited(readers: Readers) -> None:
    read_file(picture("en_message_desktop"), readers)
    process = worker._worker("picture")._process
    assert process
    limits = Path(f"/proc/{process.pid}/limits").read_text()
    assert str(worker.KINDS["picture"].memory) in limits
    assert int(Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[16]) >= 10
