"""A manager who counts by hand gets the same figures, on the demonstration and on any clinic."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from data.queries.insight.splits import Split
from data.tables import (
    Administration,
    Appointment,
    Assessment,
    DosingSession,
    Episode,
    SideEffect,
    StageEvent,
)
from data.tables.base import new_key
from data.tables.vocabulary import Drug, Route, Stage
from services.access import User
from services.insight import ground as grounds
from services.insight.ground import Ground, View
from services.outcomes import (
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
from tests import clinic
from tests.random_clinic import examples, in_a_site
from tests.services.outcomes import by_hand
from tests.services.outcomes.by_hand import Course, count

ZONE = ZoneInfo("America/Los_Angeles")


def everything(user: User, site: int | None = None) -> Ground:
    view = View(None, datetime.now(ZONE).date() + timedelta(days=60), site_id=site)
    return grounds.stand(user, "outcomes", view, ZONE)


@pytest.fixture
def doctor(looked_at: str) -> User:
    return clinic.user(clinic.DOCTOR)


def test_the_demonstration(doctor: User) -> None:
    compare(doctor)


def compare(user: User, site: int | None = None) -> None:
    """Every figure of the outcomes page against the hand count."""
    ground = everything(user, site)
    found = by_hand.courses(site)
    compare_headline(user, ground, found)
    compare_weeks(user, ground, found)
    compare_times(user, ground, found)
    compare_sessions(user, ground, found)
    compare_item9(user, ground, found)
    compare_over_time(user, ground, found)


def compare_headline(user: User, ground: Ground, found: list[Course]) -> None:
    told = headline.headline(user, ground)
    standing = Counter(course.standing(ground.today) for course in found)
    assert {each: told.standing[each] for each in Standing} == {
        each: standing[each.value] for each in Standing
    }
    ended = [course for course in found if course.standing(ground.today) == "evaluable"]
    response = count(2 * course.end <= course.baseline for course in ended)
    remission = count(course.end <= 4 for course in ended)
    assert (told.response.k, told.response.n) == (response, len(ended))
    assert (told.remission.k, told.remission.n) == (remission, len(ended))
    missing = standing["no_end"] + standing["no_baseline"]
    assert (told.response_worst.k, told.response_worst.n) == (response, len(ended) + missing)
    assert told.better.k == count(course.baseline - course.end >= 6 for course in ended)
    assert told.worse.k == count(course.end - course.baseline >= 6 for course in ended)
    of_routes = headline.by_group(user, ground, Split.ROUTE, grounds.people(user))["response"]
    for route, words in ((Route.IV, "IV ketamine"), (Route.NASAL, "Spravato")):
        own = [course for course in ended if course.episode.route is route]
        if own:
            k = count(2 * course.end <= course.baseline for course in own)
            assert (of_routes[words].k, of_routes[words].n) == (k, len(own))


def compare_weeks(user: User, ground: Ground, found: list[Course]) -> None:
    told = weeks.by_week(user, ground, "phq9").set_index(["week", "measure"])
    for week in range(1, weeks.MOST_WEEKS + 1):
        last = []
        for course in found:
            rows = [r for r in course.after if course.day(r.happened_at) // 7 + 1 == week]
            if rows and course.evaluable_at_all:
                last.append((course.baseline, rows[-1].total))
        if len(last) < weeks.FEWEST:
            assert (week, "response") not in told.index or (
                told.loc[(week, "response"), "n_words"] == "<5"
            )
            continue
        k = count(2 * total <= base for base, total in last)
        assert told.loc[(week, "response"), "of"] == f"{k} of {len(last)}"
        k = count(total <= 4 for _, total in last)
        assert told.loc[(week, "remission"), "of"] == f"{k} of {len(last)}"


def compare_times(user: User, ground: Ground, found: list[Course]) -> None:
    followed = [course for course in found if course.evaluable_at_all and course.after]
    people = grounds.people(user)
    table = times.to_response(user, ground, None, people).table
    met = [course.response_day() for course in followed]
    if followed:
        k = count(day is not None for day in met)
        assert table["Met, of courses"].tolist() == [f"{k} of {len(followed)}"]
        ends = [course.day(course.after[-1].happened_at) for course in followed]
        assert table["Median days"].tolist() == [median_days(met, ends)]
    well = [course for course in followed if course.remission_day() is not None]
    table = times.to_relapse(user, ground, None, people).table
    if well:
        k = count(course.lost_day(course.remission_day()) is not None for course in well)
        assert table["Met, of courses"].tolist() == [f"{k} of {len(well)}"]


def median_days(met: list[int | None], ends: list[int]) -> str:
    """The day by which half have met it, from the product of each day's survival."""
    pairs = zip(met, ends, strict=True)
    people = [(end if day is None else day, day is not None) for day, end in pairs]
    survival = 1.0
    for at in sorted({day for day, seen in people if seen}):
        at_risk = sum(day >= at for day, _ in people)
        survival *= 1 - sum(day == at and seen for day, seen in people) / at_risk
        if survival <= 0.5 + 1e-9:
            return f"{at}" if at_risk >= times.FEWEST else "too few"
    return "not reached" if len(people) >= times.FEWEST else "too few"


