"""Whatever the table and whatever it is said to mean: a ReadFile, soon."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.formats import tabular
from data.formats.grid import Grid
from data.formats.tabular import Mapping
from data.reference import instrument_ids
from data.reference.columns import columns
from tests.tables_made import ZONE

FIELDS = sorted({field for kind in columns().kinds.values() for field in kind.fields})
PLACES = st.sampled_from(["1", "9", "99", "0", "total", "x", "²"])
OCCASIONS = st.sampled_from(["", "@1", "@2m", "@pre", "@", "@@"])
ANSWERS = st.builds(
    "{}.{}".format, st.sampled_from([*instrument_ids(), "item", "phq2", ""]), PLACES
)
FIELD = st.builds(
    "{}{}".format,
    st.sampled_from([*FIELDS, "weight_lb"]) | ANSWERS | st.text(max_size=4),
    OCCASIONS,
)
WORDS = sorted({word for meanings in columns().words.values() for word in meanings})
HEADINGS = sorted({word for kind in columns().kinds.values() for word in kind.by_heading})
CELLS = (
    st.text(max_size=12)
    | st.sampled_from(WORDS)
    | st.sampled_from([*columns().readings, *columns().names, *columns().unsaid_words])
    | st.sampled_from(
        ["", "0", "1", "7", "2.5", "120", "80", "120/80", "70,5", "1e9", "-0", "9" * 50]
    )
    | st.sampled_from(["44261-6", "44250-9", "8480-6", "29463-7", "PHQ-9", "not done"])
    | st.dates().map(str)
    | st.datetimes().map(str)
    | st.sampled_from(["03/04/2026", "31.12.1899", "1.1.26", "2014-02", "2026", "Feb 2012"])
    | st.sampled_from(["0001-01-01T00:00+14:00", "9999-12-31 23:59", "09:30", "24:00", "11:30 pm"])
    | st.sampled_from(["2100-12-31T23:59:59-14:00", "1900-01-01 00:00", "2026-03-08 02:30"])
)
HEADS = st.lists(
    st.sampled_from([*HEADINGS, "DPQ010", "bdi.2m", "BPXSY2", "q1"])
    | st.text(min_size=1, max_size=8),
    max_size=8,
    unique=True,
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    head = tuple(draw(HEADS))
    row = st.tuples(*[CELLS for _ in head])
    return Grid("", head, tuple(draw(st.lists(row, max_size=5))))


@st.composite
def mappings(draw: st.DrawFn, grid: Grid) -> Mapping:
    heading = st.sampled_from(grid.columns) if grid.columns else st.text(max_size=3)
    return Mapping(
        kind=draw(st.sampled_from([*columns().kinds, None, "none such"])),
        fields=tuple(draw(st.lists(st.tuples(heading | st.text(max_size=3), FIELD), max_size=12))),
        date_order=draw(st.sampled_from(["ymd", "dmy", "mdy", None])),
        weight_unit=draw(st.sampled_from(["kg", "lb", None])),
        decimal=draw(st.sampled_from([".", ",", None])),
        instrument=draw(st.sampled_from([*instrument_ids(), "none such", None])),
        system=draw(st.sampled_from(["", "urn:clinic:chart"])),
    )


def survives(grid: Grid, mapping: Mapping, zone: ZoneInfo = ZONE) -> None:
    """Every row that says anything is there or says why not, in sentences that quote no cell."""
    file = tabular.read(grid, mapping, zone)
    assert all(each.why.endswith(".") for each in file.left_out)
    keys = [person.key for person in file.patients]
    assert len(set(keys)) == len(keys)
    assert {entry.patient_ref for entry in file.entries} <= set(keys)
    tabular.answers(grid, mapping)
    tabular.examine(grid, mapping)


@settings(max_examples=300)
@given(st.data())
def test_any_table_with_any_mapping_is_survived(data: st.DataObject) -> None:
    grid = data.draw(grids())
    survives(grid, data.draw(mappings(grid)))


@settings(max_examples=300)
@given(grids(), st.sampled_from([None, *columns().kinds]))
def test_any_table_as_proposed_is_survived(grid: Grid, kind: str | None) -> None:
    proposal = tabular.propose(grid, "urn:clinic:chart", kind)
    survives(grid, proposal.mapping)
    assert tabular.from_json(tabular.to_json(proposal.mapping)) == proposal.mapping
    for question in proposal.questions:
        for choice, _ in question.choices:
            answered = tabular.answered(grid, proposal, question.id, choice)
            assert question.id not in {each.id for each in answered.questions}


@given(st.data())
def test_every_row_that_says_anything_comes_in_or_says_why_not(data: st.DataObject) -> None:
    grid = data.draw(grids())
    proposal = tabular.propose(grid, "urn:clinic:chart")
    file = tabular.read(grid, proposal.mapping, ZONE)
    told = {each.row for each in (*file.entries, *file.patients, *file.left_out)}
    rows = {number for number, row in enumerate(grid.rows, 1) if any(c.strip() for c in row)}
    if proposal.mapping.kind not in (None, "patients") and not proposal.mapping.is_long:
        assert rows <= told


@pytest.mark.timeout(20)
def test_long_cells_take_linear_time() -> None:
    head = ("mrn", "date", "birth date", "bp", "weight", "position")
    for cell in ("1" * 1_000_000, " " * 1_000_000 + "x", "1/" * 500_000, "a-" * 500_000):
        grid = Grid("", head, ((cell,) * len(head),))
        survives(grid, tabular.propose(grid).mapping)
