"""The pictures of utilization: their layers, what is drawn and what is named in words."""

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from services.charts.insight import chair_minutes, cohorts, control, occupancy, steps
from services.charts.theme import DARK, LIGHT, Palette

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
HEAT = pd.DataFrame(
    [
        ("Mon", "08:00", 0.5, "50", "cell-0-8"),
        ("Mon", "09:00", 1.1, "110", "cell-0-9"),
        ("Sat", "08:00", 0.0, "0", "cell-5-8"),
        ("Sat", "09:00", None, "closed", "cell-5-9"),
    ],
    columns=["row", "hour", "share", "words", "number"],
).assign(of="1 of 2")
BARS = pd.DataFrame(
    [("Chair 1", 0.6, 0.7, 0.8, "chair-1"), ("Chair 2", 1.0, 1.2, 0.9, "chair-2")],
    columns=["name", "treated", "actual", "ticked", "number"],
).assign(of="7 of 10")
WEEKS = pd.DataFrame(
    [
        ("24 Aug", 0.05, 0.0, 0.1, "5 of 100", False, "week-a"),
        ("31 Aug", 0.2, 0.0, 0.1, "20 of 100", True, "week-b"),
        ("7 Sep", None, None, None, "hidden", False, "week-c"),
    ],
    columns=["label", "share", "low", "high", "of", "out", "number"],
)
LINES = pd.DataFrame(
    [("mean", 0.06, "mean 6.0 %"), ("target", 0.06, "target 6.0 %")],
    columns=["name", "share", "words"],
)
STEPS = pd.DataFrame(
    [("Inquiry", "", 20.0, "20", "funnel-a"), ("Screened", "hidden", None, "hidden", "funnel-b")],
    columns=["name", "said", "value", "words", "number"],
)
PARTS = pd.DataFrame(
    [
        ("Inquiry", 38.0, 31.0, "31 over", "rest-a", "over-a"),
        ("Referred", None, None, "hidden over", "rest-b", "over-b"),
        ("Review", 12.0, 0.0, "0 over", "rest-c", "over-c"),
        ("Eligible", 7.0, 7.0, "7 over", "rest-d", "over-d"),
        ("Deferred", 20.0, None, "overrides hidden", "rest-e", "over-e"),
    ],
    columns=["name", "value", "part", "part_words", "number", "part_number"],
).assign(said="3 days expected", words="many")
MONTHS = pd.DataFrame(
    [
        ("Nov 2026", "Asked", None, "102", "", True, False, "cohort-a"),
        ("Nov 2026", "First dose", 0.0, "0", "", True, False, "cohort-b"),
        ("Aug 2026", "Asked", None, "27", "", False, False, "cohort-c"),
        ("Aug 2026", "First dose", 0.5, "13", "12 d", False, False, "cohort-d"),
        ("Jul 2026", "Asked", None, "36", "", False, False, "cohort-e"),
        ("Jul 2026", "First dose", None, "hidden", "", False, True, "cohort-f"),
    ],
    columns=["month", "step", "share", "words", "days", "open", "hidden", "number"],
)
NAMED = {"title": "What is drawn", "subtitle": "How to read it"}


def rows_of(spec: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = spec["datasets"][layer["data"]["name"]]
    return found


def texts(spec: dict[str, Any]) -> list[str]:
    """Every word that is written on the picture."""
    return [
        str(row[layer["encoding"]["text"]["field"]])
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text"
        for row in rows_of(spec, layer)
    ]


def assert_opens(spec: dict[str, Any], numbers: list[str]) -> None:
    """The topmost layer opens these numbers."""
    (chosen,) = [each for each in spec["params"] if each["name"] == "open"]
    assert chosen["select"]["fields"] == ["number"]
    top = spec["layer"][-1]
    assert top["mark"].get("fillOpacity", top["mark"].get("opacity")) < 0.01
    assert [row["number"] for row in rows_of(spec, top)] == numbers


@PALETTES
def test_the_heat_table_has_its_number_in_each_cell_and_says_closed(palette: Palette) -> None:
    spec = occupancy.occupancy(HEAT, **NAMED, palette=palette).to_dict()
    assert texts(spec) == ["50", "110", "0", "closed"]
    colour = spec["layer"][0]["encoding"]["color"]
    assert colour["scale"]["range"] == list(palette.sequential[:6])
    assert "legend" in colour
    assert_opens(spec, ["cell-0-8", "cell-0-9", "cell-5-8"])
    assert spec["title"]["text"] == "What is drawn"


@PALETTES
def test_a_chair_in_use_beyond_its_hours_is_not_clipped(palette: Palette) -> None:
    spec = chair_minutes.chair_minutes(BARS, target=0.7, **NAMED, palette=palette).to_dict()
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 1.2]
    assert {"In treatment", "Waiting to leave", "Idle", "target 70 %"} <= set(texts(spec))
    colours = [layer["mark"].get("color") for layer in spec["layer"]]
    assert colours.count(palette.hold.mark) == 1
    assert palette.stop.mark not in colours
    assert_opens(spec, ["chair-1", "chair-2"])


