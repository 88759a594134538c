"""The caseload on both engines: which rows, in which order, and who sees what of them."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pandas as pd
import pytest
import sqlalchemy as sa

from data import database
from data.queries.caseload import ACTIVE, ENDED, NOT_YET, Search
from data.tables import PatientFact, Site
from data.tables.search import fold
from data.tables.vocabulary import Role, Route, Stage
from services import caseload
from services.caseload import Filters, Flag, Order
from services.refusals import NotAllowed
from tests import clinic, made, postgres
from tests.conftest import Templates

EVERYBODY = Filters(stages=tuple(Stage), not_yet=True)
SEEN_BY_ALL = [
    *("patient_id", "patient", "stage", "days", "next", "last", "route", "with", "site", "mrn"),
    *("flags", "born", "phone"),
]
CLINICAL = ["course", "phq9", "change", "item9", "scored"]
NEVER = datetime(1900, 1, 1, tzinfo=UTC)
FAR = datetime(9000, 1, 1, tzinfo=UTC)
BEARS: dict[Flag, Callable[[PatientFact], bool]] = {
    Flag.ITEM9: lambda fact: (fact.item9_last or 0) >= 1,
    Flag.RISING: lambda fact: fact.rising,
    Flag.ON_HOLD: lambda fact: fact.on_hold,
    Flag.NO_SCORE: lambda fact: fact.phq9_last is None,
}
SORTED: dict[Order, Callable[[PatientFact], tuple[Any, ...]]] = {
    Order.ATTENTION: lambda f: (f.attention, f.phq9_at or NEVER, f.stage_since or FAR),
    Order.NAME: lambda f: (f.name_sort,),
    Order.SCORE: lambda f: (f.phq9_last is None, -(f.phq9_last or 0)),
    Order.STAGE: lambda f: (f.stage_since or FAR,),
    Order.NEXT: lambda f: (f.next_session_at or FAR,),
}


@pytest.fixture
def people(looked_at: str) -> list[PatientFact]:
    """Everybody's facts."""
    return [row[0] for row in clinic.rows(sa.select(PatientFact))]


def shown(
    filters: Filters, order: Order = Order.NAME, by: str = clinic.DOCTOR, limit: int = 500
) -> caseload.Caseload:
    return caseload.show(clinic.user(by), filters, order, clinic.ZONE, limit=limit)


def ids(filters: Filters) -> set[Any]:
    return set(shown(filters).rows["patient_id"])


def those(people: list[PatientFact], wanted: Callable[[PatientFact], bool]) -> set[Any]:
    found = {fact.patient_id for fact in people if wanted(fact)}
    assert found, "nobody in the demonstration is so, and the test would prove nothing"
    return found


def walk(order: Order, by: str, size: int) -> Iterator[Any]:
    """The ids of everybody, screen by screen, each screen beginning after the one before."""
    user, after = clinic.user(by), None
    while True:
        screen = caseload.show(user, EVERYBODY, order, clinic.ZONE, after=after, limit=size)
        assert len(screen.rows) <= size
        yield from screen.rows["patient_id"]
        after = screen.after
        if after is None:
            return


def test_without_a_filter_it_is_the_active_caseload(people: list[PatientFact]) -> None:
    assert ids(Filters()) == those(people, lambda fact: fact.stage in ACTIVE)


@pytest.mark.parametrize("stages", [(Stage.INDUCTION,), (Stage.DEFERRED, Stage.MAINTENANCE)])
def test_stages_can_be_chosen(people: list[PatientFact], stages: tuple[Stage, ...]) -> None:
    assert ids(Filters(stages=stages)) == those(people, lambda fact: fact.stage in stages)


def test_not_yet_patients_are_the_inquiries_the_referred_and_those_without_an_episode(
    people: list[PatientFact],
) -> None:
    assert None not in {fact.stage for fact in people if fact.patient_id in ids(Filters())}
    found = ids(Filters(not_yet=True))
    assert found == those(people, lambda fact: fact.stage in (*NOT_YET, None))
    rows = shown(Filters(not_yet=True)).rows.set_index("patient")
    assert rows.loc["Newcomer, Nell", "stage"] == "No episode"


def test_ended_are_those_whose_treatment_is_over(people: list[PatientFact]) -> None:
    assert ids(Filters(ended=True)) == those(people, lambda fact: fact.stage in ENDED)


def test_ended_and_not_yet_can_be_shown_with_a_stage(people: list[PatientFact]) -> None:
    found = ids(Filters(stages=(Stage.REVIEW,), not_yet=True, ended=True))
    wanted = (*NOT_YET, *ENDED, None, Stage.REVIEW)
    assert found == those(people, lambda fact: fact.stage in wanted)


