"""The insight pages: a number opens to as many as it says, and is the same on every page."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.running import Clinic
from tests.browser.sight import settled, visitor
from tests.browser.steps import expect_name, look_as, main

pytestmark = pytest.mark.usefixtures("in_record")


def open_page(page: Page, address: str, title: str) -> None:
    page.goto(address)
    expect(main(page).get_by_role("heading", level=1)).to_have_text(title)
    settled(page)


def number(text: str) -> int:
    return int(text.replace(",", ""))


def test_a_number_opens_to_as_many_people_as_it_says(page: Page) -> None:
    open_page(page, "/outcomes?period=all", "Outcomes")
    link = main(page).get_by_role("button", name=re.compile(r"^\d+ with$")).first
    told = number(link.inner_text().split()[0])
    link.click()

    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_contain_text(f"{told} courses in response")
    # The grid tells assistive technology of all its rows, the head among them.
    rows = dialog.locator('[role="grid"]')  # within the canvas, for assistive technology
    expect(rows).to_have_attribute("aria-rowcount", str(told + 1))
    page.wait_for_url("**open=response-yes**")

    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.wait_for_url(lambda url: "open=" not in url)


def test_a_bar_opens_the_same_people_as_its_link(page: Page) -> None:
    open_page(page, "/outcomes?period=all", "Outcomes")
    told = main(page).get_by_role("button", name=re.compile(r"^\d+ with$")).first.inner_text()
    chart = page.get_by_test_id("stVegaLiteChart").first
    expect(chart.locator("svg, canvas").first).to_be_visible()
    box = chart.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 40, box["y"] + 32)
    heading = page.get_by_role("dialog").get_by_role("heading")
    expect(heading).to_contain_text(f"{told.split()[0]} courses in response")


def test_a_row_behind_a_number_opens_that_patient(page: Page) -> None:
    open_page(page, "/outcomes?period=all&open=response-yes", "Outcomes")
    dialog = page.get_by_role("dialog")
    name = dialog.get_by_test_id("glide-cell-1-0")
    expect(name).to_be_attached()
    patient = name.text_content() or ""
    grid = dialog.get_by_test_id("stDataFrame").locator(".dvn-scroller")
    grid.click(position={"x": 17, "y": 51})
    expect_name(page, patient)


def test_a_row_of_the_table_beside_a_picture_opens(page: Page) -> None:
    open_page(page, "/side_effects?period=all&of=nasal", "Side effects")
    main(page).get_by_role("button", name="Table").first.click()
    table = page.get_by_test_id("stPopoverBody").get_by_test_id("stDataFrame")
    expect(table.get_by_test_id("glide-cell-1-4")).to_be_attached()
    name, patients = (
        table.get_by_test_id(f"glide-cell-{column}-4").text_content() or "" for column in (1, 2)
    )
    table.locator(".dvn-scroller").click(position={"x": 17, "y": 30 * 5 + 21})
    heading = page.get_by_role("dialog").get_by_role("heading")
    expect(heading).to_contain_text(f"{patients.split()[0]} patients with {name.lower()}")


def test_the_same_question_has_the_same_answer_on_two_pages(page: Page) -> None:
    open_page(page, "/utilization?period=all", "Utilization")
    given = re.search(r"([\d,]+) visits given", main(page).inner_text())
    assert given is not None
    sessions = 0
    for route in ("nasal", "iv"):
        open_page(page, f"/side_effects?period=all&route={route}", "Side effects")
        found = re.search(r"([\d,]+) sessions", main(page).inner_text())
        assert found is not None
        sessions += number(found[1])
    assert sessions == number(given[1])


def test_a_manager_opens_counts_and_is_sent_no_name(browser: Browser, clinic: Clinic) -> None:
    with visitor(browser, clinic.address) as page:
        look_as(page, "Priya Raman")
        open_page(page, "/outcomes?period=all&open=response-yes", "Outcomes")
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("Names are for the care team")).to_be_visible()
        expect(dialog.get_by_test_id("stDataFrame")).to_have_count(0)
