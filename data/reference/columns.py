"""The headings of `columns.toml`: what tables call the things that this clinic keeps."""

import functools
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.reference.columns_type import Columns, Field, Kind, Possible, Series
from data.reference.instrument_files import instrument_ids


def plain(heading: str) -> str:
    """A heading without case, spaces, punctuation and byte order mark."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(character for character in folded if character.isalnum())


def spoken(word: str) -> str:
    """A cell's word without case, with one space for every stretch of spaces and hyphens."""
    return " ".join(re.sub(r"[-_]", " ", word).casefold().split())


@functools.cache
def columns() -> Columns:
    """Read once; the file is part of the program. A file that contradicts itself is refused."""
    with (Path(__file__).parent / "columns.toml").open("rb") as file:
        return build(tomllib.load(file))


def build(read: Mapping[str, Any]) -> Columns:
    """The table from its TOML; else ValueError, naming what is wrong in it."""
    instruments = read["instruments"]
    person, dated = ([_field(**entry) for entry in read[part]] for part in ("person", "dated"))
    kinds = [_kind(entry, person, dated) for entry in read["kind"]]
    names = {id: list(map(plain, words)) for id, words in instruments["names"].items()}
    if unknown := set(names) - set(instrument_ids()):
        raise ValueError(f"columns.toml names instruments that have no file: {sorted(unknown)}.")
    return Columns(
        **{name: read[name] for name in ("version", "effective_from", "checked_by")},
        source=tuple(read["source"]),
        unsaid_signs=frozenset(read["unsaid_signs"]),
        unsaid_words=frozenset(map(spoken, read["unsaid_words"])),
        unanswered_codes=frozenset(read["unanswered_codes"]),
        person=frozenset(field.id for field in person),
        kinds=MappingProxyType({kind.id: kind for kind in kinds}),
        names=_turned(names, "instruments.names"),
        total_words=("", *map(plain, instruments["total_words"])),
        item_words=("", *map(plain, instruments["item_words"])),
        bare_items=tuple(map(plain, instruments["bare_items"])),
        series=tuple(_series(**entry) for entry in read["series"]),
        readings=_turned(
            {id: list(map(plain, words)) for id, words in read["readings"].items()}, "readings"
        ),
        possible=MappingProxyType({id: _possible(**each) for id, each in read["possible"].items()}),
        words=MappingProxyType(
            {
                subject: _turned(
                    {meaning: list(map(spoken, words)) for meaning, words in meanings.items()},
                    f"words.{subject}",
                )
                for subject, meanings in read["words"].items()
            }
        ),
    )


def _field(id: str, label: str, synonyms: Iterable[str]) -> Field:
    """The label and the id are headings as well, for tables that this program wrote itself."""
    words = dict.fromkeys(plain(word) for word in (*synonyms, label, id))
    return Field(id, label, tuple(words))


def _kind(entry: dict[str, Any], person: Iterable[Field], dated: Iterable[Field]) -> Kind:
    """Its own fields, when it was, and the person's; a field given twice has both's synonyms."""
    own = [_field(**each) for each in entry["field"]]
    common = [*(dated if entry["id"] != "patients" else ()), *person]
    fields = {field.id: field for field in own}
    for field in common:
        if also := fields.get(field.id):
            fields[field.id] = Field(
                field.id, also.label, tuple(dict.fromkeys((*also.synonyms, *field.synonyms)))
            )
        else:
            fields[field.id] = field
    _turned({field.id: field.synonyms for field in fields.values()}, f"kind {entry['id']}")
    return Kind(
        id=entry["id"],
        label=entry["label"],
        fields=MappingProxyType(fields),
        told_by=tuple(map(tuple, entry["told_by"])),
        needs=tuple(entry["needs"]),
    )


def _series(
    instrument: str, source: str, headings: Iterable[str] = (), prefix: str | None = None
) -> Series:
    return Series(
        instrument=instrument,
        headings=tuple(map(plain, headings)),
        prefix=None if prefix is None else plain(prefix),
        source=source,
    )


def _possible(low: int, high: int, units: Iterable[str]) -> Possible:
    return Possible(low, high, tuple(units))


def _turned(meanings: Mapping[str, Iterable[str]], where: str) -> Mapping[str, str]:
    """Meaning by word. A word that stands for two things is a mistake in the file."""
    pairs = [(word, meaning) for meaning, words in meanings.items() for word in set(words)]
    twice = sorted(word for word, count in Counter(word for word, _ in pairs).items() if count > 1)
    if twice:
        raise ValueError(f"columns.toml gives two meanings in {where}: {', '.join(twice)}.")
    return MappingProxyType(dict(pairs))
