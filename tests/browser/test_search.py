"""Finding somebody by typing, without a key or a click to send it off."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from data.tables import Patient
from services.naming import full_name
from tests import clinic as record
from tests.browser.steps import listed, open_caseload, wait_for_list

pytestmark = pytest.mark.usefixtures("in_record")


def test_typing_finds_people_by_either_name_number_birth_date_and_phone(page: Page) -> None:
    people = record.rows(sa.select(Patient))
    okafor = next(person for (person,) in people if person.family == "Okafor")
    assert okafor.mrn and okafor.birth_date and okafor.phone
    digits = okafor.phone[-4:]
    typed = {
        "oka": lambda person: person.family.startswith("Oka") or person.given.startswith("Oka"),
        "ada": lambda person: person.family.startswith("Ada") or person.given.startswith("Ada"),
        okafor.mrn: lambda person: person.mrn == okafor.mrn,
        f"{okafor.birth_date}": lambda person: person.birth_date == okafor.birth_date,
        digits: lambda person: (person.phone or "").endswith(digits),
    }
    open_caseload(page)
    field = page.get_by_role("textbox", name="Search")

    for words, fits in typed.items():
        field.fill("")
        field.press_sequentially(words)
        found = {full_name(p.family, p.given) for (p,) in people if fits(p)}
        expect(page.locator('[data-testid^="glide-cell-1-"]')).to_have_count(len(found))
        assert set(listed(page)) == found, words


def test_who_fits_nothing_is_said_in_words_and_one_click_leads_back(page: Page) -> None:
    open_caseload(page)
    everybody = listed(page)
    page.get_by_role("textbox", name="Search").press_sequentially("zzz")
    expect(page.get_by_text("No patients match.")).to_be_visible()

    page.get_by_role("button", name="Clear filters").click()

    wait_for_list(page, everybody)
