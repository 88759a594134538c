"""A course of treatment in one picture: mood, doses, holds and side effects on one date axis."""

from datetime import date
from itertools import chain

import altair as alt
import pandas as pd

from data.reference import Instrument
from services.charts.course import bands, bars, dots, hover, lines, spans
from services.charts.course.events import select
from services.charts.course.lanes import absences, arrange, names
from services.charts.course.plane import Plane
from services.charts.theme import Palette, configure


def course(
    scores: pd.DataFrame,
    doses: pd.DataFrame,
    holds: pd.DataFrame,
    effects: pd.DataFrame,
    *,
    today: date,
    instrument: Instrument,
    palette: Palette,
    baseline: int | None = None,
    ended: bool = False,
) -> alt.LayerChart:
    """One layered chart and not a concatenation, so that it takes the width of its container.

    scores: at, instrument ("phq9", "gad7"), total (NaN when incomplete), answered, of,
        item9 (NA when unknown)
    doses: at, number, drug ("ketamine", "esketamine"), mg, mg_per_kg (NA for esketamine),
        status ("given", "booked", "stopped"), peak_rise (systolic, mmHg, NA when unknown)
    holds: start, end (NaT while it lasts), reason
    effects: at, label, grade (NA while none is given)
    today: the day drawn up to; with `ended` the last day of an episode that is over
    instrument: PHQ-9, whose bands are the background
    baseline: PHQ-9 before the first dose where it can be evaluated; without it no response line

    All times are naive and clinic-local. Only their date is drawn, and as a number, which no
    browser shifts to its own time zone. Where marks would touch, the worst of them is drawn; what
    is not drawn, and what lies before the latest 220 days with facts, is in `table`.
    """
    events = select(scores, doses, holds, effects, today)
    lanes = arrange(events.doses, events.effects)
    severities = instrument.bands
    plane = Plane(events.start, events.end, lanes.floor, bands.cuts(severities), palette)
    targets = bands.target_lines(instrument, baseline)
    layers = chain(
        bands.severity(plane),
        spans.holds(plane, events.holds),
        bands.targets(plane, targets),
        ([] if ended else spans.today(plane, events.today)),
        bars.hairlines(plane, events.doses),
        lines.scores(plane, events.complete),
        lines.unscored(plane, events.incomplete),
        bands.target_words(plane, targets),
        lines.end_labels(plane, events.complete),
        spans.reasons(plane, events.holds, events.today),
        lines.item9(plane, events.scores),
        *(bars.lane(plane, events.doses, drug, middle) for drug, middle in lanes.drugs.items()),
        dots.marks(plane, events.effects, lanes.effects),
        names(plane, lanes, severities, incomplete=not events.incomplete.empty),
        absences(plane, lanes),
        hover.layers(plane, events.days),
    )
    chart = alt.LayerChart(layer=list(layers))
    return configure(chart.properties(width="container", height=plane.height), palette)
