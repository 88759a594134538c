"""A finished picture as SVG, drawn on the server without a browser."""

import functools
import json
from typing import Any

import font_source_sans_pro  # type: ignore[import-untyped]
import vl_convert

FONTS: str = font_source_sans_pro.font_directory
"""The screen's font as files, for whatever is drawn without a browser."""


def svg(spec: dict[str, Any]) -> str:
    """The specification as SVG, its text measured in the font in which it is set."""
    _know_the_font()
    # As text, because a spec may hold dates, which the converter does not know.
    drawn: str = vl_convert.vegalite_to_svg(json.dumps(spec, default=str))
    return drawn


def png(drawn: str) -> bytes:
    """The same as PNG, twice as fine as a screen."""
    _know_the_font()
    picture: bytes = vl_convert.svg_to_png(drawn, scale=2)
    return picture


@functools.cache
def _know_the_font() -> None:
    vl_convert.register_font_directory(FONTS)
