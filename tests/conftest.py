"""What every test may ask for: the shared data, a database on either engine, a PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = (ROOT / os.environ.get("CLINIC_SHARED_DATA", "../shared/data")).resolve()


@pytest.fixture(scope="session", autouse=True)
def no_real_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A test that forgets to name its database meets one that is missing, never the clinic's."""
    nowhere = tmp_path_factory.getbasetemp() / "this-test-names-no-database.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{nowhere}")
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files that are not part of this repository."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the shared data are not at {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The maintenance database of a PostgreSQL that lives as long as this worker."""
    with postgres.running() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that is there and empty, once on each engine."""
    if request.param == "sqlite":
        (tmp_path / "clinic.db").touch()
        yield f"sqlite:///{tmp_path / 'clinic.db'}"
    else:
        with postgres.fresh(request.getfixturevalue("postgres_url")) as url:
            yield url


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark who uses the shared data; the mark travels with the report from worker to summary."""
    for item in items:
        if "shared_data" in getattr(item, "fixturenames", ()):
            item.user_properties.append(("shared data", SHARED_DATA.name))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests met the shared data, so that their absence is never silent."""

    def users(*outcomes: str) -> int:
        reports = [r for outcome in outcomes for r in terminalreporter.getreports(outcome)]
        return sum("shared data" in dict(report.user_properties) for report in reports)

    if SHARED_DATA.is_dir():
        terminalreporter.write_line(f"shared data: {users('passed', 'failed')} tests ran")
    else:
        terminalreporter.write_line(
            f"shared data absent at {SHARED_DATA}: {users('skipped')} skipped"
        )
