"""Which sheets a workbook has, and where in the package each part of it lies."""

import posixpath
from dataclasses import dataclass

from data.formats.sheets.excel.package import MOST_PARTS, Package, damaged, no_workbook
from data.formats.sheets.excel.xml import Walker

_ROOT = "_rels/.rels"
_MOST_SHEETS = 1_000


@dataclass(frozen=True)
class Sheet:
    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Workbook:
    sheets: tuple[Sheet, ...]
    strings: str | None
    """The part with the shared strings."""
    styles: str | None
    from_1904: bool
    """Whether its days count from 1904, as those of old Macs do."""


def workbook(package: Package) -> Workbook:
    if _ROOT not in package:
        raise no_workbook()
    main = _of_kind(_links(package, _ROOT, ""), "officeDocument")
    if main is None or not main.endswith(".xml"):
        raise no_workbook()
    folder, file = posixpath.split(main)
    contents = _Contents()
    contents.walk(package, main)
    if not contents.is_workbook:
        raise no_workbook()
    links = _links(package, f"{folder}/_rels/{file}.rels", folder)
    return Workbook(
        sheets=tuple(_sheets(contents, links)),
        strings=_of_kind(links, "sharedStrings"),
        styles=_of_kind(links, "styles"),
        from_1904=contents.from_1904,
    )


@dataclass(frozen=True)
class _Link:
    kind: str
    part: str


def _links(package: Package, part: str, folder: str) -> dict[str, _Link]:
    found = _Links(folder)
    found.walk(package, part)
    return found.links


def _of_kind(links: dict[str, _Link], kind: str) -> str | None:
    return next((link.part for link in links.values() if link.kind == kind), None)


def _sheets(contents: "_Contents", links: dict[str, _Link]) -> list[Sheet]:
    """Those with cells: a chart may be a sheet of its own, and so may a macro."""
    sheets = []
    for name, link_id, hidden in contents.sheets:
        link = links.get(link_id)
        if link is None:
            raise damaged()
        if link.kind == "worksheet":
            sheets.append(Sheet(name, link.part, hidden))
    return sheets


class _Links(Walker):
    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder
        self.links: dict[str, _Link] = {}

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        if len(self.links) == MOST_PARTS:
            raise damaged()
        target = attributes.get("Target", "")
        kind = attributes.get("Type", "").rpartition("/")[2]
        part = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        self.links[attributes.get("Id", "")] = _Link(kind, part)


class _Contents(Walker):
    def __init__(self) -> None:
        super().__init__()
        self.is_workbook = False
        self.from_1904 = False
        self.sheets: list[tuple[str, str, bool]] = []

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbook":
            self.is_workbook = True
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            if len(self.sheets) == _MOST_SHEETS:
                raise damaged()
            link_id = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), link_id, hidden))
