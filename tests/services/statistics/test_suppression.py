"""Small numbers: hidden, and not a subtraction away, for a reader with paper and patience."""

from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from services.statistics.suppression import (
    MINIMUM_IN_EXPORTS,
    MINIMUM_ON_SCREEN,
    TOTAL,
    WORD,
    hide,
    hide_rates,
    shown,
)

Table = list[list[int]]


def published(table: Table, minimum: int = MINIMUM_ON_SCREEN) -> list[list[str]]:
    """What is left to read, "-" for what is hidden; totals last."""
    counts = pd.DataFrame(table)
    found: list[list[str]] = shown(counts, hide(counts, minimum)).replace(WORD, "-").values.tolist()
    return found


def column(numbers: list[int], minimum: int = MINIMUM_ON_SCREEN) -> list[str]:
    """A list as a table with one column: what is left of it, and its total."""
    return [row[0] for row in published([[number] for number in numbers], minimum)]


def test_the_minimum_is_higher_in_what_leaves_the_screen() -> None:
    assert (MINIMUM_ON_SCREEN, MINIMUM_IN_EXPORTS) == (5, 11)


@pytest.mark.parametrize(
    ("numbers", "minimum", "left"),
    [
        ([5, 10, 20], 5, ["5", "10", "20", "35"]),
        ([4, 10, 20], 5, ["-", "-", "20", "34"]),
        ([10, 30, 20], 11, ["-", "30", "-", "60"]),
        ([11, 30, 20], 11, ["11", "30", "20", "61"]),
        ([0, 10, 20], 5, ["0", "10", "20", "30"]),
        ([0, 4, 20], 5, ["0", "-", "-", "24"]),
        ([4, 3, 20], 5, ["-", "-", "20", "27"]),  # two that stand for each other
        ([1, 1, 20], 5, ["-", "-", "-", "22"]),  # 2 in two hidden places can only be 1 and 1
        ([3], 5, ["-", "-"]),
        ([3, 0], 5, ["-", "0", "-"]),
        ([2, 2], 5, ["-", "-", "-"]),
        ([7], 5, ["7", "7"]),
        ([0], 5, ["0", "0"]),
    ],
)
def test_a_list_hides_the_small_and_the_next_smallest(
    numbers: list[int], minimum: int, left: list[str]
) -> None:
    assert column(numbers, minimum) == left


def test_a_list_reads_the_same_along_a_row() -> None:
    assert published([[4, 10, 20]])[0] == ["-", "-", "20", "34"]


def test_a_small_cell_takes_a_rectangle_with_it() -> None:
    assert published([[3, 20, 30], [40, 50, 60], [70, 80, 90]]) == [
        ["-", "-", "30", "53"],
        ["-", "-", "60", "150"],
        ["70", "80", "90", "240"],
        ["113", "150", "180", "443"],
    ]


def test_a_small_total_is_hidden_and_cannot_be_worked_out_from_the_other_totals() -> None:
    assert published([[2, 1], [20, 30], [25, 40]]) == [
        ["-", "-", "-"],
        ["-", "-", "-"],
        ["25", "40", "65"],
        ["47", "71", "118"],
    ]


def test_a_small_grand_total_leaves_only_zeros() -> None:
    assert published([[1, 0], [2, 0]]) == [["-", "0", "-"], ["-", "0", "-"], ["-", "0", "-"]]


def test_nobody_at_all_may_be_shown() -> None:
    assert published([[0, 0], [0, 0]]) == [["0"] * 3] * 3


@pytest.mark.parametrize(("rows", "columns"), [(0, 0), (0, 2), (2, 0)])
def test_a_table_without_cells_hides_nothing(rows: int, columns: int) -> None:
    counts = pd.DataFrame(np.zeros((rows, columns), dtype=int))

    assert shown(counts, hide(counts, 5)).eq("0").all(axis=None)


def test_what_is_hidden_carries_the_labels_of_the_table() -> None:
    counts = pd.DataFrame(
        {"mild": [3, 20], "severe": [9, 30]}, index=pd.Index(["IV", "IM"], name="route")
    )
    hidden = hide(counts, 5)
    words = shown(counts, hidden)

    assert hidden.cells.index.equals(counts.index)
    assert hidden.rows.to_dict() == {"IV": False, "IM": False}
    assert hidden.columns.to_dict() == {"mild": False, "severe": False}
    assert hidden.total is False
    assert words.loc["IV", "mild"] == "hidden"
    assert words.loc[TOTAL].to_dict() == {"mild": "23", "severe": "39", TOTAL: "62"}
    assert words.index.name == "route"


@pytest.mark.parametrize("cell", [-1, 2.5, np.nan, np.inf])
def test_what_is_no_count_is_refused(cell: float) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        hide(pd.DataFrame([[cell, 20]]), 5)


def test_a_minimum_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        hide(pd.DataFrame([[1]]), 0)


def groups(**numbers: int) -> "pd.Series[int]":
    return pd.Series(numbers)


def test_enough_with_and_enough_without_the_outcome_may_be_shown() -> None:
    found = hide_rates(groups(a=5, b=15), groups(a=10, b=40), 5)

    assert not found.rates.any()
    assert (found.overall, found.total) == (False, False)


def test_few_with_or_few_without_the_outcome_hide_a_rate_and_another_one() -> None:
    totals = groups(a=40, b=30, c=90)

    for few in (groups(a=3, b=12, c=40), groups(a=37, b=18, c=50)):
        found = hide_rates(few, totals, 5)
        assert found.rates.to_dict() == {"a": True, "b": True, "c": False}
        assert not found.sizes.any()
        assert not found.overall


def test_a_rate_of_none_or_all_may_be_shown_in_a_group_that_is_large_enough() -> None:
    found = hide_rates(groups(a=0, b=20, c=10), groups(a=12, b=20, c=30), 5)

    assert not found.rates.any()


