"""Entering a questionnaire, and what becomes of it when people are quick, slow or in two places."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from data.tables import Assessment
from tests import clinic as record
from tests.browser.sight import settled
from tests.browser.steps import expect_name, open_patient

pytestmark = pytest.mark.usefixtures("in_record")


def scores(family: str) -> list[tuple[str, int | None, int]]:
    """Instrument, total and how many items were answered, oldest first, of the only one so named."""
    select = (
        sa.select(Assessment.instrument, Assessment.total, Assessment.answered)
        .where(Assessment.patient_id == record.named(family))
        .order_by(Assessment.recorded_at)
    )
    return [tuple(row) for row in record.rows(select)]


def begin(page: Page, family: str) -> None:
    """Open the form of the only patient of that family name."""
    open_patient(page, record.named(family))
    page.get_by_role("button", name="Add score").click()
    expect(page.get_by_text("Item 1 by key")).to_be_visible()


def press(page: Page, keys: str) -> None:
    """Answer item by item; a key means the item that the form names."""
    for number, key in enumerate(keys, start=1):
        expect(page.get_by_text(f"Item {number} by key")).to_be_visible()
        settled(page)
        page.keyboard.press(key)


def save(page: Page, *, clicks: int = 1) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Save").click(click_count=clicks)
    expect(page.get_by_role("dialog")).to_be_hidden()
    settled(page)


def test_a_phq9_entered_by_keys_and_saved_by_a_double_click_is_one_assessment(page: Page) -> None:
    before = scores("Okafor")
    begin(page, "Okafor")
    press(page, "321012301")
    expect(page.get_by_text("All 9 answered.")).to_be_visible()

    save(page, clicks=2)

    assert scores("Okafor") == [*before, ("phq9", 13, 9)]
    course = page.get_by_test_id("stVegaLiteChart")
    expect(course.get_by_text("PHQ-9 13", exact=True)).to_be_visible()
    expect(page.get_by_role("tab", name=f"Assessments {len(before) + 1}")).to_be_visible()


def test_an_unanswered_item_stays_unknown_when_the_rest_is_saved(page: Page) -> None:
    before = scores("Keahey")
    begin(page, "Keahey")
    press(page, "1111")
    expect(page.get_by_text("4 of 9 answered.")).to_be_visible()

    save(page)

    assert scores("Keahey") == [*before, ("phq9", None, 4)]
    page.get_by_role("tab", name="Assessments").click()
    expect(page.get_by_test_id("glide-cell-2-0")).to_have_text("incomplete, 4 of 9")


def test_loading_the_page_again_in_mid_form_loses_nothing_that_was_stored(page: Page) -> None:
    before = scores("Marchetti")
    begin(page, "Marchetti")
    press(page, "12")

    page.reload()

    expect_name(page, "Marchetti, Graciela")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert scores("Marchetti") == before
    begin(page, "Marchetti")
    press(page, "000000000")
    save(page)
    assert scores("Marchetti") == [*before, ("phq9", 0, 9)]


def test_two_tabs_that_save_at_once_keep_both_assessments(page: Page) -> None:
    before = scores("Sepúlveda")
    other = page.context.new_page()
    for tab, keys in ((page, "111111111"), (other, "222222222")):
        begin(tab, "Sepúlveda")
        press(tab, keys)

    for tab in (page, other):
        tab.get_by_role("dialog").get_by_role("button", name="Save").click(no_wait_after=True)
    for tab in (page, other):
        expect(tab.get_by_role("dialog")).to_be_hidden()

    assert sorted(scores("Sepúlveda")[len(before) :]) == [("phq9", 9, 9), ("phq9", 18, 9)]
