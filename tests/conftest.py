"""What every test may ask for: the shared data, a database on either engine, a PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from data import database, migrate
from data.demo import Size
from services import demo
from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = (ROOT / os.environ.get("CLINIC_SHARED_DATA", "../shared/data")).resolve()

# The same commit always gives the same result. To look for what nobody has met yet:
# pytest --hypothesis-profile=search
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile("ci")


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


@dataclass(frozen=True)
class Templates:
    """Databases that are made once a worker and copied for every test."""

    empty: str
    demo: str


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """A migrated file with nothing in it, and one with the small demo clinic."""
    folder = tmp_path_factory.mktemp("templates")
    return _templates(f"sqlite:///{folder / 'empty.db'}", f"sqlite:///{folder / 'demo.db'}")


@pytest.fixture(scope="session")
def postgres_templates(postgres_url: str) -> Iterator[Templates]:
    """The same two on PostgreSQL."""
    with postgres.fresh(postgres_url) as empty, postgres.fresh(postgres_url) as demo:
        yield _templates(empty, demo)


def _templates(empty: str, demo_url: str) -> Templates:
    with pytest.MonkeyPatch.context() as patch:
        for url in (empty, demo_url):
            patch.setenv("DATABASE_URL", url)
            migrate.upgrade()
        demo.load(Size.SMALL, day=demo.today(), progress=lambda words, part: None)
        for url in (empty, demo_url):
            patch.setenv("DATABASE_URL", url)
            database.engine().dispose()
    return Templates(empty, demo_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def record(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A migrated record with nothing in it, once on each engine; DATABASE_URL names it."""
    yield from _copy(request, tmp_path, monkeypatch, "empty")


@pytest.fixture(params=["sqlite", "postgresql"])
def demo_record(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The small demo clinic, a copy for this test, once on each engine; DATABASE_URL names it."""
    yield from _copy(request, tmp_path, monkeypatch, "demo")


TEMPLATES = {"sqlite": "sqlite_templates", "postgresql": "postgres_templates"}


def _copy(
    request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> Iterator[str]:
    templates: Templates = request.getfixturevalue(TEMPLATES[request.param])
    template = getattr(templates, name)
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{folder / 'record.db'}"
            shutil.copyfile(template.removeprefix("sqlite:///"), folder / "record.db")
        else:
            server = request.getfixturevalue("postgres_url")
            url = stack.enter_context(postgres.fresh(server, template))
        monkeypatch.setenv("DATABASE_URL", url)
        yield url
        database.engine().dispose()


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
