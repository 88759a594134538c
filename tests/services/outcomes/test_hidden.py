"""What a manager is told of outcomes: no name, no small count, and nothing by a back door."""

import re
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.queries.insight.scores import Part, Scored
from data.queries.insight.splits import Split
from data.tables.vocabulary import Route
from services.access import User
from services.insight import ground as grounds
from services.insight import groups, once
from services.insight.ground import Ground, View
from services.insight.opening import of_total as parts_of_total
from services.insight.rates import Rate
from services.outcomes import (
    asked,
    before_dose,
    completeness,
    headline,
    opening,
    over_time,
    sessions,
    shift,
    times,
    weeks,
    wellbeing,
)
from services.outcomes.headline import Standing
from services.refusals import NotFound
from tests import clinic

ZONE = ZoneInfo("America/Los_Angeles")


@pytest.fixture
def manager(looked_at: str) -> User:
    return clinic.user(clinic.MANAGER)


def ground_of(user: User, **view: object) -> Ground:
    everything = View(None, datetime.now(ZONE).date())
    return grounds.stand(user, "outcomes", replace(everything, **view), ZONE)


@pytest.mark.parametrize("split", [each for each in Split if each is not Split.SITE])
def test_a_group_opens_to_what_its_picture_tells(manager: User, split: Split) -> None:
    ground = ground_of(manager)
    people = grounds.people(manager)
    told = headline.by_group(manager, ground, split, people)
    for key, words in groups.names(split, people).items():
        for measure in ("response", "remission"):
            found = opening.find(manager, ground, f"by-{split.value}-{groups.word(key)}-{measure}")
            rate = told[measure].get(words)
            assert (found.n, found.of) == ((rate.k, rate.n) if rate else (None, None))
            assert found.rows is None


def test_a_week_opens_to_what_its_picture_tells(manager: User) -> None:
    ground = ground_of(manager)
    told = weeks.rates(manager, ground, "phq9")
    for week, rate in told["response"].items():
        found = opening.find(manager, ground, f"week-{week}-response")
        assert (found.n, found.of, found.rows) == (rate.k, rate.n, None)


def test_no_small_count_is_on_the_page(manager: User) -> None:
    ground = ground_of(manager)
    found = headline.headline(manager, ground)
    assert not [n for n in found.standing.values() if n is not None and 0 < n < 5]
    for measure in weeks.rates(manager, ground, "phq9").values():
        for rate in measure.values():
            if rate.k is not None and rate.n is not None:
                assert rate.k in (0, *range(5, 99))
                assert rate.n - rate.k in (0, *range(5, 99))
    cells = shift.figure(manager, ground).table.drop(columns="Item 9").to_numpy().ravel()
    assert not {"1", "2", "3", "4"} & set(cells)


def test_no_line_of_a_single_course_is_drawn(manager: User) -> None:
    doctor = clinic.user(clinic.DOCTOR)
    for user, drawn in ((doctor, True), (manager, False)):
        picture = sessions.figure(user, ground_of(user)).picture
        assert picture is not None
        assert bool(len(picture.args[1])) is drawn


def test_a_third_split_is_refused_and_a_third_filter_put_aside(manager: User) -> None:
    whose = clinic.user(clinic.DOCTOR).id
    ground = ground_of(manager, route=Route.IV, site_id=1, practitioner_id=whose)
    assert ground.view.practitioner_id is None
    assert not grounds.may_compare(ground)
    with pytest.raises(NotFound, match="At most two splits"):
        opening.find(manager, ground, "by-age-35 to 49-response")
    doctor = clinic.user(clinic.DOCTOR)
    assert ground_of(doctor, route=Route.IV, site_id=1, practitioner_id=whose).view.practitioner_id


def test_what_leaves_hides_more(manager: User) -> None:
    ground = ground_of(manager).for_export()
    assert ground.minimum == 11
    found = headline.headline(manager, ground)
    assert not [n for n in found.standing.values() if n is not None and 0 < n < 11]


