"""The course templates of `protocols.toml`."""

import functools
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Cadence:
    """How far doses lie apart, in days of the clinic's calendar from the last dose given."""

    id: str
    target_gap_days: int
    min_gap_days: int
    max_gap_days: int
    max_in_7_days: int | None = None


@dataclass(frozen=True)
class Phase:
    """One stretch of a course, named as the stage it is; without a count it is open-ended."""

    order: int
    stage: str
    count: int | None
    window_days: int | None
    cadences: tuple[Cadence, ...]

    @property
    def usual(self) -> Cadence:
        """The cadence to plan with until someone chooses another."""
        return self.cadences[0]


@dataclass(frozen=True)
class DoseRule:
    """What one dose is: by weight over minutes (IV), or in whole devices (nasal)."""

    usual_mg_per_kg: float | None = None
    min_mg_per_kg: float | None = None
    max_mg_per_kg: float | None = None
    minutes: int | None = None
    first_mg: tuple[int, ...] = ()
    later_mg: tuple[int, ...] = ()
    device_mg: int | None = None


@dataclass(frozen=True)
class Planned:
    """Minutes of a visit: until the dose begins, until ready to leave, until gone."""

    preparation: int
    dose_and_observation: int
    leaving: int


@dataclass(frozen=True)
class Protocol:
    """One course template."""

    id: str
    name: str
    route: str
    drug: str
    planned: Planned
    source: str
    dose: DoseRule
    phases: tuple[Phase, ...]
    version: str
    effective_from: date
    checked_by: str

    @property
    def planned_minutes(self) -> int:
        """The whole visit, from taking the chair to leaving it."""
        return self.planned.preparation + self.planned.dose_and_observation + self.planned.leaving

    def phase_of(self, number: int) -> Phase:
        """The phase of the dose with this number, counted from 1; the last phase takes the rest."""
        passed = 0
        for phase in self.phases:
            passed += phase.count or 0
            if phase.count is None or number <= passed:
                return phase
        return self.phases[-1]


@functools.cache
def protocols() -> dict[str, Protocol]:
    """All templates by id. Read once; the file is part of the program."""
    with (Path(__file__).parent / "protocols.toml").open("rb") as file:
        read = tomllib.load(file)
    cadences = {name: Cadence(id=name, **gaps) for name, gaps in read["cadence"].items()}
    signed = {name: read[name] for name in ("version", "effective_from", "checked_by")}
    return {entry["id"]: _protocol(entry | signed, cadences) for entry in read["protocol"]}


def _protocol(entry: dict[str, Any], cadences: dict[str, Cadence]) -> Protocol:
    dose, phases, planned = (entry.pop(name) for name in ("dose", "phases", "planned"))
    first, later = (tuple(dose.pop(name, ())) for name in ("first_mg", "later_mg"))
    return Protocol(
        planned=Planned(**planned),
        dose=DoseRule(first_mg=first, later_mg=later, **dose),
        phases=tuple(
            Phase(
                order=order,
                stage=phase["stage"],
                count=phase.get("count"),
                window_days=phase.get("window_days"),
                cadences=tuple(cadences[name] for name in phase["cadences"]),
            )
            for order, phase in enumerate(phases, start=1)
        ),
        **entry,
    )
