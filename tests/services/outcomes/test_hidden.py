"""What a manager is told of outcomes: no name, no small count, and nothing by a back door."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from data.queries.insight.splits import Split
from data.tables.vocabulary import Route
from services.access import User
from services.insight import ground as grounds
from services.insight import groups
from services.insight.ground import Ground, View
from services.outcomes import headline, opening, sessions, shift, weeks
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
