"""The demo clinic for tests that only look: copied once an engine, because looking leaves no mark
but in the audit trail."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import sqlalchemy as sa

from data import database
from data.tables import Episode, Hold, PatientFact
from data.tables.base import now
from data.tables.vocabulary import Stage
from tests import clinic, postgres


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def looked_at_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where that copy is; in it are besides somebody on hold and somebody without an episode."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        if request.param == "sqlite":
            template = request.getfixturevalue("sqlite_templates").demo
            file = tmp_path_factory.mktemp("looked-at") / "record.db"
            shutil.copyfile(template.removeprefix("sqlite:///"), file)
            url = f"sqlite:///{file}"
        else:
            template = request.getfixturevalue("postgres_templates").demo
            server = request.getfixturevalue("postgres_url")
            url = stack.enter_context(postgres.fresh(server, template))
        patch.setenv("DATABASE_URL", url)
        clinic.keep(clinic.patient("Newcomer", "Nell"), _pause())
        engine = database.engine()
        patch.undo()
        yield url
        engine.dispose()


def _pause() -> Hold:
    """A hold of somebody in treatment; the demonstration need not have one on every day."""
    treated = (
        sa.select(Episode.id)
        .join(PatientFact, PatientFact.episode_id == Episode.id)
        .where(PatientFact.stage == Stage.INDUCTION, ~PatientFact.on_hold)
        .order_by(Episode.id)
    )
    (episode_id,) = clinic.rows(treated)[0]
    return Hold(episode_id=episode_id, happened_at=now(), reason="Away for a week")


@pytest.fixture
def looked_at(looked_at_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The copy that all lookers share, once on each engine; DATABASE_URL names it."""
    monkeypatch.setenv("DATABASE_URL", looked_at_url)
    return looked_at_url
