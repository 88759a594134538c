"""A real browser before the real dashboard, with the small demo clinic behind it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from deploy import browsers

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
FLAGS = [
    "--no-sandbox",  # root has none, as in a container
    "--disable-gpu",
    # Nothing but the dashboard is asked for anything.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60.0  # seconds
TROUBLE = re.compile(r"warning|error|traceback|exception", re.IGNORECASE)


@dataclass(frozen=True)
class Clinic:
    """A dashboard that runs."""

    address: str
    database_url: str
    log: Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs all browser tests: one server, one browser, one demo clinic for them all."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


# A package's end, not the session's: while Playwright is open no other test can use asyncio.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.find(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """The demo clinic, served as an operator does it; at the end its log must be clean."""
    folder = tmp_path_factory.mktemp("clinic")
    url = f"sqlite:///{folder / 'clinic.db'}"
    environment = {**os.environ, "DATABASE_URL": url}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "demo", "--size", "small"], cwd=ROOT, env=environment, check=True)
    log = folder / "server.log"
    with log.open("w") as out:
        start = [*manage, "start", "--port", str(any_port())]
        server = subprocess.Popen(
            start, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        yield Clinic(address_in(log, server), url, log)
    finally:
        server.terminate()
        code = server.wait(PATIENCE)
    said = log.read_text()
    assert code == 0, said
    assert not TROUBLE.search(said), said


@pytest.fixture
def page(browser: Browser, clinic: Clinic) -> Iterator[Page]:
    """A visitor who has never been here; relative addresses mean the clinic."""
    context = browser.new_context(base_url=clinic.address, viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


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
