"""Workbooks that are not whole, not sound or not workbooks."""

import struct
import zipfile

import pytest

from tests.sheets_made import (
    HEAD,
    MAIN,
    book_of,
    links,
    parts,
    read_one,
    refused,
    saved,
    sheet,
    types,
    zipped,
)

DAMAGED = "is damaged or was not saved whole"
NO_WORKBOOK = "a zip but not an Excel workbook"
CELL = '<row r="2"><c r="{}"><v>{}</v></c></row>'

BROKEN = {
    "no text of that number": HEAD + '<row><c t="s"><v>0</v></c></row>',
    "no number": HEAD + CELL.format("A2", "Ann Invented"),
    "no finite number": HEAD + CELL.format("A2", "1e999"),
    "no column": HEAD + CELL.format("ÄÖ2", 1),
    "not whole": "<row>",
    "two roots": "</sheetData></worksheet><worksheet>" + HEAD,
}


@pytest.mark.parametrize("rows", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_sheet_is_refused(rows: str) -> None:
    refused(sheet(rows), DAMAGED)


def test_a_style_that_is_not_there_is_refused() -> None:
    made = parts(HEAD + '<row><c s="1"><v>1</v></c></row>')
    made["xl/_rels/workbook.xml.rels"] = links("worksheet", "s.xml", "styles", "styles.xml")
    made["xl/styles.xml"] = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    refused(zipped(made), DAMAGED)
    made["xl/styles.xml"] = made["xl/styles.xml"].replace("<xf ", "<xf/><xf ")
    assert read_one(zipped(made)).rows == (("1900-01-01", ""),)


@pytest.mark.parametrize("code", ["_x0000_", "_x0007_", "_xD83D_", "_xDE00__xD83D_"])
def test_codes_of_no_character_are_refused(code: str) -> None:
    refused(sheet(HEAD.replace(">a<", f">{code}<")), "control characters")
    rows = '<row><c t="s"><v>0</v></c></row>'
    refused(sheet(rows, strings=f"<si><t>{code}</t></si>"), "control characters")


def test_a_workbook_cut_off_anywhere_is_refused() -> None:
    content = saved(book_of(("People", [["id"], ["P1"]])))
    for length in range(4, len(content) - 22, 500):
        refused(content[:length], DAMAGED)


def test_a_part_that_was_changed_is_refused() -> None:
    content = zipped(parts(HEAD), zipfile.ZIP_STORED)
    refused(content.replace(b">a<", b">x<"), DAMAGED)


def test_a_password_is_named() -> None:
    content = bytearray(zipped(parts(HEAD)))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    refused(bytes(content), "has a password")


@pytest.mark.parametrize("name", ["/xl/s.xml", "../s.xml", "xl\\s.xml", "XL/S.XML"])
def test_names_that_lead_astray_are_refused(name: str) -> None:
    refused(zipped({**parts(HEAD), name: "x"}), DAMAGED)


def test_other_ways_of_packing_are_refused() -> None:
    refused(zipped(parts(HEAD), zipfile.ZIP_LZMA), DAMAGED)


@pytest.mark.parametrize(
    "made",
    [
        {"a.csv": "a,b"},
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"},
        {"[Content_Types].xml": types(document="document.main"), "xl/document.xml": "<x/>"},
        {"[Content_Types].xml": types(workbook="sheet.binary"), "xl/workbook.bin": "x"},
        {"[Content_Types].xml": types()},
    ],
    ids=["zipped CSV", "OpenDocument", "Word", "binary workbook", "nothing"],
)
def test_other_zips_are_named(made: dict[str, str]) -> None:
    refused(zipped(made), NO_WORKBOOK)


def test_links_out_of_the_workbook_are_not_followed() -> None:
    made = parts(HEAD)
    rels = "xl/_rels/workbook.xml.rels"
    made[rels] = made[rels].replace('Target="s.xml"', 'Target="s.xml" TargetMode="External"')
    refused(zipped(made), DAMAGED)
    made[rels] = links("worksheet", "../../../../s.xml")
    refused(zipped(made), DAMAGED)


def test_a_size_that_is_a_lie_is_found_out() -> None:
    content = bytearray(sheet(HEAD * 1_000))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + offset : at + offset + 4] = (9).to_bytes(4, "little")
    refused(bytes(content), DAMAGED)


def test_a_place_beyond_all_files_is_refused() -> None:
    content = zipped(parts(HEAD))
    listed, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    entry, rest = bytearray(content[listed : listed + 46]), content[listed + 46 : end]
    name = len("_rels/.rels")
    entry[30:32] = (12).to_bytes(2, "little")  # an extra field follows the name:
    entry[42:46] = b"\xff" * 4  # the place is in that field
    place = struct.pack("<HHQ", 1, 8, 2**64 - 1)
    tail = bytearray(content[end:])
    tail[12:16] = (end - listed + 12).to_bytes(4, "little")
    refused(content[:listed] + entry + rest[:name] + place + rest[name:] + tail, DAMAGED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp037"])
def test_entities_are_not_unfolded_in_any_encoding(encoding: str) -> None:
    made = {name: text.encode() for name, text in parts(HEAD.replace(">a<", ">&b;<")).items()}
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    entities = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + made["xl/s.xml"].decode()
    made["xl/s.xml"] = (
        declared.encode() + entities.encode(encoding)
        if encoding == "cp037"  # which only begins where it was declared
        else (declared + entities).encode(encoding)
    )
    refused(zipped(made), DAMAGED)
