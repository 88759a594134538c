"""Intake in a browser: from a phone call to a signed decision, as front desk and prescriber."""

import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Locator, Page, expect

from data.queries.columns import t
from data.tables.vocabulary import Disposition, Sex, Stage
from services import details
from services.intake import deciding, inquiries, prior
from services.intake.deciding import Signed
from services.intake.inquiry import Inquiry
from services.intake.prior import Taken
from services.stages import moving
from tests import clinic as record
from tests.browser.running import Clinic
from tests.browser.sight import settled, visitor
from tests.browser.steps import choose, expect_name, look_as, main
from tests.services.intake import answered
from tests.services.stages.at_stage import TODAY, Course

pytestmark = pytest.mark.usefixtures("in_record")

KEPT = re.compile(r"kept \d+ \w+ \d\d:\d\d by")
MARA, JONAH, ROSA = "Dr Mara Lindqvist", "Jonah Whitfield", "Rosa Delgado"


def caller(family: str) -> Course:
    """Somebody who called and whose intake has begun."""
    desk = record.user(record.DESK)
    called = Inquiry(family=family, given="Test", phone="559 555 0100")
    added = inquiries.add(desk, called, record.ZONE, site_id=1, entry_key=uuid4())
    way = (added.patient_id, added.episode_id, "intake_started", record.ZONE)
    moving.move(desk, *way, entry_key=uuid4())
    return Course(added.patient_id, added.episode_id, None, uuid4())


def open_intake(page: Page, patient_id: UUID) -> None:
    page.goto(f"/intake?id={patient_id}")
    expect(main(page).get_by_role("heading", level=1)).to_be_visible()
    settled(page)


def section(page: Page, name: str) -> None:
    page.get_by_role("radiogroup", name="Section").get_by_text(name).click()
    settled(page)


def answers(page: Page, question: str) -> Locator:
    return page.get_by_role("radiogroup", name=question)


def say(page: Page, question: str, answer: str) -> None:
    answers(page, question).get_by_text(answer, exact=True).click()
    settled(page)


def stage(patient_id: UUID) -> Stage:
    fact = t.PatientFact
    found: Stage = record.one(sa.select(fact.stage).where(fact.patient_id == patient_id))
    return found


def test_an_inquiry_by_phone_becomes_a_signed_decision(page: Page) -> None:
    look_as(page, JONAH)
    page.goto("/intake")
    page.get_by_role("button", name="New inquiry").click()
    page.get_by_role("textbox", name="Family name").fill("Phonecall")
    page.get_by_role("textbox", name="Given name").fill("Piet")
    page.get_by_role("textbox", name="Phone").fill("559 555 0177")
    page.get_by_role("button", name="Save inquiry").click()
    expect_name(page, "Phonecall, Piet")
    patient_id = record.named("Phonecall")
    settled(page)
    page.get_by_role("button", name="Next step").click()
    page.get_by_role("button", name="Start intake").click()
    expect(page.get_by_role("radiogroup", name="Section")).to_be_visible()

    section(page, "Practical")
    say(page, "Dosing at home asked for", "No")
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.reload()
    settled(page)
    section(page, "Practical")
    said = answers(page, "Dosing at home asked for").get_by_role("radio", checked=True)
    expect(said).to_have_count(1)
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("A clinician goes on with this section.")).to_be_visible()
    expect(page.get_by_text("What the rules say")).to_have_count(0)

    enter_birth_date_and_sex(page, "1986-03-04", "male")
    expect(page.get_by_text("born 4 Mar 1986")).to_be_visible()
    episode_id = record.one(
        sa.select(t.PatientFact.episode_id).where(t.PatientFact.patient_id == patient_id)
    )
    doctor = record.user(record.DOCTOR)
    known = Course(patient_id, episode_id, None, uuid4())
    answered.well(doctor, known)
    look_as(page, MARA)
    open_intake(page, patient_id)
    expect(page.get_by_text("Eligible by the rules")).to_be_visible()
    page.get_by_role("radiogroup", name="What is decided").get_by_text("Eligible").click()
    choose(page, "Protocol", "IV ketamine, six infusions")
    page.get_by_role("button", name="Sign decision").click()
    expect(page.get_by_text("signed by Dr Mara Lindqvist")).to_be_visible()
    assert stage(patient_id) is Stage.ELIGIBLE


