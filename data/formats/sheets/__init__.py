"""Tables out of CSV and Excel files. `read` is the way in."""

from data.formats.errors import NotReadable
from data.formats.grid import Grid
from data.formats.sheets import bounds, csv_file, excel

__all__ = ["Grid", "NotReadable", "read"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(content: bytes) -> tuple[Grid, ...]:
    """Every table of the file, whatever its name says it is. Raises NotReadable, nothing else."""
    if len(content) > bounds.MOST_BYTES:
        raise NotReadable("This file is larger than 50 MB. Split it and import the parts.")
    if content.startswith(_OLE):
        raise NotReadable(
            "This file is an old Excel workbook (.xls) or one with a password. "
            "Open it in Excel and save it as .xlsx or CSV, without a password."
        )
    if content.startswith(_ZIP):
        return excel.read(content)
    return (csv_file.read(content),)
