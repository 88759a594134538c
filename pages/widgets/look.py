"""How every page looks beyond the theme: its title, its logo, and the few rules CSS must say."""

from pathlib import Path

import streamlit as st

from services.charts.theme import DARK, LIGHT, Palette

HERE = Path(__file__).parent

# Only what the theme has no option for. Answers are touched on a tablet; and in the dark theme no
# value of the primary colour carries both a white label and a selected segment's own.
RULES = (
    '[class*="st-key-answers"] button {min-height: 2.75rem}'
    # A grid's own download would be a copy that is neither audited nor free of formulas.
    '[data-testid="stElementToolbarButton"]:has([aria-label^="Download"]) {display: none}'
)
DARK_RULES = '[data-testid="stBaseButton-primary"] {color: #10161C}'


def begin() -> None:
    """First thing in every run."""
    st.set_page_config(layout="wide", initial_sidebar_state=216)


def finish(clinic: str) -> None:
    """After navigation, whose page would set a title and an icon of its own."""
    st.set_page_config(page_title=clinic, page_icon=str(HERE / "mark.svg"))
    st.html(f"<style>{RULES}{DARK_RULES if is_dark() else ''}</style>")
    logo = HERE / ("logo_dark.svg" if is_dark() else "logo_light.svg")
    st.logo(str(logo), size="large", icon_image=str(HERE / "mark.svg"))


def is_dark() -> bool:
    """Whether the browser draws this session in the dark theme."""
    return st.context.theme.type == "dark"


def palette() -> Palette:
    """The chart colours that fit the theme."""
    return DARK if is_dark() else LIGHT
