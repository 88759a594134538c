"""Incidence counts patients, not rows, over everybody treated."""

import json
from pathlib import Path

import pandas as pd
import pytest

from services.clinical.incidence import incidence


def test_a_published_table_is_reproduced_exactly(shared_data: Path) -> None:
    published = json.loads((shared_data / "safety/PMC8407443_ae_table.json").read_text())
    events = pd.read_csv(shared_data / "safety/PMC8407443_events.csv")
    found = incidence(events, published["arms"]).set_index(["event", "arm"])

    assert len(found) == len(published["rows"]) * len(published["arms"])
    for row in published["rows"]:
        for arm in published["arms"]:
            ours, theirs = found.loc[(row["event"], arm)], row[arm]
            assert (ours["n"], ours["N"]) == (theirs["n"], theirs["N"])
            assert round(ours["percent"], 1) == theirs["percent"]
            assert [round(ours["low"], 2), round(ours["high"], 2)] == theirs["wilson95"]


def test_somebody_with_it_three_times_counts_once() -> None:
    events = pd.DataFrame(
        {
            "who": ["a", "a", "a", "b", None, "c"],
            "group": ["x", "x", "x", "x", "x", "x"],
            "what": ["nausea", "nausea", "nausea", "nausea", "nausea", None],
        }
    )
    (row,) = incidence(events, {"x": 8}, patient="who", arm="group", event="what").itertuples()
    assert (row.n, row.N, row.percent) == (2, 8, 25.0)


def test_an_arm_without_the_event_has_a_row_of_nobody() -> None:
    events = pd.DataFrame({"patient_id": ["a"], "arm": ["x"], "event": ["nausea"]})
    found = incidence(events, {"x": 4, "y": 12, "empty": 0}).set_index("arm")
    assert list(found["n"]) == [1, 0, 0]
    assert round(found.loc["y", "high"], 2) == 24.25
    assert pd.isna(found.loc["empty", "percent"])


def test_no_events_are_an_empty_table() -> None:
    events = pd.DataFrame({"patient_id": [], "arm": [], "event": []})
    found = incidence(events, {"x": 4})
    assert found.empty
    assert list(found) == ["event", "arm", "n", "N", "percent", "low", "high"]


def test_sizes_that_cannot_be_are_refused() -> None:
    events = pd.DataFrame({"patient_id": ["a", "b"], "arm": ["x", "x"], "event": ["n", "n"]})
    with pytest.raises(ValueError, match="No size is given for: x"):
        incidence(events, {"y": 4})
    with pytest.raises(ValueError, match="2 patients with an event cannot be of 1"):
        incidence(events, {"x": 1})
