"""The treatments of `treatments.toml`, and when a trial of one counts as adequate."""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.reference.outcomes import Definition


@dataclass(frozen=True)
class Threshold:
    """A cut with its source; with `low` and `high` a clinic may set it between them."""

    value: int
    words: str
    source: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Adequate:
    """When one trial is adequate: weeks at an adequate dose, percent better. How many are wanted,
    and how long the newest is given, are rules R01 and R04 of the screening policy."""

    weeks: Threshold
    response_percent: Threshold


@dataclass(frozen=True)
class TreatmentClass:
    """A class of treatments; `why` says why trials of it are not counted where they are not."""

    code: str
    kind: str
    """drug, psychotherapy or neurostimulation"""
    label: str
    counts: bool
    why: str | None = None


@dataclass(frozen=True)
class LeastDose:
    """The least adequate dose, mg a day; not `verified` where it was not seen in its source."""

    mg: float
    source: str
    verified: bool


@dataclass(frozen=True)
class Treatment:
    """One name of the list; without `least_dose` adequacy of a dose is what the clinician says."""

    name: str
    treatment_class: TreatmentClass
    also: tuple[str, ...]
    least_dose: LeastDose | None

    @property
    def label(self) -> str:
        """The name with its other names, so that a search finds it by any of them."""
        return f"{self.name} ({', '.join(self.also)})" if self.also else self.name


@dataclass(frozen=True)
class StopReason:
    """Why a treatment ended, or that it has not."""

    code: str
    words: str


@dataclass(frozen=True)
class Treatments:
    """The file as a whole, in the order in which lists show it."""

    version: str
    effective_from: date
    checked_by: str
    adequate: Adequate
    counting: Mapping[str, Definition]
    classes: Mapping[str, TreatmentClass]
    stop_reasons: Mapping[str, StopReason]
    interacts: Mapping[str, str]
    """Classes of other medicines that screening asks about, with their words."""
    treatments: tuple[Treatment, ...]
    names: Mapping[str, Treatment]
    """By generic, brand and short name, case folded."""

    def named(self, name: str) -> Treatment | None:
        """The treatment that somebody calls so, in capitals or not; None for free text."""
        return self.names.get(" ".join(name.split()).casefold())

    def interacting(self, name: str) -> str | None:
        """The class in which a medicine interacts whose name holds one on this list, such as
        "Phenelzine 15 mg"; None says nothing about it."""
        told = _words(name)
        classes = ((known, each.treatment_class.code) for known, each in self.names.items())
        telling = ((known, code) for known, code in classes if code in self.interacts)
        return next((code for known, code in telling if _words(known) in told), None)

    def stop_reason(self, told: str | None) -> StopReason | None:
        """The reason by its code or, as earlier entries have it, by its words; None for others."""
        reasons = self.stop_reasons.values()
        return next((reason for reason in reasons if told in (reason.code, reason.words)), None)

    def stop_words(self, told: str | None) -> str:
        """The reason as it is written on the screen; what is no code is words already."""
        found = self.stop_reason(told)
        return found.words if found else told or ""


@functools.cache
def treatments() -> Treatments:
    """Read once; the file is part of the program."""
    with (Path(__file__).parent / "treatments.toml").open("rb") as file:
        read = tomllib.load(file)
    classes = {each["code"]: TreatmentClass(**each) for each in read["class"]}
    listed = tuple(_treatment(each, classes) for each in read["treatment"])
    names = {name.casefold(): each for each in listed for name in (each.name, *each.also)}
    cuts = {name: Threshold(**cut) for name, cut in read["adequate"].items()}
    return Treatments(
        version=read["version"],
        effective_from=read["effective_from"],
        checked_by=read["checked_by"],
        adequate=Adequate(**cuts),
        counting=MappingProxyType({each["id"]: Definition(**each) for each in read["counting"]}),
        classes=MappingProxyType(classes),
        stop_reasons=MappingProxyType(
            {each["code"]: StopReason(**each) for each in read["stop_reason"]}
        ),
        interacts=MappingProxyType(read["interacts"]),
        treatments=listed,
        names=MappingProxyType(names),
    )


def _words(name: str) -> str:
    """The words of a name in small letters, each between spaces."""
    return " ".join(["", *re.findall(r"[^\W_]+", name.casefold()), ""])


def _treatment(entry: dict[str, Any], classes: Mapping[str, TreatmentClass]) -> Treatment:
    dose = None
    if "least_mg" in entry:
        dose = LeastDose(entry["least_mg"], entry["source"], entry.get("verified", True))
    return Treatment(entry["name"], classes[entry["class"]], tuple(entry["also"]), dose)
