"""Kaplan-Meier: curves that three other programs agree on, and follow-ups at the edge."""

import json
import math
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from services.statistics import survival

Case = dict[str, Any]
NOT_REACHED = (math.nan, math.nan, math.nan)

# The handbook's vector: 7, 14, 14*, 21, 28, 28*, 35*, 42, where * is censored.
TIMES = [7, 14, 14, 21, 28, 28, 35, 42]
OBSERVED = [True, True, False, True, True, False, False, True]


@pytest.fixture(scope="session")
def cases(shared_data: Path) -> list[Case]:
    found: list[Case] = json.loads((shared_data / "km_cases.json").read_text())["km"]
    return found


def test_every_shared_curve_is_met(cases: list[Case]) -> None:
    assert len(cases) == 6
    for case in cases:
        curve = survival.kaplan_meier(case["time"], case["event"])
        rows = case["table"]
        assert curve["time"].tolist() == [row["time"] for row in rows]
        assert curve["at_risk"].tolist() == [row["n_risk"] for row in rows]
        assert curve["events"].tolist() == [row["n_event"] for row in rows]
        assert curve["survival"].tolist() == pytest.approx(
            [row["survival"] for row in rows], abs=1e-8
        )
        for at, limit in enumerate(["lower", "upper"]):
            expected = [row["ci95_loglog"][at] for row in rows]
            assert curve[limit].tolist() == pytest.approx(expected, abs=1e-5), case["id"]


def test_every_shared_median_is_met(cases: list[Case]) -> None:
    for case in cases:
        expected = math.nan if case["median_survival"] is None else case["median_survival"]
        found = survival.median(case["time"], case["event"])
        assert found.estimate == pytest.approx(expected, nan_ok=True), case["id"]


def test_the_curve_of_the_handbook_is_met() -> None:
    curve = survival.kaplan_meier(TIMES, OBSERVED).set_index("time")

    assert curve["survival"].to_dict() == pytest.approx(
        {7: 0.875, 14: 0.75, 21: 0.60, 28: 0.45, 42: 0}
    )
    assert curve["at_risk"].to_dict() == {7: 8, 14: 7, 21: 5, 28: 4, 42: 1}
    assert curve.loc[28, ["lower", "upper"]].tolist() == pytest.approx([0.108, 0.751], abs=5e-4)
    assert curve.loc[42, ["lower", "upper"]].tolist() == [0, 0]


def test_the_median_is_where_the_curve_and_its_limits_come_down_to_one_half() -> None:
    # The upper limit is still above one half when the last known row is reached.
    assert survival.median(TIMES, OBSERVED) == pytest.approx((28, 7, math.nan), nan_ok=True)


def test_a_median_of_many_has_both_limits(cases: list[Case]) -> None:
    case = next(case for case in cases if case["id"] == "waltons_miR_137")

    # The shared limits are first at one half or below at 19 (0.463) and at 29 (0.386).
    assert survival.median(case["time"], case["event"]) == (26, 19, 29)


def test_a_curve_that_is_one_half_has_reached_it() -> None:
    times, seen = [*[1] * 7, *[2] * 2, *[9] * 9], [*[1] * 9, *[0] * 9]

    # 11/18 × 9/11 is a hair above one half in floating point.
    assert survival.kaplan_meier(times, seen)["survival"].iloc[-1] > 0.5
    assert survival.median(times, seen).estimate == 2
    assert survival.median([1, 2], [1, 0]).estimate == 1


def test_a_quantile_is_the_time_by_which_that_share_had_the_event() -> None:
    curve = survival.kaplan_meier(TIMES, OBSERVED)

    assert [survival.quantile(curve, share).estimate for share in (0.1, 0.25, 0.4, 0.9)] == [
        7,
        14,
        21,
        42,
    ]


@pytest.mark.parametrize("share", [0, 1, 50, math.nan])
def test_what_is_no_share_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        survival.quantile(survival.kaplan_meier(TIMES, OBSERVED), share)


def test_nobody_makes_a_curve_without_rows() -> None:
    curve = survival.kaplan_meier([], [])

    assert list(curve) == ["time", "at_risk", "events", "survival", "lower", "upper"]
    assert curve.empty
    assert survival.median([], []) == pytest.approx(NOT_REACHED, nan_ok=True)
    assert survival.at_risk([], [0, 7]).tolist() == [0, 0]


