"""The small demonstration in a database, which keeps its own guards."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from data import database, migrate
from data.demo import Size, load
from data.tables import Allergy, OrganisationMeta, Patient, Site
from data.tables.base import now
from services.demo import judge
from tests.data.demo import generated
from tests.data.demo.generated import DAY, SEED


@pytest.fixture
def empty(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Engine]:
    monkeypatch.setenv("DATABASE_URL", database_url)
    migrate.upgrade()
    yield database.engine().execution_options(write=True)
    database.engine().dispose()


def test_every_row_passes_the_guards_and_is_counted(empty):
    heard: list[float] = []
    with Session(empty) as session, session.begin():
        counts = load(session, Size.SMALL, SEED, DAY, judge, lambda words, part: heard.append(part))
        for table, rows in counts.items():
            found = session.execute(sa.select(sa.func.count()).select_from(sa.table(table)))
            assert found.scalar_one() == rows
        meta = session.get_one(OrganisationMeta, 1)
        assert (meta.demonstration, meta.anchor_day) == (True, DAY)
    assert heard == sorted(heard)
    assert heard[-1] == 1


def test_what_was_generated_comes_back_unchanged(empty):
    with Session(empty) as session, session.begin():
        load(session, Size.SMALL, SEED, DAY, judge)
        for record, made in generated.rows(Size.SMALL).items():
            table = sa.inspect(record).local_table
            found = session.execute(sa.select(table)).mappings()
            kept = {row["id"]: row for row in found}
            assert len(kept) == len(made)
            for row in made:
                assert {name: kept[row["id"]][name] for name in row} == row


def test_the_database_numbers_on_after_the_demonstration(empty):
    with Session(empty) as session, session.begin():
        load(session, Size.SMALL, SEED, DAY, judge)
        patient = session.execute(sa.select(Patient.id).limit(1)).scalar_one()
        more = [
            Site(name="Third", tz="America/Los_Angeles"),
            Allergy(patient_id=patient, substance="Latex", happened_at=now()),
        ]
        session.add_all(more)
        session.flush()
        assert all(row.id is not None for row in more)
