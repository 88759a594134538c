"""The charts and the page around them are painted with the same colours."""

import tomllib
from pathlib import Path

import altair as alt
import pandas as pd
import pytest

from services.charts.theme import DARK, LIGHT, Palette, configure

CONFIG = Path(__file__).resolve().parents[3] / ".streamlit" / "config.toml"
STATUSES = {"go": "green", "hold": "orange", "stop": "red", "info": "blue", "neutral": "gray"}
THEMES = pytest.mark.parametrize(("theme", "palette"), [("light", LIGHT), ("dark", DARK)])


def options(theme: str) -> dict[str, str]:
    options: dict[str, str] = tomllib.loads(CONFIG.read_text("utf-8"))["theme"][theme]
    return options


@THEMES
def test_surfaces_and_inks_are_those_of_the_page(theme: str, palette: Palette) -> None:
    option = options(theme)

    assert palette.page == option["backgroundColor"]
    assert palette.surface == option["secondaryBackgroundColor"]
    assert palette.ink == option["textColor"]
    assert palette.muted == option["dataframeHeaderTextColor"]
    assert palette.line == option["borderColor"]
    assert palette.grid == option["dataframeBorderColor"]


@THEMES
@pytest.mark.parametrize(("status", "color"), STATUSES.items())
def test_a_status_has_one_colour_in_chart_and_page(
    theme: str, palette: Palette, status: str, color: str
) -> None:
    claim = getattr(palette, status)

    assert claim.mark == options(theme)[f"{color}Color"]
    assert claim.text == options(theme)[f"{color}TextColor"]
    assert claim.background == options(theme)[f"{color}BackgroundColor"]


@THEMES
def test_categories_and_steps_are_those_of_the_page(theme: str, palette: Palette) -> None:
    assert list(palette.categories) == options(theme)["chartCategoricalColors"]
    assert list(palette.sequential) == options(theme)["chartSequentialColors"]


def test_a_chart_in_the_house_look_lets_the_card_show_through() -> None:
    chart = alt.Chart(pd.DataFrame({"x": [1]})).mark_point().encode(x="x:Q")

    config = configure(chart, DARK).to_dict()["config"]

    assert config["background"] == "transparent"
    assert config["font"].startswith("Source Sans")
    assert config["view"]["stroke"] is None
    assert config["axis"]["labelColor"] == DARK.muted
