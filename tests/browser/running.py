"""The dashboard as an operator runs it, for as long as a test needs it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0  # seconds
TROUBLE = re.compile(r"warning|error|traceback|exception", re.IGNORECASE)


@dataclass(frozen=True)
class Clinic:
    """A dashboard that runs."""

    address: str
    database_url: str


@contextmanager
def running(folder: Path, **more: str) -> Iterator[Clinic]:
    """`manage.py start` on the folder's database, empty or not; at the end its log is clean.

    `more` is put into its environment.
    """
    url = f"sqlite:///{folder / 'clinic.db'}"
    log = folder / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "start", "--port", str(any_port())],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url, **more},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Clinic(address_in(log, server), url)
    finally:
        server.terminate()
        code = server.wait(PATIENCE)
    said = log.read_text()
    assert code == 0, said
    assert not TROUBLE.search(said), said


def any_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def address_in(log: Path, server: subprocess.Popen[bytes]) -> str:
    """The address that `start` prints as soon as the dashboard answers."""
    end = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < end:
        if said := re.search(r"http://localhost:\d+", log.read_text()):
            return said[0]
        time.sleep(0.05)
    pytest.fail(f"The dashboard did not start:\n{log.read_text()}")
