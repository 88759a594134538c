"""The signals of `signals.toml`: what opens a work item, and the protocol shown with it."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True)
class Signal:
    """One reason for a work item. `priority` 1 is act now, 2 today, 3 this week."""

    id: str
    words: str
    priority: int
    due_minutes: int
    source: str
    item9_from: int | None = None
    """The answer to PHQ-9 item 9 from which on it is raised."""
    cssrs: str | None = None
    """The level of a C-SSRS screen that raises it."""

    @property
    def within(self) -> timedelta:
        return timedelta(minutes=self.due_minutes)


@dataclass(frozen=True)
class Number:
    """Whom to call."""

    words: str
    number: str


@dataclass(frozen=True)
class Protocol:
    """What to do where an answer speaks of suicide, in order, and whom to call."""

    title: str
    steps: tuple[str, ...]
    numbers: tuple[Number, ...]
    source: str


@dataclass(frozen=True)
class Signals:
    """All of the file."""

    version: str
    effective_from: date
    checked_by: str
    signals: Mapping[str, Signal]
    protocol: Protocol
    recent: timedelta
    """How old an answer that comes in with a file may be to be raised."""


@functools.cache
def signals() -> Signals:
    """Read once; the file is part of the program."""
    with (Path(__file__).parent / "signals.toml").open("rb") as file:
        read = tomllib.load(file)
    told = read["protocol"]
    return Signals(
        version=read["version"],
        effective_from=read["effective_from"],
        checked_by=read["checked_by"],
        signals=MappingProxyType({each["id"]: Signal(**each) for each in read["signal"]}),
        protocol=Protocol(
            title=told["title"],
            steps=tuple(told["steps"]),
            numbers=tuple(Number(**each) for each in told["numbers"]),
            source=told["source"],
        ),
        recent=timedelta(days=read["from_files"]["recent_days"]),
    )
