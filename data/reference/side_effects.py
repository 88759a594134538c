"""The side effects of `side_effects.toml` and how often published studies saw them."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True)
class RateSource:
    """A published study: who was asked, how, and how many they were."""

    id: str
    name: str
    route: str
    n: int
    population: str
    ascertainment: str
    reference: str
    n_comparator: int | None = None


@dataclass(frozen=True)
class Rate:
    """Percent of patients with at least one event over a course; `comparator` is placebo."""

    source: RateSource
    percent: float
    comparator: float | None
    verified: bool


@dataclass(frozen=True)
class SideEffectTerm:
    """One word of the vocabulary. MedDRA by name; no SNOMED where none could be verified."""

    code: str
    label: str
    meddra: str
    snomed: str | None
    rates: tuple[Rate, ...]

    def rate(self, route: str) -> Rate | None:
        """The first published rate of this route."""
        return next((rate for rate in self.rates if rate.source.route == route), None)


@dataclass(frozen=True)
class SideEffects:
    """The vocabulary as a whole, in the order in which lists show it."""

    version: str
    effective_from: date
    checked_by: str
    sources: tuple[RateSource, ...]
    terms: Mapping[str, SideEffectTerm]


@functools.cache
def side_effects() -> SideEffects:
    """Read once; the file is part of the program."""
    with (Path(__file__).parent / "side_effects.toml").open("rb") as file:
        read = tomllib.load(file)
    sources = {source["id"]: RateSource(**source) for source in read["source"]}
    terms = {
        effect["code"]: SideEffectTerm(
            code=effect["code"],
            label=effect["label"],
            meddra=effect["meddra"],
            snomed=effect.get("snomed"),
            rates=tuple(
                Rate(
                    source=sources[rate["source"]],
                    percent=rate["percent"],
                    comparator=rate.get("comparator"),
                    verified=rate.get("verified", True),
                )
                for rate in effect.get("rates", ())
            ),
        )
        for effect in read["effect"]
    }
    return SideEffects(
        version=read["version"],
        effective_from=read["effective_from"],
        checked_by=read["checked_by"],
        sources=tuple(sources.values()),
        terms=MappingProxyType(terms),
    )
