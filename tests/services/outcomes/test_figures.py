"""What the figures of outcomes say of themselves, and where they stop."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.queries.insight.splits import Split
from data.reference.benchmarks import Benchmark
from data.tables.vocabulary import Route
from services.access import User
from services.charts.theme import DARK, LIGHT
from services.insight import ground as grounds
from services.insight import meanings
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.outcomes import compare, shares, times
from services.reports.lines import SECTIONS
from tests import clinic
from tests.services.outcomes.test_by_hand import everything

SQLITE = pytest.mark.parametrize("looked_at_url", ["sqlite"], indirect=True)


@pytest.fixture
def doctor(looked_at: str) -> User:
    return clinic.user(clinic.DOCTOR)


def printed(user: User) -> list[Figure]:
    """Every figure of the three pages that a report prints."""
    people = grounds.people(user)
    return [
        line.figure(user, part.ground, people)
        for section in SECTIONS
        for part in section.parts(everything(user))
        for line in part.lines
    ]


def marks(spec: dict[str, Any]) -> int:
    """Rows that are drawn, as often as they are drawn."""
    sizes = {name: len(rows) for name, rows in spec.get("datasets", {}).items()}
    layers = spec.get("layer", [spec])
    return sum(sizes.get(layer.get("data", {}).get("name", ""), 0) for layer in layers)


@SQLITE
def test_every_picture_has_a_sentence_a_table_definitions_and_few_marks(doctor: User) -> None:
    known = {each for book in meanings.books() for each in book.meanings}
    drawn = 0
    for figure in printed(doctor):
        assert not figure.table.empty or figure.caption, figure.title
        assert set(figure.definitions) <= known, figure.title
        if figure.picture is None:
            continue
        drawn += 1
        assert figure.alt.endswith("."), figure.title
        for palette in (LIGHT, DARK):
            spec = figure.picture(palette=palette).to_dict()
            assert marks(spec) <= 2000, figure.title
    assert drawn > 15


def followed(ground: Ground, days: list[int], met: list[bool]) -> pd.DataFrame:
    steps: pd.DataFrame = times._steps(ground, "All", (np.array(days), np.array(met)))
    return steps


@SQLITE
def test_a_curve_ends_where_fewer_than_five_are_at_risk(doctor: User) -> None:
    ground = everything(doctor)
    days = [7, 14, 21, 28, 35, 42, 49, 56]
    met = [True, False] * 4
    assert followed(ground, days, met)["day"].max() == 28, "five of eight are followed so far"
    assert followed(ground, days[:4], met[:4]).empty
    assert not followed(ground, days[:5], met[:5]).empty


@SQLITE
@pytest.mark.parametrize(
    ("days", "met", "said"),
    [
        ([7, 7, 14], [True, True, True], "too few"),
        ([7, 14, 21, 28, 35, 42], [True] * 6, "too few"),
        ([7, 7, 7, 14, 21, 28, 35, 42, 49], [True] * 9, "21"),
        ([7, 14, 21, 28, 35, 42], [True] + [False] * 5, "not reached"),
    ],
    ids=["three got there", "four left at the median", "a median", "most did not get there"],
)
def test_a_median_needs_five_at_risk_and_not_reached_is_said_only_where_it_was_not(
    doctor: User, days: list[int], met: list[bool], said: str
) -> None:
    table = times._table(everything(doctor), {"All": (np.array(days), np.array(met))})
    assert table["Median days"].tolist() == [said]


@SQLITE
def test_a_curve_says_that_those_who_leave_may_differ(doctor: User) -> None:
    ground, people = everything(doctor), grounds.people(doctor)
    for figure in (
        times.to_response(doctor, ground, None, people),
        times.to_relapse(doctor, ground, None, people),
    ):
        assert figure.picture is not None
        assert "those who leave may differ" in figure.caption


@SQLITE
@pytest.mark.parametrize("split", [each for each in Split if each is not Split.SITE])
def test_groups_under_twenty_are_not_ranked_and_are_told_with_care(
    doctor: User, split: Split
) -> None:
    figure = compare.by(doctor, everything(doctor), split, grounds.people(doctor), "response")
    assert "Groups under 20 are not ranked." in figure.caption
    expected = compare.CAUTION.get(split, "Groups may differ in other ways too.")
    assert figure.caption.startswith(expected)


@SQLITE
def test_groups_that_are_large_enough_stand_by_their_share(
    doctor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_order() -> list[float]:
        figure = compare.by(
            doctor, everything(doctor), Split.BASELINE, grounds.people(doctor), "response"
        )
        assert figure.picture is not None
        return [each for each in figure.picture.args[0]["share"] if each == each]

    own_order = in_order()
    assert own_order != sorted(own_order, reverse=True), "or the order could not be told"
    monkeypatch.setattr(compare, "RANKED", 1)
    assert in_order() == sorted(own_order, reverse=True)


@SQLITE
def test_a_published_result_of_another_time_point_is_pale_and_says_so(doctor: User) -> None:
    figure = compare.published(doctor, everything(doctor), "response")
    assert figure.picture is not None
    rows = figure.picture.args[0].set_index("name")
    assert rows.index[~rows["pale"].astype(bool)].tolist() == ["This clinic"]
    assert rows.loc["McInnes 2022", "below"] == "Other time point, route"
    assert rows.loc["ELEKT-D 2023", "below"] == "Other measure, time point, route"
    assert figure.table["Comparable"].iloc[1] == "no: other time point, route"
    assert "same measure, time point and route" in figure.caption


MATCHING = Benchmark(
    id="made_up",
    name="Made up",
    n=100,
    population="nobody",
    instrument="phq9",
    when="at the first score after the last induction dose",
    source="this test",
    route="iv",
    response=0.5,
    comparable="end_of_induction",
)


@SQLITE
@pytest.mark.parametrize(
    ("route", "full"), [(Route.IV, True), (Route.NASAL, False), (None, False)], ids=str
)
def test_a_published_result_stands_beside_the_clinic_on_its_own_route_only(
    doctor: User, monkeypatch: pytest.MonkeyPatch, route: Route | None, full: bool
) -> None:
    for module in (compare, shares):
        monkeypatch.setattr(module, "benchmarks", lambda: (MATCHING,))
    ground = everything(doctor)
    ground = replace(ground, view=replace(ground.view, route=route))
    figure = compare.published(doctor, ground, "response")
    assert figure.picture is not None
    own = figure.picture.args[0].set_index("name").loc["Made up"]
    assert own["pale"] != full
    assert own["below"] == (f"PHQ-9, {MATCHING.when}" if full else "Other route")
    assert len(shares.references(ground, "response", "phq9")) == full
