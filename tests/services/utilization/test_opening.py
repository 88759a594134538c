"""Every number of the page opens to as many rows as it says, and adds up with its rest."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from data.queries.insight.chairs import By
from data.queries.insight.flow import Step
from services.access import User
from services.insight import ground as grounds
from services.insight.ground import Ground
from services.refusals import NotFound
from services.utilization import (
    attendance,
    by_month,
    chairs,
    cohorts,
    compare,
    completion,
    decisions,
    flow,
    funnel,
    heat,
    minutes,
    no_show,
    noted,
    opening,
    overruns,
    screening,
    standing,
    stuck,
    summary,
    tiles,
    workload,
)
from tests import clinic
from tests.services.utilization.comparing import ground_of


@pytest.fixture
def owner(demo_record: str) -> User:
    return clinic.user(clinic.OWNER)


def opens(user: User, ground: Ground, number: str) -> tuple[int, int]:
    """n and of of a number; its rows are n, and its parts add up."""
    found = opening.find(user, ground, number)
    assert found.n is not None
    assert found.of is not None
    assert found.rows is not None
    assert len(found.rows) == min(found.n, opening.MOST)
    assert found.title
    assert found.n <= found.of <= found.n + sum(n or 0 for _, n in found.rest)
    return found.n, found.of


def test_tiles_and_tables_open_to_what_they_say(owner: User) -> None:
    ground = ground_of(owner)
    came = attendance.attendance(owner, ground)
    assert opens(owner, ground, "fate-no_show") == (came.no_show.k, came.no_show.n)
    assert opens(owner, ground, "fate-late_cancel") == (came.late_cancel.k, came.late_cancel.n)
    assert opens(owner, ground, "given")[0] == came.given
    assert opens(owner, ground, "chair-use")[0] == chairs.use(owner, ground).total.visits
    for kpi, word in {
        "induction_completed": "induction",
        "review_done": "review",
        "rems_on_time": "rems",
        "documentation": "documentation",
    }.items():
        rate = completion.done(owner, ground, kpi)
        assert rate.k is not None
        assert rate.n is not None
        assert opens(owner, ground, f"{word}-done") == (rate.k, rate.n)
        assert opens(owner, ground, f"{word}-open") == (rate.n - rate.k, rate.n)
    waiting = flow.waiting(owner, ground)
    assert opens(owner, ground, "first-dose-done") == (waiting.dosed, waiting.followed)
    assert opens(owner, ground, "first-dose-open") == (waiting.waiting, waiting.followed)
    filled = attendance.fill_rate(owner, ground)
    assert opens(owner, ground, "refilled") == (filled.k, filled.n)


def test_every_row_and_tile_that_opens_has_an_id_that_is_known(owner: User) -> None:
    ground = ground_of(owner)
    people = grounds.people(owner)
    numbers = [tile.number for tile in tiles.tiles(owner, ground)]
    numbers += [line.number for line in summary.lines(owner, ground, people) if line.number]
    assert len(numbers) > 15
    for number in numbers:
        opens(owner, ground, number)
    assert all(line.number for line in summary.lines(owner, ground, people) if _counted(line))


def _counted(line: summary.Line) -> bool:
    return line.value not in (summary.NOT_KNOWN, "0")


def test_what_was_not_a_share_opens_to_what_the_table_says(owner: User) -> None:
    ground, people = ground_of(owner), grounds.people(owner)
    lines = {line.kpi: line for line in summary.lines(owner, ground, people)}
    assert f"{opens(owner, ground, 'caseload')[0]:,}" == lines["caseload"].value
    assert f"median of {opens(owner, ground, 'ahead')[0]:,} bookings" == lines["lead_time"].of
    n, of = opens(owner, ground, summary.ELIGIBLE)
    assert lines["screening_mix"].of == f"{n:,} of {of:,} decided"
    assert lines["third_next_available"].number == "backlog"
    rows = noted.by_route(owner, ground)
    assert opens(owner, ground, "noted")[0] == sum(row["n"] for row in rows)


def test_the_caseload_opens_to_whoever_had_the_course(owner: User) -> None:
    ground, people = ground_of(owner), grounds.people(owner)
    courses = workload.caseload(owner, ground, people)
    for key, name in people.practitioners.items():
        own = replace(ground, view=replace(ground.view, practitioner_id=key))
        assert opens(owner, own, "caseload")[0] == courses.get(name, 0)


def test_the_caseload_does_not_open_without_names(demo_record: str) -> None:
    manager = clinic.user(clinic.MANAGER)
    with pytest.raises(NotFound, match="does not open"):
        opening.find(manager, ground_of(manager), "caseload")


def test_bars_and_cells_open_to_what_they_stand_for(owner: User) -> None:
    ground = ground_of(owner)
    use = chairs.use(owner, ground).total
    bars = numbers_of(minutes.figure(owner, ground).picture)
    assert sum(opens(owner, ground, number)[0] for number in bars) == use.visits
    rows = noted.by_route(owner, ground)
    for part in overruns.PART_WORDS:
        n, of = opens(owner, ground, f"over-{part}")
        assert n == sum(row[f"{part}_n"] for row in rows)
        assert of == sum(row["n"] for row in rows)
    reached = flow.funnel(owner, ground).reached
    for step in Step:
        n, of = opens(owner, ground, f"funnel-{step.value}")
        assert (n, of) == (reached[step], reached[Step.INQUIRY])
    for line in heat.LINES:
        for number in numbers_of(heat.figure(owner, ground, line).picture)[:20]:
            opens(owner, ground, number)
    assert funnel.figure(owner, ground).opens


def test_points_of_a_series_add_up_to_the_tile(owner: User) -> None:
    ground = ground_of(owner)
    points = numbers_of(no_show.figure(owner, ground).picture)
    came = attendance.attendance(owner, ground).no_show
    assert sum(opens(owner, ground, number)[0] for number in points) == came.k
    assert sum(opens(owner, ground, number)[1] for number in points) == came.n


def test_cells_of_the_funnel_by_month_open_to_what_they_say(owner: User) -> None:
    ground = ground_of(owner)
    cells = by_month.cells(cohorts.cohorts(owner, ground)[-3:])
    assert len(cells) == 15
    asked = dict(zip(cells["month"], cells["words"], strict=True))
    asked |= {
        row["month"]: row["words"] for row in cells.to_dict("records") if row["step"] == "Asked"
    }
    for row in cells.to_dict("records"):
        n, of = opens(owner, ground, row["number"])
        assert (f"{n:,}", f"{of:,}") == (row["words"], asked[row["month"]])


def test_bars_of_a_stage_open_to_those_over_its_days_and_those_within(owner: User) -> None:
    ground = ground_of(owner)
    for each in stuck.stuck(owner, ground):
        number = f"stuck-{each.row.stage.value}"
        assert opens(owner, ground, f"{number}-over") == (each.over, each.people)
        assert opens(owner, ground, f"{number}-within") == (each.within, each.people)
    frame = standing.bars(stuck.stuck(owner, ground))
    assert {number.rsplit("-", 1)[1] for number in frame["part_number"]} == {"over"}
    assert {number.rsplit("-", 1)[1] for number in frame["number"]} == {"within"}


def test_bars_of_decisions_and_rules_open_to_what_they_say(owner: User) -> None:
    ground = ground_of(owner)
    mix = screening.mix(owner, ground)
    assert sum(n or 0 for n in mix.overrides.values()) > 0
    for frame in (decisions.bars(mix), decisions.rule_bars(mix)):
        assert len(frame) > 2
        for row in frame.to_dict("records"):
            assert opens(owner, ground, row["number"]) == (row["value"], mix.decided)
            assert opens(owner, ground, row["part_number"]) == (row["part"], row["value"])


def test_an_override_is_listed_with_what_the_rules_said_and_why(owner: User) -> None:
    rows = opening.find(owner, ground_of(owner), "override-eligible").rows
    assert rows is not None
    assert list(rows) == [
        *("patient_id", "Patient", "Route", "Decided", "Decision", "Rules said", "Why")
    ]
    assert set(rows["Decision"]) == {"Eligible"}
    assert "Eligible" not in set(rows["Rules said"])
    assert rows["Why"].ne("").all()


@pytest.mark.parametrize("by", list(By))
def test_rows_of_a_comparison_add_up_to_the_tile(owner: User, by: By) -> None:
    ground = ground_of(owner)
    table = compare.figure(owner, ground, by, grounds.people(owner)).table
    numbers = [number for number in table["number"] if number]
    came = attendance.attendance(owner, ground).no_show
    assert sum(opens(owner, ground, number)[0] for number in numbers) == came.k


@pytest.mark.parametrize(
    "number",
    [
        *("", "nonsense", "fate-", "fate-everybody", "week-2026-02-31-no_show", "cell-9-9"),
        *("chair-x", "route-oral-no_show", "practitioner-1-no_show", "cell-0-24", "' OR 1=1 --"),
        "cell-------------------------------------9",
        *("cohort-2026-13-dosed", "cohort-2026-01-cured", "stuck-maintenance-over"),
        *("stuck-completed-over", "stuck-inquiry", "override-perhaps", "rule-", "rule-R1;--"),
    ],
)
def test_an_id_that_means_nothing_is_refused_with_a_sentence(owner: User, number: str) -> None:
    with pytest.raises(NotFound, match=r"\.$"):
        opening.find(owner, ground_of(owner), number)


def test_a_place_where_nothing_is_opens_to_nobody(owner: User) -> None:
    ground = ground_of(owner)
    assert opens(owner, ground, "month-1999-01-01-no_show")[0] == 0
    assert opens(owner, ground, "site-12345-no_show")[0] == 0
    assert opens(owner, ground, "cohort-1999-01-dosed")[0] == 0
    assert opens(owner, ground, "rule-R99")[0] == 0


def numbers_of(picture: Any) -> list[str]:
    """The ids of a picture's marks, from the frame it is made of."""
    (frame,) = [
        each for each in picture.args if isinstance(each, pd.DataFrame) and "number" in each
    ]
    return list(frame["number"])
