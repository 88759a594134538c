"""The real files that others made, against numbers that were computed from them elsewhere.

Surveys and trials leave out what a clinic's record needs: the day, and sometimes the person. The
tests put that beside the file, in a column of its own; everything else is as it lies there.
"""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from data.formats import tabular
from data.formats.grid import Grid
from data.formats.records import AssessmentRecord, ReadFile, SideEffectRecord, VitalRecord
from data.formats.tabular import pieces, questionnaires, readings
from data.reference import instrument
from tests.tables_made import OURS, ZONE, beside, shared

Answered = AssessmentRecord | tabular.RowAnswers


@pytest.fixture
def expected(shared_data: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared_data / "expected_summary.json").read_text())
    return found


def read(grid: Grid) -> ReadFile:
    return tabular.read(grid, tabular.propose(grid, OURS).mapping, ZONE)


def dated(grid: Grid) -> Grid:
    return beside(grid, "date", ["2018-03-05"] * len(grid.rows))


def total(record: Answered) -> int | None:
    """What complete answers add up to."""
    answers = record.answers or (None,)
    return None if None in answers else sum(points or 0 for points in answers)


def bands(records: list[Answered], id: str) -> list[int]:
    """How many totals fall into each band, the mildest first."""
    totals = [each for record in records if (each := total(record)) is not None]
    return [sum(b.low <= each <= b.high for each in totals) for b in instrument(id).bands]


def vitals(file: ReadFile) -> list[VitalRecord]:
    return [each for each in file.entries if isinstance(each, VitalRecord)]


def test_the_phq9_of_nhanes(shared_data: Path, expected: dict[str, Any]) -> None:
    known = expected["nhanes_dpq"]
    grid = shared(shared_data / "items/nhanes_dpq_j_half.csv")
    records = list(tabular.answers(grid, tabular.propose(grid).mapping))
    assert len(records) == known["rows"]
    assert all(not each.faults for each in records)

    valid = [each for each in records if total(each) is not None]
    blank = [each for each in records if not any(p is not None for p in each.answers or ())]
    positive = [each for each in valid if (each.answers or ())[8]]
    assert len(valid) == known["all_nine_valid"]
    # One row of codes 7 and 9 alone is as blank as one that was never asked.
    assert len(blank) == known["all_blank"] + 1
    assert bands(list(records), "phq9") == list(known["bands"].values())
    assert mean(total(each) or 0 for each in valid) == pytest.approx(known["mean_total"], abs=1e-6)
    assert len(positive) == known["item9_positive_among_valid"]
    low = [each for each in positive if (total(each) or 0) < 10]
    assert len(low) == known["item9_positive_and_total_below_10"]


def test_the_phq9_of_nhanes_as_records(shared_data: Path, expected: dict[str, Any]) -> None:
    file = read(dated(shared(shared_data / "items/nhanes_dpq_j_half.csv")))
    known = expected["nhanes_dpq"]
    assert len(file.assessments) + len(file.left_out) == known["rows"]
    assert {each.why for each in file.left_out} == {questionnaires.NOT_ANSWERED}
    assert bands(list(file.assessments), "phq9") == list(known["bands"].values())
    assert len({each.patient_ref for each in file.assessments}) == len(file.assessments)


def test_the_survey_of_students(shared_data: Path, expected: dict[str, Any]) -> None:
    grid = dated(shared(shared_data / "items/ukm_students_half.csv"))
    grid = beside(grid, "participant", [str(row) for row in range(len(grid.rows))])
    proposal = tabular.propose(grid, OURS)
    # The perceived stress scale is no instrument of this clinic.
    assert set(proposal.unknown) == {*(f"S{n}" for n in range(1, 11)), "BMI"}

    file, known = tabular.read(grid, proposal.mapping, ZONE), expected["ukm"]
    assert file.left_out == ()
    depression = [each for each in file.assessments if each.instrument == "phq9"]
    anxiety = [each for each in file.assessments if each.instrument == "gad7"]
    assert (len(depression), len(anxiety)) == (known["rows"], known["rows"])
    assert bands(list(depression), "phq9") == known["phq9_bands_min_mild_mod_modsev_sev"]
    assert bands(list(anxiety), "gad7") == known["gad7_bands"]
    assert mean(total(e) or 0 for e in depression) == pytest.approx(known["phq9_mean"], abs=1e-6)
    assert mean(total(e) or 0 for e in anxiety) == pytest.approx(known["gad7_mean"], abs=1e-6)
    assert sum((e.answers or ())[8] != 0 for e in depression) == known["item9_positive"]


