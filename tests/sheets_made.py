"""Small tables of invented values as files, and workbooks whose XML a test can bend."""

import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from data.formats import sheets
from data.formats.grid import Grid

A, B = '<c r="A1" t="inlineStr"><is><t>a</t></is></c>', '<c r="B1" t="str"><v>b</v></c>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

HEAD = f'<row r="1">{A}{B}</row>'
"""A row of XML: two headings, each in its way."""

TABLE = [["patient", "dose"], ["P1", "0.5"], ["P2", ""]]


def read_one(content: bytes) -> Grid:
    (grid,) = sheets.read(content)
    return grid


def survives(content: bytes) -> None:
    """Anything but Grids that keep their word, or a sentence, fails the test that calls this."""
    try:
        grids = sheets.read(content)
    except sheets.NotReadable as refusal:
        sentences = [str(refusal)]
    else:
        sentences = [sentence for grid in grids for sentence in grid.said]
        for grid in grids:
            assert all(grid.columns)
            assert [name.strip() for name in grid.columns] == list(dict.fromkeys(grid.columns))
            assert {len(row) for row in grid.rows} <= {len(grid.columns)}
    assert all(sentence.endswith(".") for sentence in sentences)


def csv_bytes(rows: Iterable[Sequence[str]] = TABLE, encoding: str = "utf-8", **how: Any) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, **how).writerows(rows)
    return text.getvalue().encode(encoding)


def workbook(fill: Callable[[Worksheet], object], **settings: Any) -> bytes:
    """One sheet, as openpyxl writes it."""
    book = Workbook()
    for name, value in settings.items():
        setattr(book, name, value)
    fill(book.active)
    return saved(book)


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def book_of(*named: tuple[str, list[list[Any]]]) -> Workbook:
    book = Workbook()
    del book["Sheet"]
    for name, rows in named:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def parts(cells: str, strings: str = "") -> dict[str, str]:
    """A workbook with one sheet of these rows in XML, by the names of its parts."""
    return {
        "[Content_Types].xml": types(workbook="sheet.main", strings="sharedStrings"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r0"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": links("worksheet", "s.xml", "sharedStrings", "strings.xml"),
        "xl/s.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
        "xl/strings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
    }


def types(**kinds: str) -> str:
    """What each part in the folder xl is."""
    each = "".join(
        f'<Override PartName="/xl/{name}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return f'<Types xmlns="{PACKAGE}/content-types">{each}</Types>'


def links(*kinds_and_targets: str) -> str:
    pairs = zip(kinds_and_targets[::2], kinds_and_targets[1::2], strict=True)
    each = "".join(
        f'<Relationship Id="r{number}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


def zipped(parts: dict[str, str] | dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", kind) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return content.getvalue()


def sheet(xml: str, noise: int = 0, strings: str = "") -> bytes:
    """A workbook whose sheet has that XML; noise makes it pack no better than a real one."""
    padding = random.Random(1).randbytes(noise)
    made = {name: text.encode() for name, text in parts(xml, strings).items()}
    return zipped({**made, "noise": padding})


def refused(content: bytes, said: str) -> None:
    with pytest.raises(sheets.NotReadable, match=said) as error:
        sheets.read(content)
    assert "Ann" not in str(error.value)
