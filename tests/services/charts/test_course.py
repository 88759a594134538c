"""The picture of a course, read in its specification."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from data.reference import instrument
from services.charts.course import course
from services.charts.theme import DARK, LIGHT, Palette

TODAY = date(2026, 11, 23)
Frames = dict[str, pd.DataFrame]
Build = Callable[..., Frames]


class Picture:
    """The drawn specification, asked by the names of its layers."""

    def __init__(self, frames: Frames, baseline: int | None = None, palette: Palette = LIGHT):
        self.spec: dict[str, Any] = course(
            **frames,
            today=TODAY,
            instrument=instrument("phq9"),
            palette=palette,
            baseline=baseline,
        ).to_dict()
        self.layers = {layer["name"]: layer for layer in self.spec["layer"]}

    def rows(self, name: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.spec["datasets"][self.layers[name]["data"]["name"]]
        return rows

    def column(self, name: str, field: str) -> list[Any]:
        return [row[field] for row in self.rows(name)]

    def reasons(self) -> list[dict[str, Any]]:
        return [
            row for align in ("left", "center", "right") for row in self.rows(f"reasons {align}")
        ]

    def domain(self, axis: str) -> tuple[float, float]:
        low, high = self.layers["phq9"]["encoding"][axis]["scale"]["domain"]
        return low, high

    def marks(self) -> int:
        """Every row is a mark, and twice one where a line carries points."""
        lines = [name for name, layer in self.layers.items() if layer["mark"].get("point")]
        return sum(len(self.rows(name)) for name in [*self.layers, *lines])


def milliseconds(day: str) -> float:
    return pd.Timestamp(day, tz="UTC").timestamp() * 1000


def phq9(day: str, total: float | None, item9: int | None = 0) -> tuple[Any, ...]:
    return (day, "phq9", total, 8 if total is None else 9, 9, item9)


def gad7(day: str, total: float | None) -> tuple[Any, ...]:
    return (day, "gad7", total, 7, 7, None)


def spravato(day: str, mg: float | None, status: str = "given") -> tuple[Any, ...]:
    return (day, None, "esketamine", mg, None, status, None)


def infusion(day: str, mg_per_kg: float | None) -> tuple[Any, ...]:
    return (day, None, "ketamine", 40.0, mg_per_kg, "given", None)


def test_the_layers_lie_in_the_order_of_reading(course_of_ada: Frames) -> None:
    names = list(Picture(course_of_ada, baseline=21).layers)

    order = ["bands", "holds", "targets", "hairlines", "gad7", "phq9", "PHQ-9 label", "hover zones"]
    assert [name for name in names if name in order] == order
    assert names[-1] == "hover zones"


def test_it_takes_the_width_of_its_container_and_ten_pixels_a_point(course_of_ada: Frames) -> None:
    picture = Picture(course_of_ada)

    assert picture.spec["width"] == "container"
    assert picture.spec["height"] == 440
    assert picture.domain("y") == (-17, 27)


def test_the_axis_has_a_week_before_the_first_fact_and_two_after_today(
    course_of_ada: Frames,
) -> None:
    start, end = Picture(course_of_ada).domain("x")

    assert start == milliseconds("2026-09-21")
    assert end == milliseconds("2026-12-07")


def test_days_are_numbers_so_that_no_time_zone_can_move_them(course_of_ada: Frames) -> None:
    picture = Picture(course_of_ada)
    encodings = [layer["encoding"] for layer in picture.spec["layer"]]

    types = {encoding["x"].get("type", "quantitative") for encoding in encodings}
    assert types == {"quantitative"}
    assert picture.column("phq9", "x")[0] == milliseconds("2026-09-28")
    assert "utcFormat" in picture.layers["phq9"]["encoding"]["x"]["axis"]["labelExpr"]


def test_every_layer_shares_one_axis_and_one_scale(course_of_ada: Frames) -> None:
    encodings = [layer["encoding"] for layer in Picture(course_of_ada, 21).spec["layer"]]

    for axis in ("x", "y"):
        shared = [encoding[axis] for encoding in encodings if "field" in encoding[axis]]
        assert all(one["scale"] == shared[0]["scale"] for one in shared)
        assert all(one["axis"] == shared[0]["axis"] for one in shared)


def test_no_two_layers_recolour_each_other(course_of_ada: Frames) -> None:
    for layer in Picture(course_of_ada, 21).spec["layer"]:
        for channel in ("color", "fill", "stroke", "size", "fillOpacity"):
            if "field" in layer["encoding"].get(channel, {}):
                assert layer["encoding"][channel]["scale"] is None


def test_the_bands_are_those_of_the_questionnaire_in_the_colours_of_the_theme(
    course_of_ada: Frames,
) -> None:
    picture = Picture(course_of_ada, palette=DARK)

    assert picture.column("bands", "y") == [0, 5, 10, 15, 20]
    assert picture.column("bands", "y2") == [5, 10, 15, 20, 27]
    assert picture.column("bands", "fill") == list(DARK.bands)
    assert "moderately severe" in picture.column("names", "words")


def test_an_incomplete_score_is_a_ring_below_zero_and_no_point_of_the_line(
    course_of_ada: Frames,
) -> None:
    picture = Picture(course_of_ada)

    assert picture.column("phq9", "total") == [21, 7, 17]
    (ring,) = picture.rows("incomplete")
    assert ring["x"] == milliseconds("2026-10-08")
    assert ring["y"] < 0
    assert "incomplete" in picture.column("names", "words")


def test_where_every_score_is_complete_there_is_no_lane_for_rings(frames: Build) -> None:
    picture = Picture(frames(scores=[phq9("2026-11-02", 7)]))

    assert "incomplete" not in picture.column("names", "words")


@pytest.mark.parametrize(
    ("item9", "words", "color"),
    [
        (0, "0", LIGHT.muted),
        (1, "1", LIGHT.hold.text),
        (2, "2", LIGHT.stop.text),
        (3, "3", LIGHT.stop.text),
        (None, "?", LIGHT.ink),
    ],
)
def test_item_nine_is_its_digit_and_an_unknown_one_is_never_a_zero(
    frames: Build, item9: int | None, words: str, color: str
) -> None:
    (digit,) = Picture(frames(scores=[phq9("2026-11-02", 7, item9)])).rows("item 9")

    assert digit["words"] == words
    assert digit["color"] == color


def test_of_two_sets_of_answers_on_one_day_the_worse_item_nine_is_written(frames: Build) -> None:
    picture = Picture(
        frames(scores=[phq9("2026-11-02 08:00", 7, 2), phq9("2026-11-02 14:00", 6, 0)])
    )

    assert picture.column("item 9", "words") == ["2"]


@pytest.mark.parametrize(
    ("baseline", "lines"),
    [
        (None, {"remission: 4 or less": 4.5}),
        (21, {"remission: 4 or less": 4.5, "response: 10 or less": 10.5}),
        (20, {"remission: 4 or less": 4.5, "response: 10 or less": 10.5}),
        (19, {"remission: 4 or less": 4.5, "response: 9 or less": 9.5}),
        (9, {"remission: 4 or less": 4.5}),
    ],
)
def test_response_is_half_the_baseline_and_is_drawn_only_with_one(
    course_of_ada: Frames, baseline: int | None, lines: dict[str, float]
) -> None:
    rows = Picture(course_of_ada, baseline).rows("target words")

    assert {row["words"]: row["y"] for row in rows} == lines


def test_end_labels_of_equal_scores_do_not_overlap_and_phq9_is_above(frames: Build) -> None:
    picture = Picture(frames(scores=[phq9("2026-11-02", 10), gad7("2026-11-02", 10)]))

    (above,), (below,) = picture.rows("PHQ-9 label"), picture.rows("GAD-7 label")
    assert above["words"] == "PHQ-9 10"
    assert below["words"] == "GAD-7 10"
    assert above["y"] - below["y"] == pytest.approx(1.8)


def test_end_labels_far_apart_stand_at_their_values(course_of_ada: Frames) -> None:
    picture = Picture(course_of_ada)

    assert picture.column("PHQ-9 label", "y") == [17]
    assert picture.column("GAD-7 label", "y") == [12]


def test_a_lone_gad7_is_a_point_because_a_line_would_not_show(frames: Build) -> None:
    alone = Picture(frames(scores=[gad7("2026-11-02", 10)]))
    more = Picture(frames(scores=[gad7("2026-11-02", 10), gad7("2026-11-09", 8)]))

    assert alone.layers["gad7"]["mark"]["point"]
    assert not more.layers["gad7"]["mark"]["point"]


def test_a_hold_is_a_span_with_its_reason_and_an_open_one_reaches_today(frames: Build) -> None:
    picture = Picture(frames(holds=[("2026-11-10 10:00", None, "BP 168/102")]))

    (hold,) = picture.rows("holds")
    assert (hold["x"], hold["x2"]) == (milliseconds("2026-11-10"), milliseconds("2026-11-23"))
    assert [row["words"] for row in picture.reasons()] == ["on hold, BP 168/102"]


def test_a_hold_within_one_day_can_still_be_seen(frames: Build) -> None:
    (hold,) = Picture(frames(holds=[("2026-11-10 10:00", "2026-11-10 11:00", "BP")])).rows("holds")

    assert hold["x2"] - hold["x"] == milliseconds("2026-11-11") - milliseconds("2026-11-10")


def test_reasons_of_neighbouring_holds_stand_at_two_heights(frames: Build) -> None:
    holds = [("2026-11-02", "2026-11-04", "travel"), ("2026-11-06", "2026-11-09", "infection")]

    heights = {row["y"] for row in Picture(frames(holds=holds)).reasons()}
    assert len(heights) == 2


def test_the_reason_of_a_hold_that_lasts_ends_at_today(frames: Build) -> None:
    holds = [("2026-11-20", None, "waiting for the laboratory")]
    scores = [phq9("2026-06-01", 21)]

    (reason,) = Picture(frames(holds=holds, scores=scores)).rows("reasons right")
    assert reason["anchor"] == milliseconds("2026-11-23")


def test_a_dose_is_written_only_where_it_changes(frames: Build) -> None:
    doses = [(f"2026-10-{day:02}", mg) for day, mg in ((1, 56), (8, 56), (15, 84), (22, 84))]
    picture = Picture(frames(doses=[spravato(day, mg) for day, mg in doses]))

    written = sorted((row["x"], row["words"]) for row in picture.rows("esketamine words"))
    assert written == [(milliseconds("2026-10-01"), "56"), (milliseconds("2026-10-15"), "84")]
    heights = [row["y"] - row["y2"] for row in picture.rows("esketamine doses")]
    assert heights[0] / heights[-1] == pytest.approx(56 / 84)


def test_iv_ketamine_is_drawn_by_weight_and_rounding_is_no_change(frames: Build) -> None:
    doses = [
        infusion("2026-10-01", 0.5),
        infusion("2026-10-08", 0.51),
        infusion("2026-10-22", 0.75),
    ]
    picture = Picture(frames(doses=doses))

    assert sorted(picture.column("ketamine words", "words")) == ["0.5", "0.75"]
    assert "IV, mg/kg" in picture.column("names", "words")
    assert picture.layers["ketamine doses"]["mark"]["color"] == LIGHT.categories[0]


def test_two_drugs_never_share_a_lane_and_the_picture_grows(frames: Build) -> None:
    doses = [infusion("2026-10-01", 0.5), spravato("2026-11-01", 56)]
    effects = [("2026-10-01", kind, 1) for kind in ("Nausea", "Dizziness", "Headache", "Vertigo")]
    picture = Picture(frames(doses=doses, effects=effects))

    (iv,), (nasal,) = (
        picture.column("ketamine doses", "y2"),
        picture.column("esketamine doses", "y"),
    )
    assert iv > nasal
    assert picture.spec["height"] == pytest.approx(10 * (27 - picture.domain("y")[0]))
    assert picture.domain("y")[0] < -17


def test_an_unknown_dose_is_a_question_and_not_a_low_bar(frames: Build) -> None:
    picture = Picture(frames(doses=[spravato("2026-10-01", 84), spravato("2026-10-22", None)]))

    known, unknown = picture.rows("esketamine doses")
    assert unknown["y"] == known["y"]
    assert "?" in picture.column("esketamine words", "words")


def test_a_booking_is_outlined_and_a_stopped_dose_says_so(course_of_ada: Frames) -> None:
    picture = Picture(course_of_ada)

    assert picture.column("esketamine booked", "x") == [milliseconds("2026-11-26")]
    assert picture.layers["esketamine booked"]["mark"]["strokeDash"] == [2, 2]
    assert {"stopped", "booked"} <= set(picture.column("esketamine words", "words"))
    assert milliseconds("2026-11-26") not in picture.column("hairlines", "x")


def test_the_axis_reaches_the_next_booking_but_not_every_later_one(frames: Build) -> None:
    doses = [spravato(day, 84, "booked") for day in ("2026-12-21", "2027-01-18", "2027-02-15")]
    picture = Picture(frames(doses=doses))

    assert picture.domain("x")[1] == milliseconds("2026-12-28")
    assert picture.column("esketamine booked", "x") == [milliseconds("2026-12-21")]


def test_side_effects_have_at_most_five_lanes_the_most_frequent_first(frames: Build) -> None:
    often = {"Nausea": 3, "Dissociation": 5, "Dizziness": 4, "Headache": 2, "Vertigo": 1, "Rash": 1}
    effects = [
        (f"2026-10-{3 * day + 1:02}", kind, 1) for kind, n in often.items() for day in range(n)
    ]

    lanes = Picture(frames(effects=effects)).column("names", "words")[-5:]
    assert lanes == ["Dissociation", "Dizziness", "Nausea", "Headache", "Other"]


@pytest.mark.parametrize(
    ("grade", "fill", "words"),
    [
        (None, LIGHT.page, "?"),
        (1, LIGHT.neutral.mark, None),
        (2, LIGHT.hold.mark, "2"),
        (3, LIGHT.stop.mark, "3"),
        (4, LIGHT.stop.mark, "4"),
    ],
)
def test_a_grade_can_be_read_without_its_colour(
    frames: Build, grade: int | None, fill: str, words: str | None
) -> None:
    picture = Picture(frames(effects=[("2026-10-01", "Nausea", grade)]))

    assert picture.column("effects", "fill") == [fill]
    assert picture.column("grades", "words") == ([words] if words else [])


def test_the_worst_grade_of_a_day_is_drawn(frames: Build) -> None:
    grades = [("2026-10-01 09:00", "Nausea", grade) for grade in (1, 3, None)]

    assert Picture(frames(effects=grades)).column("grades", "words") == ["3"]


def test_the_pointer_finds_each_day_in_a_zone_of_its_own(course_of_ada: Frames) -> None:
    picture = Picture(course_of_ada)
    zones = picture.rows("hover zones")
    (selection,) = picture.spec["params"]

    assert selection["select"]["on"] == "pointerover"
    assert picture.layers["hover rule"]["encoding"]["opacity"]["condition"]["param"] == "day"
    assert all(zone["left"] < zone["x"] < zone["right"] for zone in zones)
    assert all(before["right"] <= after["left"] for before, after in pairwise(zones))


def test_the_tooltip_has_the_facts_of_the_table(course_of_ada: Frames) -> None:
    picture = Picture(course_of_ada)
    fields = [tip["field"] for tip in picture.layers["hover zones"]["encoding"]["tooltip"]]

    assert fields == [
        "Date", "PHQ-9", "Item 9", "GAD-7", "Dose", "Peak systolic rise", "Side effects", "Hold"
    ]  # fmt: skip
    assert "Thu 8 Oct 2026" in picture.column("hover zones", "Date")


def test_with_nothing_recorded_the_lanes_say_so() -> None:
    nothing = {name: pd.DataFrame(columns=columns) for name, columns in EMPTY.items()}
    picture = Picture(nothing, baseline=None)

    assert picture.column("absences", "words") == ["no session yet", "none recorded"]
    assert picture.rows("hover zones") == []


def test_how_the_frames_are_numbered_does_not_matter(course_of_ada: Frames) -> None:
    numbered = {name: frame.set_axis([7] * len(frame)) for name, frame in course_of_ada.items()}

    assert Picture(numbered).spec == Picture(course_of_ada).spec


def test_side_effects_alone_are_drawn(frames: Build) -> None:
    picture = Picture(frames(effects=[("2026-10-01", "Nausea", 2)]))

    assert picture.column("grades", "words") == ["2"]
    assert picture.column("absences", "words") == ["no session yet"]


def test_three_sessions_a_week_keep_every_digit(frames: Build) -> None:
    days = pd.date_range("2026-09-28", "2026-11-20", freq="B")
    days = days[days.day_of_week.isin([0, 2, 4])]
    picture = Picture(frames(scores=[phq9(str(day), 12, 1) for day in days]))

    assert len(picture.rows("item 9")) == len(days)


def test_two_years_of_maintenance_have_monthly_ticks_and_no_digit_on_another(
    frames: Build,
) -> None:
    days = [str(day) for day in pd.date_range("2024-11-25", "2026-11-23", freq="W-MON")]
    picture = Picture(
        frames(
            scores=[phq9(day, 12, place % 3) for place, day in enumerate(days)],
            doses=[spravato(day, 84) for day in days],
        )
    )
    start, end = picture.domain("x")

    ticks = picture.layers["phq9"]["encoding"]["x"]["axis"]["values"]
    assert {pd.Timestamp(tick, unit="ms").day for tick in ticks} == {1}
    digits = sorted(picture.column("item 9", "x"))
    room = [after - before for before, after in pairwise(digits)]
    assert min(room) >= (end - start) * 11 / 430
    assert set(picture.column("item 9", "words")) == {"2"}


def test_ten_years_stay_under_two_thousand_marks(frames: Build) -> None:
    days = [str(day) for day in pd.date_range("2016-11-28", "2026-11-23", freq="W-MON")]
    kinds = ("Dissociation", "Nausea", "Dizziness", "Headache", "Vertigo", "Rash")
    picture = Picture(
        frames(
            scores=[score for day in days for score in (phq9(day, 12, 1), gad7(day, 9))],
            doses=[dose for day in days for dose in (spravato(day, 84), infusion(day, 0.5))],
            effects=[(day, kind, 2) for day in days for kind in kinds],
        )
    )

    assert 1_000 < picture.marks() < 2_000
    assert len(picture.rows("hover zones")) == 220


EMPTY = {
    "scores": ["at", "instrument", "total", "answered", "of", "item9"],
    "doses": ["at", "number", "drug", "mg", "mg_per_kg", "status", "peak_rise"],
    "holds": ["start", "end", "reason"],
    "effects": ["at", "label", "grade"],
}
