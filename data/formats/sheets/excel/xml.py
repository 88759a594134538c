"""XML as a stream of elements, within bounds: nothing here keeps what it has read."""

from collections.abc import Iterator
from xml.parsers import expat

from data.formats.sheets.excel.package import Package, bomb, damaged

_DEEPEST = 100
_LONGEST = 1_000_000
"""Bytes of a tag, which expat holds until it is whole, and characters of a text, far more than a
cell may have."""


class Walker:
    """Goes through one part of a workbook. Subclasses say what to do where an element begins and
    ends."""

    def __init__(self) -> None:
        self.done = False
        self._depth = 0
        self._elements = 0
        self._collects = False
        self._text: list[str] = []
        self._length = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; `name` without its prefix."""

    def closed(self, name: str) -> None:
        """An element ends."""

    def collect(self) -> None:
        """Keep the text from here on."""
        self._collects = True

    def pause(self) -> None:
        self._collects = False

    def collected(self) -> str:
        """All text that was kept since this was last asked."""
        text = "".join(self._text)
        self._text.clear()
        self._length = 0
        return text

    def walk(self, package: Package, part: str) -> None:
        """From the beginning to the end."""
        for _ in self.steps(package, part):
            pass

    def steps(self, package: Package, part: str) -> Iterator[None]:
        """The same in steps, so that what was found can be fetched in between; until `done`."""
        parser = expat.ParserCreate("utf-8")  # whatever else the part says of itself
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._character_data
        parser.StartDoctypeDeclHandler = _no_doctype
        fed = counted = 0
        try:
            for piece in package.pieces(part):
                parser.Parse(piece, False)
                package.count(self._elements - counted)
                counted = self._elements
                yield
                if self.done:
                    return
                fed += len(piece)
                if fed - parser.CurrentByteIndex > _LONGEST:
                    raise bomb()
            parser.Parse(b"", True)
            yield
        except expat.ExpatError:
            raise damaged() from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._depth > _DEEPEST:
            raise bomb()
        if not self.done:
            self.opened(name.rpartition(":")[2] if ":" in name else name, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if not self.done:
            self.closed(name.rpartition(":")[2] if ":" in name else name)

    def _character_data(self, text: str) -> None:
        if self._collects:
            self._length += len(text)
            if self._length > _LONGEST:
                raise bomb()
            self._text.append(text)


def _no_doctype(*_: object) -> None:
    """A workbook has none; its entities could multiply."""
    raise damaged()
