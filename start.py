"""Start Entregent, or its tests, on a machine that has Python 3.11 to 3.13 and pip only.

python3 start.py          talk in the terminal; with TELEGRAM_BOT_TOKEN set, be the Telegram bot
python3 start.py test     run the tests, types, lint and import contracts
python3 start.py COMMAND  any other command, such as `advise --help`

What is needed is installed into .venv beside this file, once, and again when pyproject.toml changes.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
EXTRAS = ("ocr", "postgres")
"""What `--with-NAME` adds: reading screenshots, keeping everything in PostgreSQL."""
CHECKS = (
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy"],
    ["importlinter"],
    ["pytest", "-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"],
)


def main(arguments: list[str]) -> int:
    """Install what is needed, then run what was asked for."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        print(f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    extras = {extra for extra in EXTRAS if f"--with-{extra}" in arguments}
    arguments = [one for one in arguments if one.removeprefix("--with-") not in extras]
    testing = arguments[:1] == ["test"]
    if not _install(extras | ({"test"} if testing else set())):
        return 1
    if not testing:
        return subprocess.call([PYTHON, "-m", "bot", *arguments], cwd=HERE)
    return _test(arguments[1:])


def _install(extras: set[str]) -> bool:
    """Install the program and some of its extras; those that were installed before stay."""
    extra = ",".join(sorted(extras))
    wanted = hashlib.sha256(f"{sys.version}\n{extra}".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        wanted.update((HERE / name).read_bytes())
    mark = VENV / f"installed-{extra or 'run'}"
    if mark.is_file() and mark.read_text() == wanted.hexdigest() and PYTHON.is_file():
        return True
    print("Installing what Entregent needs into .venv (a minute, once)...", file=sys.stderr, flush=True)
    target = f"{HERE}[{extra}]" if extra else str(HERE)
    steps = (
        # Without pip inside: some systems ship Python with pip but without the means to put one into a venv.
        [sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)] if not PYTHON.is_file() else None,
        [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "-qq", "--disable-pip-version-check",
         "--constraint", str(HERE / "constraints.txt"), "--editable", target],
    )  # fmt: skip
    for step in steps:
        if step and subprocess.call(step) != 0:
            print("Installing failed; the lines above say why.", file=sys.stderr)
            return False
    # Read the dialogs once, so that the first answer does not wait for it: what was read is kept in a cache.
    subprocess.call([PYTHON, "-c", "from bot.content.load import load; load()"], cwd=HERE)
    mark.write_text(wanted.hexdigest())
    return True


def _test(arguments: list[str]) -> int:
    failed = []
    for check in CHECKS:
        name, *rest = check
        if name == "importlinter":
            command = [str(PYTHON.with_name("lint-imports"))]
        else:
            command = [str(PYTHON), "-m", name, *rest, *(arguments if name == "pytest" else [])]
        print(f"\n$ {' '.join([name, *rest])}", flush=True)
        if subprocess.call(command, cwd=HERE) != 0:
            failed.append(name)
    print(f"\nfailed: {', '.join(failed)}" if failed else "\nAll checks passed.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
