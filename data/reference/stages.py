"""The stages of `stages.toml` and the steps between them: the one table of the state machine."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.tables.vocabulary import Disposition, Route, Stage


class By(StrEnum):
    """Who or what makes a step."""

    DESK = "desk"
    CLINICIAN = "clinician"
    DECISION = "decision"
    PAPER = "paper"
    BOOKING = "booking"
    DOSE = "dose"
    REVIEW = "review"


@dataclass(frozen=True)
class StageRow:
    """One stage: how long it may take (days), who keeps it moving, and what it waits for."""

    stage: Stage
    expected_days: int | None = None
    owner: str = ""
    waits_for: str = ""
    closes: bool = False
    """The episode ends with it."""


@dataclass(frozen=True)
class Step:
    """One step between stages."""

    id: str
    words: str
    begins: bool
    """Whether an episode may begin with it."""
    sources: tuple[Stage, ...]
    target: Stage | None
    """None goes back to the stage before."""
    by: By
    needs: tuple[str, ...]
    """What the record must hold first, by the keys of `Stages.needs`."""
    reasons: str | None
    """The list of `Stages.reasons` that one must be given from."""
    verdict: Disposition | None
    """The decision that the step comes with."""


@dataclass(frozen=True)
class Stages:
    """All of the file."""

    version: str
    effective_from: date
    checked_by: str
    source: str
    rows: Mapping[Stage, StageRow]
    steps: Mapping[str, Step]
    needs: Mapping[str, str]
    """What is said where it is missing."""
    consent: Mapping[Route, str]
    """What is said where a route's own signature is missing."""
    reasons: Mapping[str, Mapping[str, str]]
    attempts: int
    """Days with an attempt to reach somebody, before they count as lost."""
    silent_days: Mapping[Stage, int]
    """Without a visit or a word, in treatment."""
    warn_days: int
    """Before a paper runs out; and `warn_visits` before an authorisation is used up."""
    warn_visits: int

    def from_stage(self, stage: Stage) -> list[Step]:
        """The steps that lead out of a stage, in the order of the file."""
        return [step for step in self.steps.values() if stage in step.sources]

    def reason_words(self, code: str | None) -> str:
        """A reason as it is written on the screen; what is no code is words already."""
        if code is None:
            return ""
        found = (words[code] for words in self.reasons.values() if code in words)
        return next(found, code.replace("_", " "))


@functools.cache
def stages() -> Stages:
    """Read once; the file is part of the program."""
    with (Path(__file__).parent / "stages.toml").open("rb") as file:
        read = tomllib.load(file)
    rows = [_row(**each) for each in read["stage"]]
    steps = [_step(**each) for each in read["step"]]
    return Stages(
        version=read["version"],
        effective_from=read["effective_from"],
        checked_by=read["checked_by"],
        source=read["source"],
        rows=MappingProxyType({row.stage: row for row in rows}),
        steps=MappingProxyType({step.id: step for step in steps}),
        needs=MappingProxyType(read["needs"]),
        consent=MappingProxyType({Route(route): words for route, words in read["consent"].items()}),
        reasons=MappingProxyType(read["reasons"]),
        attempts=read["outreach"]["attempts"],
        silent_days=MappingProxyType(
            {Stage(stage): days for stage, days in read["outreach"]["silent_days"].items()}
        ),
        warn_days=read["papers"]["warn_days"],
        warn_visits=read["papers"]["warn_visits"],
    )


def _row(id: str, **more: Any) -> StageRow:
    return StageRow(Stage(id), **more)


def _step(
    id: str,
    words: str,
    to: str,
    by: str,
    needs: tuple[str, ...] = (),
    reasons: str | None = None,
    verdict: str | None = None,
    **more: list[str],
) -> Step:
    sources = more["from"]
    return Step(
        id=id,
        words=words,
        begins="new" in sources,
        sources=tuple(Stage(each) for each in sources if each != "new"),
        target=None if to == "before" else Stage(to),
        by=By(by),
        needs=tuple(needs),
        reasons=reasons,
        verdict=Disposition(verdict) if verdict else None,
    )
