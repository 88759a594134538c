"""Questionnaires with one column an item or a total."""

from datetime import UTC, datetime

import pytest

from data.formats import tabular
from data.formats.tabular import points, questionnaires
from tests.tables_made import ZONE, faults, grid, read

PHQ9 = " | ".join(f"phq9_{number}" for number in range(1, 10))
GAD7 = " | ".join(f"gad7_{number}" for number in range(1, 8))
HEAD = f"mrn | date | {PHQ9}"


def row(*answers: str, mrn: str = "1", date: str = "2026-11-03 09:30") -> str:
    return " | ".join((mrn, date, *answers))


def test_a_row_of_answers_is_an_assessment():
    file = read(HEAD, row(*"012301230"))
    (record,) = file.assessments
    assert record.instrument == "phq9"
    assert record.answers == (0, 1, 2, 3, 0, 1, 2, 3, 0)
    assert record.recorded_total is None
    assert record.happened_at == datetime(2026, 11, 3, 14, 30, tzinfo=UTC)
    assert (record.source_id, record.row) == ("Row 1", 1)
    assert record.patient_ref == file.patients[0].key
    assert file.left_out == ()


@pytest.mark.parametrize(
    "cell", ["7", "9", "7.0", "refused", "Don't know", "NA", ".", "-", "", "n/a"]
)
def test_an_answer_that_was_not_given_is_missing_and_never_zero(cell):
    (record,) = read(HEAD, row(cell, *"11111111")).assessments
    assert record.answers == (None, 1, 1, 1, 1, 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("0", 0), ("0.0", 0), ("3.00", 3), ("Not at all", 0), ("NEARLY EVERY DAY", 3)],
)
def test_an_answer_in_digits_or_in_the_words_of_the_form(cell, value):
    (record,) = read(HEAD, row(cell, *"11111111")).assessments
    assert record.answers is not None
    assert record.answers[0] == value


@pytest.mark.parametrize("cell", ["2.5", "4", "-1", "8", "many", "1,5", "77"])
def test_what_is_no_answer_keeps_the_row_out(cell):
    file = read(HEAD, row(cell, *"11111111"))
    assert file.entries == file.patients == ()
    assert faults(file) == [
        (1, "phq9_1", "Question 1 of the PHQ-9 takes whole numbers from 0 to 3")
    ]


def test_every_fault_of_a_row_is_told():
    file = read(HEAD, row("5", "2.5", *"1111111", mrn="", date="03.11.26"))
    assert [(each.field, each.row) for each in file.left_out] == [
        *[("mrn", 1), ("phq9_1", 1), ("phq9_2", 1), ("date", 1)]
    ]


def test_a_row_without_a_person_or_a_date_stays_out():
    file = read(HEAD, row(*"111111111", mrn=""), row(*"111111111", date=""))
    assert faults(file) == [(1, "mrn", "It names nobody"), (2, "date", "It has no date")]


def test_a_row_without_an_answer_stays_out():
    file = read(HEAD, row(*[""] * 9), row(*[""] * 9, date=""))
    assert faults(file) == [
        (1, None, "None of its questions is answered"),
        (2, None, "None of its questions is answered"),
        (2, "date", "It has no date"),
    ]


def test_columns_of_two_questionnaires_give_two_assessments():
    file = read(f"{HEAD} | {GAD7}", row(*"111111111", *"2222222"), row(*"111111111", *[""] * 7))
    assert [(each.row, each.instrument) for each in file.assessments] == [
        (1, "phq9"),
        (1, "gad7"),
        (2, "phq9"),
    ]


def test_a_recorded_total_stands_beside_the_answers_right_or_wrong():
    (record,) = read(f"{HEAD} | phq9 total", row(*"111111111", "12")).assessments
    assert (sum(filter(None, record.answers or ())), record.recorded_total) == (9, 12)


def test_a_total_alone_leaves_every_answer_unknown():
    (record,) = read("mrn | date | PHQ-9", "1 | 2026-11-03 | 12.0").assessments
    assert (record.answers, record.recorded_total) == (None, 12)


@pytest.mark.parametrize(
    ("heading", "cell", "why"),
    [
        ("PHQ-9", "28", "A PHQ-9 total is a whole number from 0 to 27"),
        ("PHQ-9", "12.5", "A PHQ-9 total is a whole number from 0 to 27"),
        ("WHO-5", "13", "A WHO-5 total is a whole number from 0 to 100, in steps of 4"),
        ("EQ-5D-5L", "5", "The EQ-5D-5L has no total"),
        ("MADRS", "mild", "It is not a number"),
    ],
)
def test_a_total_that_cannot_be_keeps_the_row_out(heading, cell, why):
    file = read(f"mrn | date | {heading}", f"1 | 2026-11-03 | {cell}")
    assert faults(file) == [(1, heading, why)]


