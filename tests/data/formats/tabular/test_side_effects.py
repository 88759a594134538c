"""Side effects, as trials list them and as clinics do."""

from datetime import date

import pytest

from data.formats.records import SideEffectRecord
from data.formats.tabular import side_effects
from tests.tables_made import faults, read

AE = "USUBJID | AETERM | AESEV | AESER | AEREL | AEACN | AEOUT | AESTDTC | AEENDTC"
PLAIN = "mrn | event | severity | date"


def effects(file) -> list[SideEffectRecord]:
    return [entry for entry in file.entries if isinstance(entry, SideEffectRecord)]


def test_a_row_of_a_trial():
    line = "7 | NAUSEA | MODERATE | N | PROBABLE | DRUG WITHDRAWN | | 2014-01-03 | 2014-01-05"
    (record,) = effects(read(AE, line))
    assert (record.text, record.term, record.grade) == ("NAUSEA", "nausea", 2)
    assert (record.serious, record.related, record.action) == (False, True, "DRUG WITHDRAWN")
    assert record.happened is not None
    assert record.resolved is not None
    assert (record.happened.exact, record.resolved.exact) == (date(2014, 1, 3), date(2014, 1, 5))
    assert (record.source_id, record.notes) == ("Row 1", ())


def test_a_row_of_a_clinic():
    (record,) = effects(read(PLAIN, "1 | Bad taste | severe | 3 Nov 2026"))
    assert (record.text, record.term, record.grade) == ("Bad taste", "dysgeusia", 3)
    assert (record.serious, record.related, record.resolved) == (None, None, None)


def test_a_date_that_is_known_in_part_is_kept_as_written():
    month, year = effects(
        read(AE, "7 | RASH | MILD | | | | | 2014-01 | ", "7 | RASH | MILD | | | | | 2013 | 2014")
    )
    assert month.happened is not None
    assert (month.happened.text, month.happened.exact) == ("2014-01", None)
    assert (month.happened.earliest, month.happened.latest) == (date(2014, 1, 1), date(2014, 1, 31))
    assert year.happened is not None
    assert (year.happened.text, year.happened.latest) == ("2013", date(2013, 12, 31))


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("Somnolence", "drowsiness"),
        ("drowsiness", "drowsiness"),
        ("BLOOD PRESSURE INCREASED", "bp_increased"),
        ("bp_increased", "bp_increased"),
        ("nausea and vomiting", None),
        ("application site rash", None),
    ],
)
def test_a_term_is_taken_only_where_the_words_are_one(words, term):
    (record,) = effects(read(PLAIN, f"1 | {words} | 1 | 2026-11-03"))
    assert (record.text, record.term) == (words, term)


@pytest.mark.parametrize(
    ("relation", "related", "noted"),
    [
        ("NONE", False, False),
        ("NOT RELATED", False, False),
        ("REMOTE", None, True),
        ("Unlikely", None, True),
        ("POSSIBLE", True, False),
        ("PROBABLE", True, False),
        ("", None, False),
    ],
)
def test_a_remote_relation_is_neither_one_nor_none(relation, related, noted):
    (record,) = effects(read(AE, f"7 | RASH | MILD | N | {relation} | | | 2014-01-03 | "))
    assert record.related is related
    assert (side_effects.UNCLEAR in record.notes) is noted


def test_what_is_over_since_an_unknown_day_is_not_simply_going_on():
    over, open_ = effects(
        read(
            AE,
            "7 | RASH | MILD | N | NONE | | RECOVERED/RESOLVED | 2014-01-03 | ",
            "7 | RASH | MILD | N | NONE | | NOT RECOVERED/NOT RESOLVED | 2014-01-03 | ",
        )
    )
    assert (over.resolved, over.notes) == (None, (side_effects.OVER,))
    assert (open_.resolved, open_.notes) == (None, ())


def test_a_grade_may_be_a_number_and_none_is_unknown():
    file = read(PLAIN, "1 | Rash | 4 | 2026-11-03", "1 | Rash | | 2026-11-03", "1 | Rash | 1 | ")
    assert [record.grade for record in effects(file)] == [4, None, 1]
    assert effects(file)[2].happened is None


def test_every_fault_of_a_row_is_told():
    file = read(AE, " | | AWFUL | PERHAPS | X | | | 2014-02-30 | 14-01-03")
    assert file.entries == ()
    assert [field for _, field, _ in faults(file)] == [
        *("USUBJID", "AETERM", "AESTDTC", "AEENDTC", "AESEV", "AEREL", "AESER")
    ]


def test_an_end_before_the_beginning_is_a_fault_unless_the_parts_allow_it():
    wrong, within = "2014-01-03 | 2014-01-02", "2014-01-03 | 2014"
    file = read(AE, *(f"7 | RASH | MILD | | | | | {days}" for days in (wrong, within)))
    assert faults(file) == [(1, "AEENDTC", "It ends before it begins")]
    assert len(effects(file)) == 1
