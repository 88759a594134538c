"""Tables that are nobody's record: scored row by row and summed up, with nothing stored."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.formats import sheets
from data.formats.errors import NotReadable
from data.formats.grid import Grid
from services import surveys


@pytest.fixture
def expected(shared_data: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared_data / "expected_summary.json").read_text())
    return found


def grid(path: Path) -> Grid:
    return sheets.read(path.read_bytes())[0]


def of(results: pd.DataFrame, instrument: str) -> pd.DataFrame:
    return results[results["instrument"] == instrument]


def bands(results: pd.DataFrame) -> list[int]:
    """Counts by severity, from the mildest."""
    names = ["none or minimal", "mild", "moderate", "moderately severe", "severe"]
    counts = results["severity"].value_counts()
    return [int(counts[name]) for name in names if name in counts]


def test_a_national_survey_gives_its_published_figures(
    shared_data: Path, expected: dict[str, Any]
) -> None:
    told = expected["nhanes_dpq"]
    results = surveys.score(grid(shared_data / "items" / "nhanes_dpq_j_half.csv")).results
    total = results["total"].dropna()
    assert len(results) == told["rows"]
    assert len(total) == told["all_nine_valid"]
    assert total.mean() == pytest.approx(told["mean_total"], abs=1e-6)
    assert bands(results) == list(told["bands"].values())
    positive = results.loc[total.index, "item 9"] > 0
    assert positive.sum() == told["item9_positive_among_valid"]
    assert (positive & (total < 10)).sum() == told["item9_positive_and_total_below_10"]


def test_refused_and_not_known_are_no_answers(shared_data: Path) -> None:
    results = surveys.score(grid(shared_data / "items" / "nhanes_dpq_j_half.csv")).results
    items = results[[name for name in results if str(name).startswith("item ")]]
    assert set(items.stack().dropna().unique()) <= {0, 1, 2, 3}


def test_one_table_of_two_questionnaires_gives_both(
    shared_data: Path, expected: dict[str, Any]
) -> None:
    told = expected["ukm"]
    results = surveys.score(grid(shared_data / "items" / "ukm_students_half.csv")).results
    phq9, gad7 = of(results, "PHQ-9"), of(results, "GAD-7")
    assert (len(phq9), len(gad7)) == (told["rows"], told["rows"])
    assert phq9["total"].mean() == pytest.approx(told["phq9_mean"], abs=1e-6)
    assert gad7["total"].mean() == pytest.approx(told["gad7_mean"], abs=1e-6)
    assert bands(phq9) == told["phq9_bands_min_mild_mod_modsev_sev"]
    assert bands(gad7) == told["gad7_bands"]
    assert (phq9["item 9"] > 0).sum() == told["item9_positive"]


def test_events_count_each_patient_once_of_everybody_treated(shared_data: Path) -> None:
    table = json.loads((shared_data / "safety" / "PMC8407443_ae_table.json").read_text())
    found = surveys.score(
        grid(shared_data / "safety" / "PMC8407443_events.csv"), group="arm", sizes=table["arms"]
    ).results
    counted = {(row.event, row.arm): row.n for row in found.itertuples()}
    published = {
        (row["event"], arm): row[arm]["n"] for row in table["rows"] for arm in table["arms"]
    }
    assert counted == published


def test_without_sizes_events_are_counted_and_no_share_is_made_up() -> None:
    events = Grid("", ("patient id", "event"), (("1", "Nausea"), ("1", "Nausea"), ("2", "Nausea")))
    found = surveys.score(events)
    assert list(found.results["n"]) == [2]
    assert "percent" not in found.results
    assert found.summary[-1] == surveys.NO_SIZES


def test_a_row_that_cannot_be_scored_says_why_and_has_no_total() -> None:
    columns = tuple(f"phq9_{at}" for at in range(1, 10))
    found = surveys.score(Grid("", columns, (("1",) * 9, ("1",) * 8 + ("5",), ("7",) * 9)))
    first, wrong, nothing = found.results.to_dict("records")
    assert (first["total"], first["why"]) == (9, "")
    assert pd.isna(wrong["total"])
    assert wrong["why"]
    assert pd.isna(nothing["total"])
    assert "no total: 1 partly answered, 1 without any answer" in found.summary[-1]


def test_a_table_of_nothing_known_is_refused_with_what_to_do() -> None:
    with pytest.raises(NotReadable, match="column an item"):
        surveys.score(Grid("", ("a", "b"), (("1", "2"),)))
    with pytest.raises(NotReadable, match="No size is given for: x"):
        surveys.score(
            Grid("", ("patient id", "event", "arm"), (("1", "Nausea", "x"),)),
            group="arm",
            sizes={"y": 5},
        )
