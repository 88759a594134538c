"""The figures of `kpis.toml`: what the utilization page counts and how."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True)
class Kpi:
    """One figure: what is counted over what, and what is left out."""

    id: str
    name: str
    unit: str
    numerator: str
    denominator: str
    edges: str
    source: str

    @property
    def words(self) -> str:
        """All of it in sentences."""
        over = f", of {self.denominator}" if self.denominator else ""
        return f"{self.numerator}{over}. {self.edges}"


@dataclass(frozen=True)
class Published:
    """What others reported. A caption, never a target."""

    kpi: str
    value: float
    words: str
    source: str


@dataclass(frozen=True)
class Kpis:
    """All of the file. Days are days of the clinic's calendar."""

    version: str
    effective_from: date
    checked_by: str
    late_hours: int
    mature_days: int
    review_days: int
    search_days: int
    readings: int
    figures: Mapping[str, Kpi]
    published: Mapping[str, Published]


@functools.cache
def kpis() -> Kpis:
    """Read once; the file is part of the program."""
    with (Path(__file__).parent / "kpis.toml").open("rb") as file:
        read = tomllib.load(file)
    figures = {entry["id"]: Kpi(**entry) for entry in read["kpi"]}
    published = {entry["kpi"]: Published(**entry) for entry in read["reference"]}
    return Kpis(
        version=read["version"],
        effective_from=read["effective_from"],
        checked_by=read["checked_by"],
        late_hours=read["late_cancel"]["hours"],
        mature_days=read["funnel"]["mature_days"],
        review_days=read["review"]["days"],
        search_days=read["third_next"]["search_days"],
        readings=read["documentation"]["readings"],
        figures=MappingProxyType(figures),
        published=MappingProxyType(published),
    )
