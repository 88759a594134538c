"""What an export consists of: enough to prove that it is whole and unchanged."""

import json
from dataclasses import asdict, dataclass
from typing import Any

NAME = "manifest.json"
FORMAT = "ketamine clinic export 1"


class NoManifest(Exception):
    """This is not the manifest of an export."""


@dataclass(frozen=True)
class Written:
    """One file: rows below its head, and the SHA-256 of its bytes."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`schema` is the revision of the record's tables; `files` are by name."""

    schema: str
    made_at: str
    clinic: str
    files: dict[str, Written]

    @property
    def rows(self) -> int:
        return sum(written.rows for written in self.files.values())

    def text(self) -> str:
        """As it stands in the folder."""
        return json.dumps({"format": FORMAT} | asdict(self), indent=1, ensure_ascii=False) + "\n"


def parsed(text: str) -> Manifest:
    """The manifest in this text; else NoManifest."""
    try:
        said: Any = json.loads(text)
        if said.pop("format") != FORMAT:
            raise NoManifest
        files = {str(name): Written(**written) for name, written in said.pop("files").items()}
        return Manifest(**said, files=files)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NoManifest from None
