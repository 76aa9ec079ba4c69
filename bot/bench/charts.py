"""The bench of pictures: milliseconds each, memory after many, what an event loop feels, matplotlib beside."""

import asyncio
import gc
from collections.abc import Iterator, Sequence
from importlib import import_module
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Final

from bot.advice.advisor import Advice
from bot.advice.facts import Known, Value
from bot.advice.schools import Range
from bot.advice.targets import count
from bot.charts.chart import KINDS, Charts, Kind
from bot.charts.figures import standing
from bot.charts.painter import painter
from bot.content.load import Content

from .rules import Line

MOST_MS: Final = 150.0
"""Milliseconds that a picture may take after start."""
MOST_GROWTH: Final = 10.0
"""Megabytes by which memory may grow over the pictures, of both processes together."""
MOST_PAUSE_MS: Final = 20.0
"""Milliseconds for which an event loop may stand still meanwhile."""
PICTURES: Final = 200
WARMING: Final = 20
BEAT: Final = 0.001
BESIDE: Final = 12
MISSED: Final = 1

Case = tuple[Kind, Advice, Known, str]

PEOPLE: Final[Sequence[dict[str, Value]]] = (
    {"situation": "student", "connections": 3, "objectives": frozenset({"be_noticed"})},
    {"situation": "executive", "connections": 29999, "objectives": frozenset({"be_noticed"}), "plan": "premium"},
    {"situation": "executive", "connections": 2412, "objectives": frozenset({"personal_brand"})},
    {"situation": "job_seeker", "connections": 120, "objectives": frozenset({"found_by_recruiters"})},
    {"situation": "founder", "connections": 800, "objectives": frozenset({"find_clients"}), "activity": "active"},
)


def run(content: Content) -> int:
    """Measure and print the table; the exit status says whether every limit is kept."""
    lines = list(measure(content))
    width = max(len(line.what) for line in lines)
    for line in lines:
        verdict = "" if line.passed is None else "PASS" if line.passed else "over"
        print(f"{line.what:<{width}}  {line.figure:>22}  {line.demanded:<12}  {verdict}".rstrip())
    return MISSED if any(line.passed is False for line in lines) else 0


def measure(content: Content) -> Iterator[Line]:
    """Yield the lines of the table."""
    charts, cases = content.charts, list(_cases(content))
    begun = perf_counter()
    charts.png(*cases[0])
    yield Line("the first picture, which starts the process", f"{1000 * (perf_counter() - begun):.0f} ms")
    for case in islice(cycle(cases), WARMING):
        charts.png(*case)
    before = _memory()
    times, pauses = asyncio.run(_drawn_beside_a_loop(charts, list(islice(cycle(cases), PICTURES))))
    grown = _memory() - before
    slow = quantiles(times, n=20)[-1]
    yield Line("a picture, in the middle", f"{median(times):.0f} ms", f"<= {MOST_MS:.0f} ms", median(times) <= MOST_MS)
    yield Line("a picture, 19 of 20", f"{slow:.0f} ms", f"<= {MOST_MS:.0f} ms", slow <= MOST_MS)
    yield Line("the slowest picture", f"{max(times):.0f} ms")
    yield Line(
        f"memory grown over {PICTURES} pictures", f"{grown:.1f} MB", f"<= {MOST_GROWTH:.0f} MB", grown <= MOST_GROWTH
    )
    longest = max(pauses)
    kept = longest <= MOST_PAUSE_MS
    yield Line("longest pause of the event loop", f"{longest:.1f} ms", f"<= {MOST_PAUSE_MS:.0f} ms", kept)
    yield Line("  the same with nothing to draw", f"{max(asyncio.run(_idle(sum(times) / 1000))):.1f} ms")
    yield from _beside(content, cases)


def _cases(content: Content) -> Iterator[Case]:
    for known in PEOPLE:
        advice = content.advisor.advise("how_many_contacts", known)
        for kind in KINDS:
            if content.charts.can_draw(kind, advice, known):
                yield from ((kind, advice, known, language) for language in content.charts.drawers)


