"""The one door to the database: the right, the transaction and the audit row, together."""

import json
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from data import database
from data.tables import (
    Appointment,
    Assessment,
    Audit,
    Member,
    Patient,
    RowHistory,
    StageEvent,
)
from data.tables.base import new_key
from data.tables.vocabulary import Role, Stage, Topic
from services import access
from services.access import SYSTEM, Action, User
from services.acting import acting, user_of
from services.refusals import Conflict, NotAllowed, Unavailable
from tests import made
from tests.made import NOON

MARKED = "Xylophonia-Marked"

NO_AUDIT = {
    "sqlite": "CREATE TRIGGER no_audit BEFORE INSERT ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is full'); END",
    "postgresql": "CREATE TRIGGER no_audit BEFORE INSERT ON audit "
    "FOR EACH ROW EXECUTE FUNCTION guard_append_only()",
}
AUDIT_AGAIN = {"sqlite": "DROP TRIGGER no_audit", "postgresql": "DROP TRIGGER no_audit ON audit"}


def trail() -> list[dict[str, Any]]:
    """What the audit trail says, oldest first; each with its topic."""
    with database.engine().connect() as connection:
        found = connection.execute(sa.select(Audit.topic, Audit.body).order_by(Audit.id))
        return [json.loads(row.body) | {"topic": row.topic} for row in found]


def look(
    user: User | None, action: Action = Action.VIEW_PATIENT, *to: UUID, about: str = ""
) -> None:
    with acting(user, action, *to, about=about):
        pass


def change(user: User | None, *rows: Any) -> None:
    with acting(user, Action.IMPORT_FILES) as session:
        session.add_all(rows)


def patient(**columns: Any) -> Patient:
    names = {"family": "x", "given": "", "search_family": "x", "search_given": ""}
    return Patient(**names | columns)


def assessment(patient_id: UUID, **columns: Any) -> Assessment:
    kind = {"instrument": "phq9", "definition_version": "1", "happened_at": NOON}
    return Assessment(patient_id=patient_id, **kind | columns)


@pytest.fixture
def practitioner(record: str) -> User:
    return made.user(Role.PRACTITIONER)


def test_a_refused_request_is_written_to_the_audit_trail(record: str) -> None:
    manager, whom = made.user(Role.MANAGER), uuid4()

    with pytest.raises(NotAllowed, match="may not open a patient"):
        look(manager, Action.VIEW_PATIENT, whom)

    (row,) = trail()
    assert (row["action"], row["outcome"], row["topic"]) == ("refused", "refused", Topic.PEOPLE)
    assert (row["actor"], row["patient"]) == (str(manager.id), str(whom))
    assert row["detail"] == {"asked": "view_patient"}


def test_nobody_signed_in_is_refused_and_that_too_is_written(record: str) -> None:
    for action in Action:
        with pytest.raises(NotAllowed, match="Sign in first"):
            look(None, action)

    assert [row["detail"]["asked"] for row in trail()] == [action.name.lower() for action in Action]


@pytest.mark.parametrize(
    "ending",
    [{"revoked_at": NOON}, {"roles": []}, {"roles": ["manager"]}],
    ids=["account ended", "no role left", "another role"],
)
def test_a_right_that_was_taken_away_is_gone_at_the_next_click(
    practitioner: User, ending: dict[str, Any]
) -> None:
    look(practitioner)
    with database.engine().begin() as connection:
        connection.execute(sa.update(Member).values(ending))

    for action in (Action.VIEW_PATIENT, Action.IMPORT_FILES):
        with pytest.raises(NotAllowed):
            look(practitioner, action)
    assert [row["action"] for row in trail()] == ["view_patient", "refused", "refused"]


def test_a_right_that_was_given_is_there_at_the_next_click(record: str) -> None:
    user = made.user(Role.MANAGER)
    with database.engine().begin() as connection:
        connection.execute(sa.update(Member).values(roles=["practitioner"]))

    look(user)


def test_an_account_that_does_not_exist_may_do_nothing(record: str) -> None:
    forged = User(id=uuid4(), name="Ivy Invented", roles=frozenset(Role))

    with pytest.raises(NotAllowed, match="account has ended"):
        look(forged)


def test_a_change_and_its_audit_row_are_kept_together(practitioner: User) -> None:
    person = patient()
    change(practitioner, person)

    assert len(made.rows("patient")) == 1
    (row,) = trail()
    assert (row["action"], row["outcome"], row["topic"]) == ("import_files", "done", Topic.PEOPLE)
    assert row["actor"] == str(practitioner.id)
    assert [said[:3] for said in row["detail"]["rows"]] == [["patient", "added", str(person.id)]]


