"""Which Chromium or Chrome the browser tests and the pictures use, and how one is got."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from manage import install_with_apt

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLE = "CLINIC_BROWSER"
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPLICATIONS = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
FLAGS = (
    "--no-sandbox",  # root has none, as in a container
    "--disable-gpu",
    # Nothing but the dashboard is asked for anything.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def environment() -> dict[str, str]:
    """This process's environment with a browser named in it, which is fetched if none is here."""
    return {**os.environ, VARIABLE: found()}


@contextmanager
def launched() -> Iterator["Browser"]:
    """A browser without a window, closed at the end."""
    from playwright.sync_api import sync_playwright

    executable = found()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


def found() -> str:
    """The browser's file; a browser is fetched if none is here."""
    browser = find() or fetch()
    if browser is None:
        sys.exit(
            "Tests and pictures need a browser: please install Chromium or Chrome, and try again."
        )
    return browser


def find() -> str | None:
    """The browser that CLINIC_BROWSER names, else the first one that is installed and runs."""
    return os.environ.get(VARIABLE) or next(filter(runs, candidates()), None)


def candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, COMMANDS))
    yield from (f"/Applications/{name}" for name in MAC_APPLICATIONS)
    folders = filter(None, map(os.environ.get, WINDOWS_FOLDERS))
    yield from (f"{folder}/Google/Chrome/Application/chrome.exe" for folder in folders)
    yield playwrights_own()


def runs(browser: str) -> bool:
    """A snap's stand-in and a build without its libraries are there and do not run."""
    if not Path(browser).exists():
        return False
    if os.name == "nt":  # where asking for the version would open a window
        return True
    return subprocess.run([browser, "--version"], check=False, capture_output=True).returncode == 0


def playwrights_own() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def fetch() -> str | None:
    typer.echo("Fetching a browser (once) ...")
    download = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(download, check=False, capture_output=True)
    if not (browser := find()):
        install_with_apt("chromium")
        browser = find()
    return browser
