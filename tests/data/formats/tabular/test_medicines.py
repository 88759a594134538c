"""Medicines that somebody takes outside the clinic."""

from datetime import date

from data.formats.tabular import medicines
from tests.tables_made import faults, read

HEAD = "mrn | medication | dose | start date | stop date"


def test_a_medicine_with_its_dose_and_dates_known_in_part():
    (record,) = read(HEAD, "1 | Sertraline | 50 mg daily | 2024 | 2025-03").entries
    assert record.name == "Sertraline, 50 mg daily"
    assert (record.started.text, record.started.earliest) == ("2024", date(2024, 1, 1))
    assert (record.stopped.text, record.stopped.latest) == ("2025-03", date(2025, 3, 31))
    assert record.noted_at is None
    assert (record.source_id, record.row) == ("Row 1", 1)


def test_a_medicine_needs_no_date():
    (record,) = read("mrn | medication", "1 | Lithium").entries
    assert (record.name, record.started, record.stopped) == ("Lithium", None, None)


def test_every_fault_of_a_row_is_told():
    file = read(HEAD, " | | | 2026-13 | ", "1 | Lithium | | 2026-03 | 2026-02")
    assert faults(file) == [
        (1, "mrn", "It names nobody"),
        (1, "medication", "It names no medicine"),
        (1, "start date", "It is a day that does not exist"),
        (2, "stop date", "It was stopped before it was started"),
    ]
    assert file.entries == ()


def test_yes_is_no_medicine():
    file = read("subject | drug", "2 | Yes")
    assert [each.why for each in file.left_out] == [medicines.YES_OR_NO]
