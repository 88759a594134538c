"""The pictures of side effects: what is drawn, in which shade, and what opens."""

from typing import Any

import pandas as pd
import pytest

from services.charts.insight import by_session, incidence, medicines, pressure, timing
from services.charts.theme import DARK, LIGHT, Palette

ROWS = pd.DataFrame(
    {
        "name": ["Nausea", "Seizure"],
        "count": ["12", "1"],
        "percent": ["40 %", "3 %"],
        "share": [0.4, 0.03],
        "low": [0.25, 0.01],
        "high": [0.57, 0.17],
    }
)
SEGMENTS = pd.DataFrame(
    [
        ("Nausea", "grade1", 0.0, 0.2, 6, "Grade 1", "term-nausea-g1"),
        ("Nausea", "grade3", 0.2, 0.3, 3, "Grade 3 and over", "term-nausea-g3"),
        ("Nausea", "grade0", 0.3, 0.4, 3, "Grade not given", "term-nausea-g0"),
        ("Nausea", "rest", 0.4, 9.0, 12, "Any grade", "term-nausea"),
        ("Seizure", "grade", 0.0, 0.03, 1, "Grades hidden", "term-seizure"),
    ],
    columns=["name", "kind", "start", "end", "n", "words", "number"],
)
MARKS = pd.DataFrame(
    [
        ("Nausea", 0.28, "tick", False, "Label, n 346: 28 %"),
        ("Nausea", 0.294, "diamond", True, "TRANSFORM-1, n 231: 29.4 %"),
    ],
    columns=["name", "share", "shape", "verified", "words"],
)


