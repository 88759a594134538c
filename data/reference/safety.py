"""The definitions of `safety.toml`: what the page of side effects counts, and its cuts."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from data.reference.outcomes import Definition


@dataclass(frozen=True)
class DoseBand:
    """Doses that are counted together: exactly so many mg, or below so many mg per kg."""

    words: str
    exactly: float | None = None
    below: float | None = None


@dataclass(frozen=True)
class Pressure:
    """From which rise and which peak on a blood pressure counts as large, mmHg."""

    id: str
    rise: int
    peak: int
    published: Mapping[str, str]
    """What a label says of it, in words, by route."""


@dataclass(frozen=True)
class Study:
    """A published study in short: `source` is its id in side_effects.toml."""

    source: str
    words: str
    population: str


@dataclass(frozen=True)
class Safety:
    """All of the file. `published` has at most two studies a route."""

    version: str
    effective_from: date
    checked_by: str
    grave: tuple[str, ...]
    published: Mapping[str, tuple[Study, ...]]
    doses: Mapping[str, tuple[DoseBand, ...]]
    report_within_hours: int
    pressures: Mapping[str, Pressure]
    definitions: Mapping[str, Definition]


@functools.cache
def safety() -> Safety:
    """Read once; the file is part of the program."""
    with (Path(__file__).parent / "safety.toml").open("rb") as file:
        read = tomllib.load(file)
    doses = {
        route: tuple(DoseBand(**band) for band in bands) for route, bands in read["dose"].items()
    }
    studies = {
        route: tuple(Study(**each) for each in found) for route, found in read["published"].items()
    }
    return Safety(
        version=read["version"],
        effective_from=read["effective_from"],
        checked_by=read["checked_by"],
        grave=tuple(read["grave"]),
        published=MappingProxyType(studies),
        doses=MappingProxyType(doses),
        report_within_hours=read["serious"]["report_within_hours"],
        pressures=MappingProxyType({each["id"]: Pressure(**each) for each in read["pressure"]}),
        definitions=MappingProxyType(
            {each["id"]: Definition(**each) for each in read["definition"]}
        ),
    )