def test_a_group_of_few_hides_its_size_and_its_rate_even_of_none() -> None:
    found = hide_rates(groups(a=0, b=20, c=30), groups(a=3, b=50, c=90), 5)

    assert found.rates.to_dict() == {"a": True, "b": True, "c": False}
    assert found.sizes.to_dict() == {"a": True, "b": True, "c": False}
    assert not found.overall


def test_the_overall_rate_of_few_is_hidden() -> None:
    found = hide_rates(groups(a=1, b=2), groups(a=30, b=40), 5)

    assert found.overall
    assert found.rates.all()
    assert not found.total


@pytest.mark.parametrize(
    ("successes", "totals", "words"),
    [
        (groups(a=6), groups(a=5), "more successes than people"),
        (groups(a=-1), groups(a=5), "whole numbers"),
        (groups(a=1), groups(b=5), "same groups"),
    ],
)
def test_what_are_no_rates_is_refused(
    successes: "pd.Series[int]", totals: "pd.Series[int]", words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        hide_rates(successes, totals, 5)


def tables() -> st.SearchStrategy[Table]:
    # Numbers around both minimums as often as any other, so that much is hidden.
    number = st.one_of(st.integers(0, 12), st.integers(0, 60))
    size = st.integers(1, 5)
    return st.tuples(size, size).flatmap(
        lambda shape: st.lists(
            st.lists(number, min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    )


MINIMUMS = st.sampled_from([MINIMUM_ON_SCREEN, MINIMUM_IN_EXPORTS])


@settings(deadline=None, max_examples=60)
@given(tables(), MINIMUMS)
def test_nothing_hidden_can_be_worked_out_from_what_is_shown(table: Table, minimum: int) -> None:
    counts = pd.DataFrame(table)
    read = shown(counts, hide(counts, minimum)).to_numpy()

    for place in np.argwhere(read == WORD):
        low, high = bounds(read, tuple(place))
        assert high - low > 0.999, f"{place} can only be {low}"


def bounds(read: "np.ndarray[tuple[int, int]]", place: tuple[int, ...]) -> tuple[float, float]:
    """The least and the most that a reader can fill in at one place.

    All places are unknown numbers, with what is shown as equations of their own, and nothing but
    the words that are shown goes in. The reader knows that no 0 is hidden.
    """
    at = np.arange(read.size).reshape(read.shape)
    equations, sides = [], []
    for line in [*at, *at.T]:
        equation = np.zeros(read.size)
        equation[line[:-1]], equation[line[-1]] = 1, -1
        equations.append(equation)
        sides.append(0)
    for row, col in np.argwhere(read != WORD):
        equations.append(np.eye(read.size)[at[row, col]])
        sides.append(int(read[row, col]))
    floor = np.where(read == WORD, 1, 0).ravel()
    goal = np.eye(read.size)[at[place]]
    ends = [
        linprog(
            sign * goal, A_eq=equations, b_eq=sides, bounds=[(each, 100_000) for each in floor]
        ).fun
        for sign in (1, -1)
    ]
    return ends[0], -ends[1]


def test_the_reader_of_these_tests_can_do_sums() -> None:
    # Else the property above would hold for want of trying.
    simple = np.array([["hidden", "10", "13"], ["20", "30", "50"], ["hidden", "40", "63"]], object)
    crossed = np.array([["hidden", "hidden", "2"], ["4", "9", "13"], ["5", "10", "15"]], object)
    open_ended = np.array([["hidden", "20", "hidden"], ["hidden", "20", "hidden"]], object)

    assert bounds(simple, (0, 0)) == pytest.approx((3, 3))
    assert bounds(crossed, (0, 1)) == pytest.approx((1, 1))
    assert bounds(open_ended, (0, 0))[1] > 1000


@settings(deadline=None, max_examples=100)
@given(tables(), MINIMUMS)
def test_whatever_is_small_is_hidden_and_no_zero_is(table: Table, minimum: int) -> None:
    counts = pd.DataFrame(table)
    hidden = hide(counts, minimum)
    sides = [
        (counts.stack(), hidden.cells.stack()),
        (counts.sum(axis=1), hidden.rows),
        (counts.sum(), hidden.columns),
        (pd.Series([counts.to_numpy().sum()]), pd.Series([hidden.total])),
    ]

    for numbers, flags in sides:
        assert flags[numbers.between(1, minimum - 1)].all()
        assert not flags[numbers == 0].any()


@settings(deadline=None, max_examples=60)
@given(tables(), MINIMUMS)
def test_where_nothing_is_small_nothing_is_hidden(table: Table, minimum: int) -> None:
    counts = pd.DataFrame(table)
    counts = counts.where(counts == 0, counts + minimum)
    hidden = hide(counts, minimum)

    assert not hidden.cells.any(axis=None)
    assert not hidden.rows.any()
    assert not hidden.columns.any()
    assert not hidden.total


@settings(deadline=None, max_examples=60)
@given(tables(), MINIMUMS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(
    table: Table, minimum: int, random: Random
) -> None:
    counts = pd.DataFrame(table)
    rows, columns = list(counts.index), list(counts.columns)
    random.shuffle(rows)
    random.shuffle(columns)
    mixed = counts.loc[rows, columns]

    there = shown(mixed, hide(mixed, minimum))
    here = shown(counts, hide(counts, minimum))
    assert there.loc[here.index, here.columns].equals(here)


def test_many_rows_are_looked_at_in_the_time_of_a_click() -> None:
    random = np.random.default_rng(7)
    counts = pd.DataFrame(random.integers(0, 200, (24, 8)))

    assert hide(counts, MINIMUM_IN_EXPORTS).cells.any(axis=None)
