"""A figure on paper: its cells, its sides, and a picture whose title the page sets."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pandas as pd
import pytest

from services.charts.insight import weeks
from services.insight.figure import Figure
from services.refusals import Unavailable
from services.reports import pdf, press, printed


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (pd.NA, ""),
        (float("nan"), ""),
        (0, "0"),
        (12345, "12,345"),
        (date(2026, 10, 3), "3 Oct 2026"),
        ("hidden", "hidden"),
    ],
)
def test_a_cell_is_in_words_and_what_is_unknown_stays_empty(value: Any, words: str) -> None:
    assert printed.cell(value) == words


def test_numbers_stand_at_the_right_and_words_at_the_left() -> None:
    table = printed.table(
        pd.DataFrame({"": ["a"], "n": ["1,204 of 12,345"], "why": ["3 weeks after the last dose"]})
    )
    assert table is not None
    assert table["sides"] == ["left", "right", "left"]


def test_a_table_is_printed_without_what_its_rows_open() -> None:
    frame = pd.DataFrame({"Group": ["a"], "number": ["x"]})
    table = printed.figure(Figure("Title", None, frame, ""))["table"]
    assert table["heads"] == ["Group"]
    assert table["rows"] == [["a"]]


def test_a_figure_without_a_picture_says_why() -> None:
    found = printed.figure(Figure("Title", None, pd.DataFrame(), "", "Nobody was dosed."))
    assert (found["picture"], found["table"]) == (None, None)
    assert found["caption"] == "Nobody was dosed."


def test_the_title_of_a_picture_is_set_by_the_page_and_its_text_stays_text() -> None:
    columns = ["week", "measure", "n", "n_words", "share", "low", "high", "of", "number"]
    frame = pd.DataFrame(
        [(1, "response", 20, "20", 0.5, 0.3, 0.7, "10 of 20", "week-1-response")], columns=columns
    )
    draw = partial(weeks.weeks, frame, title="What is drawn", subtitle="How to read it")
    found = printed.figure(Figure("Name", draw, frame, "", "", definitions=("response",)))
    assert (found["title"], found["subtitle"]) == ("What is drawn", "How to read it")
    drawn = press.printable(found["picture"])
    assert "What is drawn" not in drawn
    assert "Source Sans Pro" in drawn
    assert ">evaluable<" in drawn


def test_long_words_get_places_to_break_and_hidden_marks_are_seen() -> None:
    ready = press.printable({"a": ["x" * 50, "short \u202e"], "c": 3, "d": None})
    assert ready["a"][0].replace(press.BREAK, "") == "x" * 50
    assert max(map(len, ready["a"][0].split(press.BREAK))) == press.LONGEST_WORD
    assert ready["a"][1] == "short [U+202E]"
    assert (ready["c"], ready["d"]) == (3, None)


def test_the_same_again_gives_the_same_bytes() -> None:
    said = {
        **dict.fromkeys(("title", "clinic", "period", "filter", "made", "author", "small"), "x"),
        "demonstration": False,
        "sections": [],
        "books": [],
    }
    when = datetime(2026, 11, 26, tzinfo=UTC)
    assert pdf.made("clinic", said, when) == pdf.made("clinic", said, when)


@pytest.mark.parametrize("template", ["no-such-template", "../../manage"])
def test_a_press_that_fails_is_a_sentence_and_tells_no_word_of_the_record(template: str) -> None:
    with pytest.raises(Unavailable, match="could not be made, and nothing was taken out") as said:
        pdf.made(template, {"name": "Okafor"}, datetime(2026, 11, 26, tzinfo=UTC))
    assert "Okafor" not in str(said.value)


def test_a_press_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LONGEST", 0.01)
    with pytest.raises(Unavailable):
        pdf.made("clinic", {}, datetime(2026, 11, 26, tzinfo=UTC))
