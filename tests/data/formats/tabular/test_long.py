"""Tables with one value a row."""

import pytest

from data.formats.records import VitalRecord
from data.formats.tabular import long, pieces, readings
from tests.tables_made import faults, read

SDTM = "USUBJID | VSTESTCD | VSPOS | VSORRES | VSORRESU | VSSTAT | VISIT | VSDTC | VSTPT"
BY_CODE = "DATE | PATIENT | CODE | VALUE | UNITS"
BY_NAME = "mrn | date | questionnaire | item | score"


def vitals(file) -> list[VitalRecord]:
    return [entry for entry in file.entries if isinstance(entry, VitalRecord)]


def test_pressures_of_one_time_point_and_position_are_a_pair():
    file = read(
        SDTM,
        "7 | DIABP | SUPINE | 80 | mmHg | | WEEK 2 | 2014-03-10 | AFTER LYING",
        "7 | DIABP | STANDING | 67 | mmHg | | WEEK 2 | 2014-03-10 | AFTER STANDING",
        "7 | SYSBP | STANDING | 117 | mmHg | | WEEK 2 | 2014-03-10 | AFTER STANDING",
        "7 | SYSBP | SUPINE | 128 | mmHg | | WEEK 2 | 2014-03-10 | AFTER LYING",
        "7 | PULSE | SUPINE | 59 | BEATS/MIN | | WEEK 2 | 2014-03-10 | AFTER LYING",
    )
    lying, standing = vitals(file)
    assert (lying.sbp, lying.dbp, lying.hr, lying.position) == (128, 80, 59, "supine")
    assert (standing.sbp, standing.dbp, standing.position) == (117, 67, "standing")
    assert (lying.source_id, standing.source_id) == ("Row 1", "Row 2")
    assert "Time point in the file: AFTER LYING." in lying.notes
    assert len(file.patients) == 1
    assert file.left_out == ()


def test_pressures_of_two_people_times_or_positions_are_no_pair():
    file = read(
        SDTM,
        "7 | DIABP | SUPINE | 80 | mmHg | | V1 | 2014-03-10 | ",
        "8 | SYSBP | SUPINE | 120 | mmHg | | V1 | 2014-03-10 | ",
        "7 | SYSBP | SUPINE | 120 | mmHg | | V1 | 2014-03-11 | ",
        "7 | SYSBP | STANDING | 120 | mmHg | | V1 | 2014-03-10 | ",
    )
    assert [(each.sbp, each.dbp) for each in vitals(file)] == [
        *[(None, 80), (120, None), (120, None), (120, None)]
    ]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ("7 | TEMP | | 98 | F | | V1 | 2014-03-10 | ", pieces.NOT_KEPT),
        ("7 | SYSBP | | | mmHg | NOT DONE | V1 | 2014-03-10 | ", pieces.NOT_DONE),
        ("7 | SYSBP | | | mmHg | | V1 | 2014-03-10 | ", pieces.NO_VALUE),
        ("7 | | | 120 | mmHg | | V1 | 2014-03-10 | ", pieces.NO_CODE),
        ("7 | DIABP | | 0 | mmHg | | V1 | 2014-03-10 | ", readings.ZERO),
        ("7 | SYSBP | | 16 | kPa | | V1 | 2014-03-10 | ", readings.OTHER_UNIT),
        ("7 | WEIGHT | | 70 | | | V1 | 2014-03-10 | ", readings.NO_UNIT),
        ("7 | WEIGHT | | 11 | stone | | V1 | 2014-03-10 | ", readings.OTHER_UNIT),
        (" | SYSBP | | 120 | mmHg | | V1 | 2014-03-10 | ", "It names nobody."),
        ("7 | SYSBP | | 120 | mmHg | | V1 | | ", "It has no date."),
    ],
)
def test_a_row_that_cannot_come_in_says_why(cells, why):
    file = read(SDTM, cells)
    assert [(each.row, each.why) for each in file.left_out] == [(1, why)]
    assert file.entries == ()


def test_a_weight_has_the_unit_of_its_row():
    file = read(
        SDTM,
        "7 | WEIGHT | | 154 | LB | | V1 | 2014-03-10 | ",
        "7 | WEIGHT | | 70 | kg | | V2 | 2014-03-17 | ",
    )
    assert [each.weight_kg for each in vitals(file)] == [69.85, 70.0]