def enter_birth_date_and_sex(page: Page, born: str, sex: str) -> None:
    """By the front desk, once somebody has asked."""
    page.get_by_role("button", name="Details").click()
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_test_id("stDateInput").locator("input").first
    field.fill(born)
    field.press("Enter")
    settled(page)
    dialog.get_by_role("radiogroup", name="Sex, for clinical use").get_by_text(
        sex, exact=True
    ).click()
    settled(page)
    dialog.get_by_role("button", name="Save details").click()
    expect(dialog).to_be_hidden()
    settled(page)


def of_age(patient_id: UUID) -> None:
    """A man born in 1986."""
    desk = record.user(record.DESK)
    opened = details.show(desk, patient_id)
    said = replace(opened.details, birth_date=date(1986, 3, 4), sex_clinical=Sex.MALE)
    details.save(desk, patient_id, said, record.ZONE, over=opened.version)


def test_whom_else_one_may_talk_to_is_entered_and_read(page: Page) -> None:
    it = caller("Talkative")
    look_as(page, JONAH)
    page.goto(f"/patient?id={it.patient_id}")
    settled(page)
    page.get_by_role("button", name="Details").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Whom else may we talk to?").fill("Her brother Emeka")
    dialog.get_by_role("textbox", name="Phone").fill("555 01")
    dialog.get_by_role("button", name="Save details").click()
    expect(dialog.get_by_text("fewer than 7 digits")).to_be_visible()
    dialog.get_by_role("textbox", name="Phone").fill("559 555 0123")
    dialog.get_by_role("button", name="Save details").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Whom else we may talk to: Her brother Emeka")).to_be_visible()
    expect(page.get_by_text("559 555 0123")).to_be_visible()


def test_two_people_on_one_section_see_both_and_choose(
    page: Page, browser: Browser, clinic: Clinic
) -> None:
    it = caller("Twopeople")
    look_as(page, MARA)
    open_intake(page, it.patient_id)
    section(page, "Mind and risk")
    with visitor(browser, clinic.address) as other:
        look_as(other, ROSA)
        open_intake(other, it.patient_id)
        section(other, "Mind and risk")
        other.get_by_text("In the past", exact=True).first.click()
        expect(other.get_by_text(KEPT)).to_be_visible()
    say(page, "Suicidal thoughts or self-harm in the past", "No")
    expect(page.get_by_text("Rosa Delgado saved this section")).to_be_visible()
    expect(page.get_by_text("Psychosis: In the past")).to_be_visible()
    page.get_by_role("button", name="Keep Rosa Delgado's").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text("saved this section")).to_have_count(0)


def ready(family: str) -> Course:
    """Somebody of whom everything is answered and nothing stands against it."""
    it = caller(family)
    of_age(it.patient_id)
    answered.well(record.user(record.DOCTOR), it)
    return it


def decide(page: Page, verdict: str) -> None:
    page.get_by_role("radiogroup", name="What is decided").get_by_text(verdict).click()
    settled(page)


def test_against_the_rules_wants_a_sentence_and_shows_both_verdicts(page: Page) -> None:
    it = ready("Override")
    doctor = record.user(record.DOCTOR)
    high = answered.WELL["heart"] | {"screening_bp": [[168, 102], [164, 98]]}
    answered.save(doctor, it, "heart", high)
    look_as(page, MARA)
    open_intake(page, it.patient_id)
    expect(page.get_by_text("Deferred for high blood pressure")).to_be_visible()
    decide(page, "Eligible")
    choose(page, "Protocol", "IV ketamine, six infusions")
    page.get_by_role("button", name="Sign decision").click()
    expect(page.get_by_text("Write a sentence that says why")).to_be_visible()
    assert stage(it.patient_id) is Stage.SCREENING
    why = page.get_by_role("textbox", name="Why it is decided otherwise")
    why.fill("128/80 over a week at home, log seen.")
    why.press("Tab")
    settled(page)
    page.get_by_role("button", name="Sign decision").click()
    expect(page.get_by_text("rules: defer")).to_be_visible()
    expect(page.get_by_text("log seen")).to_be_visible()
    assert stage(it.patient_id) is Stage.ELIGIBLE


def test_acute_risk_shows_the_protocol_at_once_and_is_assessed_before_anything_else(
    page: Page,
) -> None:
    it = ready("Acuterisk")
    look_as(page, MARA)
    open_intake(page, it.patient_id)
    page.get_by_text("Depression with acute suicidal ideation").click()
    expect(page.get_by_text("Assess risk now.")).to_be_visible()
    expect(page.get_by_text("Suicide and Crisis Lifeline")).to_be_visible()
    expect(page.get_by_text("W01")).to_be_visible()
    settled(page)
    decide(page, "Not recommended")
    page.get_by_role("button", name="Sign decision").click()
    expect(page.get_by_text("Assess risk first")).to_be_visible()
    assert stage(it.patient_id) is Stage.SCREENING
    answers(page, "Level of risk found").get_by_text("Moderate").click()
    page.get_by_role("textbox", name="Found and agreed").fill("Plan named, sister takes her home.")
    page.get_by_role("button", name="Record assessment").click()
    expect(page.get_by_text("sister takes her home")).to_be_visible()
    expect(page.get_by_text("Assess risk now.")).to_have_count(0)