def test_without_a_target_there_is_no_line() -> None:
    spec = chair_minutes.chair_minutes(BARS, target=None, **NAMED, palette=LIGHT).to_dict()
    assert not [words for words in texts(spec) if words.startswith("target")]


@PALETTES
def test_the_control_band_names_its_lines_apart_and_labels_the_outlier(palette: Palette) -> None:
    spec = control.control(WEEKS, LINES, **NAMED, palette=palette).to_dict()
    assert {"20 of 100", "mean 6.0 %", "target 6.0 %", "by chance"} == set(texts(spec))
    (beside,) = [
        rows_of(spec, layer)
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text" and len(rows_of(spec, layer)) == 3
    ]
    at = sorted(row["share"] for row in beside)
    top = spec["layer"][0]["encoding"]["y"]["scale"]["domain"][1]
    assert min(b - a for a, b in pairwise(at)) >= control.LINE_HEIGHT * top * 0.99
    assert_opens(spec, ["week-a", "week-b"])
    assert palette.stop.mark not in str(spec["layer"])


@PALETTES
def test_a_hidden_step_is_a_word_without_a_bar(palette: Palette) -> None:
    spec = steps.steps(STEPS, **NAMED, palette=palette).to_dict()
    assert "hidden" in texts(spec)
    assert len(rows_of(spec, spec["layer"][0])) == 1
    assert_opens(spec, ["funnel-a"])


@PALETTES
def test_a_bar_begins_with_its_part_which_opens_by_itself(palette: Palette) -> None:
    spec = steps.steps(PARTS, **NAMED, palette=palette, ink="hold").to_dict()
    bars, parts = (rows_of(spec, layer) for layer in spec["layer"][:2])
    assert [row["value"] for row in bars] == [38, 12, 7, 20]
    assert [row["part"] for row in parts] == [31, 7]
    inks = [spec["layer"][place]["mark"]["color"] for place in (0, 1)]
    assert inks == [palette.sequential[3], palette.hold.mark]
    hits = sorted(
        (row["name"], row["start"], row["end"], row["number"])
        for row in rows_of(spec, spec["layer"][-1])
    )
    end = 38 * steps.ROOM_FOR_PART
    assert hits == [
        ("Deferred", 0, end, "rest-e"),
        ("Eligible", 0, 7, "over-d"),
        ("Eligible", 7, end, "over-d"),
        ("Inquiry", 0, 31, "over-a"),
        ("Inquiry", 31, 38, "rest-a"),
        ("Inquiry", 38, end, "over-a"),
        ("Review", 0, end, "rest-c"),
    ]
    assert "31 over" in texts(spec)
    assert "hidden over" not in texts(spec)


@PALETTES
def test_a_month_under_way_is_an_outline_and_a_hidden_cell_a_word(palette: Palette) -> None:
    spec = cohorts.cohorts(MONTHS, **NAMED, palette=palette).to_dict()
    filled, outlined = (rows_of(spec, layer) for layer in spec["layer"][:2])
    assert [row["number"] for row in filled] == ["cohort-d"]
    assert [row["number"] for row in outlined] == ["cohort-b"]
    assert spec["layer"][0]["encoding"]["color"]["scale"]["range"] == list(palette.sequential[:6])
    assert {"102", "27", "12 d", "hidden", "under way"} <= set(texts(spec))
    assert texts(spec).count("under way") == 1
    assert_opens(spec, ["cohort-a", "cohort-b", "cohort-c", "cohort-d", "cohort-e"])


def test_empty_layers_are_left_out() -> None:
    whole = HEAT[HEAT["share"].notna()]
    spec = occupancy.occupancy(whole, **NAMED, palette=LIGHT).to_dict()
    assert len(spec["layer"]) == 3
