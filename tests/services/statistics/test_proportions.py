"""Wilson's interval: published vectors, the shared cases, and what is no proportion."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.statistics.proportions import Interval, wilson

CASES = 19


def test_every_shared_interval_is_met(shared_data: Path) -> None:
    cases = json.loads((shared_data / "km_cases.json").read_text())["wilson"]

    assert len(cases) == CASES
    assert {case["conf"] for case in cases} == {0.95, 0.99}
    for case in cases:
        expected = case["wilson"] or [math.nan, math.nan]  # out of nobody
        found = wilson(case["k"], case["n"], case["conf"])
        assert found == pytest.approx(expected, abs=1e-6, nan_ok=True), case


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    [
        (0, 12, 0, 0.2425),
        (7, 12, 0.3195, 0.8067),
        (288, 537, 0.4940, 0.5781),  # response in McInnes 2022
        (155, 537, 0.2519, 0.3284),  # remission in McInnes 2022
    ],
)
def test_an_interval_of_the_handbook_is_met(
    successes: int, total: int, low: float, high: float
) -> None:
    assert wilson(successes, total) == pytest.approx((low, high), abs=5e-5)


def test_out_of_nobody_nothing_is_known() -> None:
    assert wilson(0, 0) == pytest.approx(Interval(math.nan, math.nan), nan_ok=True)


def test_an_interval_has_named_limits_that_are_plain_numbers() -> None:
    found = wilson(7, 12)

    assert (type(found.low), type(found.high)) == (float, float)
    assert found.low < 7 / 12 < found.high


@pytest.mark.parametrize(("successes", "total"), [(6, 5), (-1, 5), (0, -1), (math.nan, 5)])
def test_what_is_no_proportion_is_refused(successes: int, total: int) -> None:
    with pytest.raises(ValueError, match="is not a proportion"):
        wilson(successes, total)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, math.nan])
def test_what_is_no_confidence_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson(1, 2, confidence)


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_lies_around_its_proportion_and_mirrors_its_opposite(
    counted: tuple[int, int],
) -> None:
    successes, total = counted
    found, opposite = wilson(successes, total), wilson(total - successes, total)

    assert 0 <= found.low <= successes / total <= found.high <= 1
    assert found == pytest.approx((1 - opposite.high, 1 - opposite.low), abs=1e-9)
