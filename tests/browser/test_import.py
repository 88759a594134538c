"""Bringing a file in: what it holds is shown first, and brought in once."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import FilePayload, Locator, Page, expect

from data.tables import Assessment, Patient
from tests import clinic as record
from tests import fhir_made
from tests.browser.steps import (
    EXAMPLES,
    MISMATCH,
    bring,
    click_row,
    expect_name,
    main,
    open_caseload,
    wait_for_list,
)

PEOPLE = [
    {"resourceType": "Patient", "id": "1", "name": [{"family": "Hazel", "given": ["Ann"]}]},
    {"resourceType": "Patient", "id": "2", "name": [{"family": "Rowan", "given": ["Ben"]}]},
]
SCORES = [
    fhir_made.response(fhir_made.items([1] * 9), "a", subject={"reference": "Patient/1"}),
    fhir_made.response(fhir_made.items([2] * 9), "b", subject={"reference": "Patient/2"}),
]

pytestmark = pytest.mark.usefixtures("in_record")


def lines(name: str, *resources: dict[str, Any]) -> FilePayload:
    """A file with a resource a line, as a bulk export writes them."""
    content = "\n".join(map(json.dumps, resources)).encode()
    return {"name": f"{name}.ndjson", "mimeType": "application/fhir+ndjson", "buffer": content}


def cell(page: Page, text: str) -> Locator:
    return page.locator('[data-testid^="glide-cell-"]').filter(has_text=text)


def test_a_wrong_total_is_shown_beside_its_items_and_the_file_comes_in_once(page: Page) -> None:
    bring(page, differing=MISMATCH.read_bytes())
    expect(cell(page, "source said 17")).to_be_attached()
    expect(cell(page, "15 (9 of 9)")).to_be_attached()
    differs = Assessment.recorded_total != Assessment.total
    kept = sa.select(Assessment.total).where(Assessment.recorded_total == 17, differs)
    assert record.rows(kept) == []

    page.get_by_role("button", name="Bring in 1 person and 2 questionnaires").click()
    expect(page.get_by_text("Added 1 person and 2 questionnaires.")).to_be_visible()

    assert record.one(kept) == 15
    open_caseload(page)
    page.get_by_role("textbox", name="Search").press_sequentially("halloran")
    wait_for_list(page, ["Halloran, Maeve"])
    click_row(page, 0)
    expect_name(page, "Halloran, Maeve")
    expect(page.get_by_role("tab", name="Assessments 2")).to_be_visible()

    bring(page, again=MISMATCH.read_bytes())
    expect(page.get_by_text("Nothing to bring in.")).to_be_visible()
    expect(page.get_by_role("button", name="Bring in")).to_have_count(0)
    expect(cell(page, "already here")).to_have_count(3)


def test_a_file_that_breaks_off_gets_one_sentence_and_the_others_are_read(page: Page) -> None:
    whole = (EXAMPLES / "gad7_with_total_observation.json").read_bytes()
    bring(page, broken=whole[:500], whole=whole)

    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    expect(page.get_by_test_id("stAlert")).to_contain_text("This file is not whole JSON")
    button = page.get_by_role("button", name="Bring in 1 person and 1 questionnaire")
    expect(button).to_be_enabled()


def test_files_of_one_export_are_read_as_one_once_somebody_says_so(page: Page) -> None:
    page.goto("/exchange")
    page.locator("input[type=file]").set_input_files(
        [lines("Patient", *PEOPLE), lines("QuestionnaireResponse", *SCORES)]
    )
    apart = main(page).get_by_text("Stays out: 2 entries. It needs a patient")
    expect(apart).to_be_visible()
    expect(page.get_by_role("button", name="Bring in 2 people", exact=True)).to_be_enabled()

    main(page).get_by_text("The 2 NDJSON files are parts of one export").click()
    name = "Patient.ndjson and 1 more of one export"
    expect(main(page).get_by_role("heading", name=name)).to_be_visible()
    expect(apart).to_have_count(0)
    page.get_by_role("button", name="Bring in 2 people and 2 questionnaires").click()
    expect(page.get_by_text("Added 2 people and 2 questionnaires.")).to_be_visible()

    whose = sa.select(Patient.family, Assessment.total).join(Assessment)
    named = whose.where(Patient.family.in_(["Hazel", "Rowan"])).order_by(Patient.family)
    assert [tuple(row) for row in record.rows(named)] == [("Hazel", 9), ("Rowan", 18)]
