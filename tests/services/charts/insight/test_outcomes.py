"""The pictures of the outcomes page, read in their specifications: what has a mark."""

import re
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from services.charts.insight import headline, rows, sessions, style, survival, weeks
from services.charts.svg import svg
from services.charts.theme import DARK, LIGHT, Palette

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def data(spec: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The rows of every layer, bottom to top."""
    return [spec["datasets"][layer["data"]["name"]] for layer in spec["layer"]]


def texts(spec: dict[str, Any]) -> set[str]:
    """Every word that is written into the picture by a mark."""
    found = set()
    for layer, own in zip(spec["layer"], data(spec), strict=True):
        channel = layer["encoding"].get("text", {})
        if "field" in channel:
            found |= {str(row[channel["field"]]) for row in own}
    return found


def opens(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [param for param in spec.get("params", []) if param["name"] == "open"]


def bar(*parts: tuple[str, int]) -> pd.DataFrame:
    total = sum(n for _, n in parts)
    ends = pd.Series([n for _, n in parts]).cumsum() / total
    return pd.DataFrame(
        {
            "part": [part for part, _ in parts],
            "n": [n for _, n in parts],
            "start": [0, *ends[:-1]],
            "end": ends,
            "words": [f"{n} {part}" for part, n in parts],
            "number": [f"response-{part}" for part, _ in parts],
        }
    )


DOTS = pd.DataFrame(
    {
        "kind": ["observed", "worst"],
        "share": [0.56, 0.46],
        "low": [0.49, 0.4],
        "high": [0.63, 0.53],
        "words": ["56 % of 174 evaluable", "46 % of 212 counted"],
    }
)
NONE = pd.DataFrame({"share": [], "words": []})


@pytest.mark.parametrize(
    ("low", "high"), [(0.0, 0.1), (0.28, 0.72), (0.05, 0.95), (0.6, 0.99), (0.9, 1.0)]
)
def test_words_at_an_interval_never_push_the_bar_aside(low: float, high: float) -> None:
    """Words that stand over the edge make Vega shrink the scale, and the bars of two measures
    no longer start below each other."""
    dots = DOTS.assign(share=(low + high) / 2, low=low, high=high)
    chart = headline.headline(
        bar(("yes", 8), ("no", 9)), dots, NONE, measure="remission", palette=LIGHT
    ).properties(width=317)
    wide = re.match(r'<svg[^>]*? width="([\d.]+)"', svg(chart.to_dict()))
    assert wide is not None
    assert float(wide[1]) == pytest.approx(317, abs=13)


@PALETTES
def test_missing_people_have_a_dashed_segment_of_their_own(palette: Palette) -> None:
    people = bar(("yes", 98), ("no", 76), ("missing", 38))
    spec = headline.headline(people, DOTS, NONE, measure="response", palette=palette).to_dict()
    dashed = [layer for layer in spec["layer"] if layer["mark"].get("strokeDash") == style.GAP]
    assert len(dashed) == 1
    assert [row["n"] for row in spec["datasets"][dashed[0]["data"]["name"]]] == [38]
    assert {"98 yes", "76 no", "38 missing", "46 % of 212 counted"} <= texts(spec)
    assert opens(spec)


def test_a_narrow_segment_has_its_words_above_it() -> None:
    people = bar(("yes", 98), ("no", 98), ("missing", 4))
    spec = headline.headline(people, DOTS, NONE, measure="response", palette=LIGHT).to_dict()
    above = [layer for layer in spec["layer"] if layer["mark"].get("baseline") == "bottom"]
    assert [row["words"] for row in spec["datasets"][above[0]["data"]["name"]]] == ["4 missing"]


def test_the_axis_of_shares_begins_at_zero() -> None:
    people = bar(("yes", 9), ("no", 3), ("missing", 0))
    spec = headline.headline(people, DOTS, NONE, measure="remission", palette=LIGHT).to_dict()
    scales = [layer["encoding"]["x"].get("scale", {}) for layer in spec["layer"]]
    assert {tuple(scale["domain"]) for scale in scales if "domain" in scale} == {(0, 1)}


def by_week(*found: tuple[int, int, float | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "week": week,
                "measure": measure,
                "n_words": str(n) if n > 4 else "<5",
                "share": share,
                "low": None if share is None else share - 0.1,
                "high": None if share is None else share + 0.1,
                "of": f"x of {n}",
                "number": f"week-{week}-{measure}",
            }
            for week, n, share in found
            for measure in ("response", "remission")
        ]
    ).astype({"share": float, "low": float, "high": float})


@PALETTES
def test_a_week_of_few_has_no_point_and_says_so_below(palette: Palette) -> None:
    frame = by_week((1, 20, 0.2), (2, 3, None), (3, 18, 0.5))
    spec = weeks.weeks(frame, title="t", subtitle="s", palette=palette).to_dict()
    points = [layer for layer in spec["layer"] if layer["mark"].get("shape") == "circle"]
    assert [row["week"] for row in spec["datasets"][points[0]["data"]["name"]]] == [1, 3]
    assert {"<5", "20", "18", "evaluable"} <= texts(spec)


def test_names_at_the_ends_of_lines_never_lie_over_each_other() -> None:
    assert style.apart([0.5, 0.5], 0.1) == pytest.approx([0.45, 0.55])
    assert style.apart([0.2, 0.9], 0.1) == [0.2, 0.9]
    moved = style.apart([0.5, 0.5, 0.52], 0.1)
    gaps = [b - a for a, b in pairwise(sorted(moved))]
    assert min(gaps) >= 0.1 - 1e-9


STEPS = pd.DataFrame(
    {
        "day": [0.0, 7, 14, 0, 10],
        "share": [1.0, 0.8, 0.6, 1, 0.7],
        "low": [1.0, 0.6, 0.4, 1, 0.5],
        "high": [1.0, 0.9, 0.8, 1, 0.9],
        "group": ["IV ketamine"] * 3 + ["Spravato"] * 2,
    }
)
RISK = pd.DataFrame(
    {
        "group": ["IV ketamine", "IV ketamine", "Spravato", "Spravato"],
        "day": [0.0, 14, 0, 14],
        "words": ["20", "9", "30", "<5"],
    }
)


@PALETTES
def test_routes_differ_by_dash_and_name_and_numbers_at_risk_stand_below(palette: Palette) -> None:
    spec = survival.survival(
        STEPS, RISK, title="t", subtitle="s", since="Days", falls=True, palette=palette
    ).to_dict()
    lines = [layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert [mark["strokeDash"] for mark in lines] == [[1, 0], style.DASHED]
    assert all(mark["interpolate"] == "step-after" for mark in lines)
    assert {"IV ketamine", "Spravato", "20", "<5", "at risk"} <= texts(spec)


def test_what_rises_is_drawn_as_the_share_who_have_had_it() -> None:
    spec = survival.survival(
        STEPS, RISK, title="t", subtitle="s", since="Days", falls=False, palette=LIGHT
    ).to_dict()
    line = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    drawn = spec["datasets"][line["data"]["name"]]
    assert [row["share"] for row in drawn] == pytest.approx([0, 0.2, 0.4])
    assert [row["low"] for row in drawn] == pytest.approx([0, 0.1, 0.2])


def test_few_are_a_ring_and_the_hidden_have_words_and_no_mark() -> None:
    frame = pd.DataFrame(
        {
            "name": ["Many", "Few", "Unseen"],
            "share": [0.5, 0.4, None],
            "low": [0.3, 0.1, None],
            "high": [0.7, 0.8, None],
            "of": ["20 of 40", "2 of 5", "hidden"],
            "few": [False, True, True],
            "number": ["a", "b", "c"],
        }
    )
    spec = rows.rows(frame, title="t", subtitle="s", measure="response", palette=LIGHT).to_dict()
    marks = [layer for layer in spec["layer"] if layer["mark"]["type"] == "point"]
    named = [[r["name"] for r in spec["datasets"][m["data"]["name"]]] for m in marks]
    assert named == [["Many"], ["Few"]]
    assert {"Unseen", "hidden"} <= texts(spec)


def test_single_lines_carry_no_tooltip_and_no_name() -> None:
    frame = pd.DataFrame(
        {
            "number": [1, 2],
            "words": ["12", "9"],
            "q1": [12.0, 8],
            "median": [18.0, 11],
            "q3": [21.0, 15],
        }
    )
    lines = pd.DataFrame({"course": [0, 0], "number": [1, 2], "total": [18, 9]})
    spec = sessions.sessions(frame, lines, title="t", subtitle="s", palette=LIGHT).to_dict()
    assert "tooltip" not in spec["layer"][0]["encoding"]
    assert set(data(spec)[0][0]) == {"course", "number", "total"}
    assert {"median", "severe", "minimal", "scored"} <= texts(spec)
