"""The footer of a picture that leaves: every word of it, within the width, on white."""

import re

import pytest

from services.charts.signed import signed
from services.charts.svg import png

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="50"></svg>'


def size(drawn: str) -> tuple[int, int]:
    width, height = re.findall(r'width="(\d+)" height="(\d+)"', drawn)[0]
    return int(width), int(height)


def rows(drawn: str) -> list[str]:
    return re.findall(r"<text [^>]*>([^<]*)</text>", drawn)


def test_a_picture_grows_by_its_footer_and_has_the_white_of_paper() -> None:
    one, two = signed(PICTURE, ["a"]), signed(PICTURE, ["a", "b"])
    assert rows(two) == ["a", "b"]
    assert size(two)[1] > size(one)[1] > 50
    assert one.index("#FFFFFF") < one.index(PICTURE)


def test_a_long_line_goes_on_below_and_loses_no_word() -> None:
    words = " ".join(f"definition_{number}" for number in range(40))
    found = rows(signed(PICTURE, [words]))
    assert len(found) > 5
    assert " ".join(found) == words


@pytest.mark.parametrize("typed", ["<b> & ]]>", "\x01", "a\ud800b", 'say "no"'])
def test_whatever_was_typed_makes_a_picture(typed: str) -> None:
    assert png(signed(PICTURE, [typed])).startswith(b"\x89PNG")
