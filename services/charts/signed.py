"""A finished picture with what it is written below it, on the white of paper."""

import re
import textwrap
from collections.abc import Iterable
from html import escape

from services.charts.theme import FONT, LIGHT
from services.naming import NO_XML, coded

SIZE, LINE, PADDING = 11, 15, 8
"""Pixels of the letters, from line to line, and around it all."""

SIGN = 5.6
"""Pixels of one sign at this size, rather too many than too few."""

ROOT = re.compile(r'<svg [^>]*?width="(\d+(?:\.\d+)?)" height="(\d+(?:\.\d+)?)"[^>]*>')


def signed(drawn: str, lines: Iterable[str]) -> str:
    """The SVG, larger by its footer; lines that are too long go on below."""
    root = ROOT.match(drawn)
    assert root is not None, "it was drawn here"
    width, height = float(root[1]), float(root[2])
    rows = [row for line in lines for row in textwrap.wrap(line, int(width / SIGN))]
    wide = width + 2 * PADDING
    tall = height + LINE * len(rows) + 3 * PADDING
    top = height + 2 * PADDING + SIZE
    footer = "".join(
        f'<text x="{PADDING}" y="{top + LINE * number:g}">{escape(coded(row, NO_XML))}</text>'
        for number, row in enumerate(rows)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{tall:g}" '
        f'viewBox="0 0 {wide:g} {tall:g}">'
        f'<rect width="100%" height="100%" fill="{LIGHT.page}"/>'
        f'<g transform="translate({PADDING},{PADDING})">{drawn}</g>'
        f'<g font-family="{FONT}" font-size="{SIZE}px" fill="{LIGHT.muted}">{footer}</g>'
        "</svg>"
    )
