"""The chain of the audit trail: one spelling, one hash, and no tampering unseen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest

from data import database
from data.tables.vocabulary import Topic
from services import audit
from services.access import SYSTEM, Action
from services.acting import acting
from tests import made

ROWS = 6


def faults() -> list[str]:
    with acting(SYSTEM, Action.CHECK) as session:
        return audit.faults(session)


@pytest.fixture
def chain(record: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Six acts in one chain. Tampers with them as an owner can who has lifted the guards."""
    monkeypatch.setattr("data.queries.audit.random.randrange", lambda _: 0)
    with acting(SYSTEM, Action.LOAD_DEMO) as session:
        for number in range(ROWS - 1):
            audit.append(session, Topic.PEOPLE, "invented", actor=None, detail={"n": number})
    if database.sqlite_file():
        for guard in ("update", "delete"):
            made.sql(f"DROP TRIGGER guard_audit_{guard}")
    else:
        made.sql("ALTER TABLE audit DISABLE TRIGGER ALL")
    assert faults() == []
    return made.sql


def test_a_record_in_use_verifies(demo_record: str) -> None:
    assert faults() == []


@pytest.mark.parametrize(
    "tampering",
    [
        "body = replace(body, 'invented', 'inverted')",
        "action = 'else'",
        "actor_id = NULL, patient_id = (SELECT id FROM patient)",
        "at = '2020-01-01 00:00:00.000000'",
        "hash = prev_hash",
        "prev_hash = hash",
    ],
)
def test_a_changed_field_is_found(chain: Callable[[str], None], tampering: str) -> None:
    made.patient()

    chain(f"UPDATE audit SET {tampering} WHERE topic = 'people' AND seq = 3")

    assert faults() == ["Chain people 0: row 3 was changed."]


def test_a_row_that_was_written_anew_with_its_hash_is_found_at_the_next(
    chain: Callable[[str], None],
) -> None:
    with database.engine().connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT prev_hash, body FROM audit WHERE topic = 'people' AND seq = 3"
        )
        before, body = found.one()
    forged = body.replace('"n":2', '"n":7')
    new_hash = audit.link(before, forged)

    chain(f"UPDATE audit SET body = '{forged}', hash = '{new_hash}' WHERE seq = 3")

    assert faults() == ["Chain people 0: row 4 was changed."]


@pytest.mark.parametrize("seq", [1, 3])
def test_a_removed_row_is_found(chain: Callable[[str], None], seq: int) -> None:
    chain(f"DELETE FROM audit WHERE topic = 'people' AND seq = {seq}")

    assert faults() == [f"Chain people 0: row {seq} is missing."]


def test_two_swapped_rows_are_found(chain: Callable[[str], None]) -> None:
    for was, becomes in ((3, 99), (4, 3), (99, 4)):
        chain(f"UPDATE audit SET seq = {becomes} WHERE topic = 'people' AND seq = {was}")

    assert faults() == ["Chain people 0: row 3 was changed."]


COPY = (
    "INSERT INTO audit (id, topic, lane, seq, prev_hash, hash, body, at, action) "
    "SELECT 999, topic, {lane}, {seq}, prev_hash, hash, body, at, action "
    "FROM audit WHERE topic = 'people' AND seq = 3"
)


def test_a_row_put_in_between_is_found(chain: Callable[[str], None]) -> None:
    for seq in range(ROWS, 3, -1):
        chain(f"UPDATE audit SET seq = {seq + 1} WHERE topic = 'people' AND seq = {seq}")
    chain(COPY.format(lane="lane", seq=4))

    assert faults() == ["Chain people 0: row 4 was changed."]


def test_a_row_put_at_the_end_is_found(chain: Callable[[str], None]) -> None:
    chain(COPY.format(lane="lane", seq=ROWS + 1))

    assert faults() == [f"Chain people 0: row {ROWS + 1} was changed."]


def test_a_row_in_a_chain_that_does_not_exist_is_found(chain: Callable[[str], None]) -> None:
    chain(COPY.format(lane=9, seq=1))

    assert faults() == ["Chain people 9 has no head."]


def test_a_cut_end_is_found(chain: Callable[[str], None]) -> None:
    chain("DELETE FROM audit WHERE topic = 'people' AND seq > 4")

    assert faults() == [f"Chain people 0 ends at row 4, but its head says {ROWS}."]


def test_an_emptied_chain_is_found(chain: Callable[[str], None]) -> None:
    chain("DELETE FROM audit WHERE topic = 'people'")

    assert faults() == [f"Chain people 0 ends at row 0, but its head says {ROWS}."]


def test_a_chain_without_its_head_is_found(chain: Callable[[str], None]) -> None:
    chain("DELETE FROM audit_head WHERE topic = 'people' AND lane = 0")

    assert faults() == ["Chain people 0 has no head."]


def test_a_head_that_was_turned_back_is_found(chain: Callable[[str], None]) -> None:
    chain("UPDATE audit_head SET seq = 4 WHERE topic = 'people' AND lane = 0")

    assert faults() == [f"Chain people 0 ends at row {ROWS}, but its head says 4."]


def test_every_broken_chain_is_named(chain: Callable[[str], None]) -> None:
    chain("UPDATE audit SET body = '{}' WHERE seq = 1")

    assert faults() == [
        "Chain people 0: row 1 was changed.",
        "Chain views 0: row 1 was changed.",
    ]


def test_an_act_has_one_spelling_and_one_hash() -> None:
    body = audit.canonical(
        datetime(2026, 3, 2, 12, 30, tzinfo=UTC),
        "view_patient",
        UUID("0190a000-0000-7000-8000-000000000001"),
        None,
        "done",
        {"rows": [], "about": "é"},
    )

    assert body == (
        '{"action":"view_patient","actor":"0190a000-0000-7000-8000-000000000001",'
        '"at":"2026-03-02T12:30:00.000000+00:00","detail":{"about":"é","rows":[]},'
        '"outcome":"done","patient":null}'
    )
    # printf '\n%s' "$body" | sha256sum, and again with that hash before the new line.
    first = "5f81542e3b753df6f5458f47a7ab64da4c3302597284f7bb4881cd897c88660e"
    assert audit.link("", body) == first
    assert (
        audit.link(first, body)
        == "025ab34909c57cb284ec50d08e19ae8fb4e5105e212b1b59db8134ed0e5113bd"
    )


def test_writers_who_come_together_leave_a_chain_that_holds(demo_record: str) -> None:
    def write(_: int) -> None:
        with acting(SYSTEM, Action.REPAIR):
            pass

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write, range(20)))

    assert faults() == []
    heads = [row for row in made.rows("audit_head") if "clinical" in row]
    assert sum(row[2] for row in heads) == 20
