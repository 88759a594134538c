"""A template and what it says, set as a PDF.

What is said travels as data, never as markup: a template reads it as values, and a value that
looks like markup is set as it was typed.
"""

import functools
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst

from services.charts.svg import FONTS
from services.naming import visible

HERE = Path(__file__).parent
LONGEST_WORD = 24
BREAK = "\u200b"
"""A place where a line may break; takes no room."""


@dataclass(frozen=True)
class Drawing:
    """A picture as SVG: the one kind of text that is not shown as it is."""

    svg: str


def made(template: str, said: dict[str, Any], when: datetime) -> bytes:
    """The template of this name, filled with `said`. The same again gives the same bytes."""
    pdf: bytes = typst.compile(
        HERE / f"{template}.typ",
        root=HERE,
        font_paths=_fonts(),
        sys_inputs={"said": json.dumps(_printable(said))},
        timestamp=int(when.timestamp()),
    )
    return pdf


def moment(when: datetime, zone: ZoneInfo) -> str:
    """ "26 Nov 2026, 10:42 (America/Los_Angeles)"."""
    local = when.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M} ({zone.key})"


def _printable(value: Any) -> Any:
    """Direction marks made visible, and words too long for a line given places to break."""
    match value:
        case Drawing():
            lines = (visible(line) for line in value.svg.splitlines())
            return "\n".join(lines)
        case str():
            return _breakable(visible(value))
        case dict():
            return {key: _printable(each) for key, each in value.items()}
        case list() | tuple():
            return [_printable(each) for each in value]
        case _:
            return value


def _breakable(text: str) -> str:
    return " ".join(
        BREAK.join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
        for word in text.split(" ")
    )


@functools.cache
def _fonts() -> typst.Fonts:
    """The screen's font; for letters it has not got, whatever the server has."""
    return typst.Fonts(include_system_fonts=True, font_paths=[FONTS])
