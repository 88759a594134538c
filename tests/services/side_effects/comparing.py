"""Every figure of the page of side effects against the count by hand."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from data.queries.insight.doses import Column
from data.queries.insight.effects import Per
from data.reference.safety import safety
from data.tables.vocabulary import Route
from services.access import User
from services.insight import ground as grounds
from services.insight.ground import Ground, View
from services.side_effects import columns, medicines, opening, overview, pressure, terms, timing
from tests.services.side_effects import by_hand
from tests.services.side_effects.by_hand import Seen

ZONE = ZoneInfo("America/Los_Angeles")
SHORT = {"systolic": "sbp", "diastolic": "dbp"}


def ground_of(user: User, route: Route, site: int | None = None) -> Ground:
    """Everything there is of a route."""
    until = datetime.now(ZONE).date() + timedelta(days=60)
    view = View(None, until, route=route, site_id=site)
    return grounds.stand(user, "side_effects", view, ZONE)


def compare(user: User, site: int | None = None) -> None:
    for route in Route:
        ground = ground_of(user, route, site)
        seen = by_hand.seen(route, ground.view.until, site)
        compare_overview(user, ground, seen)
        compare_terms(user, ground, seen)
        compare_columns(user, ground, seen, route)
        compare_times(user, ground, seen)
        compare_pressure(user, ground, seen)
        compare_medicines(user, ground, seen)


def compare_overview(user: User, ground: Ground, seen: Seen) -> None:
    found = overview.overview(user, ground)
    had = [visit for visit in seen.visits if visit.effects]
    told = [effect for effect in seen.between if effect.patient_id in seen.patients]
    assert (found.patients.k, found.patients.n) == (len(seen.with_term(None)), len(seen.patients))
    assert (found.sessions.k, found.sessions.n) == (len(had), len(seen.visits))
    assert found.between == len(told)


def compare_terms(user: User, ground: Ground, seen: Seen) -> None:
    patients = {row.code: row for row in terms.terms(user, ground, Per.PATIENTS).rows}
    assert set(patients) == seen.terms
    for code, row in patients.items():
        assert (row.rate.k, row.rate.n) == (len(seen.with_term(code)), len(seen.patients))
        assert row.grades == seen.grades(code)
        opens(user, ground, f"term-{code}", row.rate.k)
        for grade, n in seen.grades(code).items():
            opens(user, ground, f"term-{code}-g{grade}", n)
    sessions = {row.code: row for row in terms.terms(user, ground, Per.SESSIONS).rows}
    assert set(sessions) == {effect.term for visit in seen.visits for effect in visit.effects}
    for code, row in sessions.items():
        had = [visit for visit in seen.visits if visit.has(code)]
        by_grade = Counter(visit.worst(code) for visit in had)
        assert (row.rate.k, row.rate.n) == (len(had), len(seen.visits))
        assert row.grades == {grade: by_grade[grade] for grade in (1, 2, 3, 0)}
        opens(user, ground, f"sessions-{code}-g1", by_grade[1])
    for kind in ("any", "none"):
        for per in Per:
            opens(user, ground, f"{kind}-{per.value}", None)


def compare_columns(user: User, ground: Ground, seen: Seen, route: Route) -> None:
    for column in Column:
        found = columns.columns(user, ground, column)
        of = {
            id(visit): visit.column if column is Column.NUMBER else visit.dose(route)
            for visit in seen.visits
        }
        assert found.sizes == Counter(of.values())
        for code, rates in found.rates.items():
            for at, rate in rates.items():
                here = [visit for visit in seen.visits if of[id(visit)] == at]
                had = [visit for visit in here if visit.has(None if code == "any" else code)]
                assert (rate.k, rate.n) == (len(had), len(here)), (column, code, at)


def compare_times(user: User, ground: Ground, seen: Seen) -> None:
    found = timing.times(user, ground)
    for code, kinds in found.items():
        own = [e for visit in seen.visits for e in visit.effects if e.term == code]
        onset = [effect.onset_min for effect in own if effect.onset_min is not None]
        lasted = [
            round((effect.resolved_at - effect.happened_at) / timedelta(minutes=1))
            for effect in own
            if effect.resolved_at is not None
        ]
        for kind, values in (("onset", onset), ("lasted", lasted)):
            each = kinds[kind]
            assert (each.known, each.missing) == (len(values), len(own) - len(values))
            expected = by_hand.middle(values) if len(values) >= 5 else (None, None, None)
            assert (each.q1, each.median, each.q3) == expected
        opens(user, ground, f"times-{code}", len(onset))


def compare_pressure(user: User, ground: Ground, seen: Seen) -> None:
    for which, short in SHORT.items():
        cut = safety().pressures[which]
        found = pressure.rises(user, ground, cut)
        rises = {id(visit): visit.rise(short) for visit in seen.visits}
        known = [rise for rise in rises.values() if rise is not None]
        large = [v for v in seen.visits if (rises[id(v)] or 0) >= cut.rise]
        peaks = [peak for visit in seen.visits if (peak := visit.peak(short)) is not None]
        read = {visit.patient for visit in seen.visits if rises[id(visit)] is not None}
        bars = dict(zip(found.bars["start"], found.bars["n"], strict=True))
        assert {k: n for k, n in bars.items() if n} == Counter(r // 5 * 5 for r in known)
        assert (found.read, found.unread) == (len(known), len(seen.visits) - len(known))
        assert (found.large.k, found.large.n) == (len(large), len(known))
        people = found.large_patients
        assert (people.k, people.n) == (len({v.patient for v in large}), len(read))
        assert (found.high.k, found.high.n) == (sum(p >= cut.peak for p in peaks), len(peaks))
        for at, n in (("large", len(large)), ("unread", found.unread)):
            opens(user, ground, f"rise-{which}-{at}", n)
        for start, n in list(bars.items())[:3]:
            opens(user, ground, f"rise-{which}-{start}", n)
        opens(user, ground, f"peak-{which}", found.high.k)


def compare_medicines(user: User, ground: Ground, seen: Seen) -> None:
    found = medicines.medicines(user, ground)
    given = [each for visit in seen.visits for each in visit.medicines]
    assert dict(zip(found["against"], found["given"], strict=True)) == Counter(
        each.against for each in given
    )
    for row in found.to_dict("records"):
        own = [each.worked for each in given if each.against == row["against"]]
        assert [row["worked"], row["not"], row["unknown"]] == [
            own.count(True),
            own.count(False),
            own.count(None),
        ]
        opens(user, ground, f"medicine-{row['against']}", len(own))
        opens(user, ground, f"medicine-{row['against']}-worked", own.count(True))


def opens(user: User, ground: Ground, number: str, n: int | None) -> None:
    """The number opens to as many rows, and with its rest it adds up to what it is of."""
    found = opening.find(user, ground, number)
    assert found.rows is not None
    assert n is None or found.n == n, number
    assert len(found.rows) == found.n, number
    beyond = {"without both readings", "with both"} if number.startswith("rise") else set()
    rest = [count or 0 for words, count in found.rest if words not in beyond]
    total = (found.n or 0) + sum(rest)
    assert total == found.of or (number.endswith("unread") and found.of is not None), number
