"""The caseload: everyone by treatment stage, for practitioners and, without scores, for staff."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pandas as pd

from data.queries import caseload as queries
from data.queries.caseload import Counts, Filters, Flag, Order
from data.tables.base import now
from data.tables.vocabulary import Role, Route, Stage
from services import access
from services.access import Action, User
from services.acting import acting
from services.naming import full_name

__all__ = ["Caseload", "Filters", "Flag", "Order", "numbers", "people", "show"]

FEWEST = 5
"""Fewer people than this are not counted for those who may not see who they are."""

PAGE = 50
"""Rows a screen: more than anyone scrolls before filtering."""

ORDER_WORDS = {
    Order.ATTENTION: "Needs attention",
    Order.NAME: "Name",
    Order.SCORE: "PHQ-9, highest first",
    Order.STAGE: "Longest in stage",
    Order.NEXT: "Next session",
}
FLAG_WORDS = {
    Flag.ITEM9: "Item 9",
    Flag.RISING: "Up 5+",
    Flag.ON_HOLD: "On hold",
    Flag.NO_SCORE: "No score",
}
ROUTE_WORDS = {Route.IV: "IV ketamine", Route.NASAL: "Spravato"}
NO_EPISODE = "No episode"
NO_ROUTE = "Route not decided"


@dataclass(frozen=True)
class Caseload:
    """One screen of the caseload.

    `rows` has one row a patient in the order asked: patient_id, patient, flags (list of words),
    stage, days (in stage), next and last (clinic-local dates), route, with, site, mrn, born, phone;
    for those who see scores also course (list of totals), phq9, change, item9 (words), scored.
    `after` begins the next screen and is None at the end.
    """

    rows: pd.DataFrame
    counts: Counts
    after: Sequence[Any] | None


@dataclass(frozen=True)
class People:
    """What the caseload can be filtered by: names by id."""

    practitioners: Mapping[UUID, str]
    sites: Mapping[int, str]


def show(
    user: User | None,
    filters: Filters,
    order: Order,
    zone: ZoneInfo,
    *,
    after: Sequence[Any] | None = None,
    limit: int = PAGE,
    action: Action = Action.VIEW_CASELOAD,
) -> Caseload:
    """The rows after `after`, with counts under the same filters. Scores only for clinicians."""
    clinical = access.can(user, Action.VIEW_CLINICAL)
    if not clinical:
        # Who is listed, or listed first, would tell what the front desk may not know.
        filters = replace(
            filters, flags=tuple(flag for flag in filters.flags if flag is Flag.ON_HOLD)
        )
        order = order if order in orders(user) else Order.NEXT
    with acting(user, action, about=about(filters, order)) as session:
        found = queries.rows(
            session, filters, order, after=after, limit=limit + 1, clinical=clinical
        )
        counts = queries.counts(session, filters, clinical=clinical)
    more = len(found) > limit
    found = found[:limit]
    return Caseload(
        rows=_frame(found, zone, clinical),
        counts=counts,
        after=found[-1]["cursor"] if more else None,
    )


def orders(user: User | None) -> list[Order]:
    """The orders this person may choose, the default first."""
    if access.can(user, Action.VIEW_CLINICAL):
        return list(Order)
    return [Order.NEXT, Order.NAME, Order.STAGE]


def flags(user: User | None) -> list[Flag]:
    """The flags this person may filter by."""
    return list(Flag) if access.can(user, Action.VIEW_CLINICAL) else [Flag.ON_HOLD]


def people(user: User | None) -> People:
    """Practitioners who have patients, and the sites."""
    with acting(user, Action.VIEW_CASELOAD, about="filters") as session:
        return People(queries.practitioners(session), queries.sites(session))


def starts_on_mine(user: User, people: People) -> bool:
    """Whether the caseload opens on this person's own patients."""
    return Role.PRACTITIONER in user.roles and user.id in people.practitioners


