"""Draws the pictures of a report and sets its pages, in a process of its own.

What draws and sets keeps hundreds of megabytes, with the words of the last ten reports among them,
and on a fault of its own ends its whole process. This one ends after each report; the server goes
on. It reads one order from its input and writes the PDF to its output: nothing touches a disk.
"""

import json
import sys
from pathlib import Path
from typing import Any

import typst

from services.charts.svg import FONTS, svg
from services.naming import visible
from services.reports import pdf as orders

HERE = Path(__file__).parent
LONGEST_WORD = 24
BREAK = "\u200b"
"""A place where a line may break; takes no room."""


def run() -> None:
    """One order, one PDF."""
    order = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pdf(order["template"], order["said"], order["when"]))


def pdf(template: str, said: dict[str, Any], when: int) -> bytes:
    """The template of this name, filled. Values reach it as data: none is read as markup."""
    content: bytes = typst.compile(
        HERE / f"{template}.typ",
        root=HERE,
        # For letters that the screen's font has not got, whatever the server has.
        font_paths=typst.Fonts(include_system_fonts=True, font_paths=[FONTS]),
        sys_inputs={"said": json.dumps(printable(said))},
        timestamp=when,
    )
    return content


def printable(value: Any) -> Any:
    """Pictures drawn, direction marks made visible, long words given places to break."""
    match value:
        case {orders.SPEC: spec}:
            return "\n".join(visible(line) for line in svg(spec).splitlines())
        case str():
            return _breakable(visible(value))
        case dict():
            return {key: printable(each) for key, each in value.items()}
        case list():
            return [printable(each) for each in value]
        case _:
            return value


def _breakable(text: str) -> str:
    return " ".join(
        BREAK.join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
        for word in text.split(" ")
    )


if __name__ == "__main__":
    run()
