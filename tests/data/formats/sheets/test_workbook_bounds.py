"""Workbooks made to fill the memory or to take for ever."""

import io
import random
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest

from data.formats.sheets import bounds
from data.formats.sheets.excel import inspection, package
from tests.sheets_made import HEAD, book_of, parts, read_one, refused, saved, sheet, zipped

BOMB = "unpacks to far more than a table holds"
LONG, HEADING = f"<si><t>{'x' * 30_000}</t></si>", "<si><t>a</t></si>"


@pytest.fixture
def little_memory() -> Iterator[None]:
    """Fails a test that takes more than 40 MB at once."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.timeout(10)
@pytest.mark.usefixtures("little_memory")
def test_a_part_that_packs_too_well_is_not_unpacked() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zip, zip.open("x", "w") as part:
        for _ in range(40):
            part.write(b"0" * 1_000_000)
    refused(content.getvalue(), BOMB)


def test_many_parts_together_may_not_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = random.Random(1).randbytes(1_000)
    content = zipped({f"{n}": noise for n in range(20)}, zipfile.ZIP_STORED)
    monkeypatch.setattr(package, "_SMALL", 0)
    monkeypatch.setattr(inspection, "MOST_UNPACKED", 20_000)
    refused(content, "not an Excel workbook")
    monkeypatch.setattr(inspection, "MOST_UNPACKED", 19_999)
    refused(content, BOMB)


def test_one_part_asked_for_again_and_again_counts_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inspection, "MOST_UNPACKED", 100_000)
    made = parts(HEAD + "<!-- -->" * 5_000)
    one = '<sheet name="S" sheetId="1" r:id="r0"/>'
    assert one in made["xl/workbook.xml"]
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(one, one * 3)
    refused(zipped(made), BOMB)


def test_a_list_of_a_million_parts_is_not_even_read() -> None:
    refused(b"PK\x03\x04" + b"PK\x01\x02" * 1_000_000, BOMB)


@pytest.mark.timeout(20)
@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(
    "xml",
    ["<a>" * 3_000_000, "<row " + 'a="" ' * 2_000_000, "<!-- " + " " * 9_000_000, "<a/>" * 60_000],
    ids=["deep", "one long tag", "one long remark", "many elements"],
)
def test_xml_that_no_program_writes_is_given_up_soon(
    xml: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection, "MOST_ELEMENTS", 50_000)
    refused(sheet(xml, noise=50_000), BOMB)


@pytest.mark.timeout(20)
@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize("cell", ["<c/>", '<c a="" b=""/>'], ids=["cells", "attributes"])
def test_a_row_without_end_is_given_up(cell: str) -> None:
    refused(sheet(f"<row>{cell * 600_000}</row>", noise=200_000), BOMB)


def test_texts_that_are_kept_at_once_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "_MOST_TEXT", 100_000)
    refused(sheet(HEAD, strings=LONG * 4), BOMB)
    row = f'<row><c t="str"><v>{"x" * 30_000}</v></c></row>'
    assert len(read_one(sheet(HEAD + row * 10)).rows) == 10


@pytest.mark.timeout(20)
@pytest.mark.usefixtures("little_memory")
def test_one_long_text_in_every_cell_is_kept_once() -> None:
    cells = '<row><c t="s"><v>0</v></c></row>' * 50_000
    grid = read_one(sheet(f'<row><c t="s"><v>1</v></c></row>{cells}', 50_000, LONG + HEADING))
    assert len(grid.rows) == 50_000
    assert {len(cell) for row in grid.rows for cell in row} == {30_000}


@pytest.mark.usefixtures("little_memory")
def test_two_cells_in_far_corners_take_no_room_between_them() -> None:
    refused(sheet(HEAD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "column XFD")
    assert len(read_one(sheet(HEAD + '<row r="1048576"><c><v>1</v></c></row>')).rows) == 1


def test_colours_far_to_the_right_are_no_columns() -> None:
    assert read_one(sheet(HEAD.replace("</row>", '<c r="XFD1" s="0"/></row>'))).columns == (
        "a",
        "b",
    )


def test_the_bounds_of_a_table_hold_for_a_sheet() -> None:
    too_long = "x" * (bounds.LONGEST_CELL + 1)
    refused(sheet(HEAD + f'<row><c t="str"><v>{too_long}</v></c></row>'), "of more than 32,767")
    row = "<row><c><v>1</v></c></row>"
    refused(sheet(HEAD + row * (bounds.MOST_ROWS + 1), 50_000), "more than 200,000 rows")


def test_all_sheets_together_have_one_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_CELLS_OF_A_WORKBOOK", 5)
    one, two = ("One", [["a"], *[[1]] * 3]), ("Two", [["b"], *[[1]] * 3])
    grid = read_one(saved(book_of(one, two)))
    assert grid.name == "One"
    assert 'sheet "Two" cannot be read. There are more cells' in grid.said[1]
