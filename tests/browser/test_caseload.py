"""The caseload: whom a click opens, and what the way back and a shared address keep."""

from collections.abc import Callable
from urllib.parse import unquote
from uuid import UUID

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: TID251  the protocol only

from data.tables import Member, Patient, PatientFact
from data.tables.vocabulary import Stage
from services.naming import full_name
from tests import clinic as record
from tests.browser.running import Clinic
from tests.browser.sight import settled, visitor
from tests.browser.steps import (
    choose,
    click_name,
    click_row,
    expect_name,
    listed,
    main,
    open_caseload,
    wait_for_list,
)

pytestmark = pytest.mark.usefixtures("in_record")


def at(stage: Stage, practitioner: str | None = None, order: str = "name_sort") -> dict[str, UUID]:
    """Everybody at a stage, as the record itself says it: ids by name, in an order."""
    select = (
        sa.select(Patient.family, Patient.given, Patient.id)
        .join(PatientFact, PatientFact.patient_id == Patient.id)
        .where(PatientFact.stage == stage)
        .order_by(sa.column(order), Patient.id)
    )
    if practitioner:
        member = sa.select(Member.id).where(sa.column("initials") == practitioner)
        select = select.where(PatientFact.practitioner_id == member.scalar_subquery())
    return {full_name(family, given): key for family, given, key in record.rows(select)}


def has_run(answer: str | bytes) -> bool:
    """Whether the server says with this that the page is drawn."""
    message = ForwardMsg.FromString(answer) if isinstance(answer, bytes) else ForwardMsg()
    return message.WhichOneof("type") == "script_finished"


def test_rows_come_in_the_order_asked_and_each_opens_that_very_patient(page: Page) -> None:
    open_caseload(page, "/?stage=maintenance")
    choose(page, "Order", "Name")
    people = at(Stage.MAINTENANCE, record.DOCTOR)
    names = list(people)
    wait_for_list(page, names)

    for number, click in ((2, click_row), (0, click_name), (2, click_name)):
        click(page, number)
        expect_name(page, names[number])
        assert page.url.endswith(f"/patient?id={people[names[number]]}")
        main(page).get_by_role("link", name="Patients").click()
        wait_for_list(page, names)


def test_a_name_opens_its_patient_whatever_order_a_heading_has_put_the_rows_in(page: Page) -> None:
    open_caseload(page, "/?with=everyone&stage=maintenance&order=stage")
    page.get_by_test_id("stDataFrame").locator(".dvn-scroller").click(position={"x": 60, "y": 17})
    names = list(at(Stage.MAINTENANCE))
    wait_for_list(page, names)

    click_name(page, 1)

    expect_name(page, names[1])


def test_the_keyboard_alone_opens_a_patient(page: Page) -> None:
    open_caseload(page, "/?with=everyone&stage=maintenance&order=name")
    page.get_by_test_id("data-grid-canvas").focus()
    for key in ("ArrowDown", "ArrowDown", "Shift+Space"):
        page.keyboard.press(key)

    expect(main(page).get_by_role("heading", level=1)).not_to_have_text("Patients")


@pytest.mark.parametrize("click", [click_row, click_name])
def test_a_click_under_way_while_the_list_changes_opens_whom_it_was_aimed_at(
    page: Page, click: Callable[[Page, int], None]
) -> None:
    asked: list[str | bytes] = []
    answers: list[str | bytes] = []
    sockets: list[WebSocketRoute] = []
    held = False

    def slow(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def ask(question: str | bytes) -> None:
            asked.append(question)
            server.send(question)

        socket.on_message(ask)
        server.on_message(lambda said: answers.append(said) if held else socket.send(said))
        sockets.append(socket)

    page.route_web_socket("**/_stcore/stream", slow)
    open_caseload(page)
    maintained = at(Stage.MAINTENANCE)
    rows = enumerate(listed(page))
    number, aimed_at = next((row, name) for row, name in rows if name not in maintained)

    held = True
    page.get_by_role("button", name="Maintenance").click()
    while not any(map(has_run, answers)):  # another list is drawn, but not shown yet
        page.wait_for_timeout(20)
    before = len(asked)
    click(page, number)
    while len(asked) == before:
        page.wait_for_timeout(20)
    while answers:
        sockets[-1].send(answers.pop(0))
    held = False

    expect_name(page, aimed_at)


def test_the_way_back_from_a_patient_keeps_the_filters(page: Page) -> None:
    open_caseload(page, "/patients?stage=induction&with=everyone&order=name")
    names = list(at(Stage.INDUCTION))
    wait_for_list(page, names)
    address = page.url
    click_row(page, 1)
    expect_name(page, names[1])

    main(page).get_by_role("link", name="Patients").click()

    wait_for_list(page, names)
    assert page.url == address
    page.go_back()
    expect_name(page, names[1])
    page.go_back()
    wait_for_list(page, names)
    page.wait_for_url(address)


def test_a_view_shared_by_its_address_shows_the_same_rows_and_names_nobody(
    page: Page, browser: Browser, clinic: Clinic
) -> None:
    open_caseload(page)
    page.get_by_role("button", name="Maintenance").click()
    choose(page, "With", "Everyone")
    choose(page, "Order", "Longest in stage")
    rows = list(at(Stage.MAINTENANCE, order="since_sort"))
    wait_for_list(page, rows)
    page.wait_for_url("**stage=maintenance**order=stage**")
    shared = page.url

    with visitor(browser, clinic.address) as other:
        open_caseload(other, shared)
        wait_for_list(other, rows)
        assert other.url == shared

    page.get_by_role("textbox", name="Search").press_sequentially("okaf")
    wait_for_list(page, [])
    said = unquote(page.url).lower()
    people = record.rows(sa.select(Patient.family, Patient.given, Patient.mrn))
    spoken = {word.lower() for person in people for word in person if word}
    assert not {word for word in spoken | {"okaf"} if word in said}


def test_the_bare_address_is_the_first_page_and_its_link_stays_where_one_is(page: Page) -> None:
    open_caseload(page, "/?stage=induction")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Patients").click()
    settled(page)
    assert page.url.split("?")[0].endswith("/")

    open_caseload(page, "/patients?stage=induction")
    assert page.url.split("?")[0].endswith("/patients")


@pytest.mark.parametrize(
    "query",
    [
        "stage=nonsense&stage=maintenance&with=zz&route=%00&site=99999999999999999999&flag=%3Cb%3E",
        "stage=maintenance&with=00000000-0000-0000-0000-000000000000&order=drop+table&site=%C2%B2",
        "stage=maintenance&utm_source=mail&id=1&stage=MAINTENANCE&typed=okafor&view_as=SB",
    ],
)
def test_words_in_the_address_that_mean_nothing_here_are_passed_over(
    page: Page, query: str
) -> None:
    open_caseload(page, f"/?{query}")

    expect(page.get_by_role("combobox", name="View as")).to_have_value("Dr Mara Lindqvist")
    expect(page.get_by_role("combobox", name="Order")).to_have_value("Needs attention")
    assert set(listed(page)) == set(at(Stage.MAINTENANCE, record.DOCTOR))
