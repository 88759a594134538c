"""The shape of one whole instrument, put together from its parts."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from data.reference.instrument_parts import (
    Band,
    Item,
    ItemFlag,
    Level,
    Loinc,
    MeaningfulChange,
    Option,
    Presumption,
    Remission,
    Response,
    Skip,
    Symptoms,
    TotalFlag,
)

Direction = Literal["lower_is_better", "higher_is_better", "none"]
Method = Literal["sum", "domain_maxima", "total_only", "triage", "profile"]


@dataclass(frozen=True, eq=False)
class Instrument:
    """One questionnaire in one version. One object per id, so it is compared by identity.

    `minimum` and `maximum` bound the total and are null where there is none; `multiplier` turns
    the raw sum into it. `unverified` names the values still resting on general knowledge.
    """

    id: str
    name: str
    full_name: str
    version: str
    effective_from: date
    direction: Direction
    method: Method
    minimum: int | None
    maximum: int | None
    multiplier: int
    recall: str | None
    stem: str | None
    items: tuple[Item, ...]
    unscored: tuple[Item, ...]
    options: tuple[Option, ...]
    domains: tuple[tuple[str, ...], ...]
    alternatives: tuple[tuple[str, ...], ...]
    skips: tuple[Skip, ...]
    presumptions: tuple[Presumption, ...]
    bands: tuple[Band, ...]
    levels: tuple[Level, ...]
    item_flags: tuple[ItemFlag, ...]
    total_flags: tuple[TotalFlag, ...]
    symptoms: Symptoms | None
    response: tuple[Response, ...]
    remission: tuple[Remission, ...]
    meaningful_change: tuple[MeaningfulChange, ...]
    loinc: Loinc
    notes: tuple[str, ...]
    unverified: tuple[str, ...]
    source: tuple[str, ...]
    licence: str
    attribution: str | None
    notice: str | None
    checked_by: str
    reviewed_on: date

    @cached_property
    def item_ids(self) -> tuple[str, ...]:
        """In questionnaire order."""
        return tuple(item.id for item in self.items)
