"""What a person does on the pages, in the words of a person."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.sight import settled

ROW = 34  # px, as the caseload draws its rows
EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "examples" / "fhir"
MISMATCH = EXAMPLES / "phq9_recorded_total_is_wrong.json"


def main(page: Page) -> Locator:
    """The page itself, without the sidebar."""
    return page.get_by_test_id("stMain")


def open_caseload(page: Page, address: str = "/") -> None:
    """Until its first row is there."""
    page.goto(address)
    expect(page.get_by_test_id("glide-cell-1-0")).to_be_attached()
    settled(page)


def listed(page: Page) -> list[str]:
    """The names in the caseload as it is drawn, from the top; only rows in sight are there."""
    return page.locator('[data-testid^="glide-cell-1-"]').all_text_contents()


def wait_for_list(page: Page, names: list[str]) -> None:
    """Until the rows of the caseload that are in sight are these, in this order."""
    expect(page.locator('[data-testid^="glide-cell-1-"]')).to_have_text(names)
    settled(page)


def click_row(page: Page, number: int) -> None:
    """Tick a row of the caseload, counted from 0: the box at its beginning is drawn, not there."""
    grid = page.get_by_test_id("stDataFrame").locator(".dvn-scroller")
    grid.click(position={"x": ROW / 2, "y": ROW * (number + 1.5)})


def click_name(page: Page, number: int) -> None:
    """Press the name in a row of the caseload, counted from 0."""
    grid = page.get_by_test_id("stDataFrame").locator(".dvn-scroller")
    grid.click(position={"x": ROW * 2, "y": ROW * (number + 1.5)})


def look_as(page: Page, name: str) -> None:
    """Look as this person, once the server says so itself."""
    page.goto("/profile")
    expect(main(page).get_by_role("heading", level=1)).to_be_visible()
    settled(page)
    if page.get_by_role("combobox", name="View as").input_value() != name:
        choose(page, "View as", name)
    expect(main(page).get_by_role("heading", level=1)).to_have_text(name)


def choose(page: Page, field: str, option: str) -> None:
    """Choose from a list that opens.

    Only of a page that stands still: the end of a run under way looks like the end of the run
    that the choice asks for, and a page left too early never tells the server.
    """
    settled(page)
    page.get_by_role("combobox", name=field, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
    expect(page.get_by_role("combobox", name=field, exact=True)).to_have_value(option)
    settled(page)


def open_patient(page: Page, patient_id: object) -> None:
    """Go to somebody's page by address."""
    page.goto(f"/patient?id={patient_id}")
    expect(main(page).get_by_role("heading", level=1)).to_be_visible()
    settled(page)


def expect_name(page: Page, name: str) -> None:
    """This very patient is open."""
    expect(main(page).get_by_role("heading", level=1)).to_have_text(name)


def bring(page: Page, **files: bytes) -> None:
    """Choose files on the Exchange page, by name and content; returns when all are previewed."""
    page.goto("/exchange")
    page.locator("input[type=file]").set_input_files(
        [
            {"name": f"{name}.json", "mimeType": "application/json", "buffer": content}
            for name, content in files.items()
        ]
    )
    for name in files:
        expect(main(page).get_by_role("heading", name=f"{name}.json")).to_be_visible()
    settled(page)
