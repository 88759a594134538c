"""Reads `instruments/*.toml`, each once, into an Instrument."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from data.reference.instrument_parts import (
    Band,
    Item,
    ItemFlag,
    Level,
    Loinc,
    MeaningfulChange,
    Option,
    Presumption,
    Remission,
    Response,
    Skip,
    Symptoms,
    TotalFlag,
)
from data.reference.instrument_type import Instrument

Part = TypeVar("Part")
FOLDER = Path(__file__).parent / "instruments"

# What a file may leave out, because most instruments have none.
ABSENT: Mapping[str, Any] = {
    "multiplier": 1,
    **dict.fromkeys(
        ["minimum", "maximum", "recall", "stem", "symptoms", "attribution", "notice"], None
    ),
}
PLAIN = ("domains", "alternatives", "notes", "unverified", "source")
LISTED: Mapping[str, type] = {
    "options": Option,
    "skips": Skip,
    "presumptions": Presumption,
    "bands": Band,
    "levels": Level,
    "item_flags": ItemFlag,
    "total_flags": TotalFlag,
    "response": Response,
    "remission": Remission,
    "meaningful_change": MeaningfulChange,
}


class UnknownInstrument(KeyError):
    """Its text is a sentence for the person at the screen."""

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would show it quoted


@cache
def instrument_ids() -> tuple[str, ...]:
    """Every instrument that has a file, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def instrument(id: str) -> Instrument:
    """The instrument of that id, such as `phq9`."""
    if id not in instrument_ids():
        raise UnknownInstrument(f"There is no instrument called {id!r} here.")
    with (FOLDER / f"{id}.toml").open("rb") as file:
        return _instrument(id, tomllib.load(file))


def _instrument(id: str, content: dict[str, Any]) -> Instrument:
    answers: dict[str, int] = content.pop("answers", {})
    parts: dict[str, Any] = {
        "items": _items(content.pop("items"), answers),
        "unscored": _items(content.pop("unscored", []), answers),
        "symptoms": _symptoms(content.pop("symptoms", None)),
        "loinc": Loinc(**content.pop("loinc", {})),
        **{name: _each(part, content.pop(name, [])) for name, part in LISTED.items()},
        **{name: _frozen(content.pop(name, [])) for name in PLAIN},
    }
    return Instrument(id=id, **{**ABSENT, **content, **parts})


def _items(tables: Iterable[dict[str, Any]], answers: dict[str, int]) -> tuple[Item, ...]:
    """An item without a range of its own takes the file's `answers`."""
    return tuple(
        Item(**{**answers, **table, "options": _each(Option, table.get("options", []))})
        for table in tables
    )


def _symptoms(table: dict[str, Any] | None) -> Symptoms | None:
    if table is None:
        return None
    syndromes = _each(Band, table.pop("syndromes"))
    return Symptoms(syndromes=syndromes, **{key: _frozen(value) for key, value in table.items()})


def _each(part: type[Part], tables: Iterable[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(part(**{key: _frozen(value) for key, value in table.items()}) for table in tables)


def _frozen(value: Any) -> Any:
    """TOML's lists and tables, all the way down, as tuples and read-only mappings."""
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(each) for key, each in value.items()})
    return value
