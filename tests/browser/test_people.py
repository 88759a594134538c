"""The six people of the demonstration: each has a menu, and the front desk no scores."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import clinic as record
from tests.browser.running import Clinic
from tests.browser.sight import received, settled, visitor
from tests.browser.steps import choose, look_as, main, open_caseload, open_patient

INSIGHT = ["Outcomes", "Side effects", "Utilization", "Reports"]
CLINICIAN = ["Patients", "Intake", *INSIGHT, "Exchange", "Profile"]
MENUS = {
    "Dr Mara Lindqvist": CLINICIAN,
    "Rosa Delgado": CLINICIAN,
    "Jonah Whitfield": ["Patients", "Intake", "Profile"],
    "Priya Raman": ["Patients", *INSIGHT, "Profile"],
    "Sam Becker": ["Exchange", "Profile"],
    "Dr Helen Achterberg": CLINICIAN,
}
NOT_FOR_THE_DESK = (
    *("PHQ", "GAD-7", "Item 9", "item9", "No score", "Up 5+"),
    *("minimal", "mild", "moderate", "severe", "remission", "response"),
)

pytestmark = pytest.mark.usefixtures("in_record")


def test_each_of_the_six_has_a_menu_and_stays_chosen_for_this_visitor_only(
    page: Page, browser: Browser, clinic: Clinic
) -> None:
    open_caseload(page)
    links = page.get_by_test_id("stSidebar").get_by_role("link").locator("p")
    for name, pages in MENUS.items():
        choose(page, "View as", name)
        expect(links).to_have_text(pages)

    page.reload()

    expect(page.get_by_role("combobox", name="View as")).to_have_value("Dr Helen Achterberg")
    with visitor(browser, clinic.address) as other:
        open_caseload(other)
        expect(other.get_by_role("combobox", name="View as")).to_have_value("Dr Mara Lindqvist")


def test_the_front_desk_is_sent_no_score_with_the_caseload_or_a_patient(page: Page) -> None:
    look_as(page, "Jonah Whitfield")
    told = received(page)

    open_caseload(page)
    texts = [main(page).inner_html()]
    open_patient(page, record.named("Okafor"))
    expect(page.get_by_role("button", name="Add score")).to_be_visible()
    texts.append(main(settled(page)).inner_html())

    assert b"Okafor, Ada" in b"".join(told)
    texts.append(b"".join(told).decode(errors="replace"))
    assert [word for word in NOT_FOR_THE_DESK for text in texts if word in text] == []
