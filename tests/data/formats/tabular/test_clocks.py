"""Times of day as tables write them."""

from datetime import time

import pytest

from data.formats.tabular import clocks
from data.formats.tabular.fault import Fault


@pytest.mark.parametrize(
    ("text", "at"), [("9:05", time(9, 5)), ("09:05:30", time(9, 5, 30)), ("1:00 pm", time(13))]
)
def test_a_time_of_day(text, at):
    assert clocks.clock(text) == at


@pytest.mark.parametrize("text", ["24:00", "9", "09:05Z", "noon"])
def test_what_is_no_time_of_day_is_a_fault(text):
    with pytest.raises(Fault):
        clocks.clock(text)