def test_a_practitioner_s_own_are_shown(people: list[PatientFact]) -> None:
    doctor = clinic.user(clinic.DOCTOR).id
    found = ids(Filters(practitioner_id=doctor))
    mine = those(people, lambda f: f.practitioner_id == doctor and f.stage in ACTIVE)
    assert found == mine < ids(Filters())


@pytest.mark.parametrize("route", list(Route))
def test_one_route_is_shown(people: list[PatientFact], route: Route) -> None:
    found = ids(Filters(route=route))
    assert found == those(people, lambda f: f.route is route and f.stage in ACTIVE)


def test_one_site_is_shown(demo_record: str) -> None:
    here = ids(Filters())
    elsewhere = clinic.patient("Elsewhere", "Ed")
    site = Site(id=2, name="River Park", tz=clinic.ZONE.key)
    clinic.keep(site, elsewhere, *clinic.episode(elsewhere.id, Stage.INDUCTION, site_id=2))
    assert ids(Filters(site_id=2)) == {elsewhere.id}
    assert ids(Filters(site_id=1)) == here
    assert ids(Filters()) == here | {elsewhere.id}


@pytest.mark.parametrize("flag", list(Flag))
def test_a_flag_leaves_those_who_bear_it(people: list[PatientFact], flag: Flag) -> None:
    assert ids(replace(EVERYBODY, flags=(flag,))) == those(people, BEARS[flag])


def test_two_flags_leave_those_who_bear_both(people: list[PatientFact]) -> None:
    both = Filters(flags=(Flag.ITEM9, Flag.RISING))
    found = ids(both)
    assert found == those(people, lambda f: (f.item9_last or 0) >= 1 and f.rising)
    assert "Okafor, Ada" in set(shown(both).rows["patient"])


def test_nobody_who_was_merged_into_somebody_or_withdrawn_is_listed(demo_record: str) -> None:
    before = ids(EVERYBODY)
    same = clinic.patient("Double", "Dan", merged_into=min(before))
    undone = clinic.patient("Undone", "Una", withdrawn=True)
    clinic.keep(same, undone)
    assert ids(EVERYBODY) == before


@pytest.mark.parametrize(
    "others",
    [
        Filters(),
        Filters(route=Route.NASAL),
        Filters(flags=(Flag.ITEM9,)),
        Filters(route=Route.IV, flags=(Flag.NO_SCORE,)),
        Filters(search=Search(names=(("a", ""),))),
    ],
)
def test_the_counts_of_stages_are_the_rows_under_the_other_filters(
    people: list[PatientFact], others: Filters
) -> None:
    everybody = shown(replace(others, stages=tuple(Stage), not_yet=True)).rows
    counted = {
        caseload.stage_words(stage): n
        for chosen in (others, replace(others, stages=(Stage.LOST,)))
        for stage, n in shown(chosen).counts.stages.items()
    }
    assert counted == everybody["stage"].value_counts().to_dict()


@pytest.mark.parametrize(
    "others",
    [
        Filters(),
        Filters(stages=(Stage.INDUCTION,)),
        Filters(not_yet=True, ended=True),
        Filters(route=Route.NASAL),
        Filters(search=Search(names=(("a", ""),))),
    ],
)
def test_the_counts_of_flags_are_the_rows_under_the_other_filters(
    people: list[PatientFact], others: Filters
) -> None:
    bare = ids(others)
    for chosen in (others, replace(others, flags=(Flag.ITEM9,))):
        counts = shown(chosen).counts.flags
        for flag, bears in BEARS.items():
            n = sum(bears(fact) for fact in people if fact.patient_id in bare)
            assert counts[flag] == n, flag


@pytest.mark.parametrize("order", list(Order))
def test_paging_by_seven_shows_everybody_once_and_in_order(
    people: list[PatientFact], order: Order
) -> None:
    expected = sorted(people, key=lambda fact: (*SORTED[order](fact), fact.patient_id.bytes))
    assert len(people) > 7 * 8
    assert list(walk(order, clinic.DOCTOR, 7)) == [fact.patient_id for fact in expected]


def test_the_last_full_screen_is_the_end(people: list[PatientFact]) -> None:
    exactly = shown(EVERYBODY, limit=len(people))
    assert len(exactly.rows) == len(people)
    assert exactly.after is None


