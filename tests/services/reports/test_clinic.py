"""The clinic report: what it says, of what, by whom, and what it must not tell."""

import functools
import re
from datetime import date

import pytest
import sqlalchemy as sa
from PIL import Image

from data.queries.insight.view import View
from data.tables import Audit, Patient
from data.tables.base import now
from data.tables.vocabulary import Role, Route
from services.insight import ground as grounds
from services.insight import meanings
from services.insight.ground import Ground, Period
from services.outcomes.headline import headline
from services.refusals import NotAllowed
from services.reports import lines
from services.reports.clinic import at_least, clinic_report
from services.reports.outcome_facts import rate
from tests import clinic, made
from tests.services.reports import reading

K_OF_N = re.compile(r"(\d[\d,]*) of (\d[\d,]*)")
FOOTER = re.compile(r"Clinic report\. .{0,200}? page \d+ of \d+")


def ground(initials: str, period: Period = Period.YEAR) -> Ground:
    today = now().astimezone(clinic.ZONE).date()
    view = View(grounds.since(period, today), today)
    return grounds.stand(clinic.user(initials), "reports", view, clinic.ZONE)


def quietly(words: str, part: float) -> None:
    pass


@functools.cache
def report(url: str, initials: str) -> bytes:
    """Made once for all who only read it."""
    return clinic_report(clinic.user(initials), ground(initials), quietly)


def test_it_says_what_it_counts_and_when_and_by_whom_it_was_made(looked_at: str) -> None:
    said = reading.pages(report(looked_at, clinic.DOCTOR))
    on = ground(clinic.DOCTOR)
    doctor = clinic.user(clinic.DOCTOR)
    for words in (
        "Clinic report",
        "Cedar Lane Clinic",
        f"{grounds.day(on.today)}, ",
        "America/Los_Angeles",
        f"by {doctor.name}",
        grounds.words(on.view, grounds.people(doctor)),
        "Everybody in it is invented.",
    ):
        assert words in said[0], words
    for number, page in enumerate(said, 1):
        assert f"page {number} of {len(said)}" in page
        assert doctor.name in page


def test_all_three_parts_are_in_it_with_pictures_captions_and_tables(looked_at: str) -> None:
    said = reading.text(report(looked_at, clinic.DOCTOR))
    for section in lines.SECTIONS:
        assert f" {section.title} " in said
    for words in (
        *("Response at end of induction", "evaluable", "Time to first response", "at risk"),
        *("Patients with the effect at least once, IV ketamine", "Dissociation", "Spravato"),
        *("All figures", "No-show", "Where the chair-minutes went", "From inquiry to first dose"),
    ):
        assert words in said, words


def test_the_words_of_the_pictures_are_text_in_the_screen_s_font(looked_at: str) -> None:
    content = report(looked_at, clinic.DOCTOR)
    assert "SourceSansPro" in reading.fonts(content)
    # This stands in a picture and nowhere else.
    assert "Days since first dose" in reading.text(content)


def test_a_number_is_the_one_of_the_page(looked_at: str) -> None:
    leaving = ground(clinic.DOCTOR).for_export()
    found = headline(clinic.user(clinic.DOCTOR), leaving)
    assert rate(found.response) in reading.text(report(looked_at, clinic.DOCTOR))


def test_every_id_below_a_figure_is_explained_at_the_end(looked_at: str) -> None:
    said = reading.text(report(looked_at, clinic.DOCTOR))
    for book in meanings.books():
        assert f"{book.name} Version {book.version}, {book.checked_by}" in said
    named = {
        word
        for found in re.findall(r"Definitions: ((?:[a-z_0-9]+, )*[a-z_0-9]+)", said)
        for word in found.split(", ")
    }
    assert {"baseline", "response", "worst_grade", "no_show"} <= named
    for word in named:
        assert f"({word})" in said, word


@pytest.mark.parametrize("initials", [clinic.DOCTOR, clinic.MANAGER])
def test_it_names_no_patient_whoever_made_it(looked_at: str, initials: str) -> None:
    said = reading.text(report(looked_at, initials))
    for family, given in clinic.rows(sa.select(Patient.family, Patient.given)):
        assert f"{family}, {given}" not in said
        assert f"{given} {family}" not in said


