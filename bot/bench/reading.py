"""The bench of the readers: precision and recall on a corpus, milliseconds a file, who waits for pictures."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from threading import Thread
from time import perf_counter
from typing import Any, Final, NamedTuple

from bot.advice.facts import plain
from bot.bench.corpus import Format, Forward, Told, read_corpus
from bot.content.load import Content
from bot.conversation.events import Found, Reading
from bot.conversation.session import Session
from bot.exchange import event_of, exchange
from bot.reading.forwarded import NOT_INVITATIONS, Readers, UnreadError, read_file, read_words

FLOORS: Final[dict[Format, tuple[float, float]]] = {
    "text": (0.97, 0.90),
    "mail": (0.97, 0.90),
    "pdf": (0.97, 0.95),
    "picture": (0.95, 0.85),
}
"""Precision and recall that each format must reach."""
MOST_MS: Final[dict[Format, float]] = {"text": 3.0, "mail": 10.0, "pdf": 30.0, "picture": 5000.0}
"""Milliseconds that a file of each format may take, in the middle."""
MOST_WAIT_MS: Final = 100.0
"""Milliseconds by which pictures in hand may delay another chat's answer."""
WAITING: Final = 10
"""Pictures that wait while a chat goes on."""
REFUSAL: Final = "(refused)"
"""Stands among the facts for an e-mail that is no invitation, to be told as what it is."""
NO_OCR: Final = "no_ocr"
"""The key with which a picture is refused where the extra is missing."""
MISSED_FLOOR: Final = 1
USED_WRONGLY: Final = 2

Score = Counter[tuple[Format, str, str]]
"""How often each fact of each format was read right or wrong, and how often it was told."""


class Scored(NamedTuple):
    """A corpus as it was read: the score, seconds a file, and one line for each mistake."""

    score: Score
    seconds: Mapping[Format, Sequence[float]]
    mistakes: Sequence[str]


class Line(NamedTuple):
    """One line of the table; `passed` is None where nothing is demanded."""

    what: str
    figure: str
    demanded: str = ""
    passed: bool | None = None


def run(content: Content, folder: Path, *, pictures: bool = True, mistakes: bool = False) -> int:
    """Score a corpus, print the table, and return the exit status: 0, 1 where a floor is missed, 2.

    Raises:
        ContentError: the corpus is missing or does not fit.
    """
    forwards = read_corpus(folder, pictures=pictures)
    shown = [one for one in forwards if one.format == "picture"]
    if shown and _lacks_ocr(shown[0], content.readers):
        print('pictures need the extra ocr: `pip install ".[ocr]"`, or leave them out with --no-pictures')
        return USED_WRONGLY
    scored = score(forwards, content.readers, aloud=True)
    lines = [*figures(scored.score), *speeds(scored.seconds)]
    if shown:
        lines += waiting(content, shown)
    _print(lines)
    for mistake in scored.mistakes if mistakes else ():
        print(mistake)
    return MISSED_FLOOR if any(line.passed is False for line in lines) else 0


def score(forwards: Iterable[Forward], readers: Readers, *, aloud: bool = False) -> Scored:
    """Read every forward through the program's own door and compare; `aloud` prints a line a picture."""
    counts: Score = Counter()
    seconds: dict[Format, list[float]] = {}
    mistakes: list[str] = []
    for forward in forwards:
        if forward.format not in seconds:
            seconds[forward.format] = []
            read(forward, readers)  # the first of a format pays for imports, a worker, phrases filed
        start = perf_counter()
        got = read(forward, readers)
        took = perf_counter() - start
        seconds[forward.format].append(took)
        if aloud and forward.format == "picture":
            print(f"  {forward.id}: {took:.1f} s", flush=True)
        for fact, outcome, mistake in _judged(forward, got):
            counts[forward.format, fact, outcome] += 1
            if mistake:
                mistakes.append(f"{forward.format} {forward.id}: {fact}: {mistake}")
    return Scored(counts, seconds, mistakes)


def read(forward: Forward, readers: Readers) -> Reading | UnreadError:
    """Read one forward as the program does; what it refuses is returned."""
    words = forward.words
    try:
        if words is not None:
            return read_words(words, readers, forward.me)
        return read_file(forward.path.read_bytes(), readers, forward.me)
    except UnreadError as error:
        return error


def _lacks_ocr(picture: Forward, readers: Readers) -> bool:
    got = read(picture, readers)
    return isinstance(got, UnreadError) and got.key == NO_OCR


def _judged(forward: Forward, got: Reading | UnreadError) -> Iterator[tuple[str, str, str]]:
    """Yield, of each fact read or told: its name, `right`, `wrong` or `told`, and a mistake in words or nothing."""
    if isinstance(got, UnreadError):
        wanted = forward.kind if forward.kind in NOT_INVITATIONS else None
        if wanted is None or got.key != wanted:
            yield REFUSAL, "wrong", f"refused as {got.key}"
        else:
            yield REFUSAL, "right", ""
        got = Reading()
    if forward.kind in NOT_INVITATIONS:
        yield REFUSAL, "told", ""
    wanted_people = forward.people or [forward]
    people = got.people if forward.people else (got,)
    for at in range(max(len(wanted_people), len(people))):
        told = wanted_people[at] if at < len(wanted_people) else Told()
        facts = people[at].facts if at < len(people) else {}
        yield from _compared(told, facts)