@pytest.mark.parametrize("order", list(Order))
def test_both_engines_keep_the_same_order(
    order: Order,
    sqlite_templates: Templates,
    postgres_templates: Templates,
    postgres_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def walked(url: str) -> list[UUID]:
        monkeypatch.setenv("DATABASE_URL", url)
        try:
            return list(walk(order, clinic.DOCTOR, 13))
        finally:
            database.engine().dispose()

    file = shutil.copy(sqlite_templates.demo.removeprefix("sqlite:///"), tmp_path / "copy.db")
    with postgres.fresh(postgres_url, postgres_templates.demo) as url:
        found = walked(url)
    assert walked(f"sqlite:///{file}") == found
    assert len(found) > 60


def test_the_name_order_is_that_of_the_folded_names(people: list[PatientFact]) -> None:
    names = list(shown(EVERYBODY, Order.NAME).rows["patient"])
    assert names == sorted(names, key=fold)


def test_the_front_desk_gets_no_clinical_column(people: list[PatientFact]) -> None:
    assert list(shown(Filters()).rows.columns) == [*SEEN_BY_ALL, *CLINICAL]
    assert list(shown(Filters(), by=clinic.DESK).rows.columns) == SEEN_BY_ALL


def test_the_front_desk_gets_no_score_out_of_the_database(people: list[PatientFact]) -> None:
    with clinic.statements() as sent:
        for order in Order:
            shown(Filters(flags=tuple(Flag)), order, clinic.DESK)
    asked = " ".join(text for text, _ in sent if "patient_fact" in text)
    assert "stage_since" in asked
    for column in ("phq9", "item9", "spark", "rising", "attention", "score"):
        assert column not in asked


def test_a_clinical_flag_changes_nothing_for_the_front_desk(people: list[PatientFact]) -> None:
    bare = shown(Filters(), by=clinic.DESK)
    for flag in (Flag.ITEM9, Flag.RISING, Flag.NO_SCORE):
        flagged = shown(Filters(flags=(flag,)), by=clinic.DESK)
        assert list(flagged.rows["patient_id"]) == list(bare.rows["patient_id"])
        assert flagged.counts == bare.counts
    assert set(bare.counts.flags) == {Flag.ON_HOLD}
    assert caseload.flags(clinic.user(clinic.DESK)) == [Flag.ON_HOLD]


def test_no_order_tells_the_front_desk_who_scores_high(people: list[PatientFact]) -> None:
    desk = clinic.user(clinic.DESK)
    assert caseload.orders(desk) == [Order.NEXT, Order.NAME, Order.STAGE]
    by_visit = list(walk(Order.NEXT, clinic.DESK, 500))
    for order in (Order.ATTENTION, Order.SCORE):
        assert list(walk(order, clinic.DESK, 500)) == by_visit


@pytest.mark.parametrize("initials", [clinic.MANAGER, clinic.ADMINISTRATOR])
def test_who_may_not_see_names_gets_no_rows(people: list[PatientFact], initials: str) -> None:
    with pytest.raises(NotAllowed, match=r"^Your account may not see the caseload"):
        shown(Filters(), by=initials)
    with pytest.raises(NotAllowed):
        caseload.people(clinic.user(initials))


def test_nobody_gets_rows(people: list[PatientFact]) -> None:
    with pytest.raises(NotAllowed, match=r"^Sign in first\.$"):
        caseload.show(None, Filters(), Order.NAME, clinic.ZONE)


def test_a_manager_gets_numbers_only_and_no_small_ones(people: list[PatientFact]) -> None:
    table = caseload.numbers(clinic.user(clinic.MANAGER)).set_index("Stage")
    routes = {"IV ketamine": Route.IV, "Spravato": Route.NASAL, "Route not decided": None}
    assert list(table.columns) == list(routes)
    assert set(table.index) == {caseload.stage_words(fact.stage) for fact in people}
    told = set()
    for stage in {fact.stage for fact in people}:
        for words, route in routes.items():
            n = sum(fact.stage is stage and fact.route is route for fact in people)
            cell = table.loc[caseload.stage_words(stage), words]
            assert cell == ("hidden" if 0 < n < 5 else str(n))
            told.add(cell)
    assert {"0", "hidden"} < told


def test_an_empty_record_has_no_numbers_and_no_rows(record: str) -> None:
    user = made.user(Role.PRACTITIONER)
    assert caseload.numbers(user).empty
    found = caseload.show(user, Filters(), Order.ATTENTION, clinic.ZONE)
    assert found.rows.empty
    assert list(found.rows.columns) == [*SEEN_BY_ALL, *CLINICAL]
    assert found.after is None


def test_a_search_looks_at_everybody(people: list[PatientFact]) -> None:
    """Whoever is typed is found, whatever their stage and whoever treats them."""
    mine = Filters(practitioner_id=clinic.user(clinic.DOCTOR).id)
    for stage in (Stage.LOST, Stage.INQUIRY, Stage.DEFERRED, None):
        fact = next(fact for fact in people if fact.stage is stage)
        family, given = fact.name_sort.split(", ")
        assert fact.patient_id in ids(replace(mine, search=Search(names=((family, given),))))


def test_a_chosen_stage_narrows_a_search(people: list[PatientFact]) -> None:
    okafor = Search(names=(("okafor", "ada"),))
    assert len(ids(Filters(search=okafor))) == 1
    assert ids(Filters(search=okafor, stages=(Stage.LOST,))) == set()


def test_a_screen_is_one_select_of_facts_and_two_of_counts(people: list[PatientFact]) -> None:
    user = clinic.user(clinic.DOCTOR)
    for limit in (5, 500):
        with clinic.statements() as sent:
            caseload.show(user, Filters(), Order.ATTENTION, clinic.ZONE, limit=limit)
        asked = [text for text, _ in sent if "patient_fact" in text]
        assert sum("patient.family" in text for text in asked) == 1
        assert len(asked) == 3
        events = ("assessment", "stage_event", "episode ", "appointment", "hold ")
        assert not [text for text, _ in sent for name in events if f"FROM {name}" in text]


@pytest.mark.parametrize("looked_at_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("filters", "order", "index"),
    [
        (Filters(), Order.ATTENTION, "ix_patient_fact_order"),
        (Filters(), Order.NAME, "ix_patient_fact_name"),
        (Filters(), Order.SCORE, "ix_patient_fact_score"),
        (Filters(), Order.STAGE, "ix_patient_fact_since"),
        (Filters(), Order.NEXT, "ix_patient_fact_next"),
        ("mine", Order.ATTENTION, "ix_patient_fact_with"),
    ],
)
def test_every_order_walks_along_an_index_and_sorts_nothing(
    looked_at: str, filters: Any, order: Order, index: str
) -> None:
    user = clinic.user(clinic.DOCTOR)
    if filters == "mine":
        filters = Filters(practitioner_id=user.id)
    first = caseload.show(user, filters, order, clinic.ZONE, limit=3)
    for after in (None, first.after):
        with clinic.statements() as sent:
            caseload.show(user, filters, order, clinic.ZONE, after=after)
        text, given = next(each for each in sent if "patient.family" in each[0])
        with database.engine().connect() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given).all()
        steps = " / ".join(row.detail for row in plan)
        assert index in steps
        assert "TEMP B-TREE" not in steps


