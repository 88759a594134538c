"""`manage.py picture`: the pictures in README and docs, taken from the running demonstration."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from playwright.sync_api import Browser, Page

from deploy import browsers, server
from manage import ROOT

FOLDER = ROOT / "docs" / "pictures"
FILE = ROOT / "data" / "examples" / "fhir" / "phq9_recorded_total_is_wrong.json"
DESK, TABLET = (1440, 900), (820, 1180)
INSIGHT = ("outcomes", "side_effects", "utilization")
CHART = "[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg"


def take() -> None:
    """Start a demonstration of its own, look at its pages, and write what was seen."""
    FOLDER.mkdir(exist_ok=True)
    with demonstration() as address, browsers.launched() as browser:
        for scheme in ("light", "dark"):
            picture(browser, address, "patients", scheme, DESK)
            picture(browser, address, "patient", scheme, DESK)
        picture(browser, address, "patients-820", "light", TABLET)
        picture(browser, address, "patient-820", "light", TABLET)
        picture(browser, address, "exchange", "light", DESK)
        for name in INSIGHT:
            picture(browser, address, name, "light", DESK)


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of a small demo clinic that goes when the pictures are taken."""
    from data.migrate import upgrade
    from services import demo

    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'pictures.db'}"
        upgrade()
        demo.load_first(lambda words, part: None)
        port = server.free_port(8600)
        running = server.launch(port)
        try:
            server.answers(running, port)
            yield f"http://localhost:{port}"
        finally:
            server.stop(running)


def picture(browser: Browser, address: str, name: str, scheme: Any, size: tuple[int, int]) -> None:
    """One page as somebody sees it."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    if name in INSIGHT:
        page.goto(f"{address}/{name}?period=all")
        page.wait_for_selector(CHART)
    else:
        page.goto(f"{address}/exchange" if name == "exchange" else f"{address}/?with=everyone")
        if name == "exchange":
            page.locator("input[type=file]").set_input_files(FILE)
        page.wait_for_selector("[data-testid=stDataFrame] canvas")
    if name.startswith("patient-") or name == "patient":
        open_ada_okafor(page)
    page.mouse.move(size[0] - 2, size[1] - 2)
    page.wait_for_timeout(2500)  # grids and charts draw themselves after they are there
    path = FOLDER / f"{name}-{scheme}.png"
    page.screenshot(path=path)
    page.close()
    typer.echo(f"{path.relative_to(ROOT)}, {path.stat().st_size // 1000} kB")


def open_ada_okafor(page: Page) -> None:
    """From the caseload, as a person would."""
    page.get_by_label("Search by name, MRN, birth date or phone").fill("okafor")
    page.get_by_text("1 person").wait_for()
    page.locator(".dvn-scroller").click(position={"x": 68, "y": 51})
    page.wait_for_selector(CHART)
