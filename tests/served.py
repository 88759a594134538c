"""The dashboard served for a test: dashboard.py as it is, before a frame of the test's own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = {
    "streamlit": ["streamlit", "run", "dashboard.py", "--server.port"],
    "uvicorn": ["uvicorn", "dashboard:app", "--host", "127.0.0.1", "--port"],
}


@contextmanager
def served(frame: str, folder: Path, command: str, **environment: str) -> Iterator[str]:
    """The address of a server whose pages/frame.py says `frame`, started by one of COMMANDS."""
    shutil.copy(ROOT / "dashboard.py", folder)
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    (folder / "pages").mkdir()
    (folder / "pages" / "frame.py").write_text(frame, encoding="utf-8")
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", *COMMANDS[command], str(port)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return once the server answers; it loads charts and tables first."""
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"The server ended by itself with {process.returncode}.")
        try:
            httpx.get(address).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("The server does not answer within a minute.")
