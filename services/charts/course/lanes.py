"""The lanes below the scores: which there are, how high they lie, and what they are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import altair as alt
import pandas as pd

from data.reference import Band
from services.charts.course import bars, dots
from services.charts.course.lines import INCOMPLETE, ITEM9
from services.charts.course.plane import BOTTOM, GAP, Plane

DOSE, DOSE_PITCH = -7.0, 3.8
DOSE_TO_EFFECT, EFFECT_PITCH = 3.2, 1.8
EDGE = 1.4  # below the last lane


@dataclass(frozen=True)
class Lanes:
    """Heights by drug and by lane of effects; empty where nothing of the kind is recorded."""

    drugs: dict[str, float]
    effects: dict[str, float]

    @property
    def first_effect(self) -> float:
        return min(self.drugs.values(), default=DOSE) - DOSE_TO_EFFECT

    @property
    def floor(self) -> float:
        """The same for nearly everyone, so the picture keeps its size; deeper if lanes need it."""
        return min(BOTTOM, min(self.effects.values(), default=BOTTOM) - EDGE)


def arrange(given: pd.DataFrame, felt: pd.DataFrame) -> Lanes:
    """A lane for each drug given, IV ketamine first, then one for each kind of effect."""
    drugs = [drug for drug in bars.NAMES if drug in set(given["drug"])]
    lanes = Lanes({drug: DOSE - DOSE_PITCH * place for place, drug in enumerate(drugs)}, {})
    kinds = dict.fromkeys(dots.kinds(felt).values())
    heights = {kind: lanes.first_effect - EFFECT_PITCH * place for place, kind in enumerate(kinds)}
    return Lanes(lanes.drugs, heights)


def names(
    plane: Plane, lanes: Lanes, severities: Sequence[Band], *, incomplete: bool
) -> list[alt.Chart]:
    """One right-aligned column: bands between their cuts, then the lanes."""
    edges = zip(severities, pairwise(plane.cuts), strict=True)
    rows = [((low + high) / 2, band.label.lower()) for band, (low, high) in edges]
    rows += [(INCOMPLETE, "incomplete")] if incomplete else []
    rows += [(ITEM9, "Item 9")]
    rows += [(y, bars.NAMES[drug]) for drug, y in lanes.drugs.items()] or [(DOSE, "Dose")]
    nothing_felt = [(lanes.first_effect, "Side effects")]
    rows += [(y, lane) for lane, y in lanes.effects.items()] or nothing_felt
    return [
        alt.Chart(plane.across(pd.DataFrame(rows, columns=["y", "words"])), name="names")
        .mark_text(align="right", dx=-GAP, color=plane.palette.muted, limit=100)
        .encode(x=plane.x(), y=plane.y(), text="words:N")
    ]


def absences(plane: Plane, lanes: Lanes) -> list[alt.Chart]:
    """An empty lane says that it is empty, rather than looking unfinished."""
    rows = [] if lanes.drugs else [(DOSE, "no session yet")]
    rows += [] if lanes.effects else [(lanes.first_effect, "none recorded")]
    return [
        alt.Chart(plane.across(pd.DataFrame(rows, columns=["y", "words"])), name="absences")
        .mark_text(align="left", dx=6, color=plane.palette.muted)
        .encode(x=plane.x(), y=plane.y(), text="words:N")
    ]
