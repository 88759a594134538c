"""Copies of the caseload: what is on the screen, and only for the visitor who asked."""

import csv
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Download, Page, expect

from tests import clinic as record
from tests.browser.running import Clinic
from tests.browser.sight import settled, visitor
from tests.browser.steps import listed, open_caseload

pytestmark = pytest.mark.usefixtures("in_record")


def copy(page: Page, kind: str) -> Download:
    """Press one of the two buttons behind Export."""
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_test_id("stPopoverBody").get_by_role("button", name=kind).click()
    page.keyboard.press("Escape")
    return download.value


def test_both_copies_hold_the_rows_of_the_screen_in_its_order_and_are_audited(
    page: Page, tmp_path: Path
) -> None:
    open_caseload(page, "/?stage=maintenance&with=everyone&order=stage")
    shown, audited = listed(page), record.audited("export_caseload")

    with copy(page, "CSV").path().open(encoding="utf-8-sig", newline="") as file:
        names = [row["Patient"] for row in csv.DictReader(file)]
    copy(page, "Excel").save_as(tmp_path / "copy.xlsx")
    sheet = load_workbook(tmp_path / "copy.xlsx").worksheets[0]  # read at once and closed

    assert names == shown
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == shown
    assert record.audited("export_caseload") == audited + 2


def test_the_address_of_a_copy_opens_nothing_for_anybody_else(
    page: Page, browser: Browser, clinic: Clinic
) -> None:
    open_caseload(page)
    address = copy(page, "CSV").url
    assert page.context.request.get(address).status == 200

    assert httpx.get(address).status_code == 401
    with visitor(browser, clinic.address) as other:
        open_caseload(other)
        assert other.context.request.get(address).status == 401


def test_the_grid_offers_no_copy_of_its_own(page: Page) -> None:
    open_caseload(page)
    settled(page).get_by_test_id("stDataFrame").hover()

    expect(page.get_by_role("button", name="Fullscreen")).to_be_visible()
    expect(page.get_by_role("button", name="Download as CSV")).to_be_hidden()
