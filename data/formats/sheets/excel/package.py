"""The zip that a workbook is, looked over before anything is unpacked."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from data.formats.errors import NotReadable
from data.formats.sheets import bounds

MOST_PARTS = 2_000
MOST_UNPACKED = 250_000_000
"""Bytes of all parts together."""
MOST_ELEMENTS = 4 * bounds.MOST_CELLS_OF_A_WORKBOOK
"""Of XML, of all parts together: at most three make a cell."""
MOST_TIMES_LARGER = 100
"""The same word in every cell packs to a twenty-fifth, a bomb to a thousandth."""
_SMALL = 10_000_000
"""Bytes that do no harm, however well they pack."""
_CHUNK = 64 * 1024
_RAISED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)
"""By zipfile, on one broken file or another."""
_DAMAGED = (
    "This workbook is damaged or was not saved whole. "
    "Open it in Excel and save it again, or save the table as CSV."
)
_BOMB = (
    "This workbook unpacks to far more than a table holds, so it was not opened. "
    "Save the table alone as CSV or in a new workbook."
)
_LOCKED = "This workbook has a password. Save it without one."
_NO_WORKBOOK = (
    "This file is a zip but not an Excel workbook (.xlsx or .xlsm). "
    "Save the table as .xlsx or CSV, and choose that file itself."
)


class Unsound(NotReadable):
    """The workbook as a whole is refused, not only one sheet of it."""


class Package:
    """The parts of a workbook by name. Only ever read from the start, a piece at a time."""

    def __init__(self, content: bytes) -> None:
        # Each entry in the list of parts starts with this mark. Counting it is quick; the list
        # itself could hold a million.
        if content.count(b"PK\x01\x02") > MOST_PARTS:
            raise bomb()
        with damage_told():
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            parts = self._zip.infolist()
        _check(parts, len(content))
        self._parts = {part.filename.casefold(): part for part in parts}
        if len(self._parts) != len(parts):
            raise damaged()
        self._unpacked = 0
        self._elements = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._parts

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part, unpacked a piece at a time."""
        if name not in self:
            raise damaged()
        with damage_told(), self._zip.open(self._parts[name.casefold()]) as stream:
            while piece := stream.read(_CHUNK):
                self._unpacked += len(piece)
                if self._unpacked > MOST_UNPACKED:  # one part may be asked for many times
                    raise bomb()
                yield piece

    def count(self, elements: int) -> None:
        """Note that so many more elements were read."""
        self._elements += elements
        if self._elements > MOST_ELEMENTS:
            raise bomb()


def damaged() -> Unsound:
    """For what no program writes that saves whole workbooks."""
    return Unsound(_DAMAGED)


def no_workbook() -> Unsound:
    return Unsound(_NO_WORKBOOK)


def bomb() -> Unsound:
    return Unsound(_BOMB)


@contextmanager
def damage_told() -> Iterator[None]:
    """As our sentence."""
    try:
        yield
    except _RAISED:
        raise damaged() from None


def _check(parts: list[zipfile.ZipInfo], packed: int) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise Unsound(_LOCKED)
    unpacked = sum(part.file_size for part in parts)
    most = max(_SMALL, min(MOST_UNPACKED, packed * MOST_TIMES_LARGER))
    if unpacked > most:
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