def _compared(told: Told, facts: Mapping[str, Found]) -> Iterator[tuple[str, str, str]]:
    values: dict[str, Any] = {fact: plain(found.value) for fact, found in facts.items()}
    for fact, value in values.items():
        if fact in told.facts and told.facts[fact] == value:
            yield fact, "right", ""
        elif fact in told.facts or value not in told.may.get(fact, []):
            wanted = told.facts.get(fact, "nothing")
            yield fact, "wrong", f"read {value!r} ({facts[fact].read!r}), wanted {wanted!r}"
    for fact, value in told.facts.items():
        yield fact, "told", "" if fact in values else f"missed {value!r}"


def rates(score: Score, format_: Format, fact: str | None = None) -> tuple[float, float]:
    """Return precision and recall of one format, of one fact or of all; 1 where nothing was read or told."""
    right, wrong, told = (_count(score, format_, fact, outcome) for outcome in ("right", "wrong", "told"))
    return right / (right + wrong or 1) if right + wrong else 1.0, right / told if told else 1.0


def _count(score: Score, format_: Format | None, fact: str | None, outcome: str) -> int:
    return sum(
        times
        for (of, what, how), times in score.items()
        if how == outcome and of == (format_ or of) and what == (fact or what)
    )


def figures(score: Score) -> Iterator[Line]:
    """Yield precision and recall by format and fact."""
    formats = [one for one in FLOORS if _count(score, one, None, "told")]
    for format_ in formats:
        for fact in sorted({what for of, what, _ in score if of == format_}):
            yield Line(f"{format_}, {fact}", _rates(score, format_, fact))
        precision, recall = rates(score, format_)
        least = FLOORS[format_]
        passed = precision >= least[0] and recall >= least[1]
        yield Line(f"{format_}, all", _rates(score, format_, None), f">= {least[0]:.2f}  {least[1]:.2f}", passed)
    if len(formats) > 1:
        yield Line("together", _rates(score, None, None))


def _rates(score: Score, format_: Format | None, fact: str | None) -> str:
    right, wrong, told = (_count(score, format_, fact, outcome) for outcome in ("right", "wrong", "told"))
    precision = f"{right / (right + wrong):.3f}" if right + wrong else "-"
    recall = f"{right / told:.3f}" if told else "-"
    return f"{precision:>5}  {recall:>5}   ({right} right, {wrong} wrong, {told} told)"


def speeds(seconds: Mapping[Format, Sequence[float]]) -> Iterator[Line]:
    """Yield the time that a file takes."""
    for format_, taken in seconds.items():
        middle, worst = median(taken) * 1e3, max(taken) * 1e3
        most = MOST_MS[format_]
        figure = f"{middle:.2f} ms, max {worst:.2f}"
        yield Line(f"{format_}, one file ({len(taken)})", figure, f"<= {most:g} ms", middle <= most)


def waiting(content: Content, pictures: Sequence[Forward]) -> Iterator[Line]:
    """Yield how long another chat's exchange takes, alone and while pictures are read."""
    texts = ["/invitation", "Un commercial que je ne connais pas, sans message", "oui", "I don't know"]
    _exchanged(content, texts)
    alone = [_exchanged(content, texts) for _ in range(40)]
    files = [one.path.read_bytes() for one in islice(cycle(pictures), WAITING)]
    reader = Thread(target=_read_all, args=(files, content.readers), daemon=True)
    reader.start()
    beside = [_exchanged(content, texts)]
    while reader.is_alive():
        beside.append(_exchanged(content, texts))
    yield Line("an exchange, nothing else to do", _latency(alone))
    later = (max(beside) - median(alone)) * 1e3
    yield Line(f"an exchange while {WAITING} pictures are read", _latency(beside))
    yield Line("  longer by at most", f"{later:.1f} ms", f"<= {MOST_WAIT_MS:g} ms", later <= MOST_WAIT_MS)


def _read_all(files: Sequence[bytes], readers: Readers) -> None:
    for data in files:
        try:
            read_file(data, readers)
        except UnreadError:
            continue


def _exchanged(content: Content, texts: Sequence[str]) -> float:
    """Have a short talk and return the seconds that its slowest exchange took."""
    session, slowest = Session(), 0.0
    for text in texts:
        start = perf_counter()
        session = exchange(session, event_of(text, session, content), content).session
        slowest = max(slowest, perf_counter() - start)
    return slowest


def _latency(seconds: Sequence[float]) -> str:
    return f"{median(seconds) * 1e3:.1f} ms, max {max(seconds) * 1e3:.1f}"


def _print(lines: Sequence[Line]) -> None:
    width = max(len(line.what) for line in lines)
    print(f"{'':<{width}}  precision, recall")
    for line in lines:
        verdict = "" if line.passed is None else "PASS" if line.passed else "MISSED"
        print(f"{line.what:<{width}}  {line.figure:<46}  {line.demanded:<14}  {verdict}".rstrip())
