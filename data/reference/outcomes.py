"""The definitions of `outcomes.toml`: what response, relapse and the rest mean, per instrument."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from data.reference.instrument_files import instrument
from data.reference.instrument_parts import Remission, Response
from data.reference.instrument_type import Instrument


@dataclass(frozen=True)
class Definition:
    """What a word on an insight page means, and where that comes from."""

    id: str
    name: str
    words: str
    source: str


@dataclass(frozen=True)
class Measure:
    """One instrument with the cuts by which its outcomes are told."""

    instrument: Instrument
    entry: int
    relapse_from: int | None
    response: Response | None
    remission: Remission | None
    reliable: float

    @property
    def better_when_higher(self) -> bool:
        return self.instrument.direction == "higher_is_better"


@dataclass(frozen=True)
class Outcomes:
    """All of the file. Days are days of the clinic's calendar, points are totals."""

    version: str
    effective_from: date
    checked_by: str
    end_window_days: int
    sustained_days: int
    relapse_span_days: int
    worse_above_baseline: int
    worse_above_best: int
    follow_up_days: int
    measures: Mapping[str, Measure]
    definitions: Mapping[str, Definition]


@functools.cache
def outcomes() -> Outcomes:
    """Read once; the file is part of the program."""
    with (Path(__file__).parent / "outcomes.toml").open("rb") as file:
        read = tomllib.load(file)
    measures = {entry["id"]: _measure(**entry) for entry in read["instrument"]}
    definitions = {entry["id"]: Definition(**entry) for entry in read["definition"]}
    return Outcomes(
        version=read["version"],
        effective_from=read["effective_from"],
        checked_by=read["checked_by"],
        end_window_days=read["end_of_induction"]["window_days"],
        sustained_days=read["sustained"]["days"],
        relapse_span_days=read["relapse"]["span_days"],
        worse_above_baseline=read["deterioration"]["above_baseline"],
        worse_above_best=read["deterioration"]["above_best"],
        follow_up_days=read["follow_up"]["after_end_days"],
        measures=MappingProxyType(measures),
        definitions=MappingProxyType(definitions),
    )


def _measure(
    id: str,
    entry: int,
    reliable: str,
    relapse_from: int | None = None,
    response: str | None = None,
    remission: str | None = None,
) -> Measure:
    of = instrument(id)
    return Measure(
        instrument=of,
        entry=entry,
        relapse_from=relapse_from,
        response=next((cut for cut in of.response if cut.id == response), None),
        remission=next((cut for cut in of.remission if cut.id == remission), None),
        reliable=next(each.points for each in of.meaningful_change if each.id == reliable),
    )