def test_the_same_row_twice_is_taken_once_and_two_that_differ_not_at_all():
    same = "7 | SYSBP | | 120 | mmHg | | V1 | 2014-03-10 | "
    other = "7 | SYSBP | | 130 | mmHg | | V1 | 2014-03-10 | "
    file = read(SDTM, same, same)
    assert [each.sbp for each in vitals(file)] == [120]
    assert [(each.row, each.why) for each in file.left_out] == [(2, long.TWICE)]

    file = read(SDTM, same, other)
    assert vitals(file) == []
    assert [(e.row, e.why) for e in file.left_out] == [
        (1, long.CONTRADICTED),
        (2, long.CONTRADICTED),
    ]


def test_of_pressures_the_wrong_way_round_neither_row_is_taken():
    file = read(
        SDTM,
        "7 | SYSBP | | 80 | mmHg | | V1 | 2014-03-10 | ",
        "7 | DIABP | | 120 | mmHg | | V1 | 2014-03-10 | ",
        "7 | PULSE | | 64 | | | V1 | 2014-03-10 | ",
    )
    assert [(each.sbp, each.dbp, each.hr, each.row) for each in vitals(file)] == [
        (None, None, 64, 3)
    ]
    assert [(e.row, e.why) for e in file.left_out] == [
        (1, readings.NOT_BELOW),
        (2, readings.NOT_BELOW),
    ]


def test_one_file_may_hold_readings_and_questionnaires():
    file = read(
        BY_CODE,
        "2026-11-03T09:30:00Z | ann | 8480-6 | 120.0 | mm[Hg]",
        "2026-11-03T09:30:00Z | ann | 8462-4 | 80.0 | mm[Hg]",
        "2026-11-03T09:30:00Z | ann | 44261-6 | 12.0 | {score}",
        "2026-11-03T09:30:00Z | ann | 75626-2 | 2.0 | {score}",
        "2026-11-03T09:30:00Z | ann | 55758-7 | 1.0 | {score}",
    )
    assert [(each.sbp, each.dbp) for each in vitals(file)] == [(120, 80)]
    assert [(e.instrument, e.answers, e.recorded_total) for e in file.assessments] == [
        ("phq9", None, 12),
        ("audit_c", None, 2),
    ]
    # A PHQ-2 is no instrument of this clinic.
    assert [(each.row, each.why) for each in file.left_out] == [(5, pieces.NOT_KEPT)]


def test_answers_of_one_form_are_one_assessment():
    file = read(
        BY_NAME,
        *(f"1 | 2026-11-03 | PHQ-9 | {number} | 1" for number in range(1, 9)),
        "1 | 2026-11-03 | PHQ-9 | item 9 | 7",
        "1 | 2026-11-03 | PHQ-9 | total | 8",
        "1 | 2026-11-03 | GAD-7 | | 5",
    )
    depression, anxiety = file.assessments
    assert depression.answers == (1,) * 8 + (None,)
    assert (depression.recorded_total, depression.source_id) == (8, "Row 1")
    assert (anxiety.answers, anxiety.recorded_total) == (None, 5)


def test_a_form_with_a_row_at_fault_stays_out_as_a_whole():
    file = read(
        BY_NAME,
        "1 | 2026-11-03 | PHQ-9 | 1 | 1",
        "1 | 2026-11-03 | PHQ-9 | 2 | 5",
        "2 | 2026-11-03 | PHQ-9 | 1 | 1",
    )
    assert [each.row for each in file.assessments] == [3]
    assert faults(file) == [
        (1, "score", "Another row of the same questionnaire is at fault; it comes in whole or not"),
        (2, "score", "Question 2 of the PHQ-9 takes whole numbers from 0 to 3"),
    ]


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ("mood", "It does not say which question by its number"),
        ("12", "The PHQ-9 has no question 12"),
    ],
)
def test_a_question_that_is_none_is_a_fault(item, why):
    file = read(BY_NAME, f"1 | 2026-11-03 | PHQ-9 | {item} | 1")
    assert [each for _, _, each in faults(file)] == [why]


def test_a_form_without_an_answer_stays_out():
    file = read(BY_NAME, "1 | 2026-11-03 | PHQ-9 | 1 | refused")
    assert [each.why for each in file.left_out] == [long.NOT_ANSWERED]


def test_the_questionnaire_may_be_said_once_for_the_whole_table():
    lines = ["mrn | date | item | score", *(f"1 | 2026-11-03 | {n} | 2" for n in range(1, 8))]
    (record,) = read(*lines, instrument="gad7").assessments
    assert (record.instrument, record.answers) == ("gad7", (2,) * 7)
