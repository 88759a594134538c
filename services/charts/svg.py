"""A finished picture as SVG, drawn on the server without a browser."""

import functools
import json
import re
from typing import Any

import font_source_sans_pro  # type: ignore[import-untyped]
import vl_convert

from services.naming import NO_XML, coded

FONTS: str = font_source_sans_pro.font_directory
"""The screen's font as files, for whatever is drawn without a browser."""

BEYOND_FOUR_DIGITS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd]")
"""What XML cannot hold, and what JavaScript holds in two halves."""


def svg(spec: dict[str, Any]) -> str:
    """The specification as SVG, its text measured in the font in which it is set."""
    _know_the_font()
    try:
        return _drawn(_coded(spec, NO_XML))
    except ValueError:
        # A label that is cut may be cut in the middle of an emoji, and then is no text any more.
        return _drawn(_coded(spec, BEYOND_FOUR_DIGITS))


def _drawn(spec: Any) -> str:
    # As text, because a spec may hold dates, which the converter does not know.
    drawn: str = vl_convert.vegalite_to_svg(json.dumps(spec, default=str))
    return drawn


def _coded(value: Any, forbidden: re.Pattern[str]) -> Any:
    """The same with every text fit for XML: any other text ends the whole process, not the call."""
    match value:
        case str():
            return coded(value, forbidden)
        case dict():
            return {_coded(key, forbidden): _coded(each, forbidden) for key, each in value.items()}
        case list() | tuple():
            return [_coded(each, forbidden) for each in value]
        case _:
            return value


def png(drawn: str) -> bytes:
    """The same as PNG, twice as fine as a screen."""
    _know_the_font()
    picture: bytes = vl_convert.svg_to_png(drawn, scale=2)
    return picture


@functools.cache
def _know_the_font() -> None:
    vl_convert.register_font_directory(FONTS)
