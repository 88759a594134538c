"""The pictures of utilization: their layers, what is drawn and what is named in words."""

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from services.charts.insight import chair_minutes, control, occupancy, steps
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


def test_empty_layers_are_left_out() -> None:
    whole = HEAT[HEAT["share"].notna()]
    spec = occupancy.occupancy(whole, **NAMED, palette=LIGHT).to_dict()
    assert len(spec["layer"]) == 3