def test_a_paper_screen_of_risk_is_entered_by_its_answers_and_shows_the_protocol(
    page: Page,
) -> None:
    it = caller("Paperform")
    look_as(page, MARA)
    open_intake(page, it.patient_id)
    page.get_by_role("button", name="Add a paper form").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("the wording is protected")).to_be_visible()
    answers(page, "Question 4").get_by_text("Yes").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Suicide and Crisis Lifeline").first).to_be_visible()
    expect(page.get_by_text("W01")).to_be_visible()
    page.goto("/intake")
    settled(page)
    names = page.locator('[data-testid^="glide-cell-1-"]')
    expect(names.filter(has_text="Paperform, Test")).to_be_attached()
    first = page.locator('[data-testid^="glide-cell-2-"]').first
    expect(first).to_have_text("assess risk")


def test_a_medicine_that_was_stopped_is_no_caution_any_more(page: Page) -> None:
    it = caller("Stopped")
    doctor = record.user(record.DOCTOR)
    taken = Taken("Lorazepam 1 mg", "benzodiazepine")
    prior.add_medicine(doctor, it.patient_id, taken, record.ZONE, entry_key=uuid4())
    look_as(page, MARA)
    open_intake(page, it.patient_id)
    expect(page.get_by_text("Interacts: Lorazepam 1 mg")).to_be_visible()
    section(page, "Medicines")
    page.get_by_role("button", name="event_busy icon").click()
    popover = page.get_by_test_id("stPopoverBody")
    field = popover.get_by_test_id("stDateInput").locator("input").first
    field.fill("2026-01-05")
    field.press("Enter")
    settled(page)
    page.get_by_text("6", exact=True).last.click()  # a day chosen closes the calendar
    settled(page)
    page.get_by_role("button", name="Record as stopped").click()
    expect(page.get_by_text("stopped Jan 2026")).to_be_visible()
    settled(page)
    expect(page.get_by_text("Interacts: Lorazepam 1 mg")).to_have_count(0)


def strike_out(page: Page, entry: str) -> None:
    """Strike out the one entry of this kind, with a reason."""
    page.locator(f'[class*="st-key-{entry}-"][class*="-pop"] button').first.click()
    why = page.get_by_role("textbox", name="Why", exact=True).last
    why.fill("entered wrongly")
    why.press("Tab")
    settled(page)
    page.get_by_role("button", name="Strike out").last.click()
    expect(page.locator(f'[class*="st-key-{entry}-"][class*="-pop"]')).to_have_count(0)
    settled(page)


def test_a_medicine_struck_out_and_entered_again_is_kept(page: Page) -> None:
    it = ready("Strikemed")
    look_as(page, MARA)
    open_intake(page, it.patient_id)
    section(page, "Medicines")
    take(page, "Alprazolam 1 mg", "Opioid")
    strike_out(page, "medicine")
    take(page, "Alprazolam 1 mg", "Benzodiazepine")
    expect(page.get_by_text("Needs a clinician's review")).to_be_visible()
    standing = [row for row in taken(it) if row == ("benzodiazepine", False)]
    assert len(standing) == 1


def take(page: Page, medicine: str, interacts: str) -> None:
    page.get_by_role("textbox", name="Medicine and dose").fill(medicine)
    page.get_by_role("combobox", name="Interacts as").click()
    page.get_by_role("option", name=interacts).first.click()
    settled(page)
    page.get_by_role("button", name="Add medicine").click()
    settled(page)


def taken(it: Course) -> list[tuple[str, bool]]:
    medicine = t.Medication
    select = sa.select(medicine.interacts, medicine.struck)
    found = record.rows(select.where(medicine.patient_id == it.patient_id))
    return [(row.interacts, row.struck) for row in found]


