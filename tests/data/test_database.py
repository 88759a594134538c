"""The way to the database: how it is opened, and what is said when it cannot be."""

import os
import shutil
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from data import database
from data.database import DatabaseUnavailable, transaction
from data.tables import Patient
from tests import made

MARKED = "Xylophonia-Marked"
NOBODY = 65534


@pytest.fixture
def file(sqlite_templates: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An embedded record."""
    copy = tmp_path / "clinic.db"
    shutil.copyfile(sqlite_templates.empty.removeprefix("sqlite:///"), copy)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{copy}")
    return copy


def say(statement: str, *, write: bool = True, **values: Any) -> Any:
    """One statement in a transaction of its own; what it answers first."""
    with transaction(write=write) as session:
        answer = session.execute(sa.text(statement), values)
        return answer.scalar() if answer.returns_rows else None


def pragma(name: str) -> Any:
    return say(f"PRAGMA {name}")


def add_patient(family: str = MARKED) -> Patient:
    row = Patient(family=family, given="", search_family="x", search_given="")
    with transaction(write=True) as session:
        session.add(row)
    return row


def test_an_embedded_record_keeps_every_commit_and_every_reference(file: Path) -> None:
    full = 2
    assert (pragma("journal_mode"), pragma("synchronous")) == ("wal", full)
    assert (pragma("foreign_keys"), pragma("recursive_triggers")) == (1, 1)
    assert pragma("busy_timeout") == 10_000


def test_a_fixed_sqlite_is_used_or_no_write_ahead_log(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixed = database.sqlite.sqlite_version_info >= database.WAL_SAFE
    assert fixed or pragma("journal_mode") == "delete"
    database.engine().dispose()

    monkeypatch.setattr(database, "WAL_SAFE", (99, 0, 0))
    assert pragma("journal_mode") == "delete"


def test_a_missing_file_is_said_and_no_empty_one_takes_its_place(file: Path) -> None:
    add_patient()
    for part in file.parent.glob("clinic.db*"):
        part.unlink()

    for write in (True, False):
        with pytest.raises(DatabaseUnavailable, match=r"clinic\.db is missing"):
            say("SELECT 1", write=write)
    assert list(file.parent.glob("clinic.db*")) == []


def test_another_file_under_the_same_name_is_read_from_then_on(file: Path) -> None:
    add_patient()
    fresh = file.with_name("fresh.db")
    database.engine().dispose()
    shutil.copyfile(file, fresh)
    add_patient("Later")
    assert say("SELECT count(*) FROM patient", write=False) == 1 + 1

    for part in file.parent.glob("clinic.db-*"):
        part.unlink()
    fresh.replace(file)

    assert say("SELECT count(*) FROM patient", write=False) == 1


def test_a_file_that_vanishes_between_the_check_and_the_opening_is_not_made_anew(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.unlink()
    monkeypatch.setattr(database, "sqlite_file", lambda: None)

    with pytest.raises(DatabaseUnavailable, match="cannot be reached"):
        pragma("journal_mode")
    assert not file.exists()


@contextmanager
def without_privileges() -> Iterator[None]:
    """root writes where it likes; so for a while this process is nobody."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other rights")
@pytest.mark.parametrize("folder_too", [False, True], ids=["file", "file and folder"])
def test_a_file_that_may_only_be_read_is_said(
    file: Path, folder_too: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(tempfile.mkdtemp())  # the folders of a test are open to its user alone
    copy = folder / "clinic.db"
    shutil.copyfile(file, copy)
    copy.chmod(0o444)
    folder.chmod(0o555 if folder_too else 0o777)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{copy}")

    try:
        with (
            without_privileges(),
            pytest.raises(DatabaseUnavailable, match="read but not written"),
        ):
            add_patient()
        assert copy.read_bytes() == file.read_bytes()
    finally:
        database.engine().dispose()
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_reading_transaction_cannot_write(record: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="read but not written"):
        say("UPDATE patient SET family = 'x'", write=False)
    add_patient()


def test_a_reading_transaction_sees_one_moment(record: str) -> None:
    with transaction(write=False) as session:
        count = sa.select(sa.func.count()).select_from(Patient)
        assert session.execute(count).scalar_one() == 0
        add_patient()
        assert session.execute(count).scalar_one() == 0


def test_a_transaction_is_kept_whole_or_not_at_all(record: str) -> None:
    def fail_half_way() -> None:
        with transaction(write=True) as session:
            session.add(Patient(family="x", given="", search_family="x", search_given=""))
            session.flush()
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        fail_half_way()
    assert made.rows("patient") == []


def test_rows_stay_usable_after_the_commit(record: str) -> None:
    assert add_patient().family == MARKED


def test_a_row_may_not_refer_to_nothing(record: str) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=r"(?i)foreign key"):
        made.episode(made.new_key())


