"""Which records open, and what is said of those that do not."""

from pathlib import Path

import pytest

from data import database, migrate
from data.tables import OrganisationMeta
from data.tables.vocabulary import Role
from services import accounts, demo
from services.refusals import Refusal, Unavailable
from tests import made


def test_a_demonstration_opens_with_six_people_to_look_through(demo_record: str) -> None:
    found = accounts.demonstration()

    assert found.clinic == "Cedar Lane Clinic"
    assert (found.anchor_day, found.zone.key) == (demo.today(), "America/Los_Angeles")
    rights = {(person.roles, person.may_prescribe, person.may_monitor) for person in found.people}
    assert len(found.people) == len(rights) == 6
    assert len({person.initials for person in found.people}) == 6
    assert frozenset().union(*(person.roles for person in found.people)) == set(Role)
    assert any(len(person.roles) > 1 for person in found.people)


@pytest.mark.parametrize("meta", [None, {"demonstration": False}, {"demonstration": True}])
def test_only_a_record_marked_as_a_demonstration_opens(
    record: str, meta: dict[str, bool] | None
) -> None:
    if meta is not None:
        made.put(OrganisationMeta(name="A real clinic", **meta))

    with pytest.raises(Refusal, match=r"not marked as a demonstration.*stays closed"):
        accounts.demonstration()


def test_a_demonstration_does_not_open_to_other_machines(
    demo_record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_ORIGINS", "https://clinic.example")

    with pytest.raises(Refusal, match="opens only on this machine"):
        accounts.demonstration()


def test_an_empty_database_is_said_to_hold_no_record(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)

    with pytest.raises(Unavailable, match=r"no record here yet.*manage\.py start"):
        accounts.demonstration()
    database.engine().dispose()


def test_a_missing_file_is_said_to_hold_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")

    with pytest.raises(Unavailable, match="no record here yet"):
        accounts.demonstration()
    assert list(tmp_path.iterdir()) == []


def test_an_older_record_is_not_opened(demo_record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = migrate._revisions()
    monkeypatch.setattr("data.migrate._revisions", lambda: ("9999", *newer))

    with pytest.raises(Unavailable, match=r"older version.*manage\.py migrate"):
        accounts.demonstration()


def test_a_newer_record_is_not_opened(demo_record: str) -> None:
    made.sql("UPDATE alembic_version SET version_num = 'from the future'")

    with pytest.raises(Unavailable, match=r"newer version.*Update the program"):
        accounts.demonstration()


def test_a_database_that_does_not_answer_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://clinic@127.0.0.1:9/clinic")

    with pytest.raises(Unavailable, match="cannot be reached now"):
        accounts.demonstration()