def compare_sessions(user: User, ground: Ground, found: list[Course]) -> None:
    told = sessions.quartiles(user, ground).set_index("number")
    given = Counter(n for course in found for n in range(1, len(course.doses) + 1))
    for number in range(1, sessions.MOST_SESSIONS + 1):
        scored = []
        for course in found:
            if len(course.doses) < number:
                continue
            at = course.doses[number - 1]
            rows = [
                row.total
                for row in course.scores
                if row.total is not None
                and timedelta() <= at - row.happened_at <= timedelta(days=3)
            ]
            scored += rows[-1:]
        if given[number] >= sessions.FEWEST:
            assert told.loc[number, "given"] == given[number]
        if len(scored) >= sessions.FEWEST:
            scored.sort()
            half = len(scored) // 2
            median = scored[half] if len(scored) % 2 else (scored[half - 1] + scored[half]) / 2
            assert (told.loc[number, "n"], told.loc[number, "median"]) == (len(scored), median)
    share = completeness.completeness(user, ground, headline.headline(user, ground)).sessions
    assert share.n == sum(len(course.doses) for course in found)


def compare_over_time(user: User, ground: Ground, found: list[Course]) -> None:
    told = over_time.over_time(user, ground)
    followed = [course for course in found if course.evaluable_at_all and course.after]
    responded = [course for course in followed if course.response_day() is not None]
    relapsed = count(course.lost_day(course.response_day()) is not None for course in responded)
    assert (told.relapsed.k, told.relapsed.n) == (relapsed, len(responded))
    worse = 0
    for course in followed:
        totals = [row.total for row in course.after]
        above_best = any(
            later - earlier >= 6
            for number, earlier in enumerate(totals)
            for later in totals[number:]
        )
        worse += above_best or max(totals) - course.baseline >= 5
    assert (told.worse.k, told.worse.n) == (worse, len(followed))
    held = known = 0
    for course in responded:
        since = course.response_day()
        rows = [(course.day(row.happened_at), row.total) for row in course.after]
        own = [(day, 2 * total <= course.baseline) for day, total in rows if day >= since]
        within = [good for day, good in own if day <= since + 28]
        beyond = [good for day, good in own if day >= since + 28]
        if not all(within) or beyond:
            known += 1
            held += all(within) and beyond[0]
    assert (told.sustained.k, told.sustained.n) == (held, known)


def compare_item9(user: User, ground: Ground, found: list[Course]) -> None:
    had = gone = 0
    for course in found:
        first = course.doses[0]
        before = [
            row.item9
            for row in course.scores
            if row.item9 is not None
            and timedelta() < first - row.happened_at <= timedelta(days=30)
            and not any(row.happened_at <= other < first for other in course.others)
        ]
        after = [
            row.item9
            for row in course.scores
            if row.item9 is not None and first <= row.happened_at < course.ends
        ]
        scored = course.baseline is not None or course.after
        if scored and before and after and before[-1] >= 1:
            had, gone = had + 1, gone + (after[-1] == 0)
    told = shift.resolved(user, ground).rate
    assert (told.k, told.n) == (gone, had)


