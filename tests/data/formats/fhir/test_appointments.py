"""An Appointment is one booking of one patient, with what became of it."""

from typing import Any

import pytest

from tests.fhir_made import patient, read, refusal, single

START, END = "2026-03-02T09:00:00Z", "2026-03-02T11:00:00Z"


def booking(**elements: Any) -> dict[str, Any]:
    made = {
        "resourceType": "Appointment",
        "id": "a1",
        "status": "booked",
        "start": START,
        "end": END,
        "participant": [
            {"actor": {"reference": "Practitioner/ivy"}, "status": "accepted"},
            {"actor": {"reference": "Patient/ann"}, "status": "accepted"},
        ],
    } | elements
    return {name: value for name, value in made.items() if value is not None}


def of(*references: dict[str, Any]) -> dict[str, Any]:
    return booking(participant=[{"actor": each, "status": "accepted"} for each in references])


def test_a_booking_has_its_time_its_length_and_its_patient() -> None:
    file = read(patient(), booking())
    (record,) = file.entries
    assert record.patient_ref == file.patients[0].key
    assert single(read(booking())).starts_at.isoformat() == "2026-03-02T09:00:00+00:00"
    assert single(read(booking())).minutes == 120
    assert record.notes == ()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("booked", "booked"),
        ("pending", "booked"),
        ("arrived", "attended"),
        ("checked-in", "attended"),
        ("fulfilled", "attended"),
        ("noshow", "no_show"),
        ("cancelled", "cancelled"),
    ],
)
def test_each_status_has_its_own_here(status: str, expected: str) -> None:
    assert single(read(booking(status=status))).status == expected


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("proposed", "It is only proposed, not booked."),
        ("waitlist", "It is only on a waiting list, not booked."),
        ("entered-in-error", "The file says that it was entered in error."),
        ("gone", "Its status is not one that an appointment can have."),
        (None, "Its status is not one that an appointment can have."),
    ],
)
def test_what_is_no_booking_is_left_out(status: str | None, sentence: str) -> None:
    assert refusal(read(booking(status=status))) == sentence


def test_a_pending_booking_is_noted() -> None:
    assert "The file says that not everybody has agreed to it yet." in (
        single(read(booking(status="pending"))).notes
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("pat-crs", "cancelled"),
        ("prov-pers", "clinic_cancelled"),
        ("maint", "clinic_cancelled"),
        ("oth-weath", "cancelled"),
    ],
)
def test_the_reason_tells_who_cancelled(code: str, expected: str) -> None:
    why = {"coding": [{"code": code, "display": "Why it was"}]}
    record = single(read(booking(status="cancelled", cancelationReason=why)))
    assert (record.status, record.reason) == (expected, "Why it was")


def test_a_length_is_taken_where_there_is_no_end() -> None:
    assert single(read(booking(end=None, minutesDuration=40))).minutes == 40
    assert single(read(booking(end=None))).minutes is None


def test_a_length_that_is_not_the_one_from_start_to_end_is_noted() -> None:
    record = single(read(booking(minutesDuration=40)))
    assert record.minutes == 120
    assert any("length it states" in note for note in record.notes)


@pytest.mark.parametrize(
    "length",
    [
        {"end": START},
        {"end": "2026-03-01T09:00:00Z"},
        {"end": "2026-03-04T09:00:00Z"},
        {"end": None, "minutesDuration": 0},
        {"end": None, "minutesDuration": 10**30},
    ],
)
def test_a_booking_that_does_not_end_after_its_start_and_within_a_day_is_left_out(
    length: dict[str, Any],
) -> None:
    assert refusal(read(booking(**length))) == "It does not end after its start and within a day."


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (None, "It does not say when it was to start."),
        ("2026-03", "It does not say on which day it was to start."),
        ("2026-03-02", "It gives the day, but not the time at which it starts."),
    ],
)
def test_a_booking_without_a_time_is_left_out(start: str | None, sentence: str) -> None:
    assert refusal(read(booking(start=start))) == sentence


def test_a_booking_for_two_patients_is_left_out() -> None:
    both = of({"reference": "Patient/ann"}, {"reference": "Patient/ben"})
    assert refusal(read(both)) == "It is for more than one patient."


def test_a_booking_of_the_clinics_own_is_nobodys() -> None:
    record = single(read(of({"reference": "Practitioner/ivy"}, {"reference": "Location/1"})))
    assert (record.patient_ref, record.named) == (None, None)
    assert "The file does not say whose it is." in record.notes


def test_a_patient_may_be_named_by_an_identifier() -> None:
    number = {"system": "urn:mrn", "value": "M-17"}
    record = single(read(of({"type": "Patient", "identifier": number})))
    assert record.patient_identifier == ("urn:mrn", "M-17")