def test_days_dates_and_scores_are_those_of_the_facts(people: list[PatientFact]) -> None:
    rows = shown(EVERYBODY).rows.set_index("patient_id").astype(object)
    today = datetime.now(clinic.ZONE).date()

    def day(moment: datetime | None) -> date | None:
        return moment.astimezone(clinic.ZONE).date() if moment else None

    for fact in people:
        row = {
            name: value if is_known(value) else None
            for name, value in rows.loc[fact.patient_id].items()
        }
        assert row["phq9"] == fact.phq9_last
        assert row["change"] == fact.phq9_change
        assert row["scored"] == day(fact.phq9_at)
        assert row["course"] == (fact.spark if len(fact.spark) > 1 else [])
        assert (row["next"], row["last"]) == (day(fact.next_session_at), day(fact.last_session_at))
        since = day(fact.stage_since)
        assert row["days"] == ((today - since).days if since else None)


def is_known(value: Any) -> bool:
    return isinstance(value, list) or not pd.isna(value)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([], ""),
        ([(1, 0)], "0"),
        ([(1, 3)], "3"),
        ([(1, None)], "?"),
        ([(1, 2), (8, None)], "?, was 2 on 01 Mar 2026"),
        ([(1, 0), (8, None)], "?"),
        ([(1, 2), (8, None), (15, 0)], "0"),
    ],
)
def test_item_9_that_is_unknown_now_reads_so_and_never_as_fine(
    record: str, asked: list[tuple[int, int | None]], words: str
) -> None:
    user = made.user(Role.PRACTITIONER)
    person = clinic.patient()
    clinic.keep(person)
    for day, item9 in asked:
        made.score(person.id, 9, clinic.local(f"2026-03-{day:02d} 09:00"), item9=item9)
    clinic.keep()
    found = caseload.show(user, EVERYBODY, Order.NAME, clinic.ZONE).rows
    assert list(found["item9"]) == [words]


@pytest.mark.parametrize(
    ("by", "words"),
    [(clinic.NURSE, ["Item 9", "Up 5+"]), (clinic.DESK, [])],
)
def test_a_row_is_marked_with_what_its_reader_may_know(
    looked_at: str, by: str, words: list[str]
) -> None:
    rows = shown(Filters(), by=by).rows.set_index("patient")
    assert rows.loc["Okafor, Ada", "flags"] == words


def test_a_clinician_with_patients_begins_with_his_own(looked_at: str) -> None:
    for initials, mine in {clinic.DOCTOR: True, clinic.NURSE: False, clinic.DESK: False}.items():
        user = clinic.user(initials)
        assert caseload.starts_on_mine(user, caseload.people(user)) is mine