def test_all_censored_makes_a_curve_that_never_comes_down() -> None:
    assert survival.kaplan_meier([3, 5, 8], [0, 0, 0]).empty
    assert survival.median([3, 5, 8], [0, 0, 0]) == pytest.approx(NOT_REACHED, nan_ok=True)


def test_one_event_in_one_person_has_a_time_and_no_limits() -> None:
    # "5 to 5" would be certainty from one person.
    assert survival.median([5], [1]) == pytest.approx((5, math.nan, math.nan), nan_ok=True)
    assert survival.kaplan_meier([5], [1]).to_dict("records") == [
        {"time": 5, "at_risk": 1, "events": 1, "survival": 0, "lower": 0, "upper": 0}
    ]


def test_an_event_at_time_zero_counts() -> None:
    curve = survival.kaplan_meier([0, 4, 4], [1, 1, 0])

    assert curve["survival"].tolist() == pytest.approx([2 / 3, 1 / 3])


def test_those_at_a_time_are_still_at_risk_of_it() -> None:
    assert survival.at_risk(TIMES, [0, 7, 7.5, 14, 28, 42, 43]).tolist() == [8, 8, 7, 7, 4, 1, 0]


def test_series_are_taken_as_they_stand_whatever_their_index() -> None:
    people = pd.DataFrame({"days": TIMES, "seen": OBSERVED}).sample(frac=1, random_state=1)

    assert survival.kaplan_meier(people["days"], people["seen"]).equals(
        survival.kaplan_meier(TIMES, OBSERVED)
    )


@pytest.mark.parametrize(
    ("times", "observed", "words"),
    [
        ([-1, 5], [1, 0], "0 or more"),
        ([math.nan, 5], [1, 0], "0 or more"),
        ([math.inf, 5], [1, 0], "0 or more"),
        ([1, 5], [1, 2], "either seen or not"),
        ([1, 5], [1, math.nan], "either seen or not"),
        ([1, 5], [1], "one time and one word"),
        ([[1, 5]], [[1, 0]], "one time and one word"),
    ],
)
def test_what_is_no_follow_up_is_refused(times: Any, observed: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        survival.kaplan_meier(times, observed)


FOLLOW_UPS = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40)


@settings(deadline=None, max_examples=60)
@given(FOLLOW_UPS)
def test_a_curve_comes_down_between_its_limits_and_agrees_with_scipy(
    people: list[tuple[int, bool]],
) -> None:
    times, seen = np.array([day for day, _ in people]), np.array([event for _, event in people])
    curve = survival.kaplan_meier(times, seen)
    whole = curve[curve["survival"] > 0]

    assert curve["survival"].is_monotonic_decreasing
    assert curve["events"].sum() == seen.sum()
    assert (curve["lower"] <= curve["survival"]).all()
    assert (curve["survival"] <= curve["upper"]).all()
    if len(whole):
        theirs = ecdf(CensoredData.right_censored(times, ~seen)).sf
        with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
            band = theirs.confidence_interval(0.95, method="log-log")
        assert np.allclose(band.low.evaluate(whole["time"]), whole["lower"], atol=1e-9)
        assert np.allclose(band.high.evaluate(whole["time"]), whole["upper"], atol=1e-9)


@pytest.mark.parametrize(
    ("times", "seen", "expected"),
    [
        (range(1, 11), [1] * 10, 5),
        (range(1, 9), [1] * 8, 4),
        (range(1, 8), [1] * 7, None),
        ([1, 2, 3], [1, 1, 1], None),
        ([1, *range(10, 19)], [1] + [0] * 9, math.nan),
        ([], [], math.nan),
    ],
    ids=["6 left", "5 left", "4 left", "of 3", "not reached", "nobody"],
)
def test_a_median_that_fewer_than_five_carry_is_none_and_not_the_same_as_not_reached(
    times: list[int], seen: list[int], expected: float | None
) -> None:
    found = survival.read_off(survival.kaplan_meier(list(times), seen), 0.5, 5)
    assert (None if found is None else found.estimate) == pytest.approx(expected, nan_ok=True)


def test_a_limit_that_fewer_than_five_carry_stays_open() -> None:
    curve = survival.kaplan_meier(list(range(1, 11)), [1] * 10)
    assert not math.isnan(survival.quantile(curve, 0.5).high)
    found = survival.read_off(curve, 0.5, 5)
    assert found is not None
    assert math.isnan(found.high)
