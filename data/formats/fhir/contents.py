"""The resources of one file, by name, and what a reference inside that file points to."""

import re
from dataclasses import dataclass, field
from typing import Any

from data.formats.records import LeftOut

_ID = re.compile(r"[A-Za-z0-9.\-]{1,64}", re.ASCII)
_ON_A_SERVER = re.compile(r"(?P<base>https?://.+/)[A-Za-z]+/[A-Za-z0-9.\-]{1,64}")


@dataclass(frozen=True)
class Entry:
    """One resource and the address the file gives it."""

    resource: dict[str, Any] = field(repr=False)
    full_url: str | None
    number: int

    @property
    def kind(self) -> str:
        return str(self.resource["resourceType"])

    @property
    def source_id(self) -> str:
        """What people read: "Patient/123"."""
        id = self.resource.get("id")
        if isinstance(id, str) and _ID.fullmatch(id):
            return f"{self.kind}/{id}"
        return self.full_url or f"{self.kind} number {self.number}"

    @property
    def key(self) -> str:
        return self.full_url or self.source_id

    @property
    def inside(self) -> list[dict[str, Any]]:
        """The resources contained in it."""
        listed = self.resource.get("contained")
        return (
            [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        )

    @property
    def names(self) -> set[str]:
        """What a reference may call it. On a server the short name belongs to that server."""
        return {self.key} if self.base else {self.key, self.source_id}

    @property
    def base(self) -> str | None:
        """The server of a full address, which a short reference beside it is relative to."""
        match = _ON_A_SERVER.fullmatch(self.full_url or "")
        return match["base"] if match else None


class Contents:
    """Every resource of a file once, and the way from a reference to it."""

    def __init__(
        self, entries: list[Entry], left_out: list[LeftOut], said: tuple[str, ...] = ()
    ) -> None:
        self.entries = entries
        self.left_out = left_out
        self.said = said
        """What is to be known of the file as a whole, in sentences."""
        self._named: dict[str, Entry | None] = {}
        for entry in entries:
            for name in entry.names:
                # A name that two resources bear resolves to neither.
                self._named[name] = None if name in self._named else entry

    def of_kind(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]

    def find(self, reference: str, seen_from: Entry) -> Entry | None:
        """The resource of this same file that `seen_from` calls by that reference."""
        name = reference.split("/_history/", maxsplit=1)[0].split("|", maxsplit=1)[0]
        beside = self._named.get((seen_from.base or "") + name)
        return beside or self._named.get(name)


def printable(text: object) -> str | None:
    """A name that can be stored and shown, else None."""
    return text if isinstance(text, str) and text.isprintable() and 0 < len(text) < 1000 else None
