"""PNG comes from one process of its own, which ends with the program and leaves nothing behind."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from bot.charts.chart import KINDS
from bot.charts.painter import Painter, PaintError, painter
from bot.content.load import Content

from .people import EXTREME

PNG = b"\x89PNG\r\n\x1a\n"
PROCESSES = Path("/proc")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'


def size(png: bytes) -> tuple[int, int]:
    """Return the width and height in pixels."""
    assert png.startswith(PNG)
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


@pytest.mark.parametrize("name", EXTREME)
def test_pictures_are_drawn(name: str, content: Content) -> None:
    person = EXTREME[name]
    advice = person.advice(content)
    for kind in KINDS:
        if content.charts.can_draw(kind, advice, person.known):
            png = content.charts.png(kind, advice, person.known, "fr")
            wide, high = size(png)
            assert wide == 1080
            assert 700 < high < 1800
            assert len(png) > 20_000


def test_words_are_drawn_with_our_own_font() -> None:
    text = SVG.replace("<rect", '<text y="9" font-size="9" font-family="{}">WW</text><rect fill="none"')
    blank = painter.paint(SVG.replace("<rect", '<rect fill="none"'))
    assert painter.paint(text.format("Inter")) != blank
    assert painter.paint(text.format("DejaVu Sans")) in (blank, painter.paint(text.format("Inter")))


def test_off_the_loop_several_are_drawn_in_turn(content: Content) -> None:
    person = EXTREME["three_contacts"]
    advice = person.advice(content)

    async def all_at_once() -> list[bytes]:
        make = content.charts.png
        return await asyncio.gather(
            *(asyncio.to_thread(make, "standing", advice, person.known, language) for language in ("en", "fr") * 3)
        )

    pictures = asyncio.run(all_at_once())
    assert len(set(pictures)) == 2


def test_a_picture_that_is_not_sound_is_refused_and_the_next_one_drawn() -> None:
    own = Painter()
    with pytest.raises(PaintError, match="could not be drawn"):
        own.paint("<svg")
    process = own.process
    assert size(own.paint(SVG)) == (30, 15)
    assert own.process == process
    own.stop()


def test_a_process_that_was_killed_is_started_anew() -> None:
    own = Painter()
    own.paint(SVG)
    first = own.process
    assert first is not None
    os.kill(first, signal.SIGKILL)
    sleep(0.1)
    assert size(own.paint(SVG)) == (30, 15)
    assert own.process != first
    own.stop()


@pytest.mark.skipif(not PROCESSES.is_dir(), reason="looks at /proc")
def test_no_zombie_is_left_and_none_outlives_the_program() -> None:
    own = Painter()
    own.paint(SVG)
    stopped = own.process
    own.stop()
    assert not (PROCESSES / str(stopped)).exists()
    script = f"from bot.charts.painter import painter; painter.paint({SVG!r}); print(painter.process, flush=True)"
    for ending in ("", "; import os, signal; os.kill(os.getpid(), signal.SIGKILL)"):
        done = subprocess.run(
            [sys.executable, "-c", script + ending], capture_output=True, text=True, timeout=60, check=False
        )
        left = PROCESSES / done.stdout.strip()
        until = monotonic() + 5
        while left.exists() and monotonic() < until:
            sleep(0.05)
        assert not left.exists() or "Z" in (left / "stat").read_text(encoding="ascii").rsplit(")", 1)[1][:3]


def test_the_process_knows_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    own = Painter()
    own.paint(SVG)
    if PROCESSES.is_dir():
        assert b"secret" not in (PROCESSES / str(own.process) / "environ").read_bytes()
    own.stop()
