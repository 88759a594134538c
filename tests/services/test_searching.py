"""What is typed into the search field, and whom it finds, on both engines."""

import json
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.queries import caseload as queries
from data.queries.caseload import Search
from data.tables import Patient
from services import caseload, searching
from services.access import Action
from services.acting import acting
from services.caseload import Filters, Order
from tests import clinic

CHEMA = "O'Neill-Łukasz, José María"
NAUGHTY = [
    *("' OR 1=1 --", "%", "_", "\\", '"', "a%b", "(", "[a-z]+", "<script>alert(1)</script>"),
    *("\0", "a\0b", "\ud800", "\udfff1", "\u202eabc", "\U0010ffff", "ﷺ", "\u0301", "½", "٣"),
    *("🙂", "0/0/0000", "99/99/9999", "31.02.2020", "0000-00-00", "1e999", "-1", "+", "( )", ",,,"),
    *("a" * 100_000, "1" * 100_000, "a " * 50_000, "=1+1", "1/1/1", "ǅ", "ß", "İ", "\t\r\n"),
]


def found(typed: str) -> list[str]:
    """The names that the search shows to a clinician, of everybody."""
    filters = Filters(search=searching.understand(typed))
    assert filters.search is not None
    user = clinic.user(clinic.DOCTOR)
    rows = caseload.show(user, filters, Order.NAME, clinic.ZONE, limit=500).rows
    return list(rows["patient"])


def ada() -> Patient:
    person: Patient = clinic.one(sa.select(Patient).where(sa.column("family") == "Okafor"))
    return person


@pytest.mark.parametrize("typed", ["", " ", "\t", ",", " , "])
def test_nothing_typed_is_no_search(typed: str) -> None:
    assert searching.understand(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        *("o'neill", "O’NEILL", "o'n", "o'neill-lukasz", "O'Neill-Łukasz"),
        *("josé", "jose", "JOSE", "jose\u0301", "jos"),
    ],
)
def test_the_beginning_of_either_name_finds_with_and_without_accents(
    looked_at: str, typed: str
) -> None:
    assert CHEMA in found(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("o'n jose", "jose o'n", "José O'Neill", "O'Neill, José", "o'neill ,jose"),
        *(CHEMA, "josé maría o'neill-łukasz", "jose maria", "  o'neill   jose  maria "),
    ],
)
def test_both_names_find_in_either_order_also_where_one_is_of_two_words(
    looked_at: str, typed: str
) -> None:
    assert found(typed) == [CHEMA]


def test_a_family_name_of_several_words_is_found_as_it_is_written(demo_record: str) -> None:
    clinic.keep(clinic.patient("van der Berg", "Anna Lena"))
    for typed in ("van der", "van der berg", "Anna van der Berg", "van der Berg, Anna Lena"):
        assert found(typed) == ["van der Berg, Anna Lena"]


@pytest.mark.parametrize("typed", ["eill", "kafor", "okafor bea", "ada ada", "okafor okafor"])
def test_the_middle_of_a_name_and_a_wrong_second_name_find_nobody(
    looked_at: str, typed: str
) -> None:
    assert found(typed) == []


def test_the_beginning_of_an_mrn_finds_in_capitals_and_small(looked_at: str) -> None:
    mrn = ada().mrn or ""
    for typed in (mrn, mrn.lower(), f" {mrn} "):
        assert found(typed) == ["Okafor, Ada"]
    assert len(found(mrn[:-1])) > 1


@pytest.mark.parametrize("mrn", ["ad2e3fc5-2b5d-4cb9", "12345", "A 77/3", "007"])
def test_an_mrn_of_another_house_is_found_as_it_is_written(demo_record: str, mrn: str) -> None:
    clinic.keep(clinic.patient("Brought", "Bea", mrn=mrn))
    for typed in (mrn, mrn[:-1]):
        assert "Brought, Bea" in found(typed)


def test_somebody_known_by_a_number_only_is_found_by_it(demo_record: str) -> None:
    person = clinic.patient("Subject 8812")
    person.search_given = "8812"
    clinic.keep(person)
    assert "Subject 8812, Ann" in found("8812")
    assert "Subject 8812, Ann" in found("subject 88")


def test_the_last_digits_of_a_phone_find_however_it_is_written(looked_at: str) -> None:
    phone = ada().phone or ""
    digits = "".join(sign for sign in phone if sign.isdigit())
    area, middle, last = digits[:3], digits[3:6], digits[6:]
    for typed in (last, f"{middle}-{last}", digits, phone, f"{area} {middle} {last}", digits[-5:]):
        assert "Okafor, Ada" in found(typed), typed
    assert "Okafor, Ada" not in found(f"{area}{middle}")


@pytest.mark.parametrize(
    "typed", ["1992-03-03", "3 Mar 1992", "3 March 1992", "03.03.1992", "3.3.1992", "3/3/1992"]
)
def test_a_birth_date_finds_in_every_usual_form(looked_at: str, typed: str) -> None:
    assert "Okafor, Ada" in found(typed)


def test_a_day_that_reads_two_ways_is_looked_for_both_ways(demo_record: str) -> None:
    clinic.keep(
        clinic.patient("April", "Ann", birth_date=date(1980, 4, 3)),
        clinic.patient("March", "Mel", birth_date=date(1980, 3, 4)),
    )
    assert found("3/4/1980") == ["April, Ann", "March, Mel"]
    assert found("3.4.1980") == ["April, Ann"]
    assert searching.understand("13/4/1980") == Search(birth_dates=(date(1980, 4, 13),))
    assert searching.understand("4/13/1980") == Search(birth_dates=(date(1980, 4, 13),))


def test_a_day_that_does_not_exist_is_no_birth_date() -> None:
    for typed in ("30.02.1980", "1980-13-01", "31/31/1980"):
        search = searching.understand(typed)
        assert search is not None
        assert search.birth_dates == ()


def test_signs_that_mean_something_to_sql_mean_nothing_here(looked_at: str) -> None:
    for typed in ("%", "_", "' OR 1=1 --", "ok%", "*"):
        assert found(typed) == []


def test_whatever_is_typed_is_survived(looked_at: str) -> None:
    survive(NAUGHTY)


def test_the_naughty_strings_are_survived(looked_at: str, shared_data: Path) -> None:
    survive(json.loads((shared_data / "naughty/blns_half.json").read_text(encoding="utf-8")))


def survive(naughty: list[str]) -> None:
    """Each is a search of bounded size that the database answers."""
    user = clinic.user(clinic.DOCTOR)
    with acting(user, Action.VIEW_CASELOAD) as session:
        for typed in naughty:
            search = searching.understand(typed)
            if search is None:
                continue
            assert len(search.names) <= searching.WORDS
            # Folding makes up to 18 letters of one sign.
            longest = max((len(f"{a} {b}") for a, b in search.names), default=0)
            assert longest <= searching.LONGEST * 18 + 1
            filters = Filters(search=search)
            queries.rows(session, filters, Order.NAME, after=None, limit=5, clinical=True)
            queries.counts(session, filters, clinical=True)
