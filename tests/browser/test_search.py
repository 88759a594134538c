"""Finding somebody by typing, without a key or a click to send it off."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from data.tables import Patient, PatientFact
from services.naming import full_name
from tests import clinic as record
from tests.browser.steps import listed, open_caseload, wait_for_list

pytestmark = pytest.mark.usefixtures("in_record")


def people() -> list[Patient]:
    """Everybody, by name."""
    by_name = sa.select(Patient).join(PatientFact, PatientFact.patient_id == Patient.id)
    return [person for (person,) in record.rows(by_name.order_by(PatientFact.name_sort))]


def test_typing_finds_people_by_either_name_number_birth_date_and_phone(page: Page) -> None:
    everybody = people()
    okafor = next(person for person in everybody if person.family == "Okafor")
    mrn, born, digits = str(okafor.mrn), okafor.birth_date, str(okafor.phone)[-4:]
    fitting: dict[str, Callable[[Patient], bool]] = {
        "oka": lambda person: "Oka" in (person.family[:3], person.given[:3]),
        "ada": lambda person: "Ada" in (person.family[:3], person.given[:3]),
        mrn: lambda person: person.mrn == mrn,
        f"{born}": lambda person: person.birth_date == born,
        digits: lambda person: str(person.phone).endswith(digits),
    }
    open_caseload(page, "/?order=name")

    for typed, fits in fitting.items():
        page.get_by_role("textbox", name="Search").fill("")
        page.get_by_role("textbox", name="Search").press_sequentially(typed)
        found = [full_name(person.family, person.given) for person in everybody if fits(person)]
        wait_for_list(page, found)


def test_who_fits_nothing_is_said_in_words_and_one_click_leads_back(page: Page) -> None:
    open_caseload(page)
    everybody = listed(page)
    page.get_by_role("textbox", name="Search").press_sequentially("zzz")
    expect(page.get_by_text("No patients match.")).to_be_visible()

    page.get_by_role("button", name="Clear filters").click()

    wait_for_list(page, everybody)
