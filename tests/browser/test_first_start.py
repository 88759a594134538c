"""What a newcomer sees who gave the first command."""

from playwright.sync_api import Page, expect

from tests.browser.steps import listed, main


def test_the_first_start_ends_on_the_caseload_of_a_living_clinic(page: Page) -> None:
    page.goto("/")

    expect(main(page).get_by_role("heading", name="Patients")).to_be_visible()
    expect(page.get_by_text("Demonstration data")).to_be_visible()
    expect(page.get_by_test_id("glide-cell-1-9")).to_be_attached()
    assert "Okafor, Ada" in listed(page)
