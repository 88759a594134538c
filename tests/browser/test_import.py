"""Bringing a file in: what it holds is shown first, and brought in once."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from data.tables import Assessment
from tests import clinic as record
from tests.browser.steps import (
    EXAMPLES,
    MISMATCH,
    bring,
    click_row,
    expect_name,
    open_caseload,
    wait_for_list,
)

pytestmark = pytest.mark.usefixtures("in_record")


def cell(page: Page, text: str) -> Locator:
    return page.locator('[data-testid^="glide-cell-"]').filter(has_text=text)


def test_a_wrong_total_is_shown_beside_its_items_and_the_file_comes_in_once(page: Page) -> None:
    bring(page, differing=MISMATCH.read_bytes())
    expect(cell(page, "source said 17")).to_be_attached()
    expect(cell(page, "15 (9 of 9)")).to_be_attached()
    kept = sa.select(Assessment.total).where(Assessment.recorded_total == 17)
    assert record.rows(kept) == []

    page.get_by_role("button", name="Bring in 3").click()
    expect(page.get_by_text("Added 1 person and 2 questionnaires.")).to_be_visible()

    assert record.one(kept) == 15
    open_caseload(page)
    page.get_by_role("textbox", name="Search").press_sequentially("halloran")
    wait_for_list(page, ["Halloran, Maeve"])
    click_row(page, 0)
    expect_name(page, "Halloran, Maeve")
    expect(page.get_by_role("tab", name="Assessments 2")).to_be_visible()

    bring(page, again=MISMATCH.read_bytes())
    expect(page.get_by_role("button", name="Bring in 0")).to_be_disabled()
    expect(cell(page, "already here")).to_have_count(3)


def test_a_file_that_breaks_off_gets_one_sentence_and_the_others_are_read(page: Page) -> None:
    whole = (EXAMPLES / "gad7_with_total_observation.json").read_bytes()
    bring(page, broken=whole[:500], whole=whole)

    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    expect(page.get_by_test_id("stAlert")).to_contain_text("This file is not whole JSON")
    expect(page.get_by_role("button", name="Bring in 2")).to_be_enabled()
