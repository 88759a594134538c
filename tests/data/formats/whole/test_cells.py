"""Cells: every value comes back as it was, and what no value is spelled like is refused."""

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from data.formats.whole import sheet
from data.formats.whole.cells import cell
from data.tables import Assessment, Audit, Patient, RowHistory, Screening, SideEffect, Vital

PATIENT, EFFECT = Patient.__table__.c, SideEffect.__table__.c

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
texts = st.text(st.characters(exclude_categories=["Cs"]))
VALUES: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (PATIENT.family, texts),
    (PATIENT.mrn, texts | st.sampled_from(["", "\\", "\\N", "=1+1", " x ", "a\r\nb", '"', ","])),
    (PATIENT.id, st.uuids()),
    (PATIENT.birth_date, st.dates()),
    (PATIENT.sex_clinical, st.sampled_from(PATIENT.sex_clinical.type.enum_class)),
    (PATIENT.withdrawn, st.booleans()),
    (EFFECT.happened_at, st.datetimes(timezones=st.just(UTC))),
    (EFFECT.id, st.integers(-(2**63), 2**63 - 1)),
    (sa.Column("x", sa.Float), st.floats(allow_nan=False)),
    (Assessment.__table__.c.answers, json_values.filter(lambda value: value is not None)),
    (RowHistory.__table__.c.content, json_values),
    (Screening.__table__.c.missing, json_values),
]


@pytest.mark.parametrize(("column", "values"), VALUES, ids=lambda each: getattr(each, "name", ""))
@given(data=st.data())
def test_a_value_comes_back_as_it_was(
    column: sa.Column[Any], values: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    value = data.draw(values)
    text = io.StringIO(newline="")
    csv.writer(text).writerow([cell(column).write(value), "beside it"])
    (row,) = csv.reader(io.StringIO(text.getvalue(), newline=""), strict=True)
    found = cell(column).read(row[0])
    assert (found, type(found)) == (value, type(value))
    assert row[0] != "" or value is None


@pytest.mark.parametrize(
    "column", [PATIENT.mrn, PATIENT.birth_date, EFFECT.grade, Assessment.__table__.c.answers]
)
def test_unknown_is_an_empty_cell(column: sa.Column[Any]) -> None:
    assert cell(column).write(None) == ""
    assert cell(column).read("") is None


def test_a_time_is_written_in_utc_whatever_its_zone() -> None:
    there = datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=-8)))
    assert cell(EFFECT.happened_at).write(there) == "2026-03-02T17:30:00.000000Z"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (PATIENT.birth_date, "20260302"),
        (PATIENT.birth_date, "2026-02-30"),
        (PATIENT.id, "{016f2e8d-2680-730e-9bec-930ced4e473a}"),
        (PATIENT.withdrawn, "True"),
        (PATIENT.withdrawn, "1"),
        (PATIENT.sex_clinical, "FEMALE"),
        (EFFECT.grade, "1_0"),
        (EFFECT.grade, " 1"),
        (EFFECT.grade, "1.0"),
        (EFFECT.happened_at, "2026-03-02T09:30:00.000000"),
        (EFFECT.happened_at, "2026-03-02T09:30:00.000000+01:00"),
        (Audit.__table__.c.body, "\\x"),
        (Assessment.__table__.c.answers, "null"),
        (PATIENT.family, ""),
        (PATIENT.id, ""),
        (PATIENT.withdrawn, ""),
        (EFFECT.happened_at, ""),
        (Screening.__table__.c.missing, ""),
        (Screening.__table__.c.disposition, ""),
        (Screening.__table__.c.missing, "[1, 2]"),
        (Screening.__table__.c.missing, "[" * 100_000),
    ],
)
def test_what_no_value_is_spelled_like_is_refused(column: sa.Column[Any], text: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        cell(column).read(text)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "its first row does not name the columns of the table"),
        (b"id,sbp\r\n", "its first row does not name the columns of the table"),
        (b"sbp,id\r\n120\r\n", "the row that ends in line 2 has 1 cells"),
        (b"sbp,id\r\n120,1\r\nhigh,2\r\n", "the cell sbp of the row that ends in line 3 is no"),
        (b'sbp,id\r\n"120', "line 2 is not CSV in UTF-8"),
        (b"sbp,id\r\n120,\xff\r\n", "is not CSV in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(content: bytes, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "vital.csv"
    path.write_bytes(content)
    columns = [Vital.__table__.c.sbp, Vital.__table__.c.id]
    with pytest.raises(sheet.Unreadable, match=fault):
        list(sheet.read(path, columns))


def test_a_file_is_for_its_owner_alone_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "vital.csv"
    columns = [Vital.__table__.c.sbp, Vital.__table__.c.id]
    assert sheet.write(path, columns, [(120, 1), (None, 2)]) == 2
    assert path.read_bytes() == b"sbp,id\r\n120,1\r\n,2\r\n"
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        sheet.write(path, columns, [])


def test_a_birth_date_is_no_time() -> None:
    assert cell(PATIENT.birth_date).read("1980-02-29") == date(1980, 2, 29)