def layers(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The layers of one kind of mark, each with its rows."""
    found = [layer for layer in spec["layer"] if layer["mark"]["type"] == kind]
    return [layer | {"rows": spec["datasets"][layer["data"]["name"]]} for layer in found]


def drawn(palette: Palette = LIGHT) -> dict[str, Any]:
    chart = incidence.incidence(
        ROWS, SEGMENTS, MARKS, title="T", subtitle="S", head="of 30 patients", palette=palette
    )
    found: dict[str, Any] = chart.to_dict()
    return found


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_grades_are_three_shades_and_a_missing_one_is_dashed(palette: Palette) -> None:
    bars, ungraded, hits = layers(drawn(palette), "bar")
    fills = {row["kind"]: row["fill"] for row in bars["rows"]}
    steps = palette.sequential
    assert fills == {"grade1": steps[3], "grade3": steps[9], "grade": steps[5]}
    assert [row["kind"] for row in ungraded["rows"]] == ["grade0"]
    assert ungraded["mark"]["strokeDash"] == [3, 3]
    assert {row["number"] for row in hits["rows"]} == set(SEGMENTS["number"])


def test_the_rows_have_their_height_and_the_axis_begins_at_zero() -> None:
    spec = drawn()
    assert spec["height"] == 2 * 33 + 80
    (bar, *_) = layers(spec, "bar")
    domain = bar["encoding"]["x"]["scale"]["domain"]
    assert domain[0] == 0
    assert domain[1] > 0.57
    assert bar["encoding"]["y"]["scale"]["domain"] == ["Nausea", "Seizure"]
    assert max(row["end"] for row in layers(spec, "bar")[-1]["rows"]) <= domain[1]


def test_published_rates_are_a_tick_and_a_diamond_and_pale_where_unchecked() -> None:
    spec = drawn()
    (tick,), (diamond,) = layers(spec, "tick"), layers(spec, "point")
    assert [row["opacity"] for row in tick["rows"]] == [incidence.PALE]
    assert [row["opacity"] for row in diamond["rows"]] == [1.0]
    assert diamond["mark"]["shape"] == "diamond"
    assert {tick["mark"]["color"], diamond["mark"]["stroke"]} == {LIGHT.reference.mark}


def test_cells_without_a_share_have_words_and_no_shade() -> None:
    cells = pd.DataFrame(
        [
            ("Nausea", "1", 0.4, "40", "12 of 30", "number-0-nausea"),
            ("Nausea", "2", None, "<5", "fewer than 5 sessions", "number-1-nausea"),
        ],
        columns=["name", "column", "share", "words", "of", "number"],
    )
    sizes = pd.DataFrame({"column": ["1", "2"], "words": ["30", "4"]})
    chart = by_session.by_session(
        cells, sizes, title="T", subtitle="S", axis="Session", palette=LIGHT
    )
    spec = chart.to_dict()
    shaded, hits = layers(spec, "rect")
    assert [row["words"] for row in shaded["rows"]] == ["40"]
    assert len(hits["rows"]) == 2
    words, foot = layers(spec, "text")
    assert [row["words"] for row in words["rows"]] == ["40", "<5"]
    assert [row["words"] for row in foot["rows"]] == ["30", "4"]
    assert shaded["encoding"]["color"]["scale"]["range"] == [
        LIGHT.sequential[0],
        LIGHT.sequential[5],
    ]


def test_large_rises_have_the_colour_of_stop_and_stay_below_the_sentence() -> None:
    bars = pd.DataFrame(
        [
            (30, 35, 20, False, "", "rise-systolic-30"),
            (35, 40, 4, False, "", "rise-systolic-35"),
            (40, 45, 18, True, "40 and over", ""),
        ],
        columns=["start", "end", "n", "large", "tail", "number"],
    )
    spec = pressure.pressure(
        bars,
        ["18 sessions rose 40 or more", "42.9 %", "9 of 20 patients"],
        threshold=40,
        median=31.5,
        title="T",
        subtitle="S",
        axis="mmHg",
        palette=LIGHT,
    ).to_dict()
    rects, hits = layers(spec, "rect")
    large = [row["fill"] for row in rects["rows"] if row["large"]]
    assert large == [LIGHT.stop.mark]
    assert rects["encoding"]["y"]["scale"]["domain"][1] >= 18 * 1.7
    assert {row["number"] for row in hits["rows"]} == {"rise-systolic-30", "rise-systolic-35"}
    said = [row["words"] for layer in layers(spec, "text") for row in layer["rows"]]
    assert {"18 sessions rose 40 or more", "42.9 %", "9 of 20 patients"} <= set(said)
    assert "median 31.5" in said


def test_times_and_medicines_differ_by_shape_and_dash() -> None:
    frame = pd.DataFrame(
        [
            ("Nausea", "onset", 10.0, 20.0, 30.0, "20", "9 known, 1 not", "times-nausea"),
            ("Nausea", "lasted", 30.0, 50.0, 70.0, "50", "8 known, 2 not", "times-nausea"),
        ],
        columns=["name", "kind", "q1", "median", "q3", "words", "of", "number"],
    )
    spec = timing.timing(frame, title="T", subtitle="S", palette=LIGHT).to_dict()
    assert [layer["mark"]["shape"] for layer in layers(spec, "point")] == ["circle", "diamond"]
    assert [row["number"] for row in layers(spec, "bar")[0]["rows"]] == ["times-nausea"]
    rows = pd.DataFrame({"name": ["Nausea"], "words": ["3 of 4 worked"], "given": [5]})
    parts = [("worked", 0, 3), ("not", 3, 4), ("unknown", 4, 5)]
    segments = pd.DataFrame(
        [
            ("Nausea", kind, start, end, end - start, kind, f"medicine-nausea-{kind}")
            for kind, start, end in parts
        ],
        columns=["name", "kind", "start", "end", "n", "words", "number"],
    )
    spec = medicines.medicines(rows, segments, title="T", subtitle="S", palette=DARK).to_dict()
    _, unknown, hits = layers(spec, "bar")
    assert unknown["mark"]["strokeDash"] == [3, 3]
    assert len(hits["rows"]) == 3
