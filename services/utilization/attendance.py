"""Whether patients came, and whether what they gave up was used by others."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from data.queries.insight import attendance as queries
from data.queries.insight.attendance import COUNTED, Fate
from data.queries.insight.chairs import By
from services.access import Action, User
from services.acting import acting
from services.insight import opening
from services.insight.ground import Ground
from services.insight.once import once
from services.insight.rates import Rate
from services.utilization import shares

FATE_WORDS = {
    Fate.ATTENDED: "attended",
    Fate.NO_SHOW: "not attended",
    Fate.LATE_CANCEL: "cancelled late by the patient",
    Fate.EARLY_CANCEL: "cancelled in time by the patient",
    Fate.CLINIC_CANCELLED: "cancelled by the clinic",
    Fate.HELD: "held for a medical reason",
    Fate.UNKNOWN: "past, and nobody wrote what became of them",
    Fate.TODAY: "of today, not over yet",
}


@dataclass(frozen=True)
class Attendance:
    """Bookings by what became of them; counts are None where they are hidden."""

    fates: dict[Fate, int | None]
    no_show: Rate
    late_cancel: Rate
    days: int
    """Clinic days: days on which somebody came."""
    given: int | None
    """Visits with a dose."""

    @property
    def counted(self) -> int | None:
        """The denominator."""
        return opening.total([self.fates[each] for each in COUNTED])


@once
def attendance(user: User | None, ground: Ground) -> Attendance:
    """Of all bookings of the ground."""
    with acting(user, Action.VIEW_NUMBERS, about="attendance") as session:
        rows = queries.fates(session, ground.view, ground.today, None)
        days = queries.clinic_days(session, ground.view)
    counts = dict.fromkeys(Fate, 0) | {Fate(row["fate"]): row["n"] for row in rows}
    # In the words in which numbers open, so that both hide the same.
    shown = opening.parts(ground, {FATE_WORDS[each]: counts[each] for each in Fate})
    fates = {each: shown[FATE_WORDS[each]] for each in Fate}
    counted = opening.total([fates[each] for each in COUNTED])
    return Attendance(
        fates=fates,
        no_show=_rate(fates[Fate.NO_SHOW], counted),
        late_cancel=_rate(fates[Fate.LATE_CANCEL], counted),
        days=days["days"],
        given=opening.parts(ground, {"": days["given"]})[""],
    )


@once
def by_group(user: User | None, ground: Ground, by: By) -> dict[str, dict[Any, Rate]]:
    """No-show and late cancellation ("no_show", "late_cancel") by the key of the group, in order.

    Groups without any counted visit are not there.
    """
    with acting(user, Action.VIEW_NUMBERS, about=f"attendance by {by.value}") as session:
        rows = queries.fates(session, ground.view, ground.today, by)
    counts: dict[Any, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for row in rows:
        if row["fate"] in COUNTED:
            counts[row["group"]][row["fate"]] += row["n"]
    order = sorted(counts, key=lambda key: (key is None, str(key)))
    sizes = {key: sum(counts[key].values()) for key in order}
    outcomes = {
        fate.value: {key: counts[key][fate] for key in order}
        for fate in (Fate.NO_SHOW, Fate.LATE_CANCEL)
    }
    return shares.together(ground, sizes, outcomes)


def fill_rate(user: User | None, ground: Ground) -> Rate:
    """Places given up by patients that somebody else had."""
    with acting(user, Action.VIEW_NUMBERS, about="fill rate") as session:
        k, n = shares.total(queries.freed(session, ground.view, None))
    if ground.minimum is not None:
        # These places are nearly what patients cancelled, so they would tell what is hidden there.
        fates = attendance(user, ground).fates
        cancelled = opening.total([fates[each] for each in (Fate.LATE_CANCEL, Fate.EARLY_CANCEL)])
        if cancelled is None or 0 < abs(cancelled - n) < ground.minimum:
            return Rate(None, None)
    return shares.rates(ground, [{"group": "", "k": k, "n": n}])[""]


def _rate(k: int | None, n: int | None) -> Rate:
    return Rate(None, None) if k is None or n is None else Rate(k, n)
