"""Pictures drawn on the server: whatever was typed, in the screen's own font."""

from datetime import date
from typing import Any

import pytest

from services.charts.svg import png, svg


def spec(text: Any) -> dict[str, Any]:
    data = {"values": [{"a": text}]}
    return {"data": data, "mark": "text", "encoding": {"text": {"field": "a"}}, "width": 90}


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("\x01x", ">[U+0001]x<"),
        ("\x00", ">[U+0000]<"),
        ("\ufffe", ">[U+FFFE]<"),
        ("a\ud800b", ">a[U+D800]b<"),
        ("<b> & ]]>", ">&lt;b&gt; &amp; ]]&gt;<"),
        ("Ünï – ≥ 3", ">Ünï – ≥ 3<"),
    ],
)
def test_text_that_no_xml_can_hold_is_drawn_by_its_code_and_ends_nothing(
    typed: str, drawn: str
) -> None:
    """The converter does not refuse such text: it ends the whole process."""
    assert drawn in svg(spec(typed))


@pytest.mark.parametrize("limit", [8, 19, 33])
def test_a_label_cut_within_an_emoji_is_drawn_all_the_same(limit: int) -> None:
    cut = spec("😀😀😀😀") | {"mark": {"type": "text", "limit": limit}}
    assert "<text" in svg(cut)


def test_dates_are_drawn_as_they_are_written() -> None:
    assert ">2026-10-03<" in svg(spec(date(2026, 10, 3)))


def test_text_is_measured_in_the_font_in_which_it_is_set() -> None:
    """A legend is as wide as its text: another font would make another width."""
    names = ["wide wide wide wide", "i"]
    made = {
        family: svg(
            {
                "data": {"values": [{"a": name} for name in names]},
                "mark": "bar",
                "encoding": {"y": {"field": "a", "title": None}},
                "config": {"font": family},
            }
        )
        for family in ("Source Sans, Source Sans Pro, sans-serif", "sans-serif")
    }
    first, second = (each.split("viewBox=")[1].split(">")[0] for each in made.values())
    assert first != second


def test_a_picture_is_twice_as_fine_as_a_screen() -> None:
    drawn = svg(spec("x") | {"padding": 0, "height": 20})
    width = int.from_bytes(png(drawn)[16:20], "big")
    assert width == 2 * 90
