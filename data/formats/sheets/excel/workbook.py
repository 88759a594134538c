"""What openpyxl tells of a workbook before its cells are read."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import Stylesheet
from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_STYLE
from openpyxl.xml.functions import fromstring

from data.formats.sheets.excel.numbers import Kind, kind_of
from data.formats.sheets.excel.package import Package
from data.formats.sheets.excel.refused import no_workbook


@dataclass(frozen=True)
class Sheet:
    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Workbook:
    sheets: tuple[Sheet, ...]
    strings: list[str]
    kinds: list[Kind | None]
    """Of dates and filled numbers, by the number that a cell gives as its style; empty without
    styles."""
    epoch: datetime


def workbook(package: Package) -> Workbook:
    """Step by step and not with `load_workbook`, which also loads pictures, themes, charts and
    print areas, and gives up a workbook for a flaw in any of them."""
    if ARC_CONTENT_TYPES not in package:
        raise no_workbook()
    reader = ExcelReader(io.BytesIO(package.content), data_only=True, keep_links=False)
    reader.archive = package
    reader.read_manifest()
    try:
        reader.read_workbook()
    except OSError:  # what openpyxl raises if no part is a workbook
        raise no_workbook() from None
    reader.read_strings()
    links = reader.parser.rels
    sheets = [(each, links[each.id]) for each in reader.parser.sheets]
    return Workbook(
        # A chart may be a sheet of its own, and so may a macro.
        sheets=tuple(
            Sheet(each.name, link.target, each.state != "visible")
            for each, link in sheets
            if link.Type.endswith("/worksheet")
        ),
        strings=reader.shared_strings,
        kinds=_kinds(package),
        epoch=reader.wb.epoch,
    )


def _kinds(package: Package) -> list[Kind | None]:
    if ARC_STYLE not in package:
        return []
    tree: Any = fromstring(package.read(ARC_STYLE))
    styles = Stylesheet.from_tree(tree)
    own = enumerate(styles.number_formats, BUILTIN_FORMATS_MAX_SIZE)
    codes = {**BUILTIN_FORMATS, **dict(own)}
    return [kind_of(codes.get(style.numFmtId, "")) for style in styles.cell_styles]
