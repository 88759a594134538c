"""The published results of `benchmarks.toml`."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Benchmark:
    """What a study found. Shares from 0 to 1; a margin is half of an interval that was given."""

    id: str
    name: str
    n: int
    population: str
    instrument: str
    when: str
    source: str
    route: str | None = None
    response: float | None = None
    remission: float | None = None
    response_margin: float | None = None
    remission_margin: float | None = None
    comparable: str | None = None
    """The definition with whose time point it matches; None: with none of the clinic's."""

    def differs(self, instrument: str, definition: str, route: str | None) -> tuple[str, ...]:
        """In what it is another figure than the clinic's of this route (None: of both together);
        nothing where it may stand beside it as a line."""
        same = {
            "measure": self.instrument == instrument,
            "time point": self.comparable == definition,
            "route": self.route == route,
        }
        return tuple(words for words, equal in same.items() if not equal)


@functools.cache
def benchmarks() -> tuple[Benchmark, ...]:
    """Read once; the file is part of the program."""
    with (Path(__file__).parent / "benchmarks.toml").open("rb") as file:
        return tuple(Benchmark(**entry) for entry in tomllib.load(file)["result"])
