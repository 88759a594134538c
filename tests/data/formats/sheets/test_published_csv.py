"""Real CSV files that others made."""

import csv
import json
from pathlib import Path

import pytest

from data.formats.sheets.table import CONTROL
from tests.sheets_made import csv_bytes, read_one, survives

ROWS = {
    "synthea_csv/observations.csv": 123,
    "synthea_csv/patients.csv": 14,
    "items/nhanes_demo_j_half.csv": 2761,
    "items/nhanes_dpq_j_half.csv": 2761,
    "items/ukm_students_half.csv": 112,
    "vitals/cdisc_vs_20_subjects.csv": 1969,
    "vitals/nhanes_bpx_j_half.csv": 1500,
    "safety/PMC8407443_events.csv": 1217,
    "safety/cdisc_ae_20_subjects.csv": 93,
    "longitudinal/antidepressant_hamd17_half.csv": 298,
    "longitudinal/btheb_bdi_half.csv": 50,
}


@pytest.mark.parametrize(("name", "count"), ROWS.items(), ids=ROWS.keys())
def test_a_real_table_has_its_rows_and_cells(name: str, count: int, shared_data: Path) -> None:
    path = shared_data / name
    grid = read_one(path.read_bytes())
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert grid.columns == tuple(head)
    assert grid.rows == tuple(map(tuple, rows))
    assert len(grid.rows) == count
    assert grid.said == ("The text was read as UTF-8.", "Its cells are separated by commas.")


def test_no_csv_of_the_shared_data_is_forgotten(shared_data: Path) -> None:
    paths = {path.relative_to(shared_data) for path in shared_data.rglob("*.csv")}
    assert {str(path) for path in paths if path.parts[0] != "naughty"} == set(ROWS)


def test_every_csv_of_the_spectrum_gives_its_expected_rows(shared_data: Path) -> None:
    paths = sorted((shared_data / "naughty/csv_spectrum").glob("*.csv"))
    assert len(paths) == 6
    for path in paths:
        grid = read_one(path.read_bytes())
        expected = json.loads(path.with_suffix(".json").read_text())
        if path.stem == "newlines_crlf":
            # The copy here has plain line ends, where the expected cell has CR and LF.
            expected[1]["a"] = expected[1]["a"].replace("\r\n", "\n")
        assert [dict(zip(grid.columns, row, strict=True)) for row in grid.rows] == expected


def test_one_table_in_three_containers_is_one_table(shared_data: Path) -> None:
    plain = read_one((shared_data / "longitudinal/btheb_bdi_half.csv").read_bytes())
    marked = read_one((shared_data / "naughty/derived/btheb_utf8_bom_crlf.csv").read_bytes())
    german = read_one((shared_data / "naughty/derived/btheb_semicolon.csv").read_bytes())
    assert marked.columns == german.columns == plain.columns
    assert marked.rows == plain.rows
    # The semicolons stand beside decimal commas; whoever gives the cells a meaning reads those.
    assert [[cell.replace(",", ".") for cell in row] for row in german.rows] == [
        list(row) for row in plain.rows
    ]


def test_json_is_a_strange_table_or_refused_in_a_sentence(shared_data: Path) -> None:
    paths = [*(shared_data / "naughty/json").iterdir(), shared_data / "naughty/blns_half.json"]
    assert len(paths) == 18
    for path in paths:
        survives(path.read_bytes())


def test_naughty_strings_come_back_as_they_are(shared_data: Path) -> None:
    strings = json.loads((shared_data / "naughty/blns_half.json").read_text())
    whole = [string for string in strings if not CONTROL.search(string)]
    assert (len(whole), len(strings)) == (256, 258)
    for string in whole:
        grid = read_one(csv_bytes([["n", "note"], ["1", string]], quoting=csv.QUOTE_ALL))
        assert grid.rows == (("1", string),)
