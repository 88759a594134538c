"""Side effects counted by hand: plain Python over the rows of the record, from the definitions."""

from dataclasses import dataclass, field
from datetime import date
from statistics import quantiles
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from data.tables import (
    Administration,
    DosingSession,
    Episode,
    MedicineGiven,
    Patient,
    Record,
    SideEffect,
    Site,
    Vital,
)
from data.tables.vocabulary import Drug, Moment, Route
from tests import clinic


@dataclass
class Visit:
    """One session with a dose, as a careful reader of the chart sees it."""

    session: DosingSession
    given: Administration
    mg: float
    pre: Vital | None = None
    during: list[Vital] = field(default_factory=list)
    effects: list[SideEffect] = field(default_factory=list)
    medicines: list[MedicineGiven] = field(default_factory=list)

    @property
    def patient(self) -> UUID:
        return self.session.patient_id

    @property
    def column(self) -> str:
        return str(self.session.number) if self.session.number <= 8 else "later"

    def dose(self, route: Route) -> str:
        if route is Route.NASAL:
            known = self.given.drug is Drug.ESKETAMINE and self.mg in (56, 84)
            return f"{self.mg:g} mg" if known else "other"
        if self.given.drug is not Drug.KETAMINE or self.given.weight_kg is None:
            return "not known"
        per_kg = round(self.mg / self.given.weight_kg, 2)
        for below, words in ((0.45, "under 0.45"), (0.56, "0.45 to 0.55"), (0.76, "0.56 to 0.75")):
            if per_kg < below:
                return words
        return "over 0.75"

    def peak(self, which: str) -> int | None:
        known = [getattr(vital, which) for vital in self.during]
        return max((value for value in known if value is not None), default=None)

    def rise(self, which: str) -> int | None:
        before = getattr(self.pre, which) if self.pre else None
        after = self.peak(which)
        return None if before is None or after is None else after - before

    def worst(self, term: str) -> int | None:
        return worst([effect for effect in self.effects if effect.term == term])

    def has(self, term: str | None) -> bool:
        return any(term in (None, effect.term) for effect in self.effects)


@dataclass
class Seen:
    """Everything of one route: sessions with a dose, and effects told between sessions."""

    visits: list[Visit]
    between: list[SideEffect]

    @property
    def patients(self) -> set[UUID]:
        return {visit.patient for visit in self.visits}

    @property
    def effects(self) -> list[SideEffect]:
        """Those that count for patients."""
        told = [effect for effect in self.between if effect.patient_id in self.patients]
        return [effect for visit in self.visits for effect in visit.effects] + told

    @property
    def terms(self) -> set[str]:
        return {effect.term for effect in self.effects}

    def with_term(self, term: str | None) -> set[UUID]:
        return {each.patient_id for each in self.effects if term in (None, each.term)}

    def grades(self, term: str) -> dict[int, int]:
        """Patients by the band of the worst grade of this effect."""
        found = dict.fromkeys((1, 2, 3, 0), 0)
        for patient in self.with_term(term):
            own = [e for e in self.effects if (e.patient_id, e.term) == (patient, term)]
            found[worst(own)] += 1
        return found


def worst(effects: list[SideEffect]) -> int:
    """1, 2, 3 for 3 and over, 0 where nobody gave a grade."""
    known = [effect.grade for effect in effects if effect.grade is not None]
    return min(max(known), 3) if known else 0


def middle(values: list[int]) -> tuple[float, float, float]:
    """The quartiles of at least two values."""
    low, median, high = quantiles(values, n=4, method="inclusive")
    return low, median, high


def stand(table: type[Record]) -> list[Any]:
    """Entries that no later one corrects and that are not struck out."""
    rows = [row for (row,) in clinic.rows(sa.select(table))]
    corrected = {row.corrects for row in rows}
    return [row for row in rows if row.id not in corrected and not row.struck]


def seen(route: Route, until: date, site: int | None = None) -> Seen:
    """What happened on one route, at one site or at all, up to a day."""
    episodes = {
        row.id: row
        for (row,) in clinic.rows(sa.select(Episode))
        if row.route is route and site in (None, row.site_id)
    }
    visits = _visits(episodes, until)
    doses = [row for (row,) in clinic.rows(sa.select(Administration)) if not row.struck]
    of = {row.id: row for (row,) in clinic.rows(sa.select(DosingSession))}
    between = [
        effect
        for effect in stand(SideEffect)
        if effect.session_id is None
        and _course(effect, doses, of) in episodes
        and _on(effect) <= until
    ]
    return Seen(visits, between)


def _visits(episodes: dict[UUID, Episode], until: date) -> list[Visit]:
    found = {}
    given = sorted(stand(Administration), key=lambda row: (row.happened_at, row.id))
    for (session,) in clinic.rows(sa.select(DosingSession)):
        own = [dose for dose in given if dose.session_id == session.id]
        if own and session.episode_id in episodes and session.local_date <= until:
            found[session.id] = Visit(session, own[-1], sum(dose.mg for dose in own))
    for vital in sorted(stand(Vital), key=lambda row: (row.happened_at, row.id)):
        visit = found.get(vital.session_id)
        if visit is None:
            continue
        if vital.moment is Moment.PRE:
            visit.pre = vital
        if visit.session.first_dose_at and vital.happened_at >= visit.session.first_dose_at:
            visit.during.append(vital)
    for effect in stand(SideEffect):
        if effect.session_id in found:
            found[effect.session_id].effects.append(effect)
    for medicine in stand(MedicineGiven):
        if medicine.session_id in found:
            found[medicine.session_id].medicines.append(medicine)
    return list(found.values())


def _course(
    effect: SideEffect, doses: list[Administration], of: dict[UUID, DosingSession]
) -> UUID | None:
    """The course whose dose was the last before the effect."""
    before = [
        dose
        for dose in doses
        if of[dose.session_id].patient_id == effect.patient_id
        and dose.happened_at <= effect.happened_at
    ]
    last = max(before, key=lambda dose: dose.happened_at, default=None)
    return None if last is None else of[last.session_id].episode_id


def _on(effect: SideEffect) -> date:
    if effect.earliest is not None:
        return effect.earliest
    zones = sa.select(Site.tz).join(Patient, Patient.site_id == Site.id)
    own = clinic.rows(zones.where(Patient.id == effect.patient_id))
    zone = own[0][0] if own else "UTC"
    return effect.happened_at.astimezone(ZoneInfo(zone)).date()
