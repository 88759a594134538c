"""The real files that others made, brought in: against the numbers read from them by hand."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data.queries.caseload import Search
from data.reference import instrument
from data.tables import (
    Allergy,
    Assessment,
    Condition,
    ImportBatch,
    Medication,
    Patient,
    SideEffect,
    Vital,
)
from data.tables.vocabulary import Role, RowOutcome
from services import caseload, imports, searching
from services.access import SYSTEM, User
from services.caseload import Filters, Order
from services.importing.plans import File, FilePlan
from tests import clinic, made

BANDS = {band.id: band.label for band in instrument("phq9").bands}

NOTES = (Vital, Condition, Medication, Allergy, SideEffect)
"""What those files hold beside people and questionnaires."""


@pytest.fixture
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


@pytest.fixture(scope="module")
def files(shared_data: Path) -> list[File]:
    """Every FHIR file there is, named by its place."""
    paths = sorted((shared_data / "fhir").glob("*/*.json"))
    assert len(paths) == 42
    return [File(str(path.relative_to(shared_data)), path.read_bytes()) for path in paths]


@pytest.fixture(scope="module")
def expected(shared_data: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((shared_data / "fhir/expected.json").read_text())
    assert len(found) == 25
    return found


def take_in(files: list[File], **more: Any) -> tuple[FilePlan, ...]:
    return imports.take_in(SYSTEM, files, clinic.ZONE, **more)


def rows(user: User, filters: Filters) -> Any:
    found = caseload.show(user, filters, Order.NAME, clinic.ZONE).rows
    return found.set_index("patient")


def test_every_expected_response_is_previewed_with_total_band_item_9_and_mismatch(
    doctor: User, files: list[File], expected: list[dict[str, Any]]
) -> None:
    plans = {plan.name: plan for plan in imports.preview(SYSTEM, files, clinic.ZONE)}
    for row in expected:
        lines = plans[row["file"]].lines
        (line,) = [each for each in lines if each.source == row.get("resource", each.source)]
        assert line.reading == f"{row['expected_total']} (9 of 9)", row
        assert line.severity == BANDS[row["expected_severity"]], row
        assert line.item9 == str(row["items"][8]), row
        assert (int(line.item9) >= 1) is row["expected_item9_flag"], row
        right = row["recorded_total_correct"]
        assert line.mismatch == ("" if right else f"source said {row['recorded_total']}"), row


def test_every_other_file_is_read_or_refused_in_one_sentence(
    doctor: User, files: list[File]
) -> None:
    for plan in imports.preview(SYSTEM, files, clinic.ZONE):
        told = [plan.refused] if plan.refused else [out.why for out in plan.left_out]
        assert plan.people or plan.lines or told, plan.name
        assert all(sentence.endswith(".") for sentence in told), plan.name


def test_the_ahrq_people_are_in_the_caseload_with_their_scores(
    doctor: User, files: list[File], expected: list[dict[str, Any]]
) -> None:
    ahrq = [file for file in files if "ahrq" in file.name]
    plans = take_in(ahrq)
    shown = rows(doctor, Filters(not_yet=True))
    assert len(shown) == len(ahrq) == 9
    for plan in plans:
        (person,) = plan.people
        row = shown.loc[person.words.split(", born")[0]]
        own = [each for each in expected if each["file"] == plan.name]
        own.sort(key=lambda each: each["authored"])
        totals = [each["expected_total"] for each in own]
        assert row["course"] == (totals if len(totals) > 1 else [])
        assert row["phq9"] == totals[-1]
        assert row["item9"] == str(own[-1]["items"][8])
        assert row["stage"] == "No episode"
    assert rows(doctor, Filters()).empty


def test_people_without_a_score_come_in_and_are_found(
    doctor: User, files: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_MRN_SYSTEM", "http://hospital.smarthealthit.org")
    wanted = ("synthea", "Patient-example")
    take_in([file for file in files if any(word in file.name for word in wanted)])
    shown = rows(doctor, Filters(not_yet=True))
    assert list(shown.index) == ["Chalmers, Peter James", "Hintz, Ned", "Hoeger, Buster"]
    assert set(shown["stage"]) == {"No episode"}
    assert shown["phq9"].isna().all()
    assert [list(course) for course in shown["course"]] == [[], [], []]
    assert rows(doctor, Filters()).empty
    typed = {
        "hoeg": "Hoeger, Buster",
        "ned hintz": "Hintz, Ned",
        "ad2e3fc5-2b5d": "Hoeger, Buster",
        "1974-12-25": "Chalmers, Peter James",
        "55556473": "Chalmers, Peter James",
    }
    for words, name in typed.items():
        found = rows(doctor, Filters(search=searching.understand(words)))
        assert list(found.index) == [name], words


def test_a_second_import_adds_nothing_in_whatever_order(doctor: User, files: list[File]) -> None:
    assert sum(plan.adds for plan in take_in(files)) == 9 + 23 + 3 + 15
    held = (clinic.count(Patient), clinic.count(Assessment))
    assert held == (12, 23)
    assert sum(clinic.count(table) for table in NOTES) == 15
    for again in (files, files[::-1]):
        assert sum(plan.adds for plan in take_in(again)) == 0
    assert (clinic.count(Patient), clinic.count(Assessment)) == held


def test_the_entries_of_a_bundle_in_another_order_add_nothing(
    doctor: User, files: list[File]
) -> None:
    ahrq = [file for file in files if "ahrq" in file.name]
    take_in(ahrq)
    for file in ahrq:
        document = json.loads(file.content)
        document["entry"].reverse()
        turned = File(f"turned {file.name}", json.dumps(document).encode())
        assert turned.digest != file.digest
        assert take_in([turned])[0].adds == 0


def test_a_response_that_names_nobody_needs_a_patient_and_an_mrn_gives_it_one(
    doctor: User, files: list[File]
) -> None:
    (nobody_s,) = [file for file in files if "QuestionnaireResponse-phq-9" in file.name]
    (line,) = take_in([nobody_s])[0].lines
    assert (line.person, line.outcome) == ("needs a patient", RowOutcome.LEFT_OUT)
    assert clinic.count(Assessment) == 0
    clinic.keep(clinic.patient("Okafor", "Ada", mrn="A1"))
    (line,) = take_in([nobody_s], mrn="A1")[0].lines
    assert (line.person, line.reading) == ("Okafor, Ada", "12 (9 of 9)")
    okafor = Filters(search=Search(names=(("okafor", ""),)))
    assert rows(doctor, okafor).loc["Okafor, Ada", "phq9"] == 12


def test_the_naughty_files_get_a_sentence_each_and_write_nothing(
    doctor: User, shared_data: Path
) -> None:
    paths = sorted((shared_data / "naughty/json").iterdir())
    assert len(paths) == 17
    for plan in take_in([File(path.name, path.read_bytes()) for path in paths]):
        assert plan.refused is not None, plan.name
        assert plan.refused.startswith("This file "), plan.name
        assert plan.refused.endswith("."), plan.name
    assert clinic.count(ImportBatch) == 0
    assert clinic.rows(sa.select(Patient.id)) == []
