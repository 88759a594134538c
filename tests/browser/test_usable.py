"""WCAG A and AA, light and dark, on a desk's screen and a tablet, and nothing scrolls sideways."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import clinic as record
from tests.browser.running import Clinic
from tests.browser.sight import TABLET, WIDE, overhang, settled, violations, visitor
from tests.browser.steps import MISMATCH, bring, look_as, main, open_caseload, open_patient

pytestmark = pytest.mark.usefixtures("in_record")


@pytest.fixture(scope="module", params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, clinic: Clinic) -> Iterator[Page]:
    """One visitor goes through all the pages, for whom the system is light or dark."""
    with visitor(browser, clinic.address, color_scheme=request.param) as page:
        yield page


def assert_everybody_can_use(page: Page) -> None:
    for size in (TABLET, WIDE):
        page.set_viewport_size(size)
        settled(page)
        assert violations(page) == []
        assert overhang(page) == 0


def test_the_caseload_and_its_copies(page: Page) -> None:
    look_as(page, "Dr Mara Lindqvist")
    open_caseload(page, "/?with=everyone&stage=induction")
    assert_everybody_can_use(page)

    page.get_by_role("button", name="Export").click()
    expect(page.get_by_role("button", name="Excel")).to_be_visible()
    assert_everybody_can_use(page)


def test_a_patient_with_every_tab_and_the_form(page: Page) -> None:
    look_as(page, "Dr Mara Lindqvist")
    open_patient(page, record.named("Okafor"))
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg")).to_be_visible()
    assert_everybody_can_use(page)
    for tab in page.get_by_role("tab").all()[1:]:
        tab.click()
        assert violations(settled(page)) == []

    page.get_by_role("button", name="Add score").click()
    expect(page.get_by_text("Item 1 by key")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_text("1 of 9 answered.")).to_be_visible()
    assert_everybody_can_use(page)


def test_a_preview_of_files_and_a_refusal(page: Page) -> None:
    look_as(page, "Dr Mara Lindqvist")
    bring(page, differing=MISMATCH.read_bytes(), broken=b"{")
    assert_everybody_can_use(page)


def test_the_front_desk_s_caseload_patient_and_form(page: Page) -> None:
    look_as(page, "Jonah Whitfield")
    open_caseload(page)
    assert_everybody_can_use(page)
    open_patient(page, record.named("Okafor"))
    assert_everybody_can_use(page)
    page.get_by_role("button", name="Add score").click()
    expect(page.get_by_text("Item 1 by key")).to_be_visible()
    assert_everybody_can_use(page)


def test_the_manager_s_numbers_and_a_profile(page: Page) -> None:
    look_as(page, "Priya Raman")
    assert_everybody_can_use(page)
    open_caseload(page)
    assert_everybody_can_use(page)


@pytest.mark.parametrize("name", ["Dr Mara Lindqvist", "Priya Raman"])
@pytest.mark.parametrize("address", ["outcomes", "side_effects", "utilization", "reports"])
def test_the_insight_pages(page: Page, address: str, name: str) -> None:
    look_as(page, name)
    page.goto(f"/{address}?period=all")
    expect(main(page).get_by_role("heading", level=1)).to_be_visible()
    assert_everybody_can_use(page)


def test_the_people_behind_a_number(page: Page) -> None:
    look_as(page, "Dr Mara Lindqvist")
    page.goto("/outcomes?period=all&open=response-yes")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_everybody_can_use(page)


def test_an_address_that_names_nobody(page: Page) -> None:
    look_as(page, "Dr Mara Lindqvist")
    page.goto("/patient?id=nobody")
    expect(main(page).get_by_text("This address names no patient.")).to_be_visible()
    assert_everybody_can_use(page)
