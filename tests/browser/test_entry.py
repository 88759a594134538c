"""Entering a questionnaire, and what becomes of it when people are quick, slow or in two places."""

from collections import Counter
from uuid import UUID

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, ViewportSize, expect

from data.tables import Assessment, PatientFact
from data.tables.vocabulary import Stage
from tests import clinic as record
from tests.browser.sight import TABLET, WIDE, settled
from tests.browser.steps import open_patient

pytestmark = pytest.mark.usefixtures("in_record")


def in_induction(number: int) -> UUID:
    """One of those in induction; each test takes another."""
    induction = sa.select(PatientFact.patient_id).where(PatientFact.stage == Stage.INDUCTION)
    found: UUID = record.rows(induction.order_by(PatientFact.patient_id))[number][0]
    return found


def scores(patient_id: UUID) -> Counter[tuple[str, int | None, int]]:
    """Instrument, total and how many items were answered, of every assessment, in no order: the
    day of the demonstration has scores that are taken later than now."""
    select = sa.select(Assessment.instrument, Assessment.total, Assessment.answered)
    found = record.rows(select.where(Assessment.patient_id == patient_id))
    return Counter(tuple(row) for row in found)


def begin(page: Page, patient_id: UUID) -> None:
    """Open the form."""
    open_patient(page, patient_id)
    page.get_by_role("button", name="Add score").click()
    expect(page.get_by_text("Item 1 by key")).to_be_visible()


def press(page: Page, keys: str) -> None:
    """Answer item by item; a key means the item that the form names."""
    for number, key in enumerate(keys, start=1):
        expect(page.get_by_text(f"Item {number} by key")).to_be_visible()
        settled(page).keyboard.press(key)
    said = "All 9" if len(keys) == 9 else f"{len(keys)} of 9"
    expect(page.get_by_text(f"{said} answered.")).to_be_visible()


def save(page: Page, *, clicks: int = 1) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Save").click(click_count=clicks)


def expect_closed(page: Page) -> None:
    """The form is gone, because it was saved."""
    expect(page.get_by_role("dialog")).to_be_hidden()
    settled(page)


def test_a_phq9_entered_by_keys_and_saved_by_a_double_click_is_one_assessment(page: Page) -> None:
    patient_id = in_induction(3)
    before = scores(patient_id)
    begin(page, patient_id)
    press(page, "321012301")

    save(page, clicks=2)

    expect_closed(page)
    assert scores(patient_id) == before + Counter([("phq9", 13, 9)])
    course = page.get_by_test_id("stVegaLiteChart")
    expect(course.get_by_text("PHQ-9 13", exact=True)).to_be_visible()
    expect(page.get_by_role("tab", name=f"Assessments {before.total() + 1}")).to_be_visible()


def test_an_unanswered_item_stays_unknown_when_the_rest_is_saved(page: Page) -> None:
    patient_id = in_induction(0)
    before = scores(patient_id)
    begin(page, patient_id)
    press(page, "11")

    save(page)

    expect_closed(page)
    assert scores(patient_id) == before + Counter([("phq9", None, 2)])
    page.get_by_role("tab", name="Assessments").click()
    expect(page.get_by_text("incomplete, 2 of 9").first).to_be_attached()


@pytest.mark.parametrize("size", [WIDE, TABLET])
def test_the_whole_form_is_in_sight_without_scrolling(page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    begin(page, record.named("Okafor"))
    form = page.get_by_role("dialog")

    for last in (form.get_by_text("Item 1 by key"), form.get_by_role("button", name="Save")):
        expect(last).to_be_in_viewport(ratio=1)
    questions = form.locator(".st-key-answers").get_by_test_id("stButtonGroup")
    expect(questions).to_have_count(9)
    for answer in questions.get_by_text("Nearly every day").all():
        expect(answer).to_be_in_viewport(ratio=1)


def test_loading_the_page_again_in_mid_form_loses_nothing_that_was_stored(page: Page) -> None:
    patient_id = in_induction(1)
    before = scores(patient_id)
    begin(page, patient_id)
    press(page, "12")

    page.reload()

    expect(page.get_by_role("button", name="Add score")).to_be_visible()
    expect_closed(page)
    assert scores(patient_id) == before
    begin(page, patient_id)
    press(page, "1")
    save(page)
    expect_closed(page)
    assert scores(patient_id) == before + Counter([("phq9", None, 1)])


def test_two_tabs_that_save_at_once_keep_both_assessments(page: Page) -> None:
    patient_id = in_induction(2)
    before = scores(patient_id)
    tabs = {page: "1", page.context.new_page(): "22"}
    for tab, keys in tabs.items():
        begin(tab, patient_id)
        press(tab, keys)

    for tab in tabs:
        save(tab)
    for tab in tabs:
        expect_closed(tab)

    added = scores(patient_id) - before
    assert added == Counter([("phq9", None, 1), ("phq9", None, 2)])
