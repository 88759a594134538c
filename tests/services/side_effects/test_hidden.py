"""Those who see no names see counts of enough people only, and cannot work out the others."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from data.queries.insight.doses import Column
from data.queries.insight.effects import Per
from data.reference.safety import safety
from data.tables.vocabulary import Route
from services.insight.ground import Ground, View
from services.refusals import NotFound
from services.side_effects import (
    columns,
    hidden,
    medicines,
    opening,
    overview,
    pressure,
    serious,
    terms,
    timing,
)
from services.side_effects.bars import Bar, joined
from tests import clinic
from tests.services.side_effects.comparing import ZONE, ground_of

MINIMUM = 5
GROUND = Ground(View(None, date(2026, 11, 26)), date(2026, 11, 26), ZONE, 1, MINIMUM)

cell = st.integers(0, 14).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None, max_examples=150)
@given(counts=st.lists(cell, min_size=2, max_size=7))
def test_no_hidden_cell_of_a_row_can_be_worked_out(counts: list[tuple[int, int]]) -> None:
    named = {str(place): each for place, each in enumerate(counts)}
    sizes = {name: n if n == 0 or n >= MINIMUM else None for name, (_, n) in named.items()}
    if list(sizes.values()).count(None) == 1:
        return  # sizes are hidden together, as columns() does
    found = hidden.row(GROUND, named, {}, sizes)
    for name, (k, n) in named.items():
        assert found[name].is_hidden or not (0 < k < MINIMUM or 0 < n - k < MINIMUM)
    concealed = [found[name].is_hidden for name in named]
    if all(concealed):
        return  # then nothing of the row is shown at all
    unknown = [place for place, each in enumerate(concealed) if each]
    for place in unknown:
        if counts[place][1]:
            assert could_be_another(counts, unknown, [*sizes.values()], place)


def could_be_another(
    counts: list[tuple[int, int]], unknown: list[int], sizes: list[int | None], place: int
) -> bool:
    """Whether the hidden count at this place has room to move, for all that is known.

    Known are the sums of those with and of those without over all columns, and what is shown.
    """
    each = range(len(unknown))
    with_it, without = [2 * i for i in each], [2 * i + 1 for i in each]
    known, sums = [], []

    def say(places: list[int], total: int) -> None:
        known.append([1 if at in places else 0 for at in range(2 * len(unknown))])
        sums.append(total)

    say(with_it, sum(counts[at][0] for at in unknown))
    say(without, sum(counts[at][1] - counts[at][0] for at in unknown))
    for i, at in enumerate(unknown):
        if (size := sizes[at]) is not None:
            say([2 * i, 2 * i + 1], size)
    aim = np.zeros(2 * len(unknown))
    aim[2 * unknown.index(place)] = 1
    least, most = (linprog(sign * aim, A_eq=known, b_eq=sums).fun * sign for sign in (1, -1))
    return bool(most - least > 0.5)


def bars(counts: list[int], start: int = -20) -> list[Bar]:
    edges = range(start, start + 5 * len(counts), 5)
    return [(edge, edge + 5, n, False, "", n) for edge, n in zip(edges, counts, strict=True)]


@given(counts=st.lists(st.integers(0, 12), min_size=1, max_size=20))
def test_joined_bars_lose_nobody_and_none_is_of_too_few(counts: list[int]) -> None:
    found = joined(bars(counts), MINIMUM, people=sum(counts))
    if 0 < sum(counts) < MINIMUM:
        assert found == []
        return
    assert sum(bar[2] for bar in found) == sum(counts)
    assert not [bar for bar in found if 0 < bar[2] < MINIMUM]


def test_the_words_of_a_joined_end_say_what_it_holds() -> None:
    found = joined(bars([1, 2, 9, 8, 0, 3, 6]), MINIMUM, people=29)
    assert [(bar[2], bar[4]) for bar in found] == [
        (12, "below -5"),
        (8, ""),
        (0, ""),
        (9, "5 and over"),
    ]
    closed = joined(bars([1, 2, 9]), MINIMUM, people=12, below=False)
    assert closed[0][4] == "-20 to -6"


def test_a_bar_of_many_sessions_of_few_people_is_joined() -> None:
    rows: list[Bar] = [
        (0, 5, 30, False, "", 9),
        (5, 10, 20, False, "", 8),
        (10, 15, 12, False, "", 1),
    ]
    assert [bar[2] for bar in joined(rows, MINIMUM, people=9)] == [30, 32]
    assert joined(rows, MINIMUM, people=4) == []
    alone: list[Bar] = [(0, 5, 30, False, "", 3), (5, 10, 20, False, "", 3)]
    assert [bar[2] for bar in joined(alone, MINIMUM, people=6)] == [50]


def test_medicines_given_often_to_one_person_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    given_ = [
        {"against": "nausea", "worked": True, "n": 40, "people": 1},
        {"against": "nausea", "worked": False, "n": 30, "people": 20},
        {"against": "headache", "worked": True, "n": 50, "people": 30},
        {"against": "headache", "worked": False, "n": 60, "people": 30},
    ]
    monkeypatch.setattr(medicines.queries, "medicines", lambda *_: given_)
    monkeypatch.setattr(medicines, "acting", lambda *_, **__: nullcontext())
    table = medicines.figure(None, GROUND).table.set_index("Against")
    assert table.loc["Nausea", "Worked"] == "hidden"
    assert "40" not in table.to_csv(index=False).replace(",", " ").split()
    assert {"Worked", "Did not", "Given"} & {
        name for name in table if table.loc["Nausea", name] == "hidden"
    } > {"Worked"}


def test_readings_of_few_people_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    sums = dict.fromkeys(("read", "large", "less", "over", "under"), 30)
    sums |= {"peak": 90, "high": 40, "unread": 30}
    rows = [{"rise": 0, "n": 50}, {"rise": 40, "n": 40}, {"rise": None, "n": 9}]
    monkeypatch.setattr(pressure, "acting", lambda *_, **__: nullcontext())
    monkeypatch.setattr(pressure.queries, "rises", lambda *_: rows)
    monkeypatch.setattr(pressure.queries, "people", lambda *_: {0: 30, 40: 30})

    def found(**other: int) -> pressure.Rises:
        monkeypatch.setattr(pressure.queries, "sums", lambda *_: sums | other)
        return pressure.rises(None, GROUND, safety().pressures["systolic"])

    assert (found().read, found().unread, found().large.k, found().high.k) == (90, 9, 40, 40)
    alone = found(unread=2)
    assert (alone.read, alone.unread, alone.large.n, len(alone.bars)) == (None, None, None, 0)
    assert found(less=3).large.is_hidden
    assert found(over=3).high.is_hidden
    assert found(under=3).high.is_hidden


@pytest.fixture
def manager(looked_at: str) -> Callable[[Route], tuple[Any, Ground]]:
    user = clinic.user(clinic.MANAGER)
    return lambda route: (user, ground_of(user, route))


@pytest.mark.parametrize("route", Route)
def test_a_manager_sees_no_small_count_anywhere(
    manager: Callable[[Route], tuple[Any, Ground]], route: Route
) -> None:
    user, ground = manager(route)
    doctor = clinic.user(clinic.DOCTOR)
    everything = ground_of(doctor, route)
    for per in Per:
        truth = {row.code: row.rate.k for row in terms.terms(doctor, everything, per).rows}
        rows = terms.terms(user, ground, per).rows
        assert {row.code for row in rows} == set(truth)
        for row in rows:
            assert row.rate.is_hidden or row.rate.k == truth[row.code]
            assert row.rate.is_hidden or (row.rate.k or 0) >= MINIMUM
            assert row.grades is None or not [n for n in row.grades.values() if 0 < n < MINIMUM]
        named = [row.label for row in rows if row.rate.is_hidden]
        assert named == sorted(named)
        assert named, "the demonstration has rare effects"
        figure = terms.figure(user, ground, per)
        assert all(name.lower() in figure.caption for name in named)
    for column in Column:
        for rates in columns.columns(user, ground, column).rates.values():
            for rate in rates.values():
                assert rate.is_hidden or rate.k == 0 or (rate.k or 0) >= MINIMUM
    for kinds in timing.times(user, ground).values():
        for each in kinds.values():
            assert not each.hidden or each.median is None
    for which in ("systolic", "diastolic"):
        figure = pressure.figure(user, ground, which)
        counts = [int(word) for word in figure.table["Sessions"] if word.isdigit()]
        assert not [n for n in counts if 0 < n < MINIMUM]
    given = medicines.figure(user, ground).table
    cells = [word for name in given.columns[1:] for word in given[name] if word.isdigit()]
    assert not [word for word in cells if 0 < int(word) < MINIMUM]


def test_a_manager_gets_counts_of_serious_events_and_no_event(
    manager: Callable[[Route], tuple[Any, Ground]],
) -> None:
    user, ground = manager(Route.NASAL)
    found = serious.serious(user, ground)
    assert found.events is None
    assert list(serious.figure(user, ground).table) == ["Why serious", "Reported", "Not yet"]
    assert "hidden" in found.counts.to_csv()


def test_a_number_opens_for_a_manager_without_its_people(
    manager: Callable[[Route], tuple[Any, Ground]],
) -> None:
    user, ground = manager(Route.NASAL)
    for number in ("term-dissociation", "term-dissociation-g3", "any-patients", "rise-systolic-0"):
        found = opening.find(user, ground, number)
        assert found.rows is None
    assert opening.find(user, ground, "term-psychosis").n is None
    assert opening.find(user, ground, "rise-systolic-40").n is None


def test_a_third_split_is_not_offered_to_a_manager(
    manager: Callable[[Route], tuple[Any, Ground]],
) -> None:
    user, ground = manager(Route.NASAL)
    narrow = Ground(
        View(None, ground.view.until, Route.NASAL, site_id=1),
        ground.today,
        ground.zone,
        ground.version,
        ground.minimum,
    )
    for column in Column:
        figure = columns.figure(user, narrow, column)
        assert figure.picture is None
        assert figure.table.empty
    with pytest.raises(NotFound, match="at most two"):
        opening.find(user, narrow, "number-0-nausea")


def test_of_one_patient_a_manager_sees_nothing(
    manager: Callable[[Route], tuple[Any, Ground]],
) -> None:
    user, ground = manager(Route.NASAL)
    doctor = clinic.user(clinic.DOCTOR)
    view = ground.view
    for back in range(400):
        on = date.fromordinal(ground.today.toordinal() - back)
        small = View(on, on, Route.NASAL)
        everything = Ground(small, ground.today, ZONE, ground.version, None)
        if overview.overview(doctor, everything).patients.n in (1, 2):
            break
    lone = Ground(small, ground.today, ZONE, ground.version, ground.minimum)
    found = overview.overview(user, lone)
    assert (found.patients.k, found.patients.n) == (None, None)
    said = overview.sentence(found, "One day")
    assert "patients hidden dosed" in said
    assert view.route is Route.NASAL
    for figure in (
        terms.figure(user, lone, Per.PATIENTS),
        timing.figure(user, lone),
        pressure.figure(user, lone, "systolic"),
    ):
        assert figure.picture is None
        assert figure.caption
