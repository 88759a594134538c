"""JSON as a clinical record may trust it: what is unclear is refused, never repaired.

Python's own reader lets a later duplicate key win and takes NaN for a number; both would change
a value without anybody seeing it.
"""

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from data.formats.errors import NotReadable

MAX_BYTES = 50 * 1024 * 1024
"""The upload limit of the dashboard; the command line keeps to the same."""

_OTHER_FORMATS = {
    b"<": "This file is XML. Ask the sender for the same records as FHIR JSON.",
    b"%PDF": "This file is a PDF. Ask the sender for the same records as FHIR JSON.",
    b"PK\x03\x04": "This file is a zip or an Excel workbook. Choose the JSON file itself.",
    b"\x1f\x8b": "This file is compressed. Unpack it and choose the JSON file itself.",
}
_TOO_DEEP = (
    "This file nests its contents deeper than any real record does, so it was not read. "
    "Ask the sender for a plain FHIR export."
)
_TOO_LONG = "This file holds a number too long to be real. Ask the sender to check the export."
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u[dD][89abAB]..\\u[dD][c-fC-F]..")
_HALF = re.compile(r"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")


def load(content: bytes) -> Any:
    """The JSON value in `content`, numbers with a point as Decimal; else NotReadable."""
    if len(content) > MAX_BYTES:
        raise NotReadable("This file is larger than 50 MB. Split it and import the parts.")
    text = _text(content)
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_float=_decimal,
        )
    except RecursionError:
        raise NotReadable(_TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise NotReadable(_syntax_sentence(text, error)) from None
    except ValueError:  # an integer of thousands of digits
        raise NotReadable(_TOO_LONG) from None


def too_deep() -> NotReadable:
    """For readers that meet the depth only when they walk what was loaded."""
    return NotReadable(_TOO_DEEP)


def _text(content: bytes) -> str:
    start = content.lstrip()
    for signature, sentence in _OTHER_FORMATS.items():
        if start.startswith(signature):
            raise NotReadable(sentence)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:2]:
        raise NotReadable("This file is in UTF-16 or UTF-32. Save it as UTF-8 and try again.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotReadable("This file is not in UTF-8. Save it as UTF-8 and try again.") from None
    if not text.strip():
        raise NotReadable("This file is empty. Choose the file that holds the records.")
    if "\\u0000" in text and _NUL.search(text):
        raise NotReadable(
            "This file has NUL characters in its text, which no FHIR text may hold. "
            "Ask the sender to check the export."
        )
    if "\\u" in text and _HALF.search(_PAIR.sub(r"\1", text)):
        raise NotReadable(
            "This file has halves of characters in its text, which cannot be stored or shown. "
            "Ask the sender to check the export."
        )
    return text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise NotReadable(
            "This file gives the same field twice in one place, so it is unclear which one counts. "
            "Ask the sender to check the export."
        )
    return made


def _no_number(_name: str) -> NoReturn:
    raise NotReadable(
        "This file has NaN or Infinity where a number belongs. Ask the sender to check the export."
    )


def _decimal(text: str) -> Decimal:
    """The exact number; a float would turn 1e999 into infinity and 0.1 into something else."""
    if len(text) > 100:
        raise NotReadable(_TOO_LONG)
    try:
        return Decimal(text)
    except ArithmeticError:
        raise NotReadable(_TOO_LONG) from None


def _syntax_sentence(text: str, error: json.JSONDecodeError) -> str:
    if error.msg == "Extra data" and text.lstrip().startswith("{") and "\n" in text[: error.pos]:
        return (
            "This file holds one record a line (NDJSON, a bulk export), which is not taken in yet. "
            "Ask the sender for a FHIR Bundle."
        )
    return (
        f"This file is not whole JSON: it breaks off or goes wrong at line {error.lineno}, "
        f"column {error.colno}. Export it again or ask the sender for a complete file."
    )
