"""Large demonstrations: parts that know nothing of each other, and several processes on them."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.engine import make_url
from sqlmodel import Session

from data import database, migrate
from data.demo import Size, aside, batches, crew, load
from data.demo.clinic import of_part
from data.demo.load import TABLES
from data.demo.shape import ROWS, SHAPES, Part
from data.tables import Chair, Episode, Member, OrganisationMeta, Patient, Record, Site, Vital
from data.tables.vocabulary import Stage
from services.demo import judge
from tests import made, postgres
from tests.data.demo.generated import DAY, SEED

FEW = replace(
    SHAPES[Size.SMALL],
    patients={Stage.INDUCTION: 2, Stage.MAINTENANCE: 2, Stage.COMPLETED: 1, Stage.DECLINED: 1},
    parts=3,
)
"""The network in small: as many things in as many parts as a test has time for."""


def test_the_first_part_is_the_demonstration_that_has_only_one():
    alone = batches(replace(FEW, parts=1), SEED, DAY, judge)
    assert list(of_part(Part(FEW, 0), SEED, DAY, judge)) == list(alone)


@pytest.mark.parametrize("record", [Site, Member, Chair, Patient, Episode, Vital])
def test_no_two_parts_give_the_same_number_or_key(record: type[Record]):
    ids = [
        row["id"]
        for table, rows in batches(FEW, SEED, DAY, judge)
        if table is record
        for row in rows
    ]
    assert len(set(ids)) == len(ids)


def test_parts_have_sites_and_people_of_their_own():
    rows = {Site: [], Member: [], Patient: [], OrganisationMeta: []}
    for table, found in batches(FEW, SEED, DAY, judge):
        rows.get(table, []).extend(found)
    assert [site["name"] for site in rows[Site]] == ["Cedar Lane", "Site 2", "Site 3"]
    assert {patient["site_id"] for patient in rows[Patient]} == {1, 2, 3}
    assert len({patient["mrn"] for patient in rows[Patient]}) == 3 + 3 * 6
    for column in ("email", "initials"):
        assert len({member[column] for member in rows[Member]}) == len(rows[Member])
    assert len(rows[OrganisationMeta]) == 1


def test_a_network_is_a_hundred_clinics_and_no_table_of_one_runs_out_of_numbers():
    network = SHAPES[Size.NETWORK]
    assert network.parts * network.in_part == pytest.approx(200_000, rel=0.01)
    assert replace(network, parts=1) == SHAPES[Size.CLINIC]
    assert ROWS > 101_000 * 3


@pytest.mark.parametrize("workers", [2, 3])
def test_several_processes_invent_what_one_does(workers: int):
    one, several = (
        list(crew.lots(FEW, SEED, DAY, judge, 1)),
        list(crew.lots(FEW, SEED, DAY, judge, workers)),
    )
    assert sorted(several) == sorted(one)


def test_each_part_comes_in_the_order_that_one_process_gives():
    whole = list(crew.lots(FEW, SEED, DAY, judge, 1))
    size = len(list(crew.lots(replace(FEW, parts=1), SEED, DAY, judge, 1)))
    heard = [lot for lot in crew.lots(FEW, SEED, DAY, judge, 3) if lot in whole[:size]]
    assert heard == whole[:size]


def test_a_process_that_dies_is_not_taken_for_one_that_is_done():
    broken = replace(FEW, patients={"no such stage": 6})
    with pytest.raises(crew.CrewLost):
        list(crew.lots(broken, SEED, DAY, judge, 2))


@pytest.fixture(params=[1, 2])
def loaded(
    request: pytest.FixtureRequest, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[int]:
    """The network in small on PostgreSQL, invented by one process and by two."""
    monkeypatch.setitem(SHAPES, Size.NETWORK, FEW)
    monkeypatch.setattr(crew, "processes", lambda shape: request.param)
    with postgres.fresh(postgres_url) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        migrate.upgrade()
        yield request.param
        database.engine().dispose()


def test_the_record_is_the_same_and_has_all_its_rules_again(loaded: int):
    rules = made.rules()
    with Session(database.engine().execution_options(write=True)) as session, session.begin():
        counts = load(session, Size.NETWORK, SEED, DAY, judge)

    assert made.rules() == rules
    expected: dict[str, int] = {}
    for record, rows in batches(FEW, SEED, DAY, judge):
        table = sa.inspect(record).local_table
        expected[table.name] = expected.get(table.name, 0) + len(rows)
        with database.engine().connect() as connection:
            found = connection.execute(
                sa.select(table).where(table.c.id.in_([row["id"] for row in rows]))
            ).mappings()
            kept = {row["id"]: row for row in found}
        for row in rows:
            assert {name: kept[row["id"]][name] for name in row} == row
    assert counts == expected
    assert {name: len(made.rows(name)) for name in expected} == expected


def test_a_load_that_breaks_a_rule_is_refused_whole(loaded: int, monkeypatch: pytest.MonkeyPatch):
    before, rules = made.everything(), made.rules()
    invented = crew.lots

    def without_chairs(*asked):
        return (lot for lot in invented(*asked) if lot.table != "chair")

    monkeypatch.setattr(crew, "lots", without_chairs)
    engine = database.engine().execution_options(write=True)
    with pytest.raises(sa.exc.IntegrityError), Session(engine) as session, session.begin():
        load(session, Size.NETWORK, SEED, DAY, judge)

    assert made.everything() == before
    assert made.rules() == rules


def test_a_role_that_owns_no_table_loads_with_every_rule_in_place(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
):
    app = f"app_{uuid4().hex}"
    with postgres.fresh(postgres_url) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        migrate.upgrade()
        database.engine().dispose()
        for statement in (
            "CREATE ROLE {} LOGIN",
            "GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {}",
        ):
            postgres.administer(url, sql.SQL(statement), app)
        as_app = make_url(url).set(username=app).render_as_string(hide_password=False)
        monkeypatch.setenv("DATABASE_URL", as_app)

        with Session(database.engine().execution_options(write=True)) as session, session.begin():
            asked = {"tables": [table.name for table in TABLES], "kinds": ["f", "u", "x"]}
            assert session.execute(aside.RULES, asked).all() == []
            assert load(session, Size.SMALL, SEED, DAY, judge)["patient"] > 60

        database.engine().dispose()
        postgres.administer(url, sql.SQL("DROP OWNED BY {}"), app)
    postgres.administer(postgres_url, sql.SQL("DROP ROLE {}"), app)
