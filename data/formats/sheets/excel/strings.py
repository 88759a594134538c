"""Text as workbooks keep it: once for all cells that hold it, strange characters as codes."""

import re

from data.formats.sheets import bounds
from data.formats.sheets.excel.package import Package, Unsound, bomb
from data.formats.sheets.excel.xml import Walker
from data.formats.sheets.table import CONTROL

_NO_TEXT = (
    "This workbook has control characters or halves of characters in its text, which cannot be "
    "stored or shown. Take them out, or ask the sender for a clean export."
)
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def shared_strings(package: Package, part: str | None) -> list[str]:
    found = _Strings()
    if part is not None and part in package:
        found.walk(package, part)
    return found.strings


def plain(text: str) -> str:
    """The text with "_x000D_" and its like as the characters they stand for."""
    if "_x" not in text or not _CODE.search(text):
        return text
    coded = _CODE.sub(lambda match: chr(int(match[1], 16)), text)
    try:
        # A character beyond the first 65,536 is two codes, each of them a half.
        decoded = coded.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise Unsound(_NO_TEXT) from None
    if CONTROL.search(decoded):
        raise Unsound(_NO_TEXT)
    return decoded


class _Strings(Walker):
    """A string may be in runs of several fonts (t inside r); how it is spoken (rPh) is no part."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._spoken = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rPh":
            self._spoken = True
        elif name == "t" and not self._spoken:
            self.collect()

    def closed(self, name: str) -> None:
        if name == "t":
            self.pause()
        elif name == "rPh":
            self._spoken = False
        elif name == "si":
            if len(self.strings) == bounds.MOST_CELLS_OF_A_WORKBOOK:
                raise bomb()
            self.strings.append(plain(self.collected()))
