"""Whom the rows of a table are about."""

from datetime import date

import pytest

from data.formats import tabular
from data.formats.tabular import whose
from tests.tables_made import OURS, ZONE, faults, grid, read

HEAD = "patient id | mrn | family | given | birth date | sex | phone | text ok"


def test_a_list_of_patients():
    file = read(HEAD, "7 | 100 | Lee | Ann | 1980-02-29 | F | 555 0100 | yes")
    (person,) = file.patients
    assert person.identifiers == ((OURS, "7"),)
    assert (person.mrn, person.family, person.given) == ("100", "Lee", "Ann")
    assert (person.birth_date, person.sex) == (date(1980, 2, 29), "female")
    assert (person.phone, person.text_ok, person.message_ok) == ("555 0100", True, None)
    assert (person.row, person.notes) == (1, ())
    assert file.entries == file.left_out == ()


def test_whatever_is_blank_stays_unknown():
    (person,) = read(HEAD, "7 | NA | - | . | unknown | | n/a | ").patients
    nothing = (person.mrn, person.family, person.given, person.birth_date, person.sex)
    assert {*nothing, person.phone, person.text_ok} == {None}


@pytest.mark.parametrize("name", ["Null", "Na", "Unknown"])
def test_a_name_that_looks_like_a_blank_is_a_name(name):
    (person,) = read("mrn | family", f"1 | {name}").patients
    assert person.family == name


@pytest.mark.parametrize(
    ("name", "family", "given", "notes"),
    [
        ("Lee, Ann Mary", "Lee", "Ann Mary", ()),
        ("Ann Mary Lee", "Ann Mary Lee", None, (whose.ONE_PIECE,)),
    ],
)
def test_a_full_name_is_split_only_at_a_comma(name, family, given, notes):
    (person,) = read("mrn | name", f"1 | {name}").patients
    assert (person.family, person.given, person.notes) == (family, given, notes)


def test_a_row_that_names_nobody_stays_out():
    file = read("mrn | family | birth date", " | | 1980-02-29", "1 | Lee | 1980-02-29")
    assert faults(file) == [(1, "mrn", "It names nobody")]
    assert [person.row for person in file.patients] == [2]


def test_a_row_without_a_word_is_no_row_yet_is_counted():
    file = read("mrn | family", " | ", "1 | Lee")
    assert [person.row for person in file.patients] == [2]
    assert file.left_out == ()


def test_an_other_sex_stays_unknown_with_a_note():
    (person,) = read("mrn | family | sex", "1 | Lee | X").patients
    assert (person.sex, person.notes) == (None, (whose.ANOTHER_SEX,))


def test_a_date_of_death_is_told():
    file = read("mrn | family | date of death", "1 | Lee | 1999", "2 | Ray | ")
    assert [person.deceased for person in file.patients] == [True, None]


def test_every_fault_of_a_row_is_told_by_row_and_heading():
    file = read(HEAD, "7 | 1 | Lee | Ann | 31.02.1980 | F | 5 | perhaps")
    assert faults(file) == [
        (1, "birth date", "It is a day that does not exist"),
        (1, "text ok", "It is not a yes or no that is known here"),
    ]
    assert {each.what for each in file.left_out} == {"Row 1"}
    assert file.patients == ()


def test_a_person_of_several_rows_is_one_and_each_row_may_add():
    head = "patient id | date | bp | family | birth date"
    file = read(
        head,
        "7 | 2026-11-03 | 120/80 | | ",
        "7 | 2026-11-04 | 121/80 | Lee | 1980-02-29",
        "8 | 2026-11-04 | 122/80 | Lee | ",
    )
    first, second = file.patients
    assert (first.family, first.birth_date, first.row) == ("Lee", date(1980, 2, 29), 1)
    assert {entry.patient_ref for entry in file.entries} == {first.key, second.key}
    assert file.entries[0].patient_identifier == (OURS, "7")
    assert file.entries[0].named == "7"


@pytest.mark.parametrize(
    ("heading", "one", "other"),
    [("birth date", "1980-02-29", "1981-02-28"), ("mrn", "1", "2"), ("sex", "f", "m")],
)
def test_a_later_row_that_contradicts_an_earlier_one_about_the_person_stays_out(
    heading, one, other
):
    head = f"patient id | {heading} | date | bp"
    file = read(head, f"7 | {one} | 2026-11-03 | 120/80", f"7 | {other} | 2026-11-04 | 121/80")
    ((row, field, why),) = faults(file)
    assert (row, field) == (2, heading)
    assert why.startswith("An earlier row gives this person another")
    assert len(file.entries) == 1


def test_a_number_that_a_later_row_gives_to_quite_another_name_stays_out():
    head = "mrn | family | given | birth date | date | bp"
    file = read(
        head,
        "1 | Lee | Ann | | 2026-11-03 | 120/80",
        "1 | Reed | Tom | | 2026-11-04 | 121/80",
        "1 | Ray | Ann | | 2026-11-05 | 122/80",
    )
    assert faults(file) == [(2, "family", "An earlier row gives this person quite another name")]
    assert [entry.row for entry in file.entries] == [1, 3]


