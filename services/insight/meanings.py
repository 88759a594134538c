"""What the ids below the figures mean, with the version of the file that says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from data.reference.kpis import kpis
from data.reference.outcomes import outcomes
from data.reference.safety import safety


class Meaning(Protocol):
    """Anything with an id, a name, words and a source."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True)
class Book:
    """One file of definitions."""

    name: str
    version: str
    checked_by: str
    meanings: Mapping[str, Meaning]


def books() -> list[Book]:
    """Every file that figures take their words from; one more is one more line."""
    return [
        Book("Outcomes", outcomes().version, outcomes().checked_by, outcomes().definitions),
        Book("Side effects", safety().version, safety().checked_by, safety().definitions),
        Book("Utilization", kpis().version, kpis().checked_by, kpis().figures),
    ]


def used(ids: Iterable[str]) -> list[dict[str, Any]]:
    """The books in which these ids stand, with those ids only, in the order of the book."""
    wanted = set(ids)
    return [
        {
            "name": book.name,
            "version": book.version,
            "checked": book.checked_by,
            "meanings": [
                {"id": each.id, "name": each.name, "words": each.words, "source": each.source}
                for each in book.meanings.values()
                if each.id in wanted
            ],
        }
        for book in books()
        if wanted & set(book.meanings)
    ]


def page() -> str:
    """All of them as a Markdown page; docs/definitions.md is written from it."""
    lines = [
        "# Definitions",
        "",
        "What each figure counts, by the id that pages, copies and reports name. Written from "
        "`data/reference/` by `services.insight.meanings.page()`; a test holds the two equal.",
    ]
    for book in books():
        lines += ["", f"## {book.name}", "", f"Version {book.version}, {book.checked_by}.", ""]
        lines += [
            f"- **{each.name}** (`{each.id}`): {each.words} *{each.source}*"
            for each in book.meanings.values()
        ]
    return "\n".join(lines) + "\n"
