"""A manager who counts by hand gets the same figures, on the demonstration and on any clinic."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from data.tables import (
    Administration,
    Appointment,
    DosingSession,
    Episode,
    MedicineGiven,
    SideEffect,
    Vital,
)
from data.tables.base import new_key
from data.tables.vocabulary import Drug, Moment, Route
from tests import clinic
from tests.random_clinic import examples, in_a_site
from tests.services.side_effects.comparing import ZONE, compare

START = datetime(2026, 1, 5, 17, tzinfo=UTC)
TERMS = ("nausea", "dissociation", "seizure", "not_in_the_list")

grades = st.none() | st.integers(1, 5)
effects = st.fixed_dictionaries(
    {
        "term": st.sampled_from(TERMS),
        "grade": grades,
        "onset_min": st.none() | st.integers(0, 90),
        "lasts": st.none() | st.integers(1, 300),
        "serious": st.booleans(),
    }
)
readings = st.none() | st.integers(100, 190)


@st.composite
def visits(draw: Any) -> dict[str, Any]:
    return {
        "days": draw(st.integers(0, 200)),
        "dosed": draw(st.integers(0, 9)) > 0,
        "mg": draw(st.sampled_from((28, 40, 56, 84))),
        "weight": draw(st.none() | st.sampled_from((60, 75, 90, 100))),
        "effects": draw(st.lists(effects, max_size=3)),
        "readings": draw(st.tuples(readings, readings)),
        "medicines": draw(
            st.lists(
                st.tuples(st.sampled_from(TERMS), st.sampled_from((True, False, None))),
                max_size=2,
            )
        ),
    }


@st.composite
def histories(draw: Any) -> dict[str, Any]:
    """One patient: a course or two with their sessions, and what was told between them."""
    return {
        "courses": [
            {
                "route": draw(st.sampled_from(Route)),
                "visits": draw(st.lists(visits(), max_size=10)),
            }
            for _ in range(draw(st.integers(1, 2)))
        ],
        "between": draw(
            st.lists(st.tuples(st.integers(-5, 200), st.sampled_from(TERMS), grades), max_size=3)
        ),
    }


def test_the_demonstration(looked_at: str) -> None:
    compare(clinic.user(clinic.DOCTOR))


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
@examples(12)
@given(patients=st.lists(histories(), max_size=6))
def test_any_clinic(record: str, patients: list[dict[str, Any]]) -> None:
    in_a_site(patients, put, compare)


@pytest.mark.parametrize("record", ["postgresql"], indirect=True)
@examples(3)
@given(patients=st.lists(histories(), max_size=6))
def test_on_postgresql_too_any_clinic(record: str, patients: list[dict[str, Any]]) -> None:
    in_a_site(patients, put, compare)


def put(session: Session, told: dict[str, Any], site: int | None) -> None:
    person = clinic.patient(site_id=site)
    session.add(person)
    session.flush()
    for number, course in enumerate(told["courses"]):
        episode = Episode(
            patient_id=person.id,
            site_id=site,
            route=course["route"],
            opened_at=START,
            closed_at=START if number else None,
        )
        session.add(episode)
        session.flush()
        for place, visit in enumerate(course["visits"], start=1):
            # Another minute for each, so that the last dose before an effect is one.
            when = START + timedelta(days=visit["days"], minutes=20 * number + place)
            put_visit(session, episode, place, when, visit)
    for days, term, grade in told["between"]:
        at = START + timedelta(days=days, hours=5)
        session.add(SideEffect(patient_id=person.id, term=term, grade=grade, happened_at=at))
    session.flush()


def put_visit(
    session: Session, episode: Episode, number: int, when: datetime, told: dict[str, Any]
) -> None:
    whose = {"patient_id": episode.patient_id, "episode_id": episode.id}
    ends = when + timedelta(hours=2)
    booking = Appointment(
        id=new_key(), **whose, site_id=episode.site_id, starts_at=when, ends_at=ends, holds=False
    )
    session.add(booking)
    session.flush()
    visit = DosingSession(
        id=new_key(),
        appointment_id=booking.id,
        **whose,
        number=number,
        local_date=when.astimezone(ZONE).date(),
        first_dose_at=when if told["dosed"] else None,
    )
    session.add(visit)
    session.flush()
    part = {"session_id": visit.id}
    own = {"patient_id": episode.patient_id, **part}
    if told["dosed"]:
        drug = Drug.KETAMINE if episode.route is Route.IV else Drug.ESKETAMINE
        session.add(
            Administration(
                drug=drug, mg=told["mg"], weight_kg=told["weight"], happened_at=when, **part
            )
        )
    before, after = told["readings"]
    for value, moment, minutes in ((before, Moment.PRE, -9), (after, Moment.FORTY, 40)):
        if value is not None:
            at = when + timedelta(minutes=minutes)
            session.add(Vital(moment=moment, sbp=value, dbp=value - 45, happened_at=at, **own))
    for effect in told["effects"]:
        at = when + timedelta(minutes=effect["onset_min"] or 0)
        lasts = effect["lasts"]
        session.add(
            SideEffect(
                **own,
                term=effect["term"],
                grade=effect["grade"],
                onset_min=effect["onset_min"],
                serious=effect["serious"],
                happened_at=at,
                resolved_at=None if lasts is None else at + timedelta(minutes=lasts),
            )
        )
    for against, worked in told["medicines"]:
        session.add(
            MedicineGiven(
                name="Invented",
                dose="1 mg",
                against=against,
                worked=worked,
                happened_at=when,
                **part,
            )
        )
    session.flush()
