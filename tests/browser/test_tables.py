"""A table brought in: columns said, faulty rows taken away and mended, and all of it undone."""

import csv
import io
from datetime import datetime

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from data.tables import ImportBatch, Vital
from tests import clinic as record
from tests.browser.sight import settled
from tests.browser.steps import expect_name, main

pytestmark = pytest.mark.usefixtures("in_record")

ROWS = """chart,Surname,Seen,upper,Diastolic
B-1,Brightwater,2026-11-02 09:30,128,82
B-1,Brightwater,2026-02-30,131,80
B-1,Brightwater,2026-11-04,12,8
B-1,Brightwater,,127,79
B-1,Brightwater,2026-11-06 10:00,126,78
"""


def choose(page: Page, name: str, content: str) -> None:
    page.goto("/exchange")
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    page.locator("input[type=file]").set_input_files([file])
    expect(main(page).get_by_text(f"{name}:")).to_be_visible()
    settled(page)


def mean(page: Page, column: str, field: str) -> None:
    """Say what a column is."""
    box = main(page).get_by_role("combobox", name=column, exact=True)
    box.click()
    box.fill(field)
    page.get_by_role("option", name=field, exact=True).click()
    settled(page)


def readings() -> list[int]:
    """Brightwater's systolic readings that stand."""
    struck = sa.select(Vital.corrects).where(Vital.corrects.is_not(None))
    kept = sa.select(Vital.sbp).where(
        Vital.patient_id == record.named("Brightwater"),
        *(~Vital.struck, ~Vital.id.in_(struck)),
    )
    return sorted(row[0] for row in record.rows(kept))


def test_columns_are_said_faulty_rows_are_mended_and_the_batch_is_undone(page: Page) -> None:
    choose(page, "readings.csv", ROWS)
    mean(page, "The rows are", "Vital signs")
    mean(page, "chart", "Medical record number")
    mean(page, "Seen", "Date")
    mean(page, "upper", "Systolic pressure")
    expect(
        main(page).get_by_role("button", name="Bring in 1 person and 2 entries, leave out 3 rows")
    ).to_be_enabled()
    main(page).get_by_role("textbox", name="Remember these columns as").fill("Tablet readings")
    main(page).get_by_role("button", name="Remember", exact=True).click()
    # The page is drawn anew with it, and a copy offered before that is gone.
    expect(main(page).get_by_role("combobox", name="Read as remembered")).to_be_visible()
    settled(page)

    with page.expect_download() as download:
        main(page).get_by_role("button", name="3 rows to mend, with reasons").click()
    refused = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert [row["Row"] for row in refused] == ["2", "3", "4"]
    assert all(row["Why it stays out"].endswith(".") for row in refused)
    assert refused[0]["Column at fault"] == "Seen"

    main(page).get_by_role(
        "button", name="Bring in 1 person and 2 entries, leave out 3 rows"
    ).click()
    expect(main(page).get_by_text("Added 1 person and 2 entries.")).to_be_visible()
    assert readings() == [126, 128]

    seen, pressures = ("2026-11-03", "2026-11-04", "2026-11-05"), ("131,80", "125,80", "127,79")
    mended = [f"B-1,Brightwater,{on},{both}" for on, both in zip(seen, pressures, strict=True)]
    choose(page, "mended.csv", "\n".join([ROWS.splitlines()[0], *mended]))
    main(page).get_by_role("combobox", name="Read as remembered").click()
    page.get_by_role("option", name="Tablet readings").click()
    settled(page)
    main(page).get_by_role("button", name="Bring in 3 entries", exact=True).click()
    expect(main(page).get_by_text("Added 3 entries.")).to_be_visible()
    assert readings() == [125, 126, 127, 128, 131]

    main(page).get_by_role("tab", name="Imports so far").click()
    grid = main(page).get_by_test_id("stDataFrame").locator(".dvn-scroller").last
    grid.click(position={"x": 17, "y": 34 + 17})
    main(page).get_by_role("textbox", name="Why").fill("Another patient's readings")
    main(page).get_by_role("button", name="Undo the import").click()
    expect(main(page).get_by_text("The import of mended.csv was undone.")).to_be_visible()
    assert readings() == [126, 128]
    undone = sa.select(ImportBatch.undone_why).where(ImportBatch.name == "mended.csv")
    assert record.one(undone) == "Another patient's readings"


def test_a_picture_renamed_is_a_sentence_and_a_table_beside_it_is_read(page: Page) -> None:
    page.goto("/exchange")
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    table = b"MRN,Last name,Date,Systolic,Diastolic\nB-9,Alder,2026-11-02,128,82\n"
    scan = {"name": "scan.csv", "mimeType": "text/csv", "buffer": picture}
    page.locator("input[type=file]").set_input_files([scan])
    expect(main(page).get_by_test_id("stAlert").first).to_contain_text("This file is a picture")
    expect(main(page).get_by_text("Nothing to bring in.")).to_be_visible()
    expect(main(page).get_by_role("button", name="Bring in")).to_have_count(0)
    page.goto("/exchange")
    readings = {"name": "readings.csv", "mimeType": "text/csv", "buffer": table}
    page.locator("input[type=file]").set_input_files([scan, readings])
    expect(main(page).get_by_role("button", name="Bring in 1 person and 1 entry")).to_be_enabled()
    expect(main(page).get_by_test_id("stAlert").first).to_contain_text("This file is a picture")


def test_a_question_left_open_says_that_the_preview_waits_for_it(page: Page) -> None:
    choose(page, "visits.csv", "MRN,Last name,Visit date,PHQ-9\nB-8,Birch,03/04/2026,12\n")
    expect(main(page).get_by_role("combobox", name="PHQ-9")).to_have_value("PHQ-9 total")
    waits = main(page).get_by_text("The preview comes when the questions above are answered.")
    expect(waits).to_be_visible()
    main(page).get_by_text("month, day, year").click()
    button = main(page).get_by_role("button", name="Bring in 1 person and 1 questionnaire")
    expect(button).to_be_enabled()
    expect(waits).to_have_count(0)


def test_a_recent_answer_that_speaks_of_suicide_is_said_and_leads_to_the_patient(
    page: Page,
) -> None:
    head = "MRN,Last name,Date," + ",".join(f"phq9_{n}" for n in range(1, 10))
    row = f"B-7,Cedar,{datetime.now(record.ZONE):%Y-%m-%d %H:%M},2,2,2,2,2,2,2,2,3"
    choose(page, "week.csv", f"{head}\n{row}\n")
    expect(main(page).get_by_text("1 person's answers speak of suicide")).to_be_visible()
    main(page).get_by_role("button", name="Bring in 1 person and 1 questionnaire").click()
    expect(main(page).get_by_text("Their risk has to be assessed.")).to_be_visible()
    main(page).get_by_role("link", name="Cedar").click()
    expect_name(page, "Cedar")
    expect(main(page).get_by_text("PHQ-9 item 9 is 2 or 3").first).to_be_visible()