@pytest.mark.parametrize("number", ["response-yes", "response-no", "remission-missing"])
def test_a_number_that_opens_holds_as_many_as_it_says_and_adds_up(
    doctor: User, number: str
) -> None:
    ground = everything(doctor)
    told = headline.headline(doctor, ground)
    found = opening.find(doctor, ground, number)
    assert found.rows is not None
    assert len(found.rows) == found.n
    assert found.n + sum(n or 0 for _, n in found.rest) == told.dosed
    assert found.of == (told.counted if number.endswith("missing") else told.evaluable)


def test_the_whole_of_a_week_is_its_evaluable(doctor: User) -> None:
    ground = everything(doctor)
    row = weeks.by_week(doctor, ground, "phq9").query("measure == 'response' and share > 0").iloc[0]
    found = opening.find(doctor, ground, row["number"])
    assert (found.n, found.of) == tuple(map(int, row["of"].split(" of ")))


def test_the_numbers_of_curves_doses_and_completeness_open_to_what_they_say(doctor: User) -> None:
    ground = everything(doctor)
    people = grounds.people(doctor)
    found = {
        name: opening.find(doctor, ground, name)
        for name in ("responded-met", "lost-open", "dose-2-scored", "lately-scored", "who5-better")
    }
    told = over_time.over_time(doctor, ground)
    for name in ("sustained", "relapsed", "worse"):
        rate = getattr(told, name)
        found[name] = opening.find(doctor, ground, f"course-{name}")
        assert (found[name].n, found[name].of) == (rate.k, rate.n)
    better = opening.find(doctor, ground, "reliable-better")
    ended = headline.headline(doctor, ground)
    assert (better.n, better.of) == (ended.better.k, ended.evaluable)
    curve = times.to_response(doctor, ground, None, people).table["Met, of courses"].iloc[0]
    assert curve == f"{found['responded-met'].n} of {found['responded-met'].of}"
    kept = times.to_relapse(doctor, ground, None, people).table["Met, of courses"].iloc[0]
    lost, followed = map(int, kept.split(" of "))
    assert (found["lost-open"].n, found["lost-open"].of) == (followed - lost, followed)
    second = sessions.quartiles(doctor, ground).set_index("number").loc[2]
    assert (found["dose-2-scored"].n, found["dose-2-scored"].of) == (second["n"], second["given"])
    told = completeness.completeness(doctor, ground, headline.headline(doctor, ground)).recent
    assert (found["lately-scored"].n, found["lately-scored"].of) == (told.k, told.n)
    assert found["who5-better"].n == wellbeing.wellbeing(doctor, ground).better.k
    for each in found.values():
        assert each.rows is not None
        assert len(each.rows) == each.n


def test_doses_without_a_score_open_to_the_sessions_themselves(doctor: User) -> None:
    ground = everything(doctor)
    told = completeness.completeness(doctor, ground, headline.headline(doctor, ground)).sessions
    scored = opening.find(doctor, ground, "dose-any-scored")
    without = opening.find(doctor, ground, "dose-any-unscored")
    assert told.n is not None
    assert told.k is not None
    assert (scored.n, scored.of) == (told.k, told.n)
    assert (without.n, without.of) == (told.n - told.k, told.n)
    assert without.title == "doses without a PHQ-9 of the day"
    assert without.rest == (("with one", told.k),)
    for each in (scored, without):
        assert each.rows is not None
        assert len(each.rows) == each.n
    assert without.rows is not None
    assert without.rows["PHQ-9"].isna().all()


def test_every_cell_of_the_shift_table_opens_to_what_it_says(doctor: User) -> None:
    ground = everything(doctor)
    figure = shift.figure(doctor, ground)
    counts = figure.table.drop(columns="Item 9").astype(int)
    assert len(figure.cells) == counts.size
    for (row, column), number in figure.cells.items():
        found = opening.find(doctor, ground, number)
        assert found.rows is not None
        assert len(found.rows) == found.n == counts[column].iloc[row]
        assert found.of == counts.to_numpy().sum()


