"""Counts of visits that nearly are the same visits, as they may be told beside each other."""

from dataclasses import dataclass

from data.queries.insight.attendance import Fate
from services.access import User
from services.insight import opening
from services.insight.ground import Ground
from services.insight.once import once
from services.utilization import attendance, chairs, noted, workload

HELD = (Fate.ATTENDED, Fate.NO_SHOW, Fate.HELD, Fate.UNKNOWN, Fate.TODAY)
"""Bookings that nobody cancelled."""


@dataclass(frozen=True)
class Beside:
    """Visits in each of these ways; None is hidden."""

    watched: int | None
    """With a dose, and with the name of who watched."""
    noted: int | None
    """With a dose and noted times."""
    in_chair: int | None
    imputed: int | None
    """Of those in a chair, with the plan in place of times."""
    overlaps: int | None
    ahead: int | None
    """Not cancelled, and booked it is known when."""


@once
def beside(user: User | None, ground: Ground) -> Beside:
    """One set of parts with the fates of bookings and the visits given.

    Those not cancelled are the fates of `HELD` together, and whoever was in a chair attended or
    was held. Where one of these is hidden, both counts would tell it; and a count that is few more
    or fewer than another one would tell of these few.
    """
    use, came = chairs.use(user, ground), attendance.attendance(user, ground)
    lead = workload.lead_time(user, ground)
    counts = {
        "watched": sum(n or 0 for _, n, _ in workload.watched(user, ground).people),
        "noted": sum(row["n"] for row in noted.by_route(user, ground)),
        "in_chair": use.total.visits,
        "ahead": lead[0] if lead else 0,
    }
    if ground.minimum is None:
        return Beside(**counts, imputed=use.total.imputed, overlaps=use.overlaps)
    held = [came.fates[each] for each in HELD]
    secret = {"in_chair", "ahead"} if None in held else set()
    known = {
        "fates": opening.total(held),
        "attended": came.fates[Fate.ATTENDED],
        "given": came.given,
        **{name: None if name in secret else n for name, n in counts.items()},
    }
    told = apart(ground.minimum, known)
    return Beside(
        **{name: told[name] for name in counts},
        imputed=_imputed(ground, told["in_chair"], use.total.imputed, told["noted"]),
        overlaps=None if 0 < use.overlaps < ground.minimum else use.overlaps,
    )


def apart(minimum: int, counts: dict[str, int | None]) -> dict[str, int | None]:
    """Of counts in the order of their weight those that differ from all told before by nobody or
    by enough; the others are None."""
    told: dict[str, int | None] = {}
    for name, n in counts.items():
        others = (each for each in (0, *told.values()) if each is not None)
        fits = n is not None and not any(0 < abs(n - other) < minimum for other in others)
        told[name] = n if fits else None
    return told


def _imputed(
    ground: Ground, visits: int | None, imputed: int, with_times: int | None
) -> int | None:
    if visits is None:
        return None
    shown = opening.parts(ground, {"imputed": imputed, "noted": visits - imputed})
    told = apart(ground.minimum or 1, {"": with_times, "noted": shown["noted"]})
    return None if told["noted"] is None else shown["imputed"]
