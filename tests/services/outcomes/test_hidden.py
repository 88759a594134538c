"""What a manager is told of outcomes: no name, no small count, and nothing by a back door."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.queries.insight.splits import Split
from data.tables.vocabulary import Route
from services.access import User
from services.insight import ground as grounds
from services.insight import groups
from services.insight.ground import Ground, View
from services.outcomes import before_dose, headline, opening, sessions, shift, weeks
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
    few = frame[frame["n"].isna() | (frame["n"] < 2 * 5)]
    assert len(few)
    assert few[["q1", "median", "q3"]].isna().all(axis=None)
    doctor = clinic.user(clinic.DOCTOR)
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
