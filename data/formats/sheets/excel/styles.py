"""Which numbers of a workbook are dates: only the format of their cell says so."""

import re
from enum import Enum

from data.formats.sheets.excel.package import Package, bomb
from data.formats.sheets.excel.xml import Walker

_MOST = 100_000


class Format(Enum):
    NUMBER = "a number"
    DAY = "a date"
    MOMENT = "a date with a time of day"
    CLOCK = "a time of day"
    SPAN = "hours that may be more than a day's"


_BUILT_IN = {
    **dict.fromkeys(map(str, [*range(14, 18), *range(27, 32), 36, *range(50, 59)]), Format.DAY),
    **dict.fromkeys(map(str, [*range(18, 22), *range(32, 36), 45, 47]), Format.CLOCK),
    "22": Format.MOMENT,
    "46": Format.SPAN,
}
"""The formats that every workbook knows by number (ECMA-376 part 1, 18.8.30)."""

_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""Text in quotes, letters meant as such, spaces and fillings, colours and conditions."""


def formats(package: Package, part: str | None) -> list[Format]:
    """By the number that a cell gives as its style."""
    found = _Styles()
    if part is not None and part in package:
        found.walk(package, part)
    return found.formats


def of_code(code: str) -> Format:
    """What "yyyy-mm-dd" makes of a number; of several sections the first counts."""
    letters = _NOT_LETTERS.sub("", code).split(";")[0].lower()
    if "general" in letters:
        return Format.NUMBER
    if re.search(r"\[[hms]+\]", letters):
        return Format.SPAN
    clock = bool(re.search("[hs]", letters))
    day = bool(re.search("[yd]", letters)) or ("m" in letters and not clock)
    if day:
        return Format.MOMENT if clock else Format.DAY
    return Format.CLOCK if clock else Format.NUMBER


class _Styles(Walker):
    def __init__(self) -> None:
        super().__init__()
        self.formats: list[Format] = []
        self._own: dict[str, Format] = {}
        self._in_cells = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            if len(self._own) == _MOST:
                raise bomb()
            code = attributes.get("formatCode", "")[:1_000]
            self._own[attributes.get("numFmtId", "")] = of_code(code)
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            if len(self.formats) == _MOST:
                raise bomb()
            self.formats.append(self._format(attributes.get("numFmtId", "0")))

    def closed(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def _format(self, id: str) -> Format:
        if id in self._own:
            return self._own[id]
        return _BUILT_IN.get(id, Format.NUMBER)
