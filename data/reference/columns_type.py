"""The shape of `columns.toml`: kinds of tables, their fields, and the words that stand for them."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Field:
    """One thing that a column can tell. `synonyms` are plain, as `plain` writes headings."""

    id: str
    label: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """What the rows of a table are. `told_by` has groups of fields, any one of which tells it."""

    id: str
    label: str
    fields: Mapping[str, Field]
    told_by: tuple[tuple[str, ...], ...]
    needs: tuple[str, ...]

    @functools.cached_property
    def by_heading(self) -> Mapping[str, str]:
        """Field by plain heading."""
        return {word: field.id for field in self.fields.values() for word in field.synonyms}


@dataclass(frozen=True)
class Series:
    """Columns, one an item: listed, or numbered after a `prefix` and then only when all are there.

    All are plain, as `plain` writes headings.
    """

    instrument: str
    headings: tuple[str, ...]
    prefix: str | None
    source: str


@dataclass(frozen=True)
class Possible:
    """What a reading may be at all, both ends included, and the units it may come in."""

    low: int
    high: int
    units: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """All of the file."""

    version: str
    effective_from: date
    checked_by: str
    source: tuple[str, ...]
    unsaid_signs: frozenset[str]
    unsaid_words: frozenset[str]
    unanswered_codes: frozenset[int]
    person: frozenset[str]
    """The ids of the fields that tell who it is."""
    kinds: Mapping[str, Kind]
    names: Mapping[str, str]
    """Instrument by plain name."""
    total_words: tuple[str, ...]
    item_words: tuple[str, ...]
    bare_items: tuple[str, ...]
    series: tuple[Series, ...]
    readings: Mapping[str, str]
    """Reading by code or word, both plain."""
    possible: Mapping[str, Possible]
    words: Mapping[str, Mapping[str, str]]
    """By subject (sex, status), then by word as `spoken` writes it: what it is taken for."""
