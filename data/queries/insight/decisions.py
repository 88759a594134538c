"""What screenings were decided to be beside what the rules said, aggregated."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.queries.engines import clinic_date, is_sqlite
from data.queries.insight.outcomes import Rows
from data.queries.insight.view import View
from data.queries.insight.workload import of
from data.tables.vocabulary import Disposition


def decisions(session: Session, view: View) -> Rows:
    """Decisions that stand and were signed in the period: verdict, overrides, n."""
    verdict, against = t.Decision.verdict, overrides().label("overrides")
    select = sa.select(verdict, against, sa.func.count().label("n")).select_from(decided())
    rows = session.execute(select.where(*signed(session, view)).group_by(verdict, against))
    return [dict(row._mapping) for row in rows]


def rules(session: Session, view: View, most: int) -> Rows:
    """The rules that most often spoke against going ahead in screenings that were decided: rule,
    n, and of them overridden."""
    each, rule, result = _findings(session)
    screening = t.Screening.id
    n = sa.func.count(sa.distinct(screening)).label("n")
    over = sa.func.count(sa.distinct(screening)).filter(_milder(result)).label("overridden")
    select = sa.select(rule.label("rule"), n, over).select_from(decided()).join(each, sa.true())
    select = select.where(*signed(session, view), _speaks(result))
    by_n: tuple[Any, ...] = (sa.desc("n"), sa.asc("rule"))
    rows = session.execute(select.group_by("rule").order_by(*by_n).limit(most))
    return [dict(row._mapping) for row in rows if row.rule is not None]


def fired(session: Session, name: str) -> Any:
    """Screenings in which a rule spoke against going ahead, as a condition on `decided`."""
    return _found(session, name)


def overridden(session: Session, name: str) -> Any:
    """And whose decision is milder than what that rule said."""
    return _found(session, name, milder=True)


def overrides() -> Any:
    """Decisions other than what all the rules together said."""
    return t.Decision.verdict != t.Decision.rules_verdict


def decided() -> Any:
    """Decisions with their screening, their course and its site, to select from."""
    decision, screening, fact, site = t.Decision, t.Screening, t.EpisodeFact, t.Site
    courses = sa.join(decision, screening, screening.id == decision.screening_id).join(
        fact, fact.episode_id == screening.episode_id
    )
    return courses.join(site, site.id == fact.site_id)


def signed(session: Session, view: View) -> list[Any]:
    """Decisions that stand and were signed in the period, as conditions on `decided`."""
    decision, site = t.Decision, t.Site
    at, on = decision.happened_at, clinic_date(session, decision.happened_at, site.tz)
    # No zone is a day away from UTC: the index finds what is near, and only of what lies within a
    # day or two of the ends need the date be reckoned.
    near, inside = [at < _midnight(view.until, 2)], [at < _midnight(view.until, -1)]
    dated = [on <= view.until]
    if view.since is not None:
        near.append(at >= _midnight(view.since, -1))
        inside.append(at >= _midnight(view.since, 2))
        dated.append(on >= view.since)
    return [
        *near,
        stands(decision),
        sa.or_(sa.and_(*inside), sa.and_(*dated)),
        *of(t.EpisodeFact, view),
    ]


def _found(session: Session, name: str, *, milder: bool = False) -> Any:
    each, rule, result = _findings(session)
    those = [rule == name, _speaks(result), *([_milder(result)] if milder else [])]
    return sa.exists(sa.select(sa.literal(1)).select_from(each).where(*those))


def _findings(session: Session) -> tuple[Any, Any, Any]:
    """The findings of a screening as a table, and the rule and result of each."""
    kept = t.Screening.findings
    if is_sqlite(session):
        each = sa.func.json_each(kept).table_valued("value").alias("finding")
        value = each.c.value
        return each, sa.func.json_extract(value, "$.rule"), sa.func.json_extract(value, "$.result")
    rows = sa.func.json_array_elements(kept).table_valued(sa.column("value", sa.JSON))
    found = rows.render_derived(name="finding")
    value = found.c.value
    return found, value["rule"].as_string(), value["result"].as_string()


def _speaks(result: Any) -> Any:
    """A rule that finds nothing against going ahead is told, and holds nobody up."""
    return result != Disposition.ELIGIBLE.value


def _milder(result: Any) -> Any:
    """The decision is milder than this result."""
    return _severity(sa.cast(t.Decision.verdict, sa.String)) < _severity(result)


def _severity(disposition: Any) -> Any:
    """Worst last, as the word list has them."""
    return sa.case({each.value: place for place, each in enumerate(Disposition)}, value=disposition)


def _midnight(on: date, days: int) -> datetime:
    return datetime.combine(on + timedelta(days=days), time(), UTC)
