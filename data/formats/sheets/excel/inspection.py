"""XML looked through before openpyxl reads it, which keeps what it reads."""

from typing import IO
from xml.parsers import expat

from openpyxl.worksheet._reader import ROW_TAG, VALUE_TAG
from openpyxl.xml.constants import SHEET_MAIN_NS

from data.formats.errors import NotReadable
from data.formats.sheets import bounds, table
from data.formats.sheets.excel.refused import bomb, damaged, strict

MOST_UNPACKED = 250_000_000
"""Bytes of all parts together."""
MOST_ELEMENTS = 4 * bounds.MOST_CELLS_OF_A_WORKBOOK
"""Of XML, of all parts together: at most three make a cell."""
_MOST_HELD = 500_000
"""Elements, names and values of attributes that are kept at once: openpyxl lets go of them after
each row and each shared text."""
_MOST_TEXT = 50_000_000
"""Characters that are kept at once, shared texts among them."""
_LONGEST = 1_000_000
"""Bytes of a tag, which expat holds until it is whole."""
_CHUNK = 64 * 1024

_ROW, _VALUE = ROW_TAG[1:], VALUE_TAG[1:]
_STRING, _TEXT = f"{SHEET_MAIN_NS}}}si", f"{SHEET_MAIN_NS}}}t"
_STRICT_ROW = "http://purl.oclc.org/ooxml/spreadsheetml/main}row"
_TEXTS = {_VALUE, _TEXT}
_WHOLE = {_ROW, _STRING, _STRICT_ROW}


class Inspection:
    """Of all parts that are asked for, each as often as it is."""

    def __init__(self) -> None:
        self._unpacked = self._elements = 0
        self._cells = self._rows = 0
        self._held = self._text_held = 0
        self._in_value = self._in_filled_row = False

    def of(self, part: IO[bytes]) -> None:
        """From the beginning to the end. Raises NotReadable for what should not be read."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = parser.ordered_attributes = True  # which is quicker
        parser.StartElementHandler = self._element
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _no_doctype
        self._cells = self._rows = self._held = self._text_held = fed = 0
        while piece := part.read(_CHUNK):
            fed += len(piece)
            self._unpacked += len(piece)
            parser.Parse(piece, False)
            self._check(fed - parser.CurrentByteIndex)
        parser.Parse(b"", True)

    def _check(self, unparsed: int) -> None:
        if (
            self._unpacked > MOST_UNPACKED
            or self._elements > MOST_ELEMENTS
            or self._held > _MOST_HELD
            or self._text_held > _MOST_TEXT
            or unparsed > _LONGEST
        ):
            raise bomb()
        # Known before openpyxl takes its time over each cell.
        if self._rows > bounds.MOST_ROWS + 1:
            raise NotReadable(table.TOO_MANY_ROWS)
        if self._cells > bounds.MOST_CELLS_OF_A_WORKBOOK + bounds.MOST_COLUMNS:
            raise NotReadable(table.TOO_MANY_CELLS)

    def _element(self, name: str, attributes: list[str]) -> None:
        if name in _WHOLE:
            self._begin(name)
        self._elements += 1
        self._held += 1 + len(attributes)
        self._in_value = name in _TEXTS

    def _begin(self, name: str) -> None:
        """A row or a shared text: of what came before, only shared texts are kept."""
        if name == _STRICT_ROW:
            raise strict()
        self._held = 0
        self._in_filled_row = name == _STRING
        if name == _ROW:
            self._text_held = 0

    def _text(self, text: str) -> None:
        self._text_held += len(text)
        if self._in_value and not text.isspace():
            self._in_value = False
            self._cells += 1
            self._rows += not self._in_filled_row
            self._in_filled_row = True


def _no_doctype(*_: object) -> None:
    """A workbook has none; its entities could multiply."""
    raise damaged()