def test_a_cell_without_names_tells_what_the_table_tells(looked_at: str) -> None:
    manager = clinic.user(clinic.MANAGER)
    ground = everything(manager)
    figure = shift.figure(manager, ground)
    for (row, column), number in figure.cells.items():
        found = opening.find(manager, ground, number)
        assert found.rows is None
        word = figure.table[column].iloc[row]
        assert str(found.n) == word or (found.n is None and not word.isdigit())


START = datetime.now(UTC) - timedelta(days=200)

# Quarters of a day; and whole weeks, where the edges of most rules lie.
moments = st.integers(0, 200 * 4) | st.integers(0, 28).map(lambda week: week * 7 * 4)
totals = st.none() | st.sampled_from((0, 4, 5, 9, 10, 11, 12, 20, 22, 27)) | st.integers(0, 27)


@st.composite
def histories(draw: Any) -> dict[str, Any]:
    """What happens to one patient: one or two courses with doses, scores, leaving, an attempt."""
    return {
        "courses": [
            {
                "route": draw(st.sampled_from(Route)),
                "doses": sorted(draw(st.sets(moments, max_size=9))),
                "left": draw(st.none() | moments),
                "closed": draw(st.none() | moments),
            }
            for _ in range(draw(st.integers(1, 2)))
        ],
        "scores": draw(
            st.lists(st.tuples(moments, totals, st.none() | st.integers(0, 3)), max_size=14)
        ),
        "attempt": draw(st.none() | moments),
    }


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
@examples(20)
@given(patients=st.lists(histories(), max_size=8))
def test_any_clinic(record: str, patients: list[dict[str, Any]]) -> None:
    in_a_site(patients, put, compare)


@pytest.mark.parametrize("record", ["postgresql"], indirect=True)
@examples(4)
@given(patients=st.lists(histories(), max_size=8))
def test_on_postgresql_too_any_clinic(record: str, patients: list[dict[str, Any]]) -> None:
    in_a_site(patients, put, compare)


def at(quarter: int) -> datetime:
    return START + timedelta(hours=6 * quarter)


def put(session: Session, told: dict[str, Any], site: int | None) -> None:
    person = clinic.patient()
    session.add(person)
    session.flush()
    patient = person.id
    for number, course in enumerate(told["courses"]):
        episode = Episode(
            patient_id=patient,
            site_id=site,
            route=course["route"],
            protocol_id="IV-STD-6" if course["route"] is Route.IV else "SPR-TRD",
            opened_at=START,
            closed_at=at(course["closed"] or 0) if course["closed"] or number else None,
        )
        session.add(episode)
        session.flush()
        for dose, quarter in enumerate(course["doses"], start=1):
            put_dose(session, episode, dose, at(quarter))
        if course["left"] is not None:
            session.add(
                StageEvent(
                    episode_id=episode.id,
                    from_stage=Stage.INDUCTION,
                    to_stage=Stage.CONTINUATION,
                    happened_at=at(course["left"]),
                )
            )
    for quarter, total, item9 in told["scores"]:
        session.add(
            Assessment(
                patient_id=patient,
                instrument="phq9",
                definition_version="1",
                happened_at=at(quarter) - timedelta(minutes=1),
                total=total,
                complete=total is not None,
                item9=item9,
            )
        )
    if told["attempt"] is not None:
        session.add(
            SideEffect(patient_id=patient, term="suicide_attempt", happened_at=at(told["attempt"]))
        )
    session.flush()


def put_dose(session: Session, episode: Episode, number: int, when: datetime) -> None:
    whose = {"patient_id": episode.patient_id, "episode_id": episode.id}
    visit = Appointment(
        id=new_key(),
        **whose,
        site_id=episode.site_id,
        starts_at=when,
        ends_at=when + timedelta(hours=2),
        holds=False,
    )
    session.add(visit)
    session.flush()
    given = DosingSession(
        id=new_key(),
        appointment_id=visit.id,
        **whose,
        number=number,
        local_date=when.astimezone(ZONE).date(),
        first_dose_at=when,
    )
    session.add(given)
    session.flush()
    session.add(
        Administration(
            session_id=given.id, drug=Drug.KETAMINE, mg=40, weight_kg=80, happened_at=when
        )
    )
