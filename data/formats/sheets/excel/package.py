"""The zip that a workbook is, looked over before anything of it is read."""

import io
import posixpath
import zipfile
from typing import IO, Any

from data.formats.sheets.excel import inspection
from data.formats.sheets.excel.refused import bomb, damaged, locked

MOST_PARTS = 2_000
MOST_TIMES_LARGER = 100
"""The same word in every cell packs to a twenty-fifth, a bomb to a thousandth."""
_SMALL = 10_000_000
"""Bytes that do no harm, however well they pack."""


class Package(zipfile.ZipFile):
    """Whatever part openpyxl asks for, it is inspected first."""

    def __init__(self, content: bytes) -> None:
        # Each entry in the list of parts starts with this mark. Counting it is quick; the list
        # itself could hold a million.
        if content.count(b"PK\x01\x02") > MOST_PARTS:
            raise bomb()
        super().__init__(io.BytesIO(content))
        self.content = content
        self._inspection = inspection.Inspection()
        parts = self.infolist()
        _check(parts, len(content))
        self._names = {part.filename.casefold(): part.filename for part in parts}
        if len(self._names) != len(parts):
            raise damaged()

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def open(self, name: Any, *_: Any, **__: Any) -> IO[bytes]:
        """To read. Large or small letters make no difference, as in Excel."""
        stored = self._names[name.casefold()]
        with super().open(stored) as part:
            self._inspection.of(part)
        return super().open(stored)


def _check(parts: list[zipfile.ZipInfo], packed: int) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise locked()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > max(_SMALL, min(inspection.MOST_UNPACKED, packed * MOST_TIMES_LARGER)):
        raise bomb()
    if not all(_sane(part) for part in parts):
        raise damaged()


def _sane(part: zipfile.ZipInfo) -> bool:
    """Packed in the one way that workbooks are, under a name that stays inside."""
    name = part.filename
    return (
        part.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        and not name.startswith("/")
        and "\\" not in name
        and ".." not in posixpath.normpath(name).split("/")
    )