def test_without_names_no_single_score_follows_from_the_table_of_doses(manager: User) -> None:
    ground = ground_of(manager)
    frame, table = sessions.quartiles(manager, ground), sessions.figure(manager, ground).table
    assert not {"Mean", "SD"} & set(table)
    assert frame[["mean", "sd"]].isna().all(axis=None)
    doctor = clinic.user(clinic.DOCTOR)
    truth = sessions.quartiles(doctor, ground_of(doctor))
    few = frame[truth["n"].fillna(0) < 2 * 5]
    assert few[["q1", "median", "q3"]].isna().all(axis=None)
    export = ground.for_export()
    few = sessions.quartiles(manager, export)[truth["n"] < 2 * 11]
    assert len(few)
    assert few[["q1", "median", "q3"]].isna().all(axis=None)
    assert {"Mean", "SD"} < set(sessions.figure(doctor, ground_of(doctor)).table)


GROUND = Ground(View(None, datetime.now(ZONE).date()), datetime.now(ZONE).date(), ZONE, 1, 5)
ended = st.lists(st.integers(0, 9), min_size=1, max_size=12)


@settings(deadline=None, max_examples=30)
@given(stopped=ended, shares=st.lists(st.floats(0, 1), min_size=13, max_size=13))
def test_doses_given_and_scored_tell_of_no_few_courses(
    stopped: list[int], shares: list[float]
) -> None:
    """`stopped` is how many courses ended with each dose."""
    reached = {place + 1: sum(stopped[place:]) for place in range(len(stopped))}
    counts = {dose: (round(n * shares[dose]), n) for dose, n in reached.items()}
    later = (1, 3) if len(reached) == 12 else (0, 0)
    found = before_dose.told(GROUND, counts, later)
    given_ = [each.given for each in found.values() if each.given is not None]
    assert not [n for n in given_ if 0 < n < 5]
    assert not [a - b for a, b in pairwise(given_) if 0 < a - b < 5]
    for each in found.values():
        assert each.scored is None or not 0 < each.scored < 5
        if each.scored is not None and each.given is not None:
            assert not 0 < each.given - each.scored < 5
    for block in before_dose.blocks(list(found)):
        known = [dose for dose in block if counts[dose][1]]
        unknown = [dose for dose in known if found[dose].given is None]
        hidden_later = block[-1] == 12 and later[1] > 0
        alone = len(unknown) + hidden_later == 1 < len(known)
        assert not alone, "their sum stands under completeness"


def test_doses_of_enough_courses_are_told_whole() -> None:
    counts = {1: (40, 60), 2: (30, 50), 3: (20, 40)}
    found = before_dose.told(GROUND, counts, (0, 0))
    assert [(each.scored, each.given) for each in found.values()] == list(counts.values())


def told_by_the_page(user: User, ground: Ground) -> dict[str, int | None]:
    """Each number that the page counts, by the id it opens under: what those without names read."""
    head, over = headline.headline(user, ground), over_time.over_time(user, ground)
    recent = completeness.completeness(user, ground, head).recent
    item9, who5 = shift.resolved(user, ground).rate, wellbeing.wellbeing(user, ground)
    found = {
        "response-missing": head.missing,
        "remission-missing": head.missing,
        "item9-resolved": item9.k,
        "item9-present": without(item9),
        "lately-scored": recent.k,
        "lately-unscored": without(recent),
        "who5-better": who5.better.k,
        "who5-worse": who5.worse.k,
        "reliable-better": head.better.k,
        "reliable-worse": head.worse.k,
    }
    for measure in ("response", "remission"):
        rate = getattr(head, measure)
        found |= {f"{measure}-yes": rate.k, f"{measure}-no": without(rate)}
        told = weeks.rates(user, ground, "phq9")[measure]
        found |= {f"week-{week}-{measure}": each.k for week, each in told.items()}
        groups_ = headline.by_group(user, ground, Split.ROUTE, grounds.people(user))[measure]
        found[f"by-route-iv-{measure}"] = groups_.get("IV ketamine", Rate(None, None)).k
    found |= {f"standing-{each.value}": n for each, n in head.standing.items()}
    found |= {
        f"course-{each}": getattr(over, each).k for each in ("sustained", "relapsed", "worse")
    }
    for dose in sessions.quartiles(user, ground).to_dict("records"):
        n = None if pd.isna(dose["n"]) else int(dose["n"])
        given_ = None if pd.isna(dose["given"]) else int(dose["given"])
        found[f"dose-{dose['number']}-scored"] = n
        rest = None if n is None or given_ is None else given_ - n
        found[f"dose-{dose['number']}-unscored"] = rest
    shifted = shift.figure(user, ground)
    for (row, column), number in shifted.cells.items():
        words = shifted.table[column].iloc[row] if len(shifted.table) else "0"
        found[number] = int(words) if words.isdigit() else None
    for curve, make in (("responded", times.to_response), ("lost", times.to_relapse)):
        met = make(user, ground, None, grounds.people(user)).table["Met, of courses"]
        k, _, n = (met.iloc[0] if len(met) else "0 of 0").partition(" of ")
        found[f"{curve}-met"] = int(k) if n else None
        found[f"{curve}-open"] = int(n) - int(k) if n else None
    return found


