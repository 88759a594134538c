"""The small line of a tile."""

import base64

import pytest

from services.charts.spark import HEIGHT, spark
from services.charts.theme import LIGHT


def drawn(*values: float) -> list[tuple[float, float]]:
    address = spark(values, LIGHT)
    svg = base64.b64decode(address.partition(",")[2]).decode()
    points = svg.partition('points="')[2].partition('"')[0]
    return [tuple(map(float, point.split(","))) for point in points.split()]


def test_higher_values_stand_higher_and_later_ones_further_right() -> None:
    found = drawn(1, 3, 2)
    assert [x for x, _ in found] == sorted(x for x, _ in found)
    heights = [HEIGHT - y for _, y in found]
    assert heights[0] < heights[2] < heights[1]


@pytest.mark.parametrize("values", [(5.0, 5.0), (0.0, 0.0, 0.0), (1.0,)])
def test_a_course_that_does_not_move_is_a_line_all_the_same(values: tuple[float, ...]) -> None:
    found = drawn(*values)
    assert len(found) == len(values)
    assert all(0 <= y <= HEIGHT for _, y in found)