async def _drawn_beside_a_loop(charts: Charts, cases: Sequence[Case]) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each picture, and those by which each beat of the loop came late."""
    pauses: list[float] = []
    beating = asyncio.create_task(_beat(pauses))
    times = []
    for case in cases:
        begun = perf_counter()
        await asyncio.to_thread(charts.png, *case)
        times.append(1000 * (perf_counter() - begun))
    beating.cancel()
    return times, pauses


async def _beat(pauses: list[float]) -> None:
    while True:
        begun = perf_counter()
        await asyncio.sleep(BEAT)
        pauses.append(1000 * (perf_counter() - begun - BEAT))


async def _idle(seconds: float) -> list[float]:
    pauses: list[float] = []
    beating = asyncio.create_task(_beat(pauses))
    await asyncio.sleep(seconds)
    beating.cancel()
    return pauses


def _memory() -> float:
    """Return the megabytes that this process and the painter's hold."""
    gc.collect()
    return sum(_resident(f"/proc/{process}/status") for process in ("self", painter.process))


def _resident(path: str) -> float:
    try:
        rows = Path(path).read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(row.split()[1]) / 1024 for row in rows if row.startswith("VmRSS:")), 0.0)


def _beside(content: Content, cases: Sequence[Case]) -> Iterator[Line]:
    """Yield what matplotlib takes for "where I stand"; nothing to compare where it is not installed."""
    try:
        import_module("matplotlib").use("Agg")
        pyplot: Any = import_module("matplotlib.pyplot")
    except ImportError:
        yield Line("matplotlib, the same picture", "not installed")
        return
    standings = [case for case in cases if case[0] == "standing"]
    _plotted(pyplot, content, standings[0])
    before = _memory()
    times = []
    for case in islice(cycle(standings), BESIDE):
        begun = perf_counter()
        _plotted(pyplot, content, case)
        times.append(1000 * (perf_counter() - begun))
    yield Line("matplotlib, where I stand, in the middle", f"{median(times):.0f} ms")
    yield Line(f"  memory grown over {BESIDE} of them", f"{_memory() - before:.1f} MB")
    pauses = asyncio.run(_plotted_beside_a_loop(pyplot, content, list(islice(cycle(standings), BESIDE))))
    yield Line("  longest pause of the event loop, in a thread", f"{max(pauses):.1f} ms")


async def _plotted_beside_a_loop(pyplot: Any, content: Content, cases: Sequence[Case]) -> list[float]:
    pauses: list[float] = []
    beating = asyncio.create_task(_beat(pauses))
    for case in cases:
        await asyncio.to_thread(_plotted, pyplot, content, case)
    beating.cancel()
    return pauses


def _plotted(pyplot: Any, content: Content, case: Case) -> bytes:
    """Draw "where I stand" as matplotlib would have it: the same bars, lines and words at the same size."""
    _, advice, known, language = case
    charts = content.charts
    shown = standing(advice, known, charts.brakes, charts.cap)
    speaker = charts.drawers[language].speaker
    figure, axes = pyplot.subplots(figsize=(10.8, 11.8), dpi=100)
    axes.set_xscale("log")
    axes.set_xlim(1, shown.cap.most)
    for row, (one, span) in enumerate(shown.ranges):
        low, high = span.at_least or 1, span.at_most or shown.cap.most
        axes.barh(row, high - low, left=low, color="#0e7a78" if one.deciding else "#77859b")
        axes.text(1, row + 0.5, f"{speaker.words.schools[one.school].name} {speaker.ranged(Range(*span), short=True)}")
    today = count(shown.today)
    if today:
        axes.axvline(today, color="#b23a0a")
    for mark in (*(one.at for one in shown.brakes), shown.cap.most):
        axes.axvline(mark, linestyle=":", color="#9a6a0a")
    axes.set_title(charts.drawers[language].say("standing.title"))
    axes.set_yticks([])
    figure.text(0.1, 0.02, ", ".join(speaker.words.schools[one.school].name for one in shown.numberless))
    kept = BytesIO()
    figure.savefig(kept, format="png")
    pyplot.close(figure)
    return kept.getvalue()
