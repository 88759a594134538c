"""Vital signs with one column a reading."""

from datetime import UTC, datetime

import pytest

from data.formats.records import VitalRecord
from data.formats.tabular import readings
from tests.tables_made import faults, read

HEAD = "mrn | date | sbp | dbp | pulse | spo2 | resp rate | weight kg | position"


def vitals(file) -> list[VitalRecord]:
    return [entry for entry in file.entries if isinstance(entry, VitalRecord)]


def test_a_row_of_readings():
    file = read(HEAD, "1 | 2026-11-03 09:30 | 120 | 80.0 | 64 | 98 | 14 | 70.25 | Seated")
    (record,) = vitals(file)
    assert (record.sbp, record.dbp, record.hr, record.spo2, record.rr) == (120, 80, 64, 98, 14)
    assert (record.weight_kg, record.position) == (70.25, "sitting")
    assert record.happened_at == datetime(2026, 11, 3, 14, 30, tzinfo=UTC)
    assert (record.source_id, record.notes, file.left_out) == ("Row 1", (), ())


def test_what_was_not_taken_is_unknown():
    (record,) = vitals(read(HEAD, "1 | 2026-11-03 | | | 64 | NA | - | | "))
    assert (record.sbp, record.dbp, record.hr, record.spo2) == (None, None, 64, None)
    assert (record.rr, record.weight_kg, record.position) == (None, None, None)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("sbp", ("39", "301", "0")),
        ("dbp", ("19", "201", "-5")),
        ("pulse", ("19", "251")),
        ("spo2", ("49", "101", "0.98")),
        ("resp rate", ("1", "81")),
        ("weight kg", ("29.9", "250.1")),
    ],
)
def test_what_cannot_be_is_left_out_by_itself(heading, cells):
    for cell in cells:
        line = {"mrn": "1", "date": "2026-11-03", "temperature": "", heading: cell}
        line |= {"pulse" if heading != "pulse" else "spo2": "70"}
        file = read(" | ".join(line), " | ".join(line.values()))
        ((row, field, why),) = faults(file)
        assert (row, field) == (1, heading)
        assert why.startswith("It cannot be a reading: possible are ")
        assert len(vitals(file)) == 1


@pytest.mark.parametrize(
    ("heading", "lowest", "highest"),
    [
        ("sbp", 40, 300),
        ("dbp", 20, 200),
        ("pulse", 20, 250),
        ("spo2", 50, 100),
        ("weight kg", 30, 250),
    ],
)
def test_both_ends_of_a_range_can_be(heading, lowest, highest):
    for value in (lowest, highest):
        file = read(f"mrn | date | {heading}", f"1 | 2026-11-03 | {value}")
        assert len(vitals(file)) == 1
        assert file.left_out == ()


def test_a_diastolic_pressure_of_zero_is_no_reading_and_the_systolic_one_stays():
    file = read(HEAD, "1 | 2026-11-03 | 190 | 0 | | | | | ")
    (record,) = vitals(file)
    assert (record.sbp, record.dbp) == (190, None)
    assert [(each.field, each.why) for each in file.left_out] == [("dbp", readings.ZERO)]


@pytest.mark.parametrize("pair", ["80 | 120", "80 | 80"])
def test_of_pressures_the_wrong_way_round_neither_is_taken(pair):
    file = read(HEAD, f"1 | 2026-11-03 | {pair} | 64 | | | | ")
    (record,) = vitals(file)
    assert (record.sbp, record.dbp, record.hr) == (None, None, 64)
    assert [each.why for each in file.left_out] == [readings.NOT_BELOW]


def test_a_row_without_a_reading_a_person_or_a_date_stays_out():
    file = read(HEAD, " | | | | | | | | standing")
    assert faults(file) == [
        (1, "mrn", "It names nobody"),
        (1, "date", "It has no date"),
        (1, None, "It holds no reading"),
    ]


def test_a_position_nobody_knows_keeps_the_row_out():
    file = read(HEAD, "1 | 2026-11-03 | 120 | 80 | | | | | upside down")
    assert faults(file) == [(1, "position", "It is not a position that is known here")]
    assert file.entries == ()


def test_a_pressure_in_one_cell():
    file = read("mrn | date | BP", *(f"1 | 2026-11-03 | {bp}" for bp in ("120/80", "120", "a/b")))
    (record,) = vitals(file)
    assert (record.sbp, record.dbp) == (120, 80)
    assert [each.row for each in file.left_out] == [2, 3]


def test_pairs_of_a_row_stay_together_and_the_pulse_goes_with_the_first():
    head = "SEQN | date | pulse | BPXSY1 | BPXDI1 | BPXSY2 | BPXDI2 | BPXSY3 | BPXDI3"
    file = read(head, "7 | 2026-11-03 | 64 | 130 | 85 | 128 | | | 80")
    assert [(each.source_id, each.sbp, each.dbp, each.hr) for each in vitals(file)] == [
        ("Row 1", 130, 85, 64),
        ("Row 1, reading 2", 128, None, None),
        ("Row 1, reading 3", None, 80, None),
    ]


def test_a_measured_fraction_is_rounded_with_a_note():
    (record,) = vitals(read(HEAD, "1 | 2026-11-03 | 139.5 | 80 | | | | | "))
    assert record.sbp == 140
    assert readings.ROUNDED in record.notes


@pytest.mark.parametrize(("unit", "kilograms"), [("kg", 154.0), ("lb", 69.85)])
def test_a_weight_is_in_the_unit_that_was_answered(unit, kilograms):
    (record,) = vitals(read("mrn | date | weight", "1 | 2026-11-03 | 154", weight_unit=unit))
    assert record.weight_kg == kilograms


def test_a_weight_in_a_unit_nobody_said_is_left_out():
    file = read("mrn | date | weight | sbp", "1 | 2026-11-03 | 154 | 120")
    assert [each.why for each in file.left_out] == [readings.NO_UNIT]
    assert [each.weight_kg for each in vitals(file)] == [None]


def test_a_heading_may_say_the_unit():
    (record,) = vitals(read("mrn | date | weight (lbs)", "1 | 2026-11-03 | 154"))
    assert record.weight_kg == 69.85


def test_a_decimal_comma_is_read_as_one():
    (record,) = vitals(read("mrn | date | weight kg", "1 | 2026-11-03 | 70,5"))
    assert record.weight_kg == 70.5