def test_a_decision_struck_out_is_signed_again(page: Page) -> None:
    it = ready("Strikesign")
    look_as(page, MARA)
    open_intake(page, it.patient_id)
    for _ in range(2):
        decide(page, "Eligible")
        choose(page, "Protocol", "IV ketamine, six infusions")
        page.get_by_role("button", name="Sign decision").click()
        expect(page.get_by_text("signed by Dr Mara Lindqvist")).to_be_visible()
        settled(page)
        assert stage(it.patient_id) is Stage.ELIGIBLE
        strike_out(page, "decision")
        assert stage(it.patient_id) is Stage.SCREENING


def test_an_acute_answer_in_a_section_that_was_taken_over_is_work_and_is_said(
    page: Page, browser: Browser, clinic: Clinic
) -> None:
    it = caller("Takenover")
    look_as(page, JONAH)
    open_intake(page, it.patient_id)
    with visitor(browser, clinic.address) as other:
        look_as(other, ROSA)
        open_intake(other, it.patient_id)
        say(other, "Was depression diagnosed only recently?", "No")
        expect(other.get_by_text(KEPT)).to_be_visible()
    page.get_by_text("Depression with acute suicidal ideation").click()
    expect(page.get_by_text("Assess risk now.")).to_be_visible()
    expect(page.get_by_text("This section was handed over.")).to_be_visible()
    expect(page.get_by_text("Depression with acute suicidal ideation")).to_be_visible()
    settled(page)
    item = t.WorkItem
    raised = record.rows(sa.select(item.rule).where(item.patient_id == it.patient_id))
    assert raised == [("W01",)]
    page.get_by_role("button", name="I have read it").click()
    expect(page.get_by_text("Your last answers")).to_have_count(0)
    expect(page.get_by_text("A clinician goes on with this section.")).to_be_visible()


def test_what_is_written_last_is_kept_when_another_section_is_chosen(page: Page) -> None:
    it = caller("Lastwords")
    look_as(page, JONAH)
    open_intake(page, it.patient_id)
    section(page, "Practical")
    page.get_by_role("textbox", name="Anything else").fill("Comes by bus.")
    section(page, "Mind and risk")
    draft = t.Draft
    (kept,) = record.rows(sa.select(draft.answers).where(draft.episode_id == it.episode_id))
    assert kept.answers == {"remarks": "Comes by bus."}


def test_a_page_from_before_a_new_screening_passes_nothing_off_as_asked_again(page: Page) -> None:
    it = ready("Askedagain")
    look_as(page, MARA)
    open_intake(page, it.patient_id)
    section(page, "Blood vessels and heart")
    doctor = record.user(record.DOCTOR)
    later = Signed(
        Disposition.DEFER, reason="Asks to wait.", revisit_on=TODAY + timedelta(days=9), why="Asks."
    )
    way = (doctor, it.patient_id, it.episode_id)
    deciding.sign(*way, later, record.ZONE, entry_key=uuid4())
    moving.move(*way, "screened_again", record.ZONE, entry_key=uuid4())
    say(page, "Stroke, ever", "Yes")
    expect(page.get_by_text("This patient is screened again")).to_be_visible()
    expect(page.get_by_text("Stroke, ever: yes")).to_be_visible()
    expect(page.get_by_text("not begun")).to_be_visible()
    expect(answers(page, "Stroke, ever").get_by_role("radio", checked=True)).to_have_count(0)
    page.get_by_role("button", name="I have read it").click()
    settled(page)
    page.get_by_text("Answered in an earlier screening").click()
    expect(page.get_by_text("to be measured again")).to_be_visible()
    page.get_by_role("button", name="Asked again, all still so").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(answers(page, "Stroke, ever").get_by_role("radio", checked=True)).to_have_count(1)
    expect(page.get_by_role("spinbutton", name="Reading 1, systolic")).to_have_value("")


def test_no_plan_at_all_is_an_answer_and_a_man_is_asked_nothing_on_pregnancy(page: Page) -> None:
    it = ready("Ketamineonly")
    look_as(page, MARA)
    open_intake(page, it.patient_id)
    sections = page.get_by_role("radiogroup", name="Section")
    expect(sections.get_by_role("radio", name=re.compile(r"Pregnancy \d"))).to_have_count(0)
    section(page, "Expectations and plan")
    plan = page.get_by_role("toolbar", name="What the treatment plan has besides ketamine")
    plan.get_by_role("button", name="Nothing besides ketamine").click()
    expect(page.get_by_text("treatments in the plan besides ketamine: 0")).to_be_visible()
    settled(page)
    chosen = plan.get_by_role("button", pressed=True)
    expect(chosen).to_have_text(["Nothing besides ketamine"])
    plan.get_by_role("button", name="Clinician for follow-up").click()
    settled(page)
    expect(chosen).to_have_text(["Clinician for follow-up"])
