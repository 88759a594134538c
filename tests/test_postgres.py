"""The test bench itself: a database for each test, on both engines, and none left behind."""

import pytest
import sqlalchemy as sa

from tests import postgres


def tables(url: str) -> list[str]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = sa.inspect(connection).get_table_names()
    engine.dispose()
    return found


def make_table(url: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE patient (id integer)"))
    engine.dispose()


@pytest.mark.parametrize("_time", ["first", "second"])
def test_every_test_gets_an_empty_database(database_url: str, _time: str) -> None:
    assert tables(database_url) == []
    make_table(database_url)
    assert tables(database_url) == ["patient"]


def test_a_database_can_be_the_copy_of_another(postgres_url: str) -> None:
    with postgres.fresh(postgres_url) as model:
        make_table(model)
        with postgres.fresh(postgres_url, template_url=model) as copy:
            assert tables(copy) == ["patient"]


def test_a_database_is_gone_after_its_test(postgres_url: str) -> None:
    with postgres.fresh(postgres_url) as url:
        make_table(url)
    with pytest.raises(sa.exc.OperationalError, match="does not exist"):
        tables(url)


def test_the_server_is_new_enough(postgres_url: str) -> None:
    engine = sa.create_engine(postgres_url)
    with engine.connect() as connection:
        assert int(connection.execute(sa.text("SHOW server_version_num")).scalar_one()) >= 150000
    engine.dispose()
