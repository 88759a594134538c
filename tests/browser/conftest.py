"""A real browser before the real dashboard, with the small demo clinic behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data import database
from deploy import browsers
from tests.browser.running import Clinic, running
from tests.browser.sight import visitor

HERE = Path(__file__).resolve().parent

expect.set_options(timeout=30_000)  # milliseconds; other tests keep the same cores busy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs all browser tests: one server, one browser, one demo clinic for them all."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


# A package's end, not the session's: while Playwright is open no other test can use asyncio.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with browsers.launched() as browser:
        yield browser


@pytest.fixture(scope="package")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """The dashboard after its first start, which began in an empty folder."""
    with running(tmp_path_factory.mktemp("clinic")) as clinic:
        yield clinic


@pytest.fixture
def in_record(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test itself may look into the record of that clinic."""
    monkeypatch.setenv("DATABASE_URL", clinic.database_url)
    yield
    database.engine().dispose()


@pytest.fixture
def page(browser: Browser, clinic: Clinic) -> Iterator[Page]:
    """A visitor who has never been here; relative addresses mean the clinic."""
    with visitor(browser, clinic.address) as page:
        yield page
