"""What columns were said to mean, kept for the next file; and the rows that stayed out, to mend."""

import csv
import io

import pytest
import sqlalchemy as sa

from data.tables import ImportMapping, RowHistory, Vital
from data.tables.vocabulary import Role
from services.access import User
from services.importing import columns, mappings, refused
from services.importing.columns import Mapping
from services.importing.plans import File
from services.refusals import BadInput, NotAllowed
from tests import clinic, made
from tests.services.importing.files import preview, table, take_in

ODD = ("chart,seen,upper,lower", "K-1,2026-03-02,128,82", "K-1,2026-02-30,12,82")


@pytest.fixture(autouse=True)
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


def said(*pairs: tuple[str, str], kind: str = "vitals") -> Mapping:
    return Mapping(kind, pairs)


READ_SO = said(("chart", "mrn"), ("seen", "date"), ("upper", "sbp"), ("lower", "dbp"))


def test_columns_are_read_as_somebody_said(doctor: User) -> None:
    assert preview(table(*ODD)).refused
    take_in(table("mrn,last name", "K-1,Okafor"), table(*ODD, mapping=READ_SO))
    assert clinic.one(sa.select(Vital.sbp)) == 128


def test_what_was_said_is_remembered_under_a_name_and_a_change_is_kept(doctor: User) -> None:
    mappings.remember(doctor, " Tablet ", READ_SO)
    assert mappings.remembered(doctor) == {"Tablet": READ_SO}
    other = said(("chart", "mrn"))
    mappings.remember(doctor, "Tablet", other)
    assert mappings.remembered(doctor) == {"Tablet": other}
    assert clinic.count(ImportMapping) == 1
    assert clinic.one(sa.select(RowHistory.table_name)) == "import_mapping"


def test_a_mapping_fits_a_table_that_has_its_headings(doctor: User) -> None:
    (grid,) = columns.tables(table(*ODD))
    (other,) = columns.tables(table("chart,seen", "K-1,2026-03-02"))
    assert columns.fits(READ_SO, grid)
    assert not columns.fits(READ_SO, other)


def test_one_that_an_older_program_kept_otherwise_is_passed_over(doctor: User) -> None:
    clinic.keep(ImportMapping(name="Old", mapping={"rows": "unknown"}))
    assert mappings.remembered(doctor) == {}


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_is_given_and_short(doctor: User, name: str) -> None:
    with pytest.raises(BadInput, match="1 to 80"):
        mappings.remember(doctor, name, READ_SO)


def written(doctor: User, file: File) -> list[list[str]]:
    """The rows of what is to be mended, the head first."""
    content = refused.rows(doctor, file, preview(file)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def test_rows_that_stay_out_come_with_their_cells_the_column_and_every_reason(
    doctor: User,
) -> None:
    file = table(*ODD, mapping=READ_SO)
    head, row = csv.reader(
        io.StringIO(refused.rows(doctor, file, preview(file)).decode("utf-8-sig"))
    )
    assert head == ["chart", "seen", "upper", "lower", "Row", "Column at fault", "Why it stays out"]
    assert row[:6] == ["K-1", "2026-02-30", "12", "82", "2", "seen; upper"]
    assert row[6].count(".") == 2


def test_a_formula_among_them_is_defused_and_a_telephone_number_is_as_it_was(doctor: User) -> None:
    file = table(
        "mrn,last name,phone,birth date", "K-1,=HYPERLINK(1),+1 555 0100,1984-02-30", name="x.csv"
    )
    _, row = written(doctor, file)
    assert row[1:3] == ["'=HYPERLINK(1)", "+1 555 0100"]


def test_what_was_defused_comes_back_as_it_was(doctor: User) -> None:
    cells = ("-Reed", "@x", "+1 555 0100 ext 2", "'=odd", "O'Hara", "'quoted'")
    line = ",".join(("K-1", *cells[:3], "1984-02-30", *cells[3:]))
    file = table("mrn,last name,email,phone,birth date,first name,@known as,language", line)
    content = refused.rows(doctor, file, preview(file))
    assert b"'-Reed" in content
    (grid,) = columns.tables(File("mended.csv", content.replace(b"1984-02-30", b"1984-02-03")))
    assert grid.columns[6] == "@known as"
    assert grid.rows == (("K-1", *cells[:3], "1984-02-03", *cells[3:]),)


def test_an_apostrophe_of_another_file_stays(doctor: User) -> None:
    (grid,) = columns.tables(table("mrn,last name", "K-1,'-Reed"))
    assert grid.rows == (("K-1", "'-Reed"),)


def test_only_those_who_may_bring_files_in_see_any_of_it(doctor: User) -> None:
    for role in (Role.STAFF, Role.MANAGER):
        with pytest.raises(NotAllowed):
            mappings.remembered(made.user(role))
        file = File("x.csv", b"mrn,date\nK-1,\n")
        with pytest.raises(NotAllowed):
            refused.rows(made.user(role), file, preview(file))


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("sbp", "Systolic pressure"),
        ("sbp@2", "Systolic pressure, 2"),
        ("phq9.total", "PHQ-9 total"),
        ("phq9.9", "PHQ-9 item 9"),
        ("phq9.total@2m", "PHQ-9 total, 2m"),
        ("item.3", "Item 3"),
    ],
)
def test_a_field_is_said_in_words(field: str, words: str) -> None:
    assert columns.words(field, columns.fields("vitals")) == words


def test_a_table_whose_questions_cannot_be_told_apart_is_refused_with_the_sentence() -> None:
    plan = preview(table("mrn,last name,date,phq9_0,phq9_1,phq9_2", "K-1,Okafor,2026-03-02,0,0,3"))
    assert plan.refused
    assert "The columns “phq9_0” to “phq9_2” are numbered from 0" in plan.refused


def test_columns_remembered_one_question_off_are_refused() -> None:
    pairs = [("mrn", "mrn"), ("date", "date"), *((f"phq9_{n}", f"phq9.{n}") for n in range(1, 9))]
    head = ",".join(f"phq9_{n}" for n in range(9))
    row = "K-1,2026-03-02,0,0,0,0,0,0,0,0,3"
    plan = preview(table(f"mrn,date,{head}", row, mapping=said(*pairs, kind="assessments")))
    assert plan.refused
    assert "so “phq9_0” is question 1" in plan.refused
