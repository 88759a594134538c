"""Numbers that open to visits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.insight import attendance, chairs
from data.queries.insight.attendance import COUNTED, Fate
from data.queries.insight.chairs import By
from data.queries.insight.view import visits
from services.insight.ground import Ground
from services.refusals import NotFound
from services.utilization import places, series
from services.utilization.asked import Asked
from services.utilization.attendance import FATE_WORDS
from services.utilization.heat import WEEKDAYS
from services.utilization.overruns import PART_WORDS

NO_PLACE = "This address names no place of this page. Choose one on the page."
CANCELLED = (Fate.LATE_CANCEL, Fate.EARLY_CANCEL, Fate.CLINIC_CANCELLED)
MINUTES = ("In the chair, min", "Waiting, min")


def fate(value: str, among: Any = None, said: str = "", of: tuple[str, ...] = ()) -> Asked:
    """Bookings of one fate, among the other ones."""
    own = Fate(value)
    counted = own in COUNTED
    first = [own, *(each for each in COUNTED if each is not own)] if counted else [own]
    order = [*first, *(each for each in Fate if each not in first)]

    def parts(_session: Session, ground: Ground) -> dict[str, Any]:
        known = attendance.fate(ground.today)
        return {FATE_WORDS[each]: known == each.value for each in order}

    return Asked(
        title=f"visits {FATE_WORDS[own]}{said}",
        where=lambda _session, ground: [*visits(ground.view), *([] if among is None else [among])],
        parts=parts,
        within=len(COUNTED) if counted else len(order),
        definitions=of or (("no_show", "late_cancel") if counted else ("no_show",)),
        columns=("Hours before",) if own in CANCELLED else (),
    )


def step(by: str, on: str, kind: str) -> Asked:
    """Those of one week or month."""
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise NotFound(NO_PLACE) from None
    column = chairs.by_column(By(by))
    asked = fate(kind, column == day, f" in {series.long_words(By(by), day)}", (kind,))

    def where(session: Session, ground: Ground) -> list[Any]:
        if By(by) is By.WEEK and not ground.names:
            raise NotFound("Weeks are for those who may see names. Choose a month on the page.")
        return asked.where(session, ground)

    return replace(asked, where=where)


def group(by: str, key: str, kind: str) -> Asked:
    """Those of one group of a comparison."""
    column, value = chairs.by_column(By(by)), _key(By(by), key)
    same = column.is_(None) if value is None else column == value
    return fate(kind, same, " of this group", (kind,))


def given() -> Asked:
    visit = t.VisitFact

    def parts(_session: Session, ground: Ground) -> dict[str, Any]:
        known = attendance.fate(ground.today)
        rest = {
            f"without a dose, {FATE_WORDS[each]}": sa.and_(
                sa.not_(visit.dosed), known == each.value
            )
            for each in Fate
        }
        return {"": visit.dosed, **rest}

    return Asked("visits with a dose", _all, parts, 1 + len(Fate), (), MINUTES)


def in_use(chair: str | None = None) -> Asked:
    """Visits in a chair: of all chairs, or of one among the others."""
    visit = t.VisitFact
    here = sa.and_(*chairs.in_chair())
    own = here if chair is None else sa.and_(here, visit.chair_id == _uuid(chair))
    parts = {"": own}
    if chair is not None:
        parts["in other chairs"] = sa.and_(here, visit.chair_id != _uuid(chair))
    parts["in no chair"] = sa.not_(here)
    title = "visits in a chair" if chair is None else "visits in this chair"
    return Asked(title, _to_yesterday, _fixed(parts), len(parts) - 1, ("chair_use",), MINUTES)


def cell(line: str, hour: str) -> Asked:
    """Visits in a chair on a weekday, or in one chair, in an hour."""
    visit = t.VisitFact
    here, start = sa.and_(*chairs.in_chair()), int(hour) * 60
    if len(line) == 1:
        same, words = visit.weekday == int(line), f"on {WEEKDAYS[int(line)]}"
    else:
        same, words = visit.chair_id == _uuid(line), "in this chair"
    own = sa.and_(here, same, visit.in_min < start + 60, visit.out_min > start)
    parts = {"": own, "in a chair at other times": sa.and_(here, sa.not_(own))}
    parts["in no chair"] = sa.not_(here)
    title = f"visits {words} between {int(hour):02}:00 and {int(hour) + 1:02}:00"
    return Asked(title, _to_yesterday, _fixed(parts), 2, ("chair_use",), MINUTES)


def overrun(part: str) -> Asked:
    column = getattr(t.VisitFact, f"{part}_min")
    noted, over = sa.and_(*chairs.noted()), sa.func.coalesce(column > 0, sa.false())
    parts = {
        "": sa.and_(noted, over),
        "without": sa.and_(noted, sa.not_(over)),
        "without a dose or without noted times": sa.not_(noted),
    }
    words = PART_WORDS[part].lower()
    column_words = f"{PART_WORDS[part]}, min"
    return Asked(f"sessions with a {words}", _all, _fixed(parts), 2, ("overruns",), (column_words,))


def noted() -> Asked:
    """Sessions whose planned time and taken time can be compared."""
    known = sa.and_(*chairs.noted())
    parts = {"": known, "without a dose or without noted times": sa.not_(known)}
    columns = ("Planned, min", *MINUTES)
    title = "sessions with a dose and noted times"
    return Asked(title, _all, _fixed(parts), 1, ("block_adherence",), columns)


def ahead() -> Asked:
    """Bookings whose lead time counts."""
    known = sa.and_(*attendance.ahead())
    parts = {"": known, "cancelled, or booked nobody knows when": sa.not_(known)}
    title = "bookings that nobody cancelled"
    return Asked(title, _all, _fixed(parts), 1, ("lead_time",), ("Booked ahead, days",))


def forms(part: str) -> Asked:
    """REMS forms in time, or not."""

    def parts(_session: Session, ground: Ground) -> dict[str, Any]:
        due = sa.and_(*attendance.due(ground.today))
        in_time = sa.func.coalesce(attendance.in_time(), sa.false())
        found = {
            "sent in time": sa.and_(due, in_time),
            "not sent in time": sa.and_(due, sa.not_(in_time)),
        }
        rest = {"not due, or without a form to send": sa.not_(sa.func.coalesce(due, sa.false()))}
        return _first(found, part == "done") | rest

    words = "in time" if part == "done" else "not in time"
    title = f"sessions whose REMS form was sent {words}"
    return Asked(title, _all, parts, 2, ("rems_on_time",), ("Form due", "Form sent"))


def documentation(part: str) -> Asked:
    dosed, complete = t.VisitFact.dosed, attendance.complete()
    found = {
        "complete": sa.and_(dosed, complete),
        "incomplete": sa.and_(dosed, sa.not_(complete)),
    }
    parts = _first(found, part == "done") | {"without a dose": sa.not_(dosed)}
    words = "complete" if part == "done" else "incomplete"
    columns = ("Readings of 3", "Signed")
    title = f"sessions with {words} documentation"
    return Asked(title, _all, _fixed(parts), 2, ("documentation",), columns)


def refilled() -> Asked:
    visit = t.VisitFact
    parts = {
        "": visit.refilled,
        "given up and not filled": sa.and_(visit.freed, sa.not_(visit.refilled)),
        "not given up": sa.not_(visit.freed),
    }
    title = "freed places filled again"
    return Asked(title, _all, _fixed(parts), 2, ("fill_rate",), ("Hours before",))


KIND = "(no_show|late_cancel)"
FATES = "|".join(Fate)
KEY = r"([0-9a-z-]{1,36})"
KINDS: dict[str, Callable[..., Asked]] = {
    rf"fate-({FATES})": fate,
    rf"(week|month)-(\d{{4}}-\d\d-\d\d)-{KIND}": step,
    rf"(site|chair|practitioner|route)-{KEY}-{KIND}": group,
    "given": given,
    "chair-use": in_use,
    rf"chair-{KEY}": in_use,
    r"cell-([0-6]|[0-9a-f-]{36})-(1?\d|2[0-3])": cell,
    rf"over-({'|'.join(PART_WORDS)})": overrun,
    "noted": noted,
    "ahead": ahead,
    "rems-(done|open)": forms,
    "documentation-(done|open)": documentation,
    "refilled": refilled,
}
"""By the pattern of their id."""


def _all(_session: Session, ground: Ground) -> list[Any]:
    return visits(ground.view)


def _to_yesterday(_session: Session, ground: Ground) -> list[Any]:
    return visits(places.whole_days(ground))


def _fixed(parts: dict[str, Any]) -> Callable[[Session, Ground], dict[str, Any]]:
    return lambda _session, _ground: parts


def _first(found: dict[str, Any], own_first: bool) -> dict[str, Any]:
    return found if own_first else dict(reversed(found.items()))


def word(key: Any) -> str:
    """The key of a group as it stands in an id."""
    return "none" if key is None else str(getattr(key, "value", key))


def _key(by: By, key: str) -> Any:
    if key == "none":
        return None
    if by is By.ROUTE:
        if key not in ("iv", "nasal"):
            raise NotFound(NO_PLACE)
        return key
    if by is By.SITE:
        return int(key) if key.isdigit() and len(key) < 10 else -1
    return _uuid(key)


def _uuid(word: str) -> UUID:
    try:
        return UUID(word)
    except ValueError:
        raise NotFound(NO_PLACE) from None
