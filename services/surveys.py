"""Score a table that is nobody's record: rows in, results and a summary out, nothing stored.

For surveys and published tables, which name no person or no date. No database is opened.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data import reference
from data.formats import tabular
from data.formats.errors import NotReadable
from data.formats.grid import Grid
from data.formats.tabular import RowAnswers
from data.reference.columns import columns
from services import wording
from services.assessments import scored_as_told
from services.clinical.incidence import incidence
from services.clinical.scoring import AnswerRefused
from services.importing import columns as meanings

NOTHING = (
    "This table holds no questionnaire and no events that are known here. Questionnaires need a "
    "column an item (phq9_1, phq9_2 and so on) or a total; events need a column of that name."
)
NO_SIZES = (
    "Without the size of each group no share can be told: say --size 'name=number' for each, "
    "with those included who had no event."
)


@dataclass(frozen=True)
class Survey:
    """A row of `results` for each questionnaire of each row, or for each event and group."""

    results: pd.DataFrame
    summary: tuple[str, ...]


def score(
    grid: Grid,
    *,
    instrument: str | None = None,
    group: str | None = None,
    sizes: Mapping[str, int] | None = None,
) -> Survey:
    """What the table comes to.

    `instrument` names the questionnaire of columns that name none; `group` is the heading that
    tells groups of events apart, and `sizes` how many people were in each. Raises NotReadable.
    """
    proposal = meanings.propose(grid)
    if proposal.doubts:
        raise NotReadable(" ".join(proposal.doubts))
    mapping = proposal.mapping
    if instrument is not None:
        mapping = meanings.answer(mapping, "instrument", instrument)
    if mapping.kind == "side_effects":
        return _events(grid, {field: head for head, field in mapping.fields}, group, sizes)
    found = tabular.answers(grid, mapping)
    if not found:
        raise NotReadable(NOTHING)
    return _questionnaires(found)


def _questionnaires(found: tuple[RowAnswers, ...]) -> Survey:
    rows = [_result(each) for each in found]
    results = pd.DataFrame(rows)
    items = [name for name in results if str(name).startswith("item ")]
    rest = [name for name in results if name not in items]
    order = sorted(items, key=lambda name: int(str(name).removeprefix("item ")))
    results = results[[*ROW, *order, *(name for name in rest if name not in ROW)]]
    whole = [name for name in results if name in order or name in NUMBERS]
    results = results.astype(dict.fromkeys(whole, "Int64"))
    return Survey(results, tuple(_summaries(results)))


ROW = ("row", "instrument")
NUMBERS = ("total", "answered", "item 9", "recorded total")


def _result(each: RowAnswers) -> dict[str, object]:
    """Items, total, band and what is wrong with one questionnaire of one row."""
    instrument = reference.instrument(each.instrument)
    said: dict[str, object] = {"row": each.row, "instrument": instrument.name}
    said |= {f"item {at}": value for at, value in enumerate(each.answers or (), start=1)}
    faults = " ".join(fault.why for fault in each.faults)
    try:
        result = scored_as_told(instrument, each.answers, each.total)
    except AnswerRefused as refused:
        return said | {"total": None, "severity": "", "answered": 0, "why": f"{refused} {faults}"}
    return said | {
        "total": result["total"],
        "severity": wording.severity(result),
        "answered": result["answered"],
        "item 9": result["item9"],
        "recorded total": each.total if each.answers is not None else None,
        "why": faults,
    }


def _summaries(results: pd.DataFrame) -> list[str]:
    lines = []
    for name, rows in results.groupby("instrument", sort=False):
        totals = pd.to_numeric(rows["total"]).dropna()
        lines.append(f"{name}: {len(rows):,} rows, {len(totals):,} with a total.")
        if len(totals):
            span = f"from {totals.min():g} to {totals.max():g}"
            lines.append(f"  mean total {totals.mean():.6f}, {span}")
        counts = Counter(rows.loc[totals.index, "severity"])
        bands = [each.label for each in _instrument(str(name)).bands]
        lines += [f"  {label}: {counts[label]:,}" for label in bands]
        if name == reference.instrument("phq9").name and "item 9" in rows:
            positive = int((pd.to_numeric(rows.loc[totals.index, "item 9"]) > 0).sum())
            lines.append(f"  item 9 above 0, of those with a total: {positive:,}")
        nothing = int((rows["answered"] == 0).sum())
        partly = len(rows) - len(totals) - nothing
        lines.append(f"  no total: {partly:,} partly answered, {nothing:,} without any answer")
    return lines


def _instrument(name: str) -> reference.Instrument:
    return next(
        each for each in map(reference.instrument, reference.instrument_ids()) if each.name == name
    )


def _events(
    grid: Grid, heads: Mapping[str, str], group: str | None, sizes: Mapping[str, int] | None
) -> Survey:
    person = next((heads[field] for field in ("patient_id", "mrn") if field in heads), None)
    label = columns().kinds["side_effects"].fields["event"].label
    if person is None or "event" not in heads:
        raise NotReadable(f"Events need a column of the patients and one of this: {label}.")
    if group is not None and group not in grid.columns:
        raise NotReadable("The column that tells groups apart is not in this table.")
    frame = pd.DataFrame(grid.rows, columns=list(grid.columns)).replace("", None)
    events = pd.DataFrame(
        {
            "patient_id": frame[person],
            "event": frame[heads["event"]],
            "arm": frame[group] if group else "all",
        }
    )
    known = events.dropna()
    summary = [
        f"{len(known):,} events of {known['patient_id'].nunique():,} patients with any event, "
        "each patient counted once an event.",
        f"{len(events) - len(known):,} rows without a patient, an event or a group.",
    ]
    if not sizes:
        people = known.drop_duplicates().groupby(["event", "arm"], sort=False).size()
        return Survey(people.rename("n").reset_index(), (*summary, NO_SIZES))
    try:
        return Survey(incidence(events, sizes), tuple(summary))
    except ValueError as refused:
        raise NotReadable(f"{refused} Say --size for every group, of all in it.") from None