def test_a_total_that_may_be_a_raw_sum_is_noted():
    low, high = read("mrn | date | WHO-5", "1 | 2026-11-03 | 20", "1 | 2026-11-10 | 28").assessments
    assert points.RAW_SUM.format(maximum=100) in low.notes
    assert points.RAW_SUM.format(maximum=100) not in high.notes


def test_a_code_that_is_an_answer_of_its_own_questionnaire_is_one():
    # 7 is "refused" in a survey of the PHQ-9, and an impairment of 7 in the WSAS.
    head = "mrn | date | " + " | ".join(f"wsas_{number}" for number in range(1, 6))
    (record,) = read(head, "1 | 2026-11-03 | 7 | 8 | 9 | 0 | 1").assessments
    assert record.answers == (7, 8, None, 0, 1)


def test_yes_and_no_answer_questions_that_have_no_other_answers():
    head = "mrn | date | " + " | ".join(f"cssrs q{number}" for number in range(1, 8))
    (record,) = read(head, "1 | 2026-11-03 | Yes | no | 0 | 0 | 0 | 0 | ").assessments
    assert record.answers == (1, 0, 0, 0, 0, 0, None)


def test_columns_that_name_no_questionnaire_are_read_as_the_one_chosen():
    head = "mrn | date | " + " | ".join(f"q{number}" for number in range(1, 8))
    line = "1 | 2026-11-03 | 1 | 1 | 1 | 1 | 1 | 1 | 1"
    assert faults(read(head, line))[0][2].startswith("Which questionnaire its answers belong to")
    (record,) = read(head, line, instrument="isi").assessments
    assert (record.instrument, record.answers) == ("isi", (1,) * 7)


def test_a_row_may_name_its_questionnaire():
    head = "mrn | date | instrument | " + " | ".join(f"q{n}" for n in range(1, 8)) + " | score"
    file = read(
        head,
        "1 | 2026-11-03 | GAD-7 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 7",
        "1 | 2026-11-03 | PHQ-2 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 7",
    )
    (record,) = file.assessments
    assert (record.instrument, record.recorded_total) == ("gad7", 7)
    assert [(each.row, each.field, each.why) for each in file.left_out] == [
        (2, "instrument", questionnaires.WHICH)
    ]


def test_totals_of_visits_have_the_dates_of_those_visits():
    file = read(
        "subject | bdi.pre | date.pre | bdi.2m | date.2m",
        "7 | 30 | 2026-01-03 | 16.0 | 2026-03-05",
        "8 | 25 | 2026-01-04 | | ",
        "9 | 25 | 2026-01-04 | 12 | ",
    )
    assert [(e.source_id, e.recorded_total, e.happened_at.month) for e in file.assessments] == [
        ("Row 1, pre", 30, 1),
        ("Row 1, 2m", 16, 3),
        ("Row 2, pre", 25, 1),
    ]
    assert faults(file) == [(3, "bdi.2m", "It has no date")]


def test_a_date_and_a_clock_may_stand_in_two_cells():
    (record,) = read("mrn | date | time | PHQ-9", "1 | 2026-11-03 | 9:30 am | 3").assessments
    assert record.happened_at == datetime(2026, 11, 3, 14, 30, tzinfo=UTC)
    assert record.notes == ()


def test_answers_need_neither_a_person_nor_a_date():
    table = grid(f"{PHQ9} | {GAD7}", " | ".join([*"012301230", *"1111111"]))
    first, second = tabular.answers(table, tabular.propose(table).mapping)
    assert (first.row, first.instrument) == (1, "phq9")
    assert first.answers == (0, 1, 2, 3, 0, 1, 2, 3, 0)
    assert (second.instrument, second.answers) == ("gad7", (1,) * 7)


def test_answers_say_what_is_wrong_with_them():
    table = grid(f"{PHQ9}", " | ".join("512301230"))
    (found,) = tabular.answers(table, tabular.propose(table).mapping)
    assert found.answers == (None, 1, 2, 3, 0, 1, 2, 3, 0)
    assert [fault.field for fault in found.faults] == ["phq9_1"]


def test_answers_of_a_table_of_something_else_are_none():
    table = grid("mrn | date | bp", "1 | 2026-11-03 | 120/80")
    assert tabular.answers(table, tabular.propose(table).mapping) == ()
    assert tabular.read(table, tabular.propose(table).mapping, ZONE).assessments == ()