def test_the_pressures_of_nhanes(shared_data: Path, expected: dict[str, Any]) -> None:
    known = expected["nhanes_bp"]
    file = read(dated(shared(shared_data / "vitals/nhanes_bpx_j_half.csv")))
    found = vitals(file)
    zeros = {each.row for each in file.left_out if each.why == readings.ZERO}
    with_pressure = {each.row for each in found if each.sbp or each.dbp}
    high = {each.row for each in found if (each.sbp or 0) >= 140 or (each.dbp or 0) >= 90}
    assert known["rows"] - len(with_pressure) == known["no_reading"]
    assert len(zeros) == known["diastolic_zero_rows"]
    assert len({e.row for e in found if (e.sbp or 0) >= 180}) == known["any_systolic_ge_180"]
    assert len(high) == known["any_systolic_ge_140_or_diastolic_ge_90"]
    assert max(each.sbp or 0 for each in found) == known["max_systolic"]
    assert None not in {each.sbp for each in found if each.dbp}


def test_the_hamd17_of_a_trial(shared_data: Path, expected: dict[str, Any]) -> None:
    grid = shared(shared_data / "longitudinal/antidepressant_hamd17_half.csv")
    since, visit, arm = (grid.columns.index(head) for head in ("RELDAYS", "VISIT", "THERAPY"))
    first = date(2000, 1, 1)
    days = [str(first + timedelta(days=int(row[since]))) for row in grid.rows]
    file, known = read(beside(grid, "visit date", days)), expected["hamd17_trial"]
    assert (len(file.patients), len(file.assessments)) == (known["subjects"], known["rows"])

    totals: dict[str, list[int]] = {}
    for each in file.assessments:
        row = grid.rows[(each.row or 0) - 1]
        assert each.instrument == "hamd17"
        assert each.answers is None
        totals.setdefault(f"{row[arm]}|{row[visit]}", []).append(each.recorded_total or 0)
    assert {key: len(each) for key, each in totals.items()} == {
        key: each["n"] for key, each in known["by_visit"].items()
    }
    for key, each in known["by_visit"].items():
        assert mean(totals[key]) == pytest.approx(each["mean"], abs=1e-6)


@pytest.mark.parametrize(
    ("name", "delimiter"),
    [
        ("longitudinal/btheb_bdi_half.csv", ","),
        ("naughty/derived/btheb_utf8_bom_crlf.csv", ","),
        ("naughty/derived/btheb_semicolon.csv", ";"),
    ],
)
def test_the_bdi_of_beat_the_blues(
    shared_data: Path, expected: dict[str, Any], name: str, delimiter: str
) -> None:
    grid = shared(shared_data / name, delimiter)
    visits = ("pre", "2m", "3m", "5m", "8m")
    for month, visit in enumerate(visits, start=1):
        grid = beside(grid, f"date.{visit}", [f"2000-{month:02}-01"] * len(grid.rows))
    proposal = tabular.propose(grid, OURS)
    assert proposal.mapping.decimal == ("," if delimiter == ";" else None)

    file = tabular.read(grid, proposal.mapping, ZONE)
    assert file.left_out == ()
    for visit in visits:
        found = [e for e in file.assessments if e.source_id.endswith(f", {visit}")]
        known = expected["btheb"][f"bdi.{visit}"]
        assert len(found) == known["n"]
        totals = [each.recorded_total or 0 for each in found]
        assert mean(totals) == pytest.approx(known["mean"], abs=1e-6)
    assert set(Counter(each.instrument for each in file.assessments)) == {"bdi"}


def test_totals_of_visits_without_a_date_stay_out_and_say_so(shared_data: Path) -> None:
    file = read(shared(shared_data / "longitudinal/btheb_bdi_half.csv"))
    assert file.entries == ()
    assert {each.why for each in file.left_out} == {"It has no date."}
    assert {each.field for each in file.left_out} == {
        *(f"bdi.{visit}" for visit in ("pre", "2m", "3m", "5m", "8m"))
    }


