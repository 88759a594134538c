"""Entering a questionnaire: scored, kept once with its answers, and in the facts at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from data import reference
from data.tables import Assessment, Audit, PatientFact
from data.tables.base import new_key, now
from data.tables.vocabulary import Role, Stage
from services import assessments
from services.access import User
from services.refusals import BadInput, Conflict, NotAllowed, NotFound, Unavailable
from tests import clinic, made

WHOLE: list[int | None] = [2, 2, 2, 2, 2, 1, 1, 1, 1]
AN_HOUR_AGO = now() - timedelta(hours=1)


@pytest.fixture
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


@pytest.fixture
def patient_id(doctor: User) -> UUID:
    return made.patient()


def enter(
    user: User | None,
    patient_id: UUID,
    answers: list[int | None],
    *,
    instrument: str = "phq9",
    at: datetime = AN_HOUR_AGO,
    key: UUID | None = None,
) -> UUID:
    """The id of the row that was saved."""
    saved = assessments.record(
        user, patient_id, instrument, answers, happened_at=at, entry_key=key or new_key()
    )
    return saved.id


def only() -> Assessment:
    row: Assessment = clinic.one(sa.select(Assessment))
    return row


def fact(patient_id: UUID) -> PatientFact:
    row: PatientFact = clinic.one(
        sa.select(PatientFact).where(PatientFact.patient_id == patient_id)
    )
    return row


def test_answers_are_kept_beside_what_they_come_to(doctor: User, patient_id: UUID) -> None:
    kept = enter(doctor, patient_id, list(WHOLE))
    row = only()
    assert (row.id, row.patient_id, row.instrument) == (kept, patient_id, "phq9")
    assert row.answers == WHOLE
    assert (row.total, row.severity, row.item9) == (14, "moderate", 1)
    assert (row.answered, row.complete, row.recorded_total) == (9, True, None)
    assert (row.happened_at, row.recorded_by) == (AN_HOUR_AGO, doctor.id)
    assert row.recorded_at > row.happened_at
    assert row.definition_version == reference.instrument("phq9").version


def test_the_facts_know_it_at_once(doctor: User, patient_id: UUID) -> None:
    assert clinic.count(PatientFact) == 0
    enter(doctor, patient_id, [0] * 9, at=AN_HOUR_AGO - timedelta(days=7))
    enter(doctor, patient_id, list(WHOLE))
    known = fact(patient_id)
    assert (known.phq9_last, known.item9_last, known.spark) == (14, 1, [0, 14])
    assert (known.rising, known.attention) == (True, 1)


def test_facts_that_cannot_be_written_take_the_answers_with_them(
    doctor: User, patient_id: UUID
) -> None:
    with (
        clinic.failing("INSERT INTO patient_fact"),
        pytest.raises(Unavailable, match=r"disk of the server is full, so nothing was saved"),
    ):
        enter(doctor, patient_id, list(WHOLE))
    assert clinic.count(Assessment) == 0
    assert clinic.audited("enter_assessment") == 0
    assert clinic.count(PatientFact) == 0


def test_it_is_audited_without_what_was_answered(doctor: User, patient_id: UUID) -> None:
    enter(doctor, patient_id, list(WHOLE))
    assert clinic.audited("enter_assessment") == 1
    body = clinic.one(sa.select(Audit.body).where(Audit.action == "enter_assessment"))
    assert "answers" in body
    assert "[2," not in body
    assert "moderate" not in body


def test_a_form_sent_twice_is_one_row(doctor: User, patient_id: UUID) -> None:
    key = new_key()
    first, again = (enter(doctor, patient_id, list(WHOLE), key=key) for _ in range(2))
    assert first == again
    assert clinic.count(Assessment) == 1
    assert fact(patient_id).spark == [14]


def test_the_same_form_with_other_answers_is_a_conflict_and_the_first_are_kept(
    doctor: User, patient_id: UUID
) -> None:
    key = new_key()
    enter(doctor, patient_id, list(WHOLE), key=key)
    with pytest.raises(Conflict, match=r"already saved with other answers, and those are kept\."):
        enter(doctor, patient_id, [0] * 9, key=key)
    assert only().answers == WHOLE


def test_the_same_form_for_somebody_else_or_another_instrument_is_a_conflict(
    doctor: User, patient_id: UUID
) -> None:
    other = made.patient()
    key = new_key()
    enter(doctor, patient_id, list(WHOLE), key=key)
    with pytest.raises(Conflict):
        enter(doctor, other, list(WHOLE), key=key)
    with pytest.raises(Conflict):
        enter(doctor, patient_id, [1] * 7, instrument="gad7", key=key)
    assert clinic.count(Assessment) == 1


def test_one_form_sent_many_times_at_once_is_one_row(doctor: User, patient_id: UUID) -> None:
    """Whoever comes second gets the same row, or is told that it was saved."""
    key = new_key()

    def send(_: int) -> str:
        try:
            return str(enter(doctor, patient_id, list(WHOLE), key=key))
        except Conflict as conflict:
            return str(conflict)

    with ThreadPoolExecutor(6) as tabs:
        told = set(tabs.map(send, range(12)))
    kept = str(only().id)
    assert kept in told
    assert told <= {kept, "This was saved already. Nothing was saved."}
    assert fact(patient_id).spark == [14]


def test_two_tabs_with_a_form_each_make_two_rows(doctor: User, patient_id: UUID) -> None:
    first = enter(doctor, patient_id, list(WHOLE))
    second = enter(doctor, patient_id, [0] * 9, at=AN_HOUR_AGO + timedelta(minutes=30))
    assert first != second
    assert fact(patient_id).spark == [14, 0]


def test_an_unanswered_item_is_unknown_and_makes_no_total(doctor: User, patient_id: UUID) -> None:
    enter(doctor, patient_id, [3] * 8 + [None])
    row = only()
    assert row.answers == [3] * 8 + [None]
    assert (row.total, row.severity, row.item9) == (None, None, None)
    assert (row.answered, row.complete) == (8, False)
    known = fact(patient_id)
    assert (known.phq9_last, known.item9_last, known.spark) == (None, None, [])


def test_an_incomplete_set_does_not_hide_an_item_9_that_was_known(
    doctor: User, patient_id: UUID
) -> None:
    enter(doctor, patient_id, list(WHOLE), at=AN_HOUR_AGO - timedelta(days=1))
    enter(doctor, patient_id, [0] * 8 + [None])
    assert (fact(patient_id).phq9_last, fact(patient_id).item9_last) == (14, 1)


def test_item_9_counts_also_where_another_item_is_missing(doctor: User, patient_id: UUID) -> None:
    enter(doctor, patient_id, [None] * 8 + [2])
    assert (only().total, only().item9, fact(patient_id).item9_last) == (None, 2, 2)
    assert fact(patient_id).attention == 0


SAID: dict[str, tuple[str, list[int | None], str, bool]] = {
    "item 9 of 1": (
        "phq9",
        WHOLE,
        "Saved: PHQ-9 14 (9 of 9). Item 9 is 1. Assess risk before they leave.",
        True,
    ),
    "item 9 of 0": ("phq9", [0] * 9, "Saved: PHQ-9 0 (9 of 9). Item 9 is 0.", False),
    "item 9 unknown": (
        "phq9",
        [0] * 8 + [None],
        "Saved: PHQ-9 incomplete, 8 of 9. Item 9 is not answered: ask before they leave.",
        True,
    ),
    "GAD-7": ("gad7", [3] * 7, "Saved: GAD-7 21 (7 of 7).", False),
}


@pytest.mark.parametrize(("instrument", "given", "words", "risk"), SAID.values(), ids=SAID.keys())
def test_a_clinician_hears_the_score_and_what_item_9_asks_for(
    doctor: User,
    patient_id: UUID,
    instrument: str,
    given: list[int | None],
    words: str,
    risk: bool,
) -> None:
    enter(doctor, patient_id, given, instrument=instrument)
    assert assessments.said(doctor, only()) == (words, risk)


def test_the_front_desk_hears_the_same_whatever_was_answered(
    doctor: User, patient_id: UUID
) -> None:
    desk = made.user(Role.STAFF)
    heard = set()
    for given in ([0] * 9, [3] * 9, [None] * 8 + [2]):
        kept = enter(desk, patient_id, given)
        row = clinic.one(sa.select(Assessment).where(Assessment.id == kept))
        heard.add(assessments.said(desk, row))
    assert heard == {("Saved. Fetch a clinician to read it before the patient leaves.", False)}


def test_gad7_has_no_item_9(doctor: User, patient_id: UUID) -> None:
    enter(doctor, patient_id, [3] * 7, instrument="gad7")
    assert (only().total, only().severity, only().item9) == (21, "severe", None)
    assert fact(patient_id).phq9_last is None


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "nothing answered": ({"answers": [None] * 9}, r"^No item is answered yet\."),
    "no items at all": ({"answers": []}, r"^No item is answered yet\."),
    "above the range": ({"answers": [4] + [0] * 8}, "takes a whole number from 0 to 3"),
    "below the range": ({"answers": [-1] + [0] * 8}, "takes a whole number from 0 to 3"),
    "no number": ({"answers": ["2"] + [0] * 8}, "takes a whole number from 0 to 3"),
    "too few items": ({"answers": [1] * 8}, "PHQ-9 has 9 items, but 8 came"),
    "too many items": ({"answers": [1] * 10}, "PHQ-9 has 9 items, but 10 came"),
    "the future": ({"at": now() + timedelta(days=1)}, r"^The time is in the future\."),
    "long ago": ({"at": now() - timedelta(days=365 * 21)}, "more than twenty years back"),
    "not entered here": ({"answers": [3] * 7, "instrument": "isi"}, r"^ISI cannot be entered here"),
}


@pytest.mark.parametrize(("wrong", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_is_saved(
    doctor: User, patient_id: UUID, wrong: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        enter(doctor, patient_id, **{"answers": list(WHOLE)} | wrong)
    assert str(refused.value).endswith("Nothing was saved.")
    assert clinic.count(Assessment) == 0
    assert clinic.audited("enter_assessment") == 0


def test_every_fault_is_told_at_once(doctor: User, patient_id: UUID) -> None:
    with pytest.raises(BadInput) as refused:
        enter(doctor, patient_id, [None] * 9, at=now() + timedelta(days=1))
    assert len(refused.value.faults) == 3


def test_a_clock_a_few_minutes_ahead_is_forgiven(doctor: User, patient_id: UUID) -> None:
    enter(doctor, patient_id, list(WHOLE), at=now() + timedelta(minutes=2))
    assert clinic.count(Assessment) == 1


def test_it_belongs_to_the_episode_of_its_time(doctor: User, patient_id: UUID) -> None:
    earlier = made.episode(
        patient_id, opened_at=now() - timedelta(days=90), closed_at=now() - timedelta(days=60)
    )
    today = made.episode(patient_id, opened_at=now() - timedelta(days=10))
    for days, expected in {70: earlier, 30: None, 5: today, 100: None}.items():
        kept = enter(doctor, patient_id, list(WHOLE), at=now() - timedelta(days=days))
        select = sa.select(Assessment.episode_id).where(Assessment.id == kept)
        assert clinic.one(select) == expected


def test_the_front_desk_may_enter_one(doctor: User, patient_id: UUID) -> None:
    desk = made.user(Role.STAFF)
    enter(desk, patient_id, list(WHOLE))
    assert only().recorded_by == desk.id


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_others_may_not(doctor: User, patient_id: UUID, role: Role) -> None:
    for user, said in ((made.user(role), "may not enter a questionnaire"), (None, "Sign in first")):
        with pytest.raises(NotAllowed, match=said):
            enter(user, patient_id, list(WHOLE))
    assert clinic.count(Assessment) == 0


def test_nobody_unknown_gets_one(doctor: User) -> None:
    with pytest.raises(NotFound, match=r"^There is no such patient\."):
        enter(doctor, uuid4(), list(WHOLE))
    assert clinic.count(Assessment) == 0


def test_the_demonstration_takes_one_more_score_of_ada(demo_record: str) -> None:
    ada = clinic.named("Okafor")
    before = Counter(fact(ada).spark)
    enter(clinic.user(clinic.NURSE), ada, [0] * 9, at=now())
    # Not always the last one: on the day of the demonstration some scores are of later today.
    assert Counter(fact(ada).spark) == before + Counter([0])
    assert fact(ada).stage is Stage.CONTINUATION