def test_a_manager_s_report_shows_no_small_count_of_people(looked_at: str) -> None:
    pages = reading.pages(report(looked_at, clinic.MANAGER))
    said = FOOTER.sub("", " ".join(pages))
    assert "Counts of 1 to 10 are hidden" in said
    assert "hidden" in said
    people = said[said.index("Outcomes") : said.index("Utilization 1")]
    counts = [tuple(int(n.replace(",", "")) for n in each) for each in K_OF_N.findall(people)]
    assert counts
    for k, n in counts:
        assert k == 0 or k > 10, (k, n)
        assert n - k == 0 or n - k > 10, (k, n)
    clinician = FOOTER.sub("", reading.text(report(looked_at, clinic.DOCTOR)))
    assert any(0 < int(k.replace(",", "")) < 11 for k, _ in K_OF_N.findall(clinician))


def test_progress_is_told_from_the_beginning_to_the_end(demo_record: str) -> None:
    heard: list[tuple[str, float]] = []
    user = clinic.user(clinic.MANAGER)
    before = clinic.audited("export_numbers")
    clinic_report(user, ground(clinic.MANAGER), lambda words, part: heard.append((words, part)))
    parts = [part for _, part in heard]
    assert (parts[0], parts[-1]) == (0, 1)
    assert parts == sorted(parts)
    assert {"Outcomes", "Side effects", "Utilization"} <= {words for words, _ in heard}
    assert clinic.audited("export_numbers") == before + 1
    bodies = clinic.rows(sa.select(Audit.body).where(Audit.action == "export_numbers"))
    assert "clinic report, from " in str(bodies[-1][0])


@pytest.mark.parametrize("initials", [clinic.DESK, clinic.ADMINISTRATOR])
def test_who_may_not_take_numbers_out_gets_no_report(demo_record: str, initials: str) -> None:
    theirs = ground(clinic.MANAGER)
    refused = clinic.audited("refused")
    with pytest.raises(NotAllowed, match="may not take tables, pictures and reports of numbers"):
        clinic_report(clinic.user(initials), theirs, quietly)
    with pytest.raises(NotAllowed, match=r"^Sign in first\.$"):
        clinic_report(None, theirs, quietly)
    assert clinic.audited("refused") == refused + 2
    assert clinic.audited("export_numbers") == 0


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.MANAGER])
def test_an_empty_clinic_has_a_report_that_says_so(record: str, role: Role) -> None:
    made.site()
    user = made.user(role)
    view = View(date(2026, 10, 1), date(2026, 10, 31))
    on = grounds.stand(user, "reports", view, clinic.ZONE)
    said = reading.text(clinic_report(user, on, quietly))
    assert "Clinic report, October 2026" in said
    assert "Courses dosed 0" in said
    assert "No course of this filter has finished its induction" in said
    assert "nan" not in said.lower().split()


def test_outcomes_look_back_twelve_months_and_the_rest_stays_in_its_month() -> None:
    month = Ground(
        View(date(2026, 10, 1), date(2026, 10, 31), Route.IV),
        date(2026, 11, 26),
        clinic.ZONE,
        1,
        None,
    )
    assert at_least(month, 12).view == View(date(2025, 11, 1), date(2026, 10, 31), Route.IV)
    assert at_least(month, 1) == month
    whole = Ground(View(None, date(2026, 10, 31)), month.today, clinic.ZONE, 1, None)
    assert at_least(whole, 12) == whole
    longer = Ground(View(date(2024, 1, 1), date(2026, 10, 31)), month.today, clinic.ZONE, 1, None)
    assert at_least(longer, 12) == longer


def test_its_pages_are_seen_with_their_pictures_also_in_black_and_white(looked_at: str) -> None:
    pages = reading.pictures(report(looked_at, clinic.DOCTOR))
    inks = [ink(page) for page in pages]
    assert all(0.01 < each < 0.6 for each in inks), "none is blank, none is black"
    coloured = [page for page in pages if saturated(page) > 0.01]
    assert len(coloured) >= 3, "each part has pictures in colour"
    for page in coloured:
        grey = page.convert("L")
        shades = {shade // 32 for shade, n in enumerate(grey.histogram()) if n > 50}
        assert len(shades) >= 3, "what colours tell apart, greys tell apart"


def ink(page: Image.Image) -> float:
    """The part of a page that is not paper."""
    dark = sum(page.convert("L").histogram()[:245])
    return dark / (page.width * page.height)


def saturated(page: Image.Image) -> float:
    """The part of a page that has a colour."""
    strong = sum(page.convert("HSV").getchannel("S").histogram()[90:])
    return strong / (page.width * page.height)