def test_the_people_of_synthea(shared_data: Path) -> None:
    grid = shared(shared_data / "synthea_csv/patients.csv")
    file = read(grid)
    assert len(file.patients) == len(grid.rows) == 14
    assert (file.entries, file.left_out) == ((), ())
    assert all(each.family and each.given and each.birth_date for each in file.patients)
    died = sum(bool(row[grid.columns.index("DEATHDATE")]) for row in grid.rows)
    assert sum(each.deceased is True for each in file.patients) == died


def test_the_observations_of_synthea(shared_data: Path) -> None:
    grid = shared(shared_data / "synthea_csv/observations.csv")
    file = read(grid)
    assert Counter(each.instrument for each in file.assessments) == {
        "gad7": 5,
        "audit_c": 4,
        "phq9": 1,
    }
    found = vitals(file)
    assert len(found) == 15
    assert all(each.sbp and each.dbp and each.hr and each.rr for each in found)
    # Children below 30 kg, whose weights no record of this clinic keeps.
    assert Counter(each.why for each in file.left_out) == {
        pieces.NOT_KEPT: 38,
        "It cannot be a reading: possible are 30 to 250 kg.": 3,
    }
    people = {row[grid.columns.index("PATIENT")] for row in grid.rows}
    assert {identifier for each in file.patients for _, identifier in each.identifiers} == people


def test_the_vital_signs_of_a_trial(shared_data: Path) -> None:
    grid = shared(shared_data / "vitals/cdisc_vs_20_subjects.csv")
    file = read(grid)
    pairs = [each for each in vitals(file) if each.sbp is not None]
    codes = Counter(row[grid.columns.index("VSTESTCD")] for row in grid.rows)
    assert len(file.patients) == 20
    assert len(pairs) == codes["SYSBP"] == codes["DIABP"]
    assert all(each.dbp and each.hr and each.position for each in pairs)
    assert Counter(each.position for each in pairs) == {"supine": 180, "standing": 358}
    assert len([e for e in vitals(file) if e.weight_kg]) == codes["WEIGHT"]
    assert [each.why for each in file.left_out] == [pieces.NOT_KEPT] * (
        codes["TEMP"] + codes["HEIGHT"]
    )


def test_the_weights_of_a_trial_are_those_it_standardised_itself(shared_data: Path) -> None:
    grid = shared(shared_data / "vitals/cdisc_vs_20_subjects.csv")
    standard = grid.columns.index("VSSTRESN")
    for each in vitals(read(grid)):
        if each.weight_kg is not None:
            own = float(grid.rows[(each.row or 0) - 1][standard])
            assert each.weight_kg == pytest.approx(own, abs=0.011)


def test_the_adverse_events_of_a_trial(shared_data: Path) -> None:
    grid = shared(shared_data / "safety/cdisc_ae_20_subjects.csv")
    file = read(grid)
    found = [each for each in file.entries if isinstance(each, SideEffectRecord)]
    assert (len(found), file.left_out) == (len(grid.rows), ())
    assert Counter(each.grade for each in found) == {1: 58, 2: 33, 3: 2}
    assert Counter(each.serious for each in found) == {False: 92, True: 1}
    assert Counter(each.related for each in found) == {True: 65, False: 19, None: 9}
    assert sorted(e.happened.text for e in found if e.happened and not e.happened.exact) == [
        *("1977", "1977", "2013-05")
    ]
    assert sum(each.resolved is None for each in found) == 43


def test_the_events_of_a_published_table(shared_data: Path) -> None:
    table = json.loads((shared_data / "safety/PMC8407443_ae_table.json").read_text())
    grid = shared(shared_data / "safety/PMC8407443_events.csv")
    file = read(grid)
    assert file.left_out == ()
    found = [each for each in file.entries if isinstance(each, SideEffectRecord)]
    arm = grid.columns.index("arm")
    for row in table["rows"]:
        for name in table["arms"]:
            people = {
                each.patient_ref
                for each in found
                if each.text == row["event"] and grid.rows[(each.row or 0) - 1][arm] == name
            }
            assert len(people) == row[name]["n"], row["event"]


def test_a_file_that_tells_no_kind_is_asked_about(shared_data: Path) -> None:
    proposal = tabular.propose(shared(shared_data / "items/nhanes_demo_j_half.csv"))
    assert [each.id for each in proposal.questions] == ["kind"]