@pytest.mark.parametrize(
    "mistake",
    [
        "INSERT INTO patient (id, family) VALUES (:id, :family)",
        "INSERT INTO patient SELECT :id, :family",
        "INSERT INTO no_such_table VALUES (:id, :family)",
    ],
)
def test_the_text_of_an_error_holds_nothing_that_was_entered(record: str, mistake: str) -> None:
    with pytest.raises((DBAPIError, DatabaseUnavailable)) as raised:
        say(mistake, id=made.new_key().bytes, family=MARKED)

    assert MARKED not in "".join(traceback.format_exception(raised.value))


def test_a_refused_row_is_not_repeated_in_the_error(record: str) -> None:
    patient = made.patient()
    entry = made.score(patient, 12, note=MARKED)

    for wrong in ({"entry_key": entry.entry_key}, {"item9": 7}):
        with pytest.raises(sa.exc.IntegrityError) as raised:
            made.score(patient, 12, note=MARKED, **wrong)
        assert MARKED not in "".join(traceback.format_exception(raised.value))
        assert "assessment" in str(raised.value)


def test_a_damaged_file_is_said(file: Path) -> None:
    for _ in range(40):
        add_patient("x" * 4000)
    database.engine().dispose()
    content = bytearray(file.read_bytes())
    content[8192:] = os.urandom(len(content) - 8192)
    file.write_bytes(content)

    with pytest.raises(DatabaseUnavailable, match="damaged"):
        say("SELECT count(family) FROM patient", write=False)


def test_a_full_disk_is_said_and_what_was_stored_stays(file: Path) -> None:
    add_patient("before")

    pragma("max_page_count = 1")
    with pytest.raises(DatabaseUnavailable, match="disk of the server is full"):
        add_patient("x" * 10**6)
    database.engine().dispose()

    (row,) = made.rows("patient")
    assert "before" in row


def test_a_lost_connection_is_said_and_the_next_click_works(record: str) -> None:
    if database.sqlite_file() is not None:
        database.engine().dispose()
    else:
        with pytest.raises(DatabaseUnavailable, match="cannot be reached"):
            say("SELECT pg_terminate_backend(pg_backend_pid())")

    add_patient()
    assert len(made.rows("patient")) == 1


def test_a_server_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://clinic@127.0.0.1:9/clinic")

    with pytest.raises(DatabaseUnavailable, match="cannot be reached"):
        say("SELECT 1")


def test_when_every_connection_is_taken_the_next_visitor_is_told(
    record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = database.engine().pool
    assert isinstance(pool, sa.QueuePool)
    monkeypatch.setattr(pool, "_timeout", 0.01)
    taken = [pool.connect() for _ in range(pool.size() + 10)]

    with pytest.raises(DatabaseUnavailable, match="busy"):
        say("SELECT 1")

    for connection in taken:
        connection.close()


def test_somebody_who_waits_too_long_for_another_is_told(record: str, hurry: None) -> None:
    made.patient()
    with Session(database.engine()) as other:
        other.execute(sa.text("UPDATE patient SET given = 'x'"))
        with pytest.raises(DatabaseUnavailable, match="busy"):
            say("UPDATE patient SET given = 'y'")


@pytest.fixture
def hurry(record: str) -> Iterator[None]:
    """Waiting for another takes a twentieth of a second, not ten."""
    on_sqlite = database.sqlite_file() is not None
    shorter = "PRAGMA busy_timeout = 50" if on_sqlite else "SET lock_timeout = '50ms'"

    def shorten(connection: Any, *_: object) -> None:
        connection.execute(shorter)

    sa.event.listen(database.engine(), "checkout", shorten)
    yield
    sa.event.remove(database.engine(), "checkout", shorten)