def numbers(user: User | None) -> pd.DataFrame:
    """People by stage (a row each) and route (a column each), for those who see no names.

    A cell of one to four is hidden, and there are no totals from which it could be told.
    """
    with acting(user, Action.VIEW_NUMBERS, about="stages") as session:
        found = queries.numbers(session)
    frame = pd.DataFrame(
        [
            {
                "stage": stage_words(row["stage"]),
                "route": ROUTE_WORDS.get(row["route"], NO_ROUTE),
                "n": row["n"],
            }
            for row in found
        ],
        columns=["stage", "route", "n"],
    )
    table = frame.pivot_table(
        index="stage", columns="route", values="n", aggfunc="sum", fill_value=0
    )
    stages = sorted(Stage, key=lambda stage: stage in (Stage.DEFERRED, Stage.DECLINED))
    order = [words for words in (*map(stage_words, stages), NO_EPISODE) if words in table.index]
    routes = [words for words in (*ROUTE_WORDS.values(), NO_ROUTE) if words in table.columns]
    counted = table.loc[order, routes].map(_not_too_few)
    return counted.rename_axis("Stage").rename_axis(None, axis=1).reset_index()


def _not_too_few(people: int) -> str:
    return "hidden" if 0 < people < FEWEST else str(people)


def about(filters: Filters, order: Order) -> str:
    """The filter in words for the audit trail: no names and nothing that was typed."""
    parts = [f"order {order.value}"]
    parts += [f"stage {stage.value}" for stage in filters.stages]
    parts += [f"flag {flag.value}" for flag in filters.flags]
    parts += [f"practitioner {filters.practitioner_id}"] if filters.practitioner_id else []
    parts += [f"route {filters.route.value}"] if filters.route else []
    parts += [f"site {filters.site_id}"] if filters.site_id is not None else []
    parts += ["not yet patients"] if filters.not_yet else []
    parts += ["ended"] if filters.ended else []
    parts += ["search"] if filters.search else []
    return ", ".join(parts)


def stage_words(stage: Stage | None) -> str:
    """A stage as it is written on the screen."""
    return stage.value.capitalize() if stage else NO_EPISODE


def _item9(row: dict[str, Any], day: Callable[[datetime | None], date | None]) -> str:
    """The newest PHQ-9's item 9; "?" where it is unknown there, with an older answer of 1 or more.

    An older 0 is not shown: what is unknown now is not fine.
    """
    if row["asked_at"] is None:
        return ""
    if row["item9_now"] is not None:
        return str(row["item9_now"])
    on = day(row["item9_at"])
    return f"?, was {row['item9_last']} on {on:%d %b %Y}" if row["item9_last"] and on else "?"


def _flags(row: dict[str, Any], clinical: bool) -> list[str]:
    """What a row is marked with, worst first."""
    shown = [Flag.ON_HOLD] if row["on_hold"] else []
    if clinical:
        shown = [
            *([Flag.ITEM9] if (row["item9_last"] or 0) >= 1 else []),
            *([Flag.RISING] if row["rising"] else []),
            *shown,
            *([Flag.NO_SCORE] if row["phq9_last"] is None else []),
        ]
    return [FLAG_WORDS[flag] for flag in shown]


def _frame(found: list[dict[str, Any]], zone: ZoneInfo, clinical: bool) -> pd.DataFrame:
    today = now().astimezone(zone).date()

    def day(moment: datetime | None) -> Any:
        return moment.astimezone(zone).date() if moment else None

    rows = []
    for row in found:
        since = day(row["stage_since"])
        shown = {
            "patient_id": row["patient_id"],
            "patient": full_name(row["family"], row["given"]),
            "stage": stage_words(row["stage"]),
            "days": (today - since).days if since else None,
            "next": day(row["next_session_at"]),
            "last": day(row["last_session_at"]),
            "route": ROUTE_WORDS.get(row["route"], ""),
            "with": row["practitioner"] or "",
            "site": row["site"] or "",
            "mrn": row["mrn"] or "",
            "flags": _flags(row, clinical),
            "born": row["birth_date"],
            "phone": row["phone"] or "",
        }
        if clinical:
            shown |= {
                "course": row["spark"] if len(row["spark"]) > 1 else [],
                "phq9": row["phq9_last"],
                "change": row["phq9_change"],
                "item9": _item9(row, day),
                "scored": day(row["phq9_at"]),
            }
        rows.append(shown)
    columns = [*_COLUMNS, *(_CLINICAL_COLUMNS if clinical else ())]
    frame = pd.DataFrame(rows, columns=columns)
    whole = [name for name in ("days", "phq9", "change") if name in columns]
    return frame.astype(dict.fromkeys(whole, "Int64"))


_COLUMNS = (
    "patient_id",
    "patient",
    "stage",
    "days",
    "next",
    "last",
    "route",
    "with",
    "site",
    "mrn",
    "flags",
    "born",
    "phone",
)
_CLINICAL_COLUMNS = ("course", "phq9", "change", "item9", "scored")
