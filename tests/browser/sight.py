"""Looking at a page: when it stands still, and what it denies to people who cannot see it well."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG_A_AND_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STANDING_STILL = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app?.dataset.testScriptState === "notRunning"
        && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
}"""


def settled(page: Page) -> Page:
    """The same page, as soon as its script has run and all of it is drawn."""
    page.wait_for_function(STANDING_STILL)
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
