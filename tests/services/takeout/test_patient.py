"""Everything of one patient: all that stands, nothing else, readable by systems and by people."""

import html
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from data.formats import fhir
from data.tables import (
    Administration,
    Appointment,
    Assessment,
    Audit,
    DosingSession,
    Episode,
    Patient,
    Screening,
    SideEffect,
    Vital,
)
from data.tables.base import new_key
from data.tables.vocabulary import RowOutcome
from services import imports
from services.access import SYSTEM
from services.importing.plans import File
from services.refusals import NotAllowed, NotFound
from services.takeout import patient as patients
from services.takeout.words import TITLES
from tests import clinic
from tests.services.takeout import copies

SQLITE = pytest.mark.parametrize("looked_at_url", ["sqlite"], indirect=True)


def bundle(patient_id: UUID, initials: str = clinic.DOCTOR) -> dict[str, Any]:
    content = patients.as_fhir(clinic.user(initials), patient_id, clinic.ZONE)
    found: dict[str, Any] = json.loads(content)
    return found


def resources(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = [entry["resource"] for entry in made["entry"]]
    return [resource for resource in found if resource["resourceType"] == kind]


def page(patient_id: UUID, initials: str = clinic.DOCTOR) -> str:
    return patients.as_page(clinic.user(initials), patient_id, clinic.ZONE).decode()


def everybody() -> list[Patient]:
    return [row[0] for row in clinic.rows(sa.select(Patient).order_by(sa.column("id")))]


# As FHIR


@SQLITE
def test_everybody_and_their_questionnaires_are_read_back_the_same(looked_at: str) -> None:
    scores = clinic.rows(
        sa.select(Assessment).where(sa.column("instrument").in_(["phq9", "gad7", "audit_c"]))
    )
    compared = 0
    for person in everybody():
        content = patients.as_fhir(clinic.user(clinic.DOCTOR), person.id, clinic.ZONE)
        read = fhir.read(content)
        (found,) = read.patients
        assert (found.family, found.given or "") == (person.family, person.given)
        assert (found.mrn, found.birth_date) == (person.mrn, person.birth_date)
        assert (found.phone, found.email) == (person.phone, person.email)
        assert found.language == person.language
        assert found.sex == (person.sex_clinical.value if person.sex_clinical else None)
        assert found.notes == () or person.birth_date is None
        told = {
            (each.instrument, each.happened_at, each.answers, each.recorded_total)
            for each in read.assessments
        }
        kept = {
            (
                row.instrument,
                row.happened_at,
                row.answers and tuple(row.answers),
                row.total if row.recorded_total is None else row.recorded_total,
            )
            for (row,) in scores
            if row.patient_id == person.id
        }
        assert told == kept
        compared += len(kept)
    assert compared > 300


@SQLITE
def test_another_clinic_takes_it_in_without_a_question(
    looked_at: str, request: pytest.FixtureRequest, tmp_path: Any
) -> None:
    content = patients.as_fhir(clinic.user(clinic.DOCTOR), clinic.named("Okafor"), clinic.ZONE)
    with copies.new_record(request, "sqlite", tmp_path) as url, copies.named(url):
        (plan,) = imports.take_in(SYSTEM, [File("okafor.json", content)], clinic.ZONE)
        assert not plan.refused
        assert [person.outcome for person in plan.people] == [RowOutcome.ADDED]
        # A booking belongs to a site, and this new clinic has none yet.
        lines = [line for line in plan.lines if line.what != "Appointment"]
        # Sertraline is taken now and was told as tried: the same medicine since the same day.
        (twice,) = [line for line in lines if line.outcome is not RowOutcome.ADDED]
        assert twice.outcome is RowOutcome.PRESENT
        assert twice.reading.startswith("Sertraline, from ")
        assert {line.what for line in lines} >= {"PHQ-9", "Readings", "Side effect", "Medicine"}
        assert {line.mismatch for line in plan.lines} == {""}
        (again,) = imports.preview(SYSTEM, [File("okafor.json", content)], clinic.ZONE)
        again_lines = [line for line in again.lines if line.what != "Appointment"]
        assert {line.outcome for line in again_lines} == {RowOutcome.PRESENT}


def test_every_row_of_ada_okafor_is_in_it(looked_at: str) -> None:
    ada = clinic.named("Okafor")
    made = bundle(ada)
    kinds = {
        "Appointment": Appointment,
        "Encounter": DosingSession,
        "EpisodeOfCare": Episode,
        "AdverseEvent": SideEffect,
    }
    for kind, table in kinds.items():
        rows = clinic.rows(sa.select(table.id).where(table.patient_id == ada))
        assert len(resources(made, kind)) == len(rows) > 0, kind
    doses = clinic.rows(
        sa.select(Administration.mg)
        .join(DosingSession, DosingSession.id == Administration.session_id)
        .where(DosingSession.patient_id == ada)
    )
    given = [
        each["dosage"]["dose"]
        for each in resources(made, "MedicationAdministration")
        if "dose" in each["dosage"]
    ]
    assert sorted(each["value"] for each in given) == sorted(row[0] for row in doses)
    assert {each["code"] for each in given} == {"mg"}
    pressures = {
        (
            part["code"]["coding"][0]["code"],
            part["valueQuantity"]["value"],
            each["effectiveDateTime"],
        )
        for each in resources(made, "Observation")
        if each["code"]["text"] == "Blood pressure"
        for part in each["component"]
    }
    for (vital,) in clinic.rows(sa.select(Vital).where(Vital.patient_id == ada)):
        at = vital.happened_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        if vital.sbp is not None:
            assert ("8480-6", vital.sbp, at) in pressures
    for kind in ("Consent", "AllergyIntolerance", "MedicationStatement", "ClinicalImpression"):
        assert resources(made, kind), kind


@SQLITE
def test_ids_are_the_same_each_time_and_every_reference_leads_somewhere(looked_at: str) -> None:
    for person in everybody()[:4]:
        made, again = bundle(person.id), bundle(person.id)
        names = [entry["fullUrl"] for entry in made["entry"]]
        assert names == [entry["fullUrl"] for entry in again["entry"]]
        assert len(set(names)) == len(names)
        assert all(name == f"urn:uuid:{UUID(name[9:])}" for name in names)
        named = set(re.findall(r'"reference": "([^"]+)"', json.dumps(made)))
        assert named <= set(names)


@SQLITE
def test_all_times_are_in_utc(looked_at: str) -> None:
    said = json.dumps(bundle(clinic.named("Okafor")))
    times = re.findall(r'"(\d{4}-\d\d-\d\dT[^"]*)"', said)
    assert len(times) > 100
    assert all(time.endswith("Z") and datetime.fromisoformat(time) for time in times)


def test_only_what_stands_is_in_it(demo_record: str) -> None:
    person = clinic.patient("Newcomer", "Nell")
    at = datetime(2026, 3, 2, 17, tzinfo=UTC)
    known: dict[str, Any] = {
        "patient_id": person.id,
        "instrument": "phq9",
        "definition_version": "1",
        "complete": True,
    }
    mistyped = Assessment(id=new_key(), total=9, answers=[1] * 9, happened_at=at, **known)
    right = {"corrects": mistyped.id, "why": "mistyped"}
    corrected = Assessment(total=18, answers=[2] * 9, happened_at=at, **known, **right)
    effects = [
        SideEffect(id=900_001, patient_id=person.id, happened_at=at, term="nausea"),
        SideEffect(
            patient_id=person.id,
            happened_at=at,
            term="nausea",
            corrects=900_001,
            struck=True,
            why="of somebody else",
        ),
    ]
    clinic.keep(person, mistyped, corrected, *effects)
    made = bundle(person.id)
    (response,) = resources(made, "QuestionnaireResponse")
    assert response["status"] == "amended"
    assert resources(made, "AdverseEvent") == []
    (read,) = fhir.read(json.dumps(made).encode()).assessments
    assert read.answers == (2,) * 9
    told = page(person.id)
    assert "Assessments (1)" in told
    assert "of somebody else" not in told


def test_of_somebody_merged_into_another_all_is_told(demo_record: str) -> None:
    person = clinic.patient("Newcomer", "Nell", mrn="A1")
    other = clinic.patient("Newcomer", "N.", mrn="B2", merged_into=person.id)
    at = datetime(2026, 3, 2, 17, tzinfo=UTC)
    clinic.keep(person, other, Vital(patient_id=other.id, sbp=120, happened_at=at))
    made = bundle(person.id)
    (pressure,) = resources(made, "Observation")
    assert pressure["subject"]["reference"] == f"urn:uuid:{person.id}"
    assert "Who (2)" in page(person.id)


# To read


def test_a_page_has_every_kind_with_every_row(looked_at: str) -> None:
    ada = clinic.named("Okafor")
    told = page(ada)
    headings = dict(re.findall(r"<h2>(.*?)(?: \(([\d,]+)\))?</h2>", told))
    assert set(headings) == set(TITLES.values())
    assert int(headings["Side effects"]) == len(
        clinic.rows(sa.select(SideEffect.id).where(SideEffect.patient_id == ada))
    )
    for words in (
        *("Okafor, Ada", "Cedar Lane Clinic", "These people are invented"),
        *(clinic.user(clinic.DOCTOR).name, "(America/Los_Angeles, as all times here)"),
        *("Penicillin", "Lorazepam", "Interest or pleasure: ", "Dissociation", "not recorded"),
        *("Never recorded: ", "unknown is never none", "Nothing is recorded."),
    ):
        assert words in told, words


def test_a_page_runs_nothing_and_loads_nothing(demo_record: str) -> None:
    person = clinic.patient('<script>alert("x")</script>', "<img src=x onerror=1>", phone="<b>&")
    effect = SideEffect(
        patient_id=person.id,
        happened_at=datetime(2026, 3, 2, 17, tzinfo=UTC),
        term="</td><script>",
        text="line one\nline \u202etwo",
    )
    clinic.keep(person, effect)
    told = page(person.id)
    assert "<script" not in told
    assert "<img" not in told
    assert "&lt;b&gt;&amp;" in told
    assert "line one\nline [U+202E]two" in told
    assert "default-src &#x27;none&#x27;" in told or "default-src 'none'" in told
    assert not re.search(r"(src|href)\s*=", told.replace("&lt;img src=x", ""))


def test_nothing_known_is_never_0(demo_record: str) -> None:
    person = clinic.patient("Newcomer", "")
    clinic.keep(person)
    told = page(person.id)
    assert "Never recorded: MRN, Given, Preferred name, Birth date, Sex" in told
    assert told.count("Nothing is recorded.") == len(TITLES) - 1


# For whom


@pytest.mark.parametrize("form", patients.FORMS, ids=lambda form: form.kind.ending)
def test_every_copy_is_audited_and_the_same_one_twice(
    demo_record: str, form: patients.Form
) -> None:
    ada = clinic.named("Okafor")
    for n in (1, 2):
        form.make(clinic.user(clinic.DOCTOR), ada, clinic.ZONE)
        assert clinic.audited("export_patient") == n
    (body,) = clinic.rows(sa.select(Audit.body).where(Audit.action == "export_patient"))[0]
    assert json.loads(body)["patient"] == str(ada)
    assert json.loads(body)["detail"] == {"about": form.kind.words}


@pytest.mark.parametrize("form", patients.FORMS, ids=lambda form: form.kind.ending)
def test_who_may_not_take_a_patient_out_takes_none(demo_record: str, form: patients.Form) -> None:
    ada = clinic.named("Okafor")
    for initials in (clinic.DESK, clinic.MANAGER, clinic.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            form.make(clinic.user(initials), ada, clinic.ZONE)
    with pytest.raises(NotAllowed, match=r"^Sign in first\.$"):
        form.make(None, ada, clinic.ZONE)
    with pytest.raises(NotFound):
        form.make(clinic.user(clinic.DOCTOR), uuid4(), clinic.ZONE)


@pytest.mark.parametrize("form", patients.FORMS, ids=lambda form: form.kind.ending)
def test_a_name_of_a_file_names_nobody(form: patients.Form) -> None:
    today = datetime.now(clinic.ZONE)
    names = {patients.file_name(form.kind, clinic.ZONE) for _ in range(2)}
    assert len(names) == 2
    days = {f"{at:%Y-%m-%d}" for at in (today, today + timedelta(days=1))}
    for name in names:
        assert re.fullmatch(rf"patient-({'|'.join(days)})-[0-9a-f]{{8}}\.{form.kind.ending}", name)


def test_a_total_alone_of_a_day_alone_claims_no_more(demo_record: str) -> None:
    person = clinic.patient("Newcomer", "Nell", mrn="N-1", language="hmn")
    clinic.keep(person)
    table = "mrn,last name,date,phq9 total\nN-1,Newcomer,2026-03-02,14\n"
    (plan,) = imports.take_in(SYSTEM, [File("t.csv", table.encode())], clinic.ZONE)
    assert [line.outcome for line in plan.lines] == [RowOutcome.ADDED]
    told = page(person.id).replace("\u00a0", " ")
    heads, cells = (
        re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", told.partition("Assessments (1)</h2>")[2])
        for tag in ("th", "td")
    )
    said = dict(zip(heads, cells, strict=False))
    assert (said["When"], said["Total"]) == ("2 Mar 2026", "14")
    assert not {"Answers", "Item 9", "Answered", "Complete"} & said.keys()
    assert "<td>Hmong</td>" in told


def said(told: str, title: str) -> list[dict[str, str]]:
    """The rows of one table of a page, by heading."""
    part = told.replace("\u00a0", " ").partition(f"<h2>{title} (")[2].partition("<h2>")[0]
    heads = re.findall(r"<th\b[^>]*>(.*?)</th>", part)
    lines = [re.findall(r"<td\b[^>]*>(.*?)</td>", row) for row in part.split("<tr>")]
    return [dict(zip(heads, cells, strict=True)) for cells in lines if cells]


def test_what_is_known_by_its_day_alone_claims_no_hour(demo_record: str) -> None:
    person = clinic.patient("Newcomer", "Nell", mrn="N-1")
    clinic.keep(person)
    for name, lines in {
        "v": "mrn,date,systolic\nN-1,2026-03-02,128\nN-1,2026-03-02 09:30,130\n",
        "m": "mrn,medicine,start,end\nN-1,Sertraline,2019-02-03,\nN-1,Lithium,2019,\n",
        "e": "mrn,event,start,end\nN-1,Nausea,2026-03-02,2026-03-03\nN-1,Cold,Mar 2025,\n",
    }.items():
        imports.take_in(SYSTEM, [File(f"{name}.csv", lines.encode())], clinic.ZONE)
    told = page(person.id)
    assert [row["When"] for row in said(told, "Readings")] == ["2 Mar 2026", "2 Mar 2026, 09:30"]
    medicines = {row["Name"]: row["When"] for row in said(told, "Medicines taken outside")}
    assert medicines == {"Sertraline": "3 Feb 2019", "Lithium": "2019"}
    cold, nausea = said(told, "Side effects")
    assert (cold["When"], nausea["When"]) == ("Mar 2025", "2 Mar 2026")
    assert nausea["Resolved"] == "3 Mar 2026"


def test_work_says_why_and_what_raised_it(demo_record: str) -> None:
    person = clinic.patient("Newcomer", "Nell", mrn="N-1")
    clinic.keep(person)
    items = ",".join(f"phq9_{number}" for number in range(1, 10))
    today = datetime.now(clinic.ZONE)
    table = f"mrn,date,{items}\nN-1,{today:%Y-%m-%d},1,1,1,1,1,1,1,1,3\n"
    imports.take_in(SYSTEM, [File("t.csv", table.encode())], clinic.ZONE)
    (work,) = said(page(person.id), "Work raised by an answer")
    assert work["Why"] == "PHQ-9 item 9 is 2 or 3"
    assert work["Raised by"] == f"PHQ-9, {today.day} {today:%b %Y}"


def test_a_page_has_words_for_codes(looked_at: str) -> None:
    judged = clinic.rows(
        sa.select(Episode.patient_id, Screening.findings)
        .join(Screening, Screening.episode_id == Episode.id)
        .where(Screening.findings.is_not(None))
    )
    fired = [(whose, findings) for whose, findings in judged if findings][:5]
    assert fired
    for patient_id, findings in fired:
        told = page(patient_id).replace("\u00a0", " ")
        for each in findings:
            assert html.escape(each["words"]) in told
        assert "number of failed adequate trials: " in told
        assert "urn:sha256" not in told
        assert re.findall(r"[a-z]+_[a-z]+", told.partition("<h2>")[2]) == []