def test_a_change_that_fails_leaves_neither_row_nor_audit(practitioner: User) -> None:
    def fail_half_way() -> None:
        with acting(practitioner, Action.IMPORT_FILES) as session:
            session.add(patient())
            session.flush()
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        fail_half_way()
    assert (made.rows("patient"), trail()) == ([], [])


def test_without_an_audit_trail_nothing_is_saved_or_shown(practitioner: User) -> None:
    engine = database.engine().dialect.name
    made.sql(NO_AUDIT[engine])
    seen: list[str] = []

    def peek(action: Action) -> None:
        with acting(practitioner, action):
            seen.append(action.name)

    with pytest.raises(Conflict, match="Nothing was saved"):
        change(practitioner, patient())
    for action in (Action.VIEW_PATIENT, Action.EXPORT_CASELOAD, Action.VIEW_CLINICAL):
        with pytest.raises(Unavailable, match="audit trail cannot be written"):
            peek(action)
    with pytest.raises(Unavailable, match="audit trail cannot be written"):
        peek(Action.LOAD_DEMO)
    assert (made.rows("patient"), seen) == ([], [])

    made.sql(AUDIT_AGAIN[engine])
    change(practitioner, patient())
    peek(Action.VIEW_PATIENT)
    assert len(trail()) == 2


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the time of day at which people look."""

    def at(time: str) -> None:
        moment = datetime.fromisoformat(f"2026-03-02T{time}").replace(tzinfo=UTC)
        monkeypatch.setattr("services.acting.now", lambda: moment)

    return at


def test_a_look_is_written_once_a_quarter_hour(
    practitioner: User, clock: Callable[[str], None]
) -> None:
    whom = uuid4()
    for time, written in {
        "10:00:00": 1,
        "10:14:59.999": 1,
        "10:15:00": 2,
        "10:29:00": 2,
        "11:15:00": 3,
    }.items():
        clock(time)
        look(practitioner, Action.VIEW_PATIENT, whom)
        look(practitioner, Action.VIEW_PATIENT, whom)
        assert len(trail()) == written, time


def test_a_look_at_another_patient_page_or_list_is_a_row_of_its_own(
    practitioner: User, clock: Callable[[str], None]
) -> None:
    clock("10:00")
    colleague, whom = made.user(Role.PRACTITIONER), uuid4()
    for _ in range(2):
        look(practitioner, Action.VIEW_PATIENT, whom)
        look(practitioner, Action.VIEW_PATIENT, uuid4())
        look(practitioner, Action.VIEW_CLINICAL, whom)
        look(colleague, Action.VIEW_PATIENT, whom)
        look(practitioner, Action.VIEW_CASELOAD, about="mine")
        look(practitioner, Action.VIEW_CASELOAD, about="everybody")

    assert len(trail()) == 7  # a look at one more stranger each time
    assert {row["topic"] for row in trail()} == {Topic.VIEWS}
    assert [row["detail"] for row in trail() if row["action"] == "view_caseload"] == [
        {"about": "mine"},
        {"about": "everybody"},
    ]


def test_a_copy_that_leaves_is_written_every_time(practitioner: User) -> None:
    for _ in range(3):
        look(practitioner, Action.EXPORT_CASELOAD, about="mine")

    assert [row["action"] for row in trail()] == ["export_caseload"] * 3


def test_eight_tabs_that_look_at_once_all_see_and_leave_one_row(
    practitioner: User, clock: Callable[[str], None]
) -> None:
    clock("10:00")
    whom = uuid4()
    with ThreadPoolExecutor(8) as tabs:
        list(tabs.map(lambda _: look(practitioner, Action.VIEW_PATIENT, whom), range(8)))

    assert len(trail()) == 1


def test_a_look_cannot_write(practitioner: User) -> None:
    def write() -> None:
        with acting(practitioner, Action.VIEW_PATIENT) as session:
            session.add(patient())

    with pytest.raises(Unavailable, match="nothing was saved"):
        write()
    assert made.rows("patient") == []


def test_a_form_sent_twice_is_one_row(practitioner: User) -> None:
    person, key = made.patient(), uuid4()
    change(practitioner, assessment(person, entry_key=key))

    with pytest.raises(Conflict, match=r"^This was saved already\. Nothing was saved\.$"):
        change(practitioner, assessment(person, entry_key=key, total=9))
    assert len(made.rows("assessment")) == 1
    assert len(trail()) == 1


def test_the_second_correction_of_one_entry_hears_of_the_first(practitioner: User) -> None:
    person = made.patient()
    first = made.score(person, 12)
    change(practitioner, assessment(person, corrects=first.id, why="mistyped"))

    with pytest.raises(Conflict, match="Somebody else corrected this entry first"):
        change(practitioner, assessment(person, corrects=first.id, why="mistyped"))


def test_a_taken_chair_is_said_in_words(practitioner: User) -> None:
    clinic = made.clinic()

    def visit(which: int) -> Appointment:
        return Appointment(
            id=new_key(),
            patient_id=clinic.patients[which],
            episode_id=clinic.episodes[which],
            chair_id=clinic.chairs[0],
            site_id=1,
            starts_at=NOON,
            ends_at=NOON + timedelta(hours=2),
        )

    change(practitioner, visit(0))
    with pytest.raises(Conflict, match="That time is already taken"):
        change(practitioner, visit(1))


def test_an_entry_is_not_changed_through_the_door_either(practitioner: User) -> None:
    entry = made.score(made.patient(), 12)
    entry.total = 3

    with pytest.raises(Conflict, match="Entries are never changed"):
        change(practitioner, entry)


def test_the_audit_trail_names_fields_and_never_their_values(practitioner: User) -> None:
    person = patient(family=MARKED, phone="555-MARKED", mrn="MRN-MARKED")
    change(practitioner, person)
    change(practitioner, assessment(person.id, note=MARKED, recorded_total=77777))
    person.given, person.phone = f"{MARKED} again", "556-MARKED"
    change(practitioner, person)
    with pytest.raises(Conflict) as refused:
        change(practitioner, patient(family=MARKED, mrn="MRN-MARKED"))

    said = "\n".join(row.body for row in audit_rows())
    for value in (MARKED, "MARKED", "77777"):
        assert value not in said
    assert MARKED not in "".join(traceback.format_exception(refused.value))
    changed = trail()[-1]["detail"]["rows"]
    assert changed == [["patient", "changed", str(person.id), ["given", "phone"]]]
    assert "note" in trail()[1]["detail"]["rows"][0][3]


def test_the_audit_trail_names_rows_by_the_number_the_database_gave(practitioner: User) -> None:
    made.site()
    first = StageEvent(
        episode_id=made.episode(made.patient()), to_stage=Stage.INQUIRY, happened_at=NOON
    )
    change(practitioner, first)

    assert trail()[0]["detail"]["rows"][0][:3] == ["stage_event", "added", str(first.id)]


def audit_rows() -> list[Any]:
    with database.engine().connect() as connection:
        return list(connection.execute(sa.select(Audit.__table__)))  # type: ignore[attr-defined]


def test_what_an_editable_row_said_before_is_kept(practitioner: User) -> None:
    person = patient(family="Before", phone=None)
    change(practitioner, person)
    person.family, person.phone = "After", "555"
    change(practitioner, person)
    person.family = "Later"
    change(practitioner, person)

    with acting(SYSTEM, Action.CHECK) as session:
        history = list(session.execute(sa.select(RowHistory).order_by(RowHistory.id)).scalars())
    assert [(row.version, row.content["family"]) for row in history] == [
        (1, "Before"),
        (2, "After"),
    ]
    assert {(row.table_name, row.row_id, row.by) for row in history} == {
        ("patient", str(person.id), practitioner.id)
    }
    assert "phone" not in history[0].content
    assert (person.version, person.updated_by) == (3, practitioner.id)


def test_a_row_saved_without_a_change_stays_as_it_is(practitioner: User) -> None:
    person = patient()
    change(practitioner, person)
    person.family = person.family
    change(practitioner, person)

    assert (person.version, made.rows("row_history")) == (1, [])


def test_saving_over_a_version_that_is_no_longer_current_is_refused(practitioner: User) -> None:
    change(practitioner, patient(family="Before"))
    first, second = reading(practitioner), reading(practitioner)
    first.family = "First"
    change(practitioner, first)

    second.family = "Second"
    with pytest.raises(Conflict, match="Somebody else changed this first"):
        change(practitioner, second)
    assert reading(practitioner).family == "First"


def reading(user: User) -> Patient:
    """The patient as this person's form holds it, after its transaction."""
    with acting(user, Action.VIEW_PATIENT) as session:
        found: Patient = session.execute(sa.select(Patient)).scalar_one()
    return found


def test_rows_stay_usable_after_the_door_has_closed(practitioner: User) -> None:
    person = patient(family="Invented")
    change(practitioner, person)

    assert (person.family, reading(practitioner).family) == ("Invented", "Invented")


def test_a_record_that_cannot_be_reached_is_a_refusal(
    practitioner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://clinic@127.0.0.1:9/clinic")

    for action in (Action.VIEW_PATIENT, Action.IMPORT_FILES):
        with pytest.raises(Unavailable, match="cannot be reached"):
            look(practitioner, action)


def test_every_action_is_written_under_its_own_topic(record: str) -> None:
    somebody = user_of(made.member(*Role, may_prescribe=True))
    for action in Action:
        user = somebody if access.can(somebody, action) else SYSTEM
        look(user, action)

    topics = {row["action"]: row["topic"] for row in trail()}
    assert topics == {
        action.name.lower(): access.CHANGES.get(action, Topic.VIEWS) for action in Action
    }
