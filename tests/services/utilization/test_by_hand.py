"""A manager who counts by hand gets the same figures, on the demonstration and on any clinic."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from data import database
from data.tables import (
    Administration,
    Appointment,
    AppointmentEvent,
    BenefitReview,
    Chair,
    Decision,
    DosingSession,
    Episode,
    Hold,
    PractitionerChange,
    Record,
    RemsForm,
    Screening,
    Site,
    SiteClosure,
    StageEvent,
    Vital,
)
from data.tables.base import new_key
from data.tables.vocabulary import (
    AppointmentStatus,
    Disposition,
    Drug,
    Moment,
    Role,
    Route,
    Stage,
    Verdict,
)
from services import facts
from services.utilization import chairs
from tests import clinic, made
from tests.services.utilization.comparing import ZONE, compare, ground_of

HOURS = {"0": [[480, 720], [780, 1020]], "2": [[540, 1080]], "3": [[0, 1440]], "5": [[600, 660]]}
PROTOCOLS = {
    "IV-STD-6": Route.IV,
    "SPR-TRD": Route.NASAL,
    "SPR-MDSI": Route.NASAL,
    None: None,
}

visits = st.fixed_dictionaries(
    {
        "ahead": st.integers(-130, 20),
        "minute": st.integers(7 * 60, 18 * 60),
        "planned": st.integers(30, 180),
        "status": st.sampled_from(AppointmentStatus),
        "chair": st.none() | st.integers(0, 2),
        "monitor": st.none() | st.integers(0, 1),
        "hours_before": st.none() | st.sampled_from([-1.0, 0.5, 23.5, 24.0, 24.5, 60.0]),
        "booked_days": st.integers(1, 40),
        "session": st.booleans(),
        "dosed": st.booleans(),
        "chair_in": st.none() | st.integers(-20, 20),
        "chair_out": st.none() | st.integers(40, 260),
        "first": st.none() | st.integers(0, 40),
        "ready": st.none() | st.integers(41, 200),
        "readings": st.sets(st.sampled_from(Moment)),
        "signed": st.booleans(),
        "sent": st.none() | st.integers(-1, 12),
        "form": st.booleans(),
    }
)
stages = st.lists(st.tuples(st.integers(-200, 3), st.sampled_from(Stage)), max_size=6)
findings = st.lists(
    st.fixed_dictionaries(
        {"rule": st.sampled_from(["R01", "R11", "R30"]), "result": st.sampled_from(Disposition)}
    ),
    max_size=4,
)
decisions = st.fixed_dictionaries(
    {
        "ahead": st.integers(-150, 2),
        "verdict": st.sampled_from(Disposition),
        "findings": findings,
        "revisit": st.integers(-20, 20),
    }
)
courses = st.fixed_dictionaries(
    {
        "protocol": st.sampled_from(list(PROTOCOLS)),
        "opened": st.integers(-200, 5),
        "mine": st.booleans(),
        "stages": stages,
        "visits": st.lists(visits, max_size=12),
        "decided": st.lists(decisions, max_size=2),
        "reviewed": st.none() | st.integers(-100, 2),
        "changed": st.none() | st.integers(-90, 0),
        "held": st.none() | st.booleans(),
    }
)
closures = st.lists(
    st.tuples(
        st.integers(-120, 20), st.integers(0, 1400), st.integers(1, 3000), st.none() | st.just(0)
    ),
    max_size=3,
)


@pytest.fixture
def owner(demo_record: str) -> Any:
    return clinic.user(clinic.OWNER)


@pytest.mark.parametrize("months", [3, None])
@pytest.mark.parametrize("route", [None, Route.IV])
def test_every_figure_of_the_demonstration_is_the_one_counted_by_hand(
    owner: Any, months: int | None, route: Route | None
) -> None:
    today = datetime.now(ZONE).date()
    since = None if months is None else (today - timedelta(days=31 * months)).replace(day=1)
    compare(owner, since, route)


def examples(number: int) -> Callable[[Any], Any]:
    calm = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    # What is added stays, so a failing example cannot be made smaller.
    phases = [Phase.explicit, Phase.reuse, Phase.generate]
    return settings(max_examples=number, deadline=None, suppress_health_check=calm, phases=phases)


@pytest.fixture
def rooms(record: str) -> "Rooms":
    return Rooms()


class Rooms:
    """A site with odd hours, one that never said when it opens, and people; patients are added."""

    def __init__(self) -> None:
        made.put(Site(id=1, name="Main Street", tz=ZONE.key, opening_hours=HOURS))
        made.put(Site(id=2, name="Side Street", tz="America/New_York"))
        retired = datetime.now(ZONE).date() - timedelta(days=30)
        self.chairs = (
            made.put(Chair(site_id=1, name="1")).id,
            made.put(Chair(site_id=1, name="2")).id,
            made.put(Chair(site_id=1, name="3", retired_on=retired)).id,
        )
        self.monitors = tuple(
            made.member(Role.PRACTITIONER, name=name).id for name in ("Ann First", "Ben Second")
        )
        self.owner = made.user(Role.PRACTITIONER, Role.MANAGER)

    def add(self, course: dict[str, Any]) -> None:
        """One patient with one course, as drawn."""
        patient_id = made.patient()
        with Session(database.engine()) as session:
            self._course(session, patient_id, course)
            facts.rebuild(session)
            session.commit()

    def close(self, drawn: tuple[int, int, int, int | None]) -> None:
        ahead, minute, length, chair = drawn
        starts = at(ahead, minute)
        made.put(
            SiteClosure(
                site_id=1,
                chair_id=None if chair is None else self.chairs[chair],
                starts_at=starts,
                ends_at=starts + timedelta(minutes=length),
                reason="Paint",
            )
        )

    def _course(self, session: Session, patient_id: Any, drawn: dict[str, Any]) -> None:
        first, second = self.monitors
        episode = Episode(
            patient_id=patient_id,
            site_id=1,
            route=PROTOCOLS[drawn["protocol"]],
            protocol_id=drawn["protocol"],
            practitioner_id=first if drawn["mine"] else None,
            opened_at=at(drawn["opened"], 600),
        )
        put(session, episode)
        before: Stage | None = None
        for ahead, stage in sorted(drawn["stages"], key=lambda each: each[0]):
            put(
                session,
                StageEvent(
                    episode_id=episode.id,
                    from_stage=before,
                    to_stage=stage,
                    happened_at=at(ahead, 700),
                ),
            )
            before = stage
        for each in drawn["decided"] or []:
            self._decide(session, episode, each)
        mine = {"episode_id": episode.id}
        if drawn["reviewed"] is not None:
            signed = {"verdict": Verdict.CONTINUE, "signed_by": first}
            put(session, BenefitReview(happened_at=at(drawn["reviewed"], 800), **signed, **mine))
        if drawn["changed"] is not None:
            moved = {"from_id": second, "to_id": first}
            put(
                session,
                PractitionerChange(happened_at=at(drawn["changed"], 800), **moved, **mine),
            )
        if drawn["held"] is not None:
            ended = at(-1, 800) if drawn["held"] else None
            put(session, Hold(happened_at=at(-9, 800), ended_at=ended, reason="Flu", **mine))
        for each in drawn["visits"]:
            self._visit(session, episode, each)

    def _decide(self, session: Session, episode: Episode, drawn: dict[str, Any]) -> None:
        found, severity = drawn["findings"], list(Disposition)
        said = max((each["result"] for each in found), key=severity.index, default=severity[0])
        screening = Screening(
            id=new_key(),
            episode_id=episode.id,
            policy_version="1",
            disposition=said,
            happened_at=at(drawn["ahead"], 600),
            findings=found,
        )
        put(session, screening)
        put(
            session,
            Decision(
                screening_id=screening.id,
                verdict=drawn["verdict"],
                rules_verdict=said,
                override_text="Weighed with the patient.",
                revisit_on=at(drawn["revisit"], 600).date(),
                signed_by=self.monitors[0],
                happened_at=at(drawn["ahead"], 660),
            ),
        )

    def _visit(self, session: Session, episode: Episode, drawn: dict[str, Any]) -> None:
        starts = at(drawn["ahead"], drawn["minute"])
        chair, monitor = drawn["chair"], drawn["monitor"]
        booked = starts - timedelta(days=drawn["booked_days"])
        booking = Appointment(
            id=new_key(),
            episode_id=episode.id,
            patient_id=episode.patient_id,
            site_id=1,
            chair_id=None if chair is None else self.chairs[chair],
            monitor_id=None if monitor is None else self.monitors[monitor],
            starts_at=starts,
            ends_at=starts + timedelta(minutes=drawn["planned"]),
            status=drawn["status"],
            holds=False,
            booked_at=booked,
            first_booked_at=booked - timedelta(days=1),
        )
        put(session, booking)
        if drawn["hours_before"] is not None:
            put(
                session,
                AppointmentEvent(
                    appointment_id=booking.id,
                    to_status=drawn["status"],
                    happened_at=starts - timedelta(hours=drawn["hours_before"]),
                ),
            )
        if drawn["session"]:
            self._session(session, episode, booking, drawn)

    def _session(
        self, session: Session, episode: Episode, booking: Appointment, drawn: dict[str, Any]
    ) -> None:
        starts = booking.starts_at

        def after(name: str) -> datetime | None:
            return None if drawn[name] is None else starts + timedelta(minutes=drawn[name])

        visit = DosingSession(
            id=new_key(),
            appointment_id=booking.id,
            patient_id=episode.patient_id,
            episode_id=episode.id,
            number=1,
            local_date=starts.astimezone(ZONE).date(),
            chair_in=after("chair_in"),
            first_dose_at=after("first"),
            ready_at=after("ready"),
            chair_out=after("chair_out"),
            discharge_signed_at=starts if drawn["signed"] else None,
        )
        put(session, visit)
        mine = {"session_id": visit.id, "happened_at": starts}
        if drawn["dosed"]:
            put(session, Administration(drug=Drug.KETAMINE, mg=40, weight_kg=80, **mine))
        for moment in sorted(drawn["readings"]):
            read = {"sbp": 120, "dbp": None if moment is Moment.EXTRA else 80}
            put(session, Vital(patient_id=episode.patient_id, moment=moment, **read, **mine))
        if drawn["form"]:
            sent = drawn["sent"]
            put(
                session,
                RemsForm(
                    session_id=visit.id,
                    due_on=visit.local_date + timedelta(days=7),
                    submitted_on=None if sent is None else visit.local_date + timedelta(days=sent),
                ),
            )


QUIET: dict[str, Any] = {
    "protocol": "IV-STD-6",
    "opened": -100,
    "mine": True,
    "stages": [],
    "decided": None,
    "reviewed": None,
    "changed": None,
    "held": None,
}
SEEN: dict[str, Any] = {
    "minute": 600,
    "planned": 60,
    "status": AppointmentStatus.ATTENDED,
    "monitor": None,
    "hours_before": None,
    "booked_days": 3,
    "session": False,
}


def test_minutes_in_a_chair_after_its_retirement_lie_outside_closed_or_not(rooms: Rooms) -> None:
    retired = 2
    days = [{**SEEN, "ahead": ahead, "chair": retired} for ahead in range(-40, -5)]
    check(rooms, [{**QUIET, "visits": days}], [(-20, 0, 3000, None)], None)
    use = chairs.use(rooms.owner, ground_of(rooms.owner)).total
    assert 0 < use.occupied <= use.available
    assert use.outside > 0


def at(ahead: int, minute: int) -> datetime:
    """That minute of the clinic's clock, so many days from today."""
    on = datetime.now(ZONE).date() + timedelta(days=ahead)
    return datetime.combine(on, time(minute // 60, minute % 60), ZONE).astimezone(UTC)


def put(session: Session, row: Record) -> None:
    session.add(row)
    session.flush()


def check(rooms: Rooms, drawn: list[dict[str, Any]], closed: list[Any], back: int | None) -> None:
    """Everything drawn is added to what there is, and all of it is counted both ways."""
    for each in drawn:
        rooms.add(each)
    for closure in closed:
        rooms.close(closure)
    today = datetime.now(ZONE).date()
    compare(rooms.owner, None if back is None else today - timedelta(days=back))


spans = st.none() | st.integers(10, 90)


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
@examples(8)
@given(drawn=st.lists(courses, min_size=1, max_size=4), closed=closures, back=spans)
def test_any_clinic_is_counted_as_by_hand(
    rooms: Rooms, drawn: list[dict[str, Any]], closed: list[Any], back: int | None
) -> None:
    check(rooms, drawn, closed, back)


@pytest.mark.parametrize("record", ["postgresql"], indirect=True)
@examples(4)
@given(drawn=st.lists(courses, min_size=1, max_size=4), closed=closures, back=spans)
def test_on_postgresql_too_any_clinic_is_counted_as_by_hand(
    rooms: Rooms, drawn: list[dict[str, Any]], closed: list[Any], back: int | None
) -> None:
    check(rooms, drawn, closed, back)
