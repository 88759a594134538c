"""An older record that is brought up to date shows what it showed before."""

import pytest
import sqlalchemy as sa

from data import migrate
from data.migrate import Schema
from data.tables import EpisodeFact
from services import upgrading
from tests import clinic, made


def test_facts_are_computed_again_when_an_older_record_is_upgraded(
    demo_record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = clinic.count(EpisodeFact)
    made.sql("DELETE FROM episode_fact")
    monkeypatch.setattr(migrate, "state", lambda: Schema.OLDER)

    upgrading.upgrade()

    assert clinic.count(EpisodeFact) == before > 0


def test_a_record_that_is_up_to_date_is_left_alone(demo_record: str) -> None:
    made.sql("DELETE FROM episode_fact")

    upgrading.upgrade()

    assert clinic.rows(sa.select(EpisodeFact)) == []
