"""The shape of an instrument: each class is one kind of table in `instruments/*.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright © "
    "Regenstrief Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) "
    "Committee and is available at no cost under the license at http://loinc.org/license."
)


@dataclass(frozen=True)
class Option:
    """One printed answer; `loinc` is its answer code (LA...)."""

    value: int
    words: str
    loinc: str | None = None


@dataclass(frozen=True)
class Item:
    """One question. `label` is our own; `wording` is there only where a licence lets it ship."""

    id: str
    label: str
    minimum: int
    maximum: int
    step: int = 1
    wording: str | None = None
    loinc: str | None = None
    may_not_apply: bool = False
    options: tuple[Option, ...] = ()

    @cached_property
    def allowed(self) -> range:
        """Every value that is an answer."""
        return range(self.minimum, self.maximum + 1, self.step)


@dataclass(frozen=True)
class Band:
    """A named range of totals (or of symptoms counted), both ends included."""

    id: str
    label: str
    low: int
    high: int


@dataclass(frozen=True)
class Level:
    """A triage level: met when any of these questions is answered yes."""

    id: str
    label: str
    any_yes: tuple[str, ...]


@dataclass(frozen=True)
class Skip:
    """The form's own instruction: with these answers, these items are rightly left blank."""

    when: Mapping[str, int]
    items: tuple[str, ...]


@dataclass(frozen=True)
class Presumption:
    """What triage takes an unanswered item to be, so that a gap is never read as reassurance."""

    when: Mapping[str, int]
    item: str
    value: int


@dataclass(frozen=True)
class ItemFlag:
    """Raised by one item's answer; `unknown` is raised instead when it was not answered."""

    id: str
    label: str
    item: str
    at_least: int
    unknown: str


@dataclass(frozen=True)
class TotalFlag:
    """Raised by the total. `at_least` is the cut for a sex that is unknown or not in `by_sex`."""

    id: str
    label: str
    at_least: int
    by_sex: Mapping[str, int]


@dataclass(frozen=True)
class Symptoms:
    """Counts items at or above their cut; a `core` one among them makes the count's syndrome."""

    at_least: int
    exceptions: Mapping[str, int]
    core: tuple[str, ...]
    syndromes: tuple[Band, ...]


@dataclass(frozen=True)
class Response:
    """A fall from baseline of at least `percent`."""

    id: str
    percent: int
    source: str


@dataclass(frozen=True)
class Remission:
    """A total of at most `at_most`."""

    id: str
    at_most: int
    source: str


@dataclass(frozen=True)
class MeaningfulChange:
    """A difference of `points` on the total, and `what` it has been shown to mean."""

    id: str
    points: float
    what: str
    source: str


@dataclass(frozen=True)
class Loinc:
    """Codes of the whole: its total, its panel, and a triage level's; null where unverified."""

    total: str | None = None
    panel: str | None = None
    level: str | None = None
