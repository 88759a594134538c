"""A server nobody has visited yet, and one whose record stays closed: the frame comes first."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from data import database, migrate
from data.tables import Patient
from data.tables.vocabulary import Role
from services.naming import full_name
from tests import clinic as record
from tests import made
from tests.browser.running import running
from tests.browser.sight import received, settled, violations, visitor
from tests.browser.steps import main

REFUSED = "Your account may not"


@pytest.mark.parametrize(
    ("address", "role", "said"),
    [
        ("/patients?with=everyone", Role.ADMINISTRATOR, f"{REFUSED} see the caseload"),
        ("/patient?id={ada}", Role.MANAGER, f"{REFUSED} open a patient"),
        ("/exchange", Role.STAFF, f"{REFUSED} bring files in"),
        ("/profile", Role.MANAGER, "Rights come from roles"),
        ("/", Role.ADMINISTRATOR, "Files to bring in"),
    ],
)
@pytest.mark.usefixtures("in_record")
def test_the_first_visit_to_a_cold_server_shows_no_more_than_that_person_may_see(
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    address: str,
    role: Role,
    said: str,
) -> None:
    ada = record.named("Okafor")
    names = {
        full_name(person.family, person.given).encode()
        for (person,) in record.rows(sa.select(Patient))
    }
    migrate.backup(tmp_path / "clinic.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'clinic.db'}")
    # Whom a newcomer looks through has lost every other role since.
    made.sql(f"UPDATE member SET roles = '[\"{role.value}\"]' WHERE initials = '{record.DOCTOR}'")
    database.engine().dispose()

    with running(tmp_path) as cold, visitor(browser, cold.address) as page:
        told = received(page)
        page.goto(address.format(ada=ada))
        expect(main(page).get_by_text(said).first).to_be_visible()
        expect(settled(page).get_by_text("Demonstration data")).to_be_visible()
        sent = b"".join(told)

    assert b"Dr Mara Lindqvist" in sent
    assert b"Against baseline" not in sent
    assert (b"Files to bring in" in sent) is (address == "/")
    assert not any(name in sent for name in names)


def test_a_record_without_sign_in_says_one_sentence_on_every_page(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "clinic.db").touch()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'clinic.db'}")
    migrate.upgrade()
    record.keep(record.patient("Okafor", "Ada"))
    ada = record.named("Okafor")
    database.engine().dispose()

    with running(tmp_path) as closed, visitor(browser, closed.address) as page:
        told = received(page)
        for address in ("/", "/patients", f"/patient?id={ada}", "/exchange", "/profile"):
            page.goto(address)
            expect(main(page).locator("p")).to_have_text(
                "This record is not marked as a demonstration, and no sign-in is configured, so it "
                "stays closed. Point DATABASE_URL at a demonstration, or configure an identity "
                "provider."
            )
            expect(settled(page).get_by_test_id("stSidebar")).to_be_hidden()
            assert violations(page) == []

    assert b"Okafor" not in b"".join(told)
