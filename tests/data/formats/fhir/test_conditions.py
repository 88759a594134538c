"""A diagnosis in words, with what is known of its beginning and its end."""

from typing import Any

import pytest

from data.formats.records import Day
from tests.fhir_made import notes, read, refusal, single, told

OVER = "The file says that it is over, but not since when."


def condition(**elements: Any) -> dict[str, Any]:
    return told("Condition", **({"code": {"text": "Asthma"}} | elements))


def shown(day: Day | None) -> tuple[str, str, str] | None:
    return day and (day.text, day.earliest.isoformat(), day.latest.isoformat())


def test_partial_dates_are_kept_with_the_days_they_allow() -> None:
    record = single(read(condition(onsetDateTime="2004", abatementDateTime="2012-02")))
    assert record.name == "Asthma"
    assert shown(record.since) == ("2004", "2004-01-01", "2004-12-31")
    assert shown(record.ended) == ("2012-02", "2012-02-01", "2012-02-29")
    assert notes(record) == ()


def test_a_period_allows_each_of_its_days() -> None:
    record = single(read(condition(onsetPeriod={"start": "2004-03", "end": "2004-05-06"})))
    assert shown(record.since) == ("2004-03 to 2004-05-06", "2004-03-01", "2004-05-06")


@pytest.mark.parametrize(
    "told_otherwise",
    [
        {"onsetString": "in childhood"},
        {"onsetAge": {"value": 12, "unit": "a"}},
        {"onsetRange": {"low": {"value": 3}}},
        {"abatementString": "last year"},
    ],
)
def test_an_onset_without_a_date_is_noted(told_otherwise: dict[str, Any]) -> None:
    record = single(read(condition(**told_otherwise)))
    assert (record.since, record.ended) == (None, None)
    assert "The file tells when it began or ended in another way than by a date." in record.notes


@pytest.mark.parametrize("element", ["recordedDate", "assertedDate"])
def test_a_diagnosis_was_noted_at_some_time(element: str) -> None:
    record = single(read(condition(**{element: "2026-03-02T09:30:00Z"})))
    assert record.noted_at.isoformat() == "2026-03-02T09:30:00+00:00"


@pytest.mark.parametrize("status", ["resolved", "inactive", "remission"])
@pytest.mark.parametrize("stu3", [False, True])
def test_what_is_over_without_a_date_is_noted(status: str, stu3: bool) -> None:
    given = status if stu3 else {"coding": [{"code": status}]}
    record = single(read(condition(clinicalStatus=given)))
    assert OVER in record.notes
    assert (record.over, record.ended) == (True, None)
    ended = condition(clinicalStatus=given, abatementDateTime="2012")
    assert OVER not in single(read(ended)).notes


def test_over_in_stu3_form_is_noted() -> None:
    assert OVER in single(read(condition(abatementBoolean=True))).notes
    assert OVER not in single(read(condition(abatementBoolean=False))).notes


@pytest.mark.parametrize("status", ["refuted", "entered-in-error"])
@pytest.mark.parametrize("stu3", [False, True])
def test_what_the_file_takes_back_is_left_out(status: str, stu3: bool) -> None:
    given = status if stu3 else {"coding": [{"code": status}]}
    assert refusal(read(condition(verificationStatus=given))).startswith(
        "The file says that it was"
    )


@pytest.mark.parametrize("status", ["provisional", "differential", "unconfirmed"])
def test_what_is_only_thought_of_is_no_diagnosis(status: str) -> None:
    given = condition(verificationStatus={"coding": [{"code": status}]})
    assert refusal(read(given)) == f"The file marks it as {status}, which is no diagnosis yet."


def test_what_nobody_says_to_be_confirmed_is_noted() -> None:
    given = condition(verificationStatus="unknown")
    assert "The file marks it as not confirmed." in single(read(given)).notes


@pytest.mark.parametrize(
    "nothing", [None, {"coding": [{"code": "1"}]}, {"text": "No known problems"}]
)
def test_what_names_no_condition_is_left_out(nothing: dict[str, Any] | None) -> None:
    assert refusal(read(condition(code=nothing))) == "It does not name a condition in words."


def test_what_ends_before_it_begins_is_left_out() -> None:
    given = condition(onsetDateTime="2012-03", abatementDateTime="2012-02-29")
    assert refusal(read(given)) == "It ends before it begins."


def test_an_end_within_the_year_of_the_beginning_is_possible() -> None:
    record = single(read(condition(onsetDateTime="2012", abatementDateTime="2012-02")))
    assert (record.since.text, record.ended.text) == ("2012", "2012-02")
