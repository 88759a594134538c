"""Looking at a page: when it stands still, what its browser complains of, and what it denies to
people who cannot see it well."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize
from playwright.sync_api import TimeoutError as PlaywrightTimeout

WIDE: ViewportSize = {"width": 1440, "height": 900}
TABLET: ViewportSize = {"width": 820, "height": 1180}
WCAG_A_AND_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# For a moment on end: between the run that a click ended and the one it asked for there is a gap
# that looks the same.
STANDING_STILL = """(asked) => {
    const app = document.querySelector('[data-testid="stApp"]');
    const still = app?.dataset.testScriptState === "notRunning"
        && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
    if (!still) { window.still = null; return false; }
    if (window.still?.asked !== asked) window.still = {asked, since: performance.now()};
    return performance.now() - window.still.since > 150;
}"""
waits = count()
# Streamlit looks for its server below the address of a page, before it looks at the root.
PROBE = re.compile(r"/\w+/_stcore/(health|host-config)$")


@contextmanager
def visitor(browser: Browser, address: str, **how: Any) -> Iterator[Page]:
    """A newcomer's page; when he leaves, his browser must have had nothing to complain of."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        probing = PROBE.search(message.location["url"])
        if message.type in ("error", "warning") and not probing:
            complaints.append(f"{message.text} ({message.location['url']})")

    context = browser.new_context(base_url=address, **{"viewport": WIDE} | how)
    context.on("console", hear)  # which hears of broken content policies, too
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert not complaints, complaints


def received(page: Page) -> list[bytes]:
    """Whatever the server tells the page over its sockets that open from now on, as it comes."""
    told: list[bytes] = []

    def hear(said: str | bytes) -> None:
        told.append(said if isinstance(said, bytes) else said.encode())

    page.on("websocket", lambda socket: socket.on("framereceived", hear))
    return told


def settled(page: Page) -> Page:
    """The same page, as soon as its script has run and all of it is drawn."""
    page.wait_for_function(STANDING_STILL, arg=next(waits))
    return page


def violations(page: Page) -> list[str]:
    """What breaks WCAG A or AA on the page as it is now: one line a rule, with the places."""
    rules = {"runOnly": {"type": "tag", "values": WCAG_A_AND_AA}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=rules).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: "
        + ", ".join(" ".join(map(str, node["target"])) for node in rule["nodes"])
        for rule in found
    ]


OVERHANG = """Math.max(...[document.documentElement, ...document.querySelectorAll(
    '[data-testid="stMain"], [role="dialog"]')].map(e => e.scrollWidth - e.clientWidth))"""


def overhang(page: Page) -> int:
    """Pixels by which the page is wider than the window, so that one would scroll sideways.

    After a window was made narrower, pictures take a moment to follow on a busy machine.
    """
    with suppress(PlaywrightTimeout):
        page.wait_for_function(f"() => {OVERHANG} === 0", timeout=10_000)
    wider: int = page.evaluate(f"() => {OVERHANG}")
    return wider