def test_a_name_that_changed_is_no_fault_where_the_birth_date_is_the_same():
    head = "mrn | name | birth date"
    file = read(head, "1 | Lee, Ann | 1980-02-29", "1 | Reed, Tom | 1980-02-29")
    assert file.left_out == ()


@pytest.mark.parametrize("heading", ["mrn", "patient id", "phone"])
@pytest.mark.parametrize("cell", ["1.23457E+11", "4,91711e+11", "1E+15"])
def test_a_number_that_a_spreadsheet_shortened_is_a_fault(heading, cell):
    file = read(f"{heading} | family | date | bp", f"{cell} | Lee | 2026-11-03 | 120/80")
    assert faults(file) == [
        (1, heading, "A spreadsheet shortened this number, and its last digits are lost")
    ]
    assert (file.patients, file.entries) == ((), ())


@pytest.mark.parametrize("heading", ["mrn", "patient id"])
def test_a_shortened_number_alone_is_not_said_to_name_nobody(heading):
    file = read(f"{heading} | date | bp", "1.23457E+11 | 2026-11-03 | 120/80")
    assert len(file.left_out) == 1


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        *[("\ufeffK-1", "K-1"), ("K-1\u200b", "K-1"), ("K\u00ad-1", "K-1")],
        *[("1001.0", "1001"), ("K-1.0", "K-1.0"), ("1001.5", "1001.5"), ("007", "007")],
        *[("1E5", "1E5"), ("\u200b", None)],
    ],
)
def test_a_number_is_what_can_be_seen_of_it(cell, number):
    (person,) = read("mrn | patient id | family", f"{cell} | {cell} | Lee").patients
    assert person.mrn == number
    assert person.identifiers == (((OURS, number),) if number else ())


ASKING = "name | phone | e-mail | date | source"


def test_two_of_one_name_with_different_phone_and_mail_are_two_people():
    file = read(
        ASKING,
        "John Smith | 555 0100 | js1@example.org | 2026-10-01 | website",
        "John Smith | 555 0199 | js2@example.org | 2026-10-02 | website",
        "John Smith | (555) 0199 | | 2026-10-03 | website",
        "John Smith | | JS1@example.org | 2026-10-04 | website",
        "John Smith | | | 2026-10-05 | website",
    )
    first, second = file.patients
    assert (first.key, second.key) == ("name John Smith", "name John Smith, 555 0199")
    assert (first.phone, second.phone) == ("555 0100", "555 0199")
    whose = [entry.patient_ref for entry in file.entries]
    assert whose == [first.key, second.key, second.key, first.key]
    assert faults(file) == [
        (
            5,
            "name",
            "Several people of this file have this name, and nothing says which of them is meant",
        )
    ]


def test_one_of_a_name_with_a_changed_phone_is_one_person():
    first = "John Smith | 555 0100 | js1@example.org | 2026-10-01 | website"
    both = "John Smith | 555 0199 | js1@example.org | 2026-10-02 | website"
    other = "John Smith | 555 0199 | | 2026-10-03 | website"
    none = "John Smith | | | 2026-10-03 | website"
    for lines in ([first, both, other, none], [first, other, both, none]):
        assert [person.key for person in read(ASKING, *lines).patients] == ["name John Smith"]


def test_the_same_name_and_birth_date_is_one_person_whatever_the_phone():
    file = read(
        "name | birth date | phone", "Lee | 1980-02-29 | 555 0100", "Lee | 1980-02-29 | 555 0199"
    )
    assert len(file.patients) == 1


def test_another_spelling_of_a_name_is_no_fault_but_noted():
    (person,) = read("mrn | family", "1 | Lee", "1 | Li").patients
    assert person.family == "Lee"
    assert person.notes == ("Rows differ in: Family name. The first was taken.",)


def test_one_row_that_forbids_messages_forbids_them():
    (person,) = read("mrn | family | message ok", "1 | Lee | yes", "1 | Lee | no").patients
    assert person.message_ok is False
    assert person.notes == ("Rows differ in: May a message be left. No was taken.",)


def test_without_a_namespace_a_number_identifies_nobody_outside_the_file():
    table = grid("patient id | family", "7 | Lee")
    file = tabular.read(table, tabular.propose(table).mapping, ZONE)
    assert file.patients[0].identifiers == ()
    assert file.patients[0].key == "id 7"


def test_two_columns_that_say_different_things_of_one_field_are_a_fault():
    table = grid("mrn | surname | last name", "1 | Lee | Lee", "2 | Lee | Ray")
    fields = (("mrn", "mrn"), ("surname", "family"), ("last name", "family"))
    file = tabular.read(table, tabular.Mapping("patients", fields), ZONE)
    assert [person.mrn for person in file.patients] == ["1"]
    ((row, _, why),) = faults(file)
    assert (row, why) == (2, "Two columns are read as this field and say different things")


def test_a_column_that_the_table_has_not_got_is_told():
    table = grid("mrn | family", "1 | Lee")
    mapping = tabular.Mapping("patients", (("mrn", "mrn"), ("surname", "family")))
    assert faults(tabular.read(table, mapping, ZONE)) == [
        (None, "surname", "This table has no such column")
    ]


def test_a_character_that_no_database_keeps_is_a_fault():
    file = read("mrn | family", "1 | Le\x00e")
    assert faults(file) == [(1, "family", "It holds a character that is no text")]
