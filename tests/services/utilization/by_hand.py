"""Utilization a second way: plain Python over the raw rows, written from the definitions.

It reads the record's own tables and none of the facts, and shares no code with the services.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from data.tables import (
    Administration,
    Appointment,
    AppointmentEvent,
    BenefitReview,
    Chair,
    Decision,
    DosingSession,
    Episode,
    Hold,
    PractitionerChange,
    RemsForm,
    Screening,
    Site,
    SiteClosure,
    StageEvent,
    Vital,
)
from tests import clinic

GAPS = {
    # protocol: the usual least and most days between doses, from the number of the next dose on
    "IV-STD-6": ((11, 24, 35), (7, 5, 10), (1, 2, 5)),
    "SPR-TRD": ((13, 11, 18), (9, 5, 10), (1, 2, 5)),
    "SPR-MDSI": ((1, 2, 5),),
}
BEFOREHAND = ("cancelled", "late_cancel", "clinic_cancelled")
GIVEN_UP = ("cancelled", "late_cancel")
MOMENTS = {"pre", "40", "leaving"}
PLANS = {
    # protocol: (doses, window of induction, preparation, dose and observation, leaving)
    "IV-STD-6": (6, 21, 15, 100, 5),
    "SPR-TRD": (8, 28, 15, 120, 15),
    "SPR-MDSI": (8, 28, 15, 120, 15),
}
EXPECTED = {
    # stage: days that it may take, of stages.toml
    "inquiry": 3,
    "referred": 5,
    "screening": 14,
    "eligible": 7,
    "review": 7,
    "consented": 7,
    "scheduled": 14,
    "induction": 35,
    "continuation": 60,
}
SEVERITY = ("eligible", "incomplete", "review", "defer", "not_recommended")
ACTIVE = {
    *("screening", "eligible", "review", "consented", "scheduled"),
    *("induction", "continuation", "maintenance"),
}


def standing(table: Any) -> list[Any]:
    """Entries that hold: not struck out, and corrected by no later one."""
    rows = [row for (row,) in clinic.rows(sa.select(table))]
    corrected = {row.corrects for row in rows}
    return [row for row in rows if row.id not in corrected and not row.struck]


def everything(table: Any) -> list[Any]:
    return [row for (row,) in clinic.rows(sa.select(table))]


def minutes(start: datetime, end: datetime) -> int:
    return round((end - start) / timedelta(minutes=1))


@dataclass
class Visit:
    """One booking with all that is known of it."""

    booking: Any
    session: Any
    episode: Any
    zone: ZoneInfo
    dosed: bool
    changed: datetime | None
    form: Any
    readings: int

    @property
    def on(self) -> date:
        return self.booking.starts_at.astimezone(self.zone).date()

    @property
    def status(self) -> str:
        return str(self.booking.status.value)

    @property
    def stay(self) -> tuple[datetime, datetime] | None:
        if self.session is None and self.status != "attended":
            return None
        known = self.session
        start = (known and known.chair_in) or self.booking.starts_at
        end = (known and known.chair_out) or self.booking.ends_at
        return (start, end) if minutes(start, end) > 0 else None

    @property
    def imputed(self) -> bool:
        return self.session is None or None in (self.session.chair_in, self.session.chair_out)

    @property
    def fate(self) -> str:
        if self.status in ("attended", "no_show", "clinic_cancelled"):
            return self.status
        if self.status == "held_clinical":
            return "held"
        if self.status not in GIVEN_UP:
            return "booked"
        if self.changed is None:
            return "late_cancel" if self.status == "late_cancel" else "early_cancel"
        late = self.booking.starts_at - self.changed < timedelta(hours=24)
        return "late_cancel" if late else "early_cancel"


class ByHand:
    """Everything counted anew; `today` is the clinic's, spans include both ends."""

    def __init__(self, since: date | None, until: date, today: date, route: Any = None) -> None:
        self.since, self.until, self.today, self.route = since, until, today, route
        self.sites = {site.id: site for site in everything(Site)}
        self.episodes = {each.id: each for each in everything(Episode)}
        self.stages: dict[UUID, list[Any]] = defaultdict(list)
        for event in standing(StageEvent):
            self.stages[event.episode_id].append(event)
        for events in self.stages.values():
            events.sort(key=lambda each: (each.happened_at, each.id))
        sessions = {each.appointment_id: each for each in everything(DosingSession)}
        doses = standing(Administration)
        self.given = defaultdict(list)
        for dose in doses:
            self.given[dose.session_id].append(dose.happened_at)
        events = defaultdict(list)
        for event in standing(AppointmentEvent):
            events[event.appointment_id].append((event.happened_at, event.id))
        moments = defaultdict(set)
        for vital in standing(Vital):
            if vital.sbp is not None and vital.dbp is not None:
                moments[vital.session_id].add(vital.moment.value)
        forms = {each.session_id: each for each in everything(RemsForm)}
        self.all_visits = []
        for booking in everything(Appointment):
            own = sessions.get(booking.id)
            changes = events[booking.id]
            self.all_visits.append(
                Visit(
                    booking=booking,
                    session=own,
                    episode=self.episodes[booking.episode_id],
                    zone=self.zone(booking.site_id),
                    dosed=own is not None and own.id in self.given,
                    changed=max(changes)[0] if changes else None,
                    form=None if own is None else forms.get(own.id),
                    readings=0 if own is None else len(moments[own.id] & MOMENTS),
                )
            )
        self.visits = [
            each
            for each in self.all_visits
            if self.within(each.on) and self.wanted(each.episode.route)
        ]

    def zone(self, site_id: int) -> ZoneInfo:
        return ZoneInfo(self.sites[site_id].tz)

    def within(self, on: date | None) -> bool:
        return on is not None and (self.since is None or on >= self.since) and on <= self.until

    def wanted(self, route: Any) -> bool:
        return self.route is None or route == self.route

    # chairs

    def closed(self, chair: Any, at: datetime) -> bool:
        return any(
            each.site_id == chair.site_id
            and each.chair_id in (None, chair.id)
            and each.starts_at <= at < each.ends_at
            for each in self.closures
        )

    def is_open(self, chair: Any, on: date, minute: int) -> bool:
        """Whether one minute of the clock counts for a chair; hours are those of daylight."""
        if chair.retired_on is not None and on >= chair.retired_on:
            return False
        spans = self.sites[chair.site_id].opening_hours.get(str(on.weekday()), [])
        if not any(start <= minute < end for start, end in spans):
            return False
        zone = self.zone(chair.site_id)
        clock = datetime(on.year, on.month, on.day, minute // 60, minute % 60, tzinfo=zone)
        return not self.closed(chair, clock)

    def chair_minutes(self) -> dict[str, int]:
        """Minute by minute, up to yesterday."""
        self.closures = everything(SiteClosure)
        last = min(self.until, self.today - timedelta(days=1))
        first: dict[int, date] = {}
        for visit in self.all_visits:
            site = visit.booking.site_id
            first[site] = min(first.get(site, visit.on), visit.on)
        found: Counter[str] = Counter()
        chairs = {each.id: each for each in everything(Chair)}
        for chair in chairs.values():
            if chair.site_id not in first:
                continue
            on = max(first[chair.site_id], self.since or first[chair.site_id])
            while on <= last and (chair.retired_on is None or on < chair.retired_on):
                touched = self.touched(chair, on)
                for start, end in self.sites[chair.site_id].opening_hours.get(
                    str(on.weekday()), []
                ):
                    found["available"] += (
                        sum(self.is_open(chair, on, minute) for minute in range(start, end))
                        if touched
                        else end - start
                    )
                on += timedelta(days=1)
        for visit in self.visits:
            seat = chairs.get(visit.booking.chair_id)
            if seat is None or visit.on > last or not self.sites[seat.site_id].opening_hours:
                continue
            if visit.status not in BEFOREHAND:
                found["booked"] += minutes(visit.booking.starts_at, visit.booking.ends_at)
            if visit.stay is None:
                continue
            found["visits"] += 1
            found["imputed"] += visit.imputed
            start, end = (at.astimezone(visit.zone) for at in visit.stay)
            begun = start.hour * 60 + start.minute
            length = minutes(*visit.stay)
            inside = [
                self.is_open(seat, visit.on, m) for m in range(begun, min(begun + length, 1440))
            ]
            found["occupied"] += sum(inside)
            found["outside"] += length - sum(inside)
        return dict(found)

    def touched(self, chair: Any, on: date) -> bool:
        zone = self.zone(chair.site_id)
        return any(
            each.site_id == chair.site_id
            and each.starts_at.astimezone(zone).date() <= on <= each.ends_at.astimezone(zone).date()
            for each in self.closures
        )

    # attendance and paper

    def fates(self) -> Counter[str]:
        return Counter(visit.fate for visit in self.visits)

    def freed(self) -> tuple[int, int]:
        freed = [
            visit
            for visit in self.visits
            if visit.status in GIVEN_UP
            and visit.changed is not None
            and visit.changed < visit.booking.starts_at
        ]
        filled = [
            visit
            for visit in freed
            if any(
                other.booking.chair_id == visit.booking.chair_id
                and visit.booking.chair_id is not None
                and other.booking.id != visit.booking.id
                and other.booking.booked_at >= visit.changed
                and other.booking.starts_at < visit.booking.ends_at
                and other.booking.ends_at > visit.booking.starts_at
                and other.status in ("booked", "attended")
                for other in self.all_visits
            )
        ]
        return len(filled), len(freed)

    def rems(self) -> tuple[int, int]:
        due = []
        for visit in self.visits:
            if not visit.dosed:
                continue
            nasal = visit.episode.route is not None and visit.episode.route.value == "nasal"
            if visit.form is None and not nasal:
                continue
            day = visit.form.due_on if visit.form else visit.session.local_date + timedelta(days=7)
            if day < self.today:
                sent = visit.form.submitted_on if visit.form else None
                due.append(sent is not None and sent <= day)
        return sum(due), len(due)

    def documentation(self) -> tuple[int, int]:
        dosed = [visit for visit in self.visits if visit.dosed]
        whole = [v for v in dosed if v.readings == 3 and v.session.discharge_signed_at is not None]
        return len(whole), len(dosed)

    def watched(self) -> dict[UUID, tuple[int, int]]:
        found: dict[UUID, list[date]] = defaultdict(list)
        for visit in self.visits:
            if visit.dosed and visit.booking.monitor_id is not None:
                found[visit.booking.monitor_id].append(visit.on)
        return {who: (len(days), len(set(days))) for who, days in found.items()}

    def lead(self) -> tuple[int, float] | None:
        days = [
            (visit.booking.starts_at - visit.booking.first_booked_at) / timedelta(days=1)
            for visit in self.visits
            if visit.status not in BEFOREHAND
        ]
        return (len(days), median(days)) if days else None

    def overruns(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for visit in self.visits:
            if not visit.dosed or visit.imputed:
                continue
            own, plan = visit.session, PLANS.get(visit.episode.protocol_id)
            found["n"] += 1
            found["taken"] += minutes(own.chair_in, own.chair_out)
            found["planned"] += minutes(visit.booking.starts_at, visit.booking.ends_at)
            parts = {
                "late_start": (visit.booking.starts_at, own.first_dose_at),
                "long_dose": (own.first_dose_at, own.ready_at),
                "slow_discharge": (own.ready_at, own.chair_out),
            }
            for place, (name, (start, end)) in enumerate(parts.items()):
                if start is None or end is None or plan is None:
                    continue
                found[name] += max(0, minutes(start, end) - plan[2 + place])
        return dict(found)

    # the way in, and induction

    def courses(self) -> list[dict[str, Any]]:
        """Every course with its dates."""
        decisions = {each.id: each for each in standing(Decision)}
        screened = {each.id: each.episode_id for each in everything(Screening)}
        decided = defaultdict(list)
        for each in decisions.values():
            decided[screened[each.screening_id]].append(each.happened_at)
        reviewed = defaultdict(list)
        for review in standing(BenefitReview):
            reviewed[review.episode_id].append(review.happened_at)
        given = defaultdict(list)
        for visit in self.all_visits:
            if visit.dosed:
                at = min(self.given[visit.session.id])
                given[visit.session.episode_id].append(
                    (at, str(visit.session.id), visit.session.local_date)
                )
        return [
            self.course(each, sorted(given[each.id]), decided[each.id], reviewed[each.id])
            for each in self.episodes.values()
            if self.wanted(each.route)
        ]

    def course(self, episode: Any, given: Any, decided: Any, reviewed: Any) -> dict[str, Any]:
        zone, events = self.zone(episode.site_id), self.stages[episode.id]

        def entered(stage: str) -> date | None:
            times = [each.happened_at for each in events if each.to_stage.value == stage]
            return min(times).astimezone(zone).date() if times else None

        stage = events[-1].to_stage.value if events else None
        plan = PLANS.get(episode.protocol_id)
        left = [
            each.happened_at
            for each in events
            if each.from_stage is not None
            and each.from_stage.value == "induction"
            and each.to_stage.value != "induction"
        ]
        first = min((day for _, _, day in given), default=None)
        counted = [
            (at, day)
            for place, (at, _, day) in enumerate(given)
            if plan and place < plan[0] and (not left or at <= min(left))
        ]
        closes = first + timedelta(days=plan[1]) if first and plan else None
        whole = plan is not None and len(counted) == plan[0]
        over = counted[-1][0] if whole else (min(left) if left and given else None)
        return {
            "id": episode.id,
            "stage": stage,
            "route": episode.route,
            "inquiry": episode.opened_at.astimezone(zone).date(),
            "screened": entered("screening"),
            "decided": min(decided).astimezone(zone).date() if decided else None,
            "consented": entered("consented"),
            "dosed": first,
            "declined": stage == "declined",
            "closes": closes,
            "in_window": sum(1 for _, day in counted if closes and day <= closes),
            "planned": plan[0] if plan and given else None,
            "over": over,
            "last": max((day for _, day in counted), default=None),
            "reviewed": min(reviewed).astimezone(zone).date() if reviewed else None,
        }

    def waiting(self) -> list[tuple[int, bool]]:
        """Days followed and whether a dose was given, of inquiries in the period."""
        found = []
        for each in self.courses():
            dosed = each["dosed"] is not None and each["dosed"] <= self.today
            if not self.within(each["inquiry"]) or (each["declined"] and not dosed):
                continue
            if dosed and each["dosed"] < each["inquiry"]:
                continue
            until = each["dosed"] if dosed else self.today
            found.append(((until - each["inquiry"]).days, dosed))
        return found

    def kaplan_meier(self, share: float) -> float | None:
        """The day by which a share were dosed, from the product of each day's survival; none
        where fewer than five are left at risk by then."""
        people = self.waiting()
        survival = 1.0
        for day in sorted({days for days, seen in people if seen}):
            at_risk = sum(days >= day for days, _ in people)
            survival *= 1 - sum(days == day and seen for days, seen in people) / at_risk
            if survival <= 1 - share + 1e-9:
                return float(day) if at_risk >= 5 else None
        return None

    STEPS = ("inquiry", "screened", "decided", "consented", "dosed")

    def mature(self) -> list[dict[str, Any]]:
        old = self.today - timedelta(days=60)
        return [
            each
            for each in self.courses()
            if self.within(each["inquiry"]) and each["inquiry"] <= old
        ]

    def funnel(self) -> list[int]:
        return self.reached(self.mature())

    def reached(self, asked: list[dict[str, Any]]) -> list[int]:
        def known(day: date | None) -> bool:
            return day is not None and day <= self.today

        return [
            sum(any(known(each[later]) for later in self.STEPS[place:]) for each in asked)
            for place in range(len(self.STEPS))
        ]

    def step_medians(self) -> dict[str, float]:
        return self.days(self.mature())

    def days(self, asked: list[dict[str, Any]]) -> dict[str, float]:
        found = {}
        for before, after in pairwise(self.STEPS):
            days = [
                (each[after] - each[before]).days
                for each in asked
                if each[before] and each[after] and each[before] <= each[after] <= self.today
            ]
            if len(days) >= 5:
                found[after] = median(days)
        return found

    def cohorts(self) -> dict[date, tuple[list[int], dict[str, float]]]:
        """By month of asking: those who reached each step, and the median days."""
        months: dict[date, list[dict[str, Any]]] = defaultdict(list)
        for each in self.courses():
            if self.within(each["inquiry"]):
                months[each["inquiry"].replace(day=1)].append(each)
        return {month: (self.reached(each), self.days(each)) for month, each in months.items()}

    def stuck(self) -> dict[str, tuple[int, int]]:
        """By stage of the newest episode: people over its expected days, and all."""
        screened = {each.id: each.episode_id for each in everything(Screening)}
        decided = defaultdict(list)
        for each in standing(Decision):
            decided[screened[each.screening_id]].append((each.happened_at, each.id, each))
        newest: dict[UUID, Any] = {}
        for episode in sorted(
            self.episodes.values(),
            key=lambda each: (each.closed_at is None, each.opened_at, each.id),
        ):
            newest[episode.patient_id] = episode
        found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for episode in newest.values():
            if not self.stages[episode.id] or not self.wanted(episode.route):
                continue
            event = self.stages[episode.id][-1]
            stage, since = event.to_stage.value, event.happened_at
            due = None
            if stage == "deferred" and decided[episode.id]:
                due = max(decided[episode.id])[2].revisit_on
            if stage in EXPECTED:
                on = since.astimezone(self.zone(episode.site_id)).date()
                due = on + timedelta(days=EXPECTED[stage])
            over, people = found[stage]
            found[stage] = (over + (due is not None and due < self.today), people + 1)
        return dict(found)

    def inductions(self) -> tuple[int, int]:
        closed = [
            each["in_window"] >= each["planned"]
            for each in self.courses()
            if self.within(each["dosed"]) and each["closes"] and each["closes"] < self.today
        ]
        return sum(closed), len(closed)

    def reviews(self) -> tuple[int, int]:
        limit = timedelta(days=14)
        due = [
            each["reviewed"] is not None and each["reviewed"] <= each["last"] + limit
            for each in self.courses()
            if self.within(each["dosed"])
            and each["over"]
            and each["last"]
            and each["last"] + limit < self.today
        ]
        return sum(due), len(due)

    def decisions(self) -> dict[str, Counter[str]]:
        """Decisions and overrides by verdict; screenings by rule that spoke against going ahead,
        and those decided milder than that rule."""
        screenings = {each.id: each for each in everything(Screening)}
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for each in standing(Decision):
            screening = screenings[each.screening_id]
            episode = self.episodes[screening.episode_id]
            on = each.happened_at.astimezone(self.zone(episode.site_id)).date()
            if not (self.within(on) and self.wanted(episode.route)):
                continue
            verdict = each.verdict.value
            found["verdicts"][verdict] += 1
            found["overrides"][verdict] += each.verdict is not each.rules_verdict
            spoke = [each for each in screening.findings if each["result"] != "eligible"]
            for rule in {each["rule"] for each in spoke}:
                worst = max(SEVERITY.index(f["result"]) for f in spoke if f["rule"] == rule)
                found["rules"][rule] += 1
                found["overridden"][rule] += SEVERITY.index(verdict) < worst
        return found

    # people and bookings ahead

    def caseload(self, at: datetime) -> Counter[Any]:
        changes = defaultdict(list)
        for change in standing(PractitionerChange):
            if change.happened_at > at:
                changes[change.episode_id].append((change.happened_at, change.id, change.from_id))
        found: Counter[Any] = Counter()
        for episode in self.episodes.values():
            events = [each for each in self.stages[episode.id] if each.happened_at <= at]
            if not events or events[-1].to_stage.value not in ACTIVE:
                continue
            if self.wanted(episode.route):
                later = changes[episode.id]
                found[min(later)[2] if later else episode.practitioner_id] += 1
        return found

    def nothing_ahead(self, episode_id: UUID) -> bool:
        return not any(
            visit.booking.episode_id == episode_id
            and visit.status == "booked"
            and visit.on >= self.today
            for visit in self.all_visits
        )

    def backlog(self) -> list[int]:
        """Days since their stage began of those ready and not booked."""
        found = []
        for each in self.courses():
            if each["stage"] in ("eligible", "consented") and self.nothing_ahead(each["id"]):
                since = self.stages[each["id"]][-1].happened_at
                zone = self.zone(self.episodes[each["id"]].site_id)
                found.append((self.today - since.astimezone(zone).date()).days)
        return found

    def due(self) -> tuple[int, int]:
        """Due by the usual gap with nothing booked and no hold open, and of these past its end."""
        held = {hold.episode_id for hold in standing(Hold) if hold.ended_at is None}
        due, late = 0, 0
        for each in self.courses():
            gaps = GAPS.get(self.episodes[each["id"]].protocol_id)
            days = self.dose_days(each["id"])
            treated = each["stage"] in ("induction", "continuation", "maintenance")
            if not (treated and gaps and days) or each["id"] in held:
                continue
            least, most = next(gap for begun, *gap in gaps if len(days) + 1 >= begun)
            passed = (self.today - max(days)).days
            if passed >= least and self.nothing_ahead(each["id"]):
                due, late = due + 1, late + (passed > most)
        return due, late

    def dose_days(self, episode_id: UUID) -> list[date]:
        """The clinic's day of every session in which something was given."""
        return [
            visit.session.local_date
            for visit in self.all_visits
            if visit.dosed and visit.session.episode_id == episode_id
        ]

    def third_next(self, length: int) -> int | None:
        """Day by day, place by place, walking each chair's minutes."""
        self.closures = everything(SiteClosure)
        chairs = everything(Chair)
        left = 3
        for ahead in range(1, 113):
            on = self.today + timedelta(days=ahead)
            for chair in chairs:
                if chair.retired_on is not None and on >= chair.retired_on:
                    continue
                free = [self.is_open(chair, on, minute) for minute in range(1440)]
                for visit in self.all_visits:
                    if visit.booking.chair_id != chair.id or visit.on != on:
                        continue
                    if visit.status in ("booked", "attended"):
                        start = visit.booking.starts_at.astimezone(visit.zone)
                        begun = start.hour * 60 + start.minute
                        many = minutes(visit.booking.starts_at, visit.booking.ends_at)
                        for minute in range(begun, min(1440, begun + many)):
                            free[minute] = False
                run = 0
                for minute in [*free, False]:
                    if minute:
                        run += 1
                        continue
                    left -= run // length
                    run = 0
            if left <= 0:
                return ahead
        return None
