"""People who ask for treatment."""

from datetime import UTC, datetime

from tests.tables_made import faults, read

HEAD = "name | phone | email | submitted at | source | interested in | message | ok to text"


def test_a_row_of_a_websites_form():
    line = "Lee, Ann | 555 0100 | | 2026-11-03T14:30:00Z | Web form | IV | Please call | yes"
    file = read(HEAD, line)
    (record,), (person,) = file.entries, file.patients
    assert record.happened_at == datetime(2026, 11, 3, 14, 30, tzinfo=UTC)
    assert (record.source, record.route, record.message) == ("Web form", "iv", "Please call")
    assert (person.family, person.phone, person.text_ok) == ("Lee", "555 0100", True)
    assert record.patient_ref == person.key


def test_somebody_who_leaves_only_an_address_is_somebody():
    file = read(HEAD, " | | ann@example.org | 2026-11-03 | | | | ")
    assert file.patients[0].email == "ann@example.org"
    assert file.entries[0].named == "ann@example.org"
    assert file.entries[0].source == "not said"


def test_every_fault_of_a_row_is_told():
    assert faults(read(HEAD, " | | | | Web form | surgery | | ")) == [
        (1, "name", "It names nobody"),
        (1, "submitted at", "It has no date"),
        (1, "interested in", "It is not a treatment that is known here"),
    ]
