"""`manage.py import`: every line that the operator reads."""

import json
from pathlib import Path

import pytest

from data.reference import instrument
from data.tables import Assessment, Patient
from tests import clinic, fhir_made
from tests.deploy.conftest import Run
from tests.sheets_made import book_of, saved

EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "examples" / "fhir"
BANDS = {band.id: band.label for band in instrument("phq9").bands}


def test_a_dry_run_prints_every_expected_response_and_writes_nothing(
    record: str, run: Run, shared_data: Path
) -> None:
    rows = json.loads((shared_data / "fhir/expected.json").read_text())
    printed = run("import", "--dry-run", shared_data / "fhir")
    assert printed.exit_code == 0
    assert len(rows) == 25
    files: dict[str, list[str]] = {}
    for line in printed.stdout.splitlines():
        if not line.startswith("  "):
            name = line.split(": ")[0]
            lines = files.setdefault(name, [])
        lines.append(line)
    for row in rows:
        score = f"{row['expected_total']} (9 of 9), {BANDS[row['expected_severity']]}"
        wanted = f", {score}, item 9 {row['items'][8]}"
        if not row["recorded_total_correct"]:
            wanted += f", MISMATCH: source said {row['recorded_total']}"
        said = [
            line
            for line in files[str(shared_data / row["file"])]
            if row.get("resource", "QuestionnaireResponse/") in line and "PHQ-9" in line
        ]
        assert len(said) == 1, row
        assert wanted in said[0], row
        assert row["recorded_total_correct"] is ("MISMATCH" not in said[0]), row
    assert printed.stdout.splitlines()[-1] == "50 people and entries would be added."
    assert (clinic.count(Patient), clinic.count(Assessment)) == (0, 0)


def test_a_folder_is_taken_in_and_the_second_time_all_is_there(record: str, run: Run) -> None:
    first, second = (run("import", EXAMPLES) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "new: Halloran, Maeve" in first.stdout
    assert "15 (9 of 9), moderately severe, item 9 1, MISMATCH: source said 17" in first.stdout
    assert first.stdout.endswith("5 people and entries were added.\n")
    assert "already here: Halloran, Maeve" in second.stdout
    assert second.stdout.endswith("0 people and entries were added.\n")
    assert (clinic.count(Patient), clinic.count(Assessment)) == (2, 3)


def test_what_needs_a_patient_gets_one_by_mrn(record: str, run: Run, tmp_path: Path) -> None:
    given = fhir_made.response(fhir_made.items([1] * 9))
    path = tmp_path / "score.json"
    path.write_text(json.dumps(given))
    clinic.keep(clinic.patient("Okafor", "Ada", mrn="A1"))
    assert "stays out: QuestionnaireResponse/r1" in run("import", path).stdout
    assert clinic.count(Assessment) == 0
    assert "new: QuestionnaireResponse/r1" in run("import", path, "--patient", "A1").stdout
    assert clinic.count(Assessment) == 1


def test_a_file_that_is_none_gets_one_line(record: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{"resourceType": ')
    printed = run("import", path)
    assert printed.exit_code == 0
    said, counted = printed.stdout.splitlines()
    assert said.startswith(f"{path}: This file is not whole JSON")
    assert counted == "0 people and entries were added."


def test_a_table_says_how_it_was_read_and_which_sheets_were_not(
    record: str, run: Run, tmp_path: Path
) -> None:
    people = [["MRN", "Last name"], ["K-1", "Okafor"], [], ["K-2", "Reed"]]
    readings = [["MRN", "Date", "Systolic"], ["K-1", "2026-03-02", 188]]
    path = tmp_path / "two.xlsx"
    path.write_bytes(saved(book_of(("Patients", people), ("Readings", readings))))
    printed = run("import", path).stdout.splitlines()
    assert "  What the rows are read as: Patients." in printed
    assert "  Sheets not read: “Readings”." in printed


def test_what_stays_out_says_of_which_column_and_which_row_of_the_sheet(
    record: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "r.csv"
    path.write_text("mrn,last name,date,systolic\nK-1,Okafor,2026-03-02,128\n\n\nK-1,,soon,128\n")
    printed = run("import", path).stdout
    assert "stays out: Row 4, column “date”. It is not a date that can be read." in printed


@pytest.mark.parametrize("arguments", [["no/such/file"], [EXAMPLES, "--patient", "nobody's"]])
def test_what_cannot_be_done_is_a_sentence_and_exit_code_1(
    record: str, run: Run, arguments: list[object]
) -> None:
    refused = run("import", *arguments)
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert refused.stderr.endswith(" Nothing was read.\n")
    assert clinic.count(Patient) == 0
