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


def load(content: bytes) -> dict[int, Any]:
    """The JSON value of the file, or of each of its lines (NDJSON), by the line it starts on.

    Numbers with a point are Decimal. One broken line refuses the file: NotReadable.
    """
    if len(content) > MAX_BYTES:
        raise NotReadable("This file is larger than 50 MB. Split it and import the parts.")
    text = _text(content)
    try:
        return {1: _value(text)}
    except json.JSONDecodeError as error:
        lines = _lines(text)
        if not _is_one_a_line(lines):
            raise NotReadable(_syntax_sentence(error)) from None
    return {number: _line(line, number) for number, line in lines.items()}


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


def _value(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_float=_decimal,
        )
    except RecursionError:
        raise NotReadable(_TOO_DEEP) from None
    except json.JSONDecodeError:
        raise
    except ValueError:  # an integer of thousands of digits
        raise NotReadable(_TOO_LONG) from None


def _lines(text: str) -> dict[int, str]:
    """Lines that hold something, by number. Only a line feed ends one: others may stand in text."""
    lines = enumerate(text.split("\n"), start=1)
    return {number: line.strip() for number, line in lines if line.strip()}


def _is_one_a_line(lines: dict[int, str]) -> bool:
    """Whether most lines look whole, as those of a document that is laid out over lines do not."""
    whole = [line for line in lines.values() if line.startswith("{") and line.endswith("}")]
    return len(lines) > 1 and 2 * len(whole) >= len(lines)


def _line(line: str, number: int) -> Any:
    try:
        return _value(line)
    except json.JSONDecodeError:
        raise NotReadable(
            f"Line {number} of this file is not whole JSON, so none of its lines was read. "
            "Export it again or ask the sender for a complete file."
        ) from None


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


def _syntax_sentence(error: json.JSONDecodeError) -> str:
    return (
        f"This file is not whole JSON: it breaks off or goes wrong at line {error.lineno}, "
        f"column {error.colno}. Export it again or ask the sender for a complete file."
    )