def without(rate: Rate) -> int | None:
    return None if rate.k is None or rate.n is None else rate.n - rate.k


@pytest.mark.parametrize(
    ("route", "whose", "exported"),
    [
        *((None, None, False), (Route.NASAL, None, False), (Route.IV, clinic.DOCTOR, False)),
        (None, None, True),
    ],
)
def test_no_dialog_says_a_number_that_the_page_hides(
    manager: User, route: Route | None, whose: str | None, exported: bool
) -> None:
    ground = ground_of(
        manager, route=route, practitioner_id=clinic.user(whose).id if whose else None
    )
    ground = ground.for_export() if exported else ground
    with once.run():
        told = told_by_the_page(manager, ground)
        if grounds.may_compare(ground):
            kinds = {kind for kind in asked.KINDS for each in told if re.fullmatch(kind, each)}
            assert kinds == set(asked.KINDS), "each kind of number is tested"
        else:
            told = {number: n for number, n in told.items() if not number.startswith("by-")}
        for number, n in told.items():
            assert opening.find(manager, ground, number).n == n, number
        assert opening.find(manager, ground, "dose-any-unscored").rows is None


def test_who_neither_improved_nor_got_worse_is_not_a_subtraction_away() -> None:
    found = parts_of_total(GROUND, {"better": 40, "worse": 6}, 49)
    assert found["better"].is_hidden or found["worse"].is_hidden
    assert parts_of_total(GROUND, {"better": 40, "worse": 6}, 60) == {
        "better": Rate(40, 60),
        "worse": Rate(6, 60),
    }


def test_the_number_evaluable_and_that_of_all_do_not_tell_who_is_missing() -> None:
    rows = [
        {"standing": Standing.EVALUABLE, "n": 98, **dict.fromkeys(SUMS, 40)},
        {"standing": Standing.NO_END, "n": 3, **dict.fromkeys(SUMS, 0)},
    ]
    found = headline._headline(GROUND, rows)
    assert found.response.n == 98
    assert found.dosed is None


SUMS = ("response", "remission", "better", "worse")


def test_completeness_counts_people_and_not_their_sessions() -> None:
    told = completeness._of_people
    assert told(GROUND, Scored(40, 30, 12, 3)).is_hidden, "10 sessions of three people"
    assert told(GROUND, Scored(40, 30, 4, 12)).is_hidden
    assert told(GROUND, Scored(40, 38, 12, 9)).is_hidden, "2 sessions"
    assert told(GROUND, Scored(40, 30, 12, 9)) == Rate(30, 40)
    few_later = {
        Part.ALL: Scored(40, 30, 12, 9),
        Part.INDUCTION: Scored(30, 24, 12, 9),
        Part.AFTER: Scored(10, 6, 2, 1),
    }
    assert completeness._induction(GROUND, few_later).is_hidden
