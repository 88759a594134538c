"""Readings to sets of readings: what was measured of one person at one time is one set.

Only where that is unambiguous: two values of one kind cannot be told apart by their time. Then
what a panel lists stays together, and the rest stands alone.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from data.formats.fhir.measured import EMPTY_PANEL, Measured, Moment, check_pair
from data.formats.fhir.refused import Refused
from data.formats.fhir.subjects import whose
from data.formats.records import LeftOut, VitalRecord

_PRESSURES = {"sbp", "dbp"}


def records(measured: Iterable[Measured]) -> tuple[list[VitalRecord], list[LeftOut]]:
    """The sets of readings of a file, and the Observations that do not come in."""
    by_moment: dict[Moment, list[Measured]] = {}
    for each in measured:
        by_moment.setdefault(each.moment, []).append(each)
    found: list[VitalRecord] = []
    left_out: list[LeftOut] = []
    for group in by_moment.values():
        taken, refused = _possible([each for each in group if each.readings])
        found += [_record(part) for part in _apart(taken, group)]
        left_out += [*refused, *_empty(group, taken)]
    return found, left_out


def _possible(taken: list[Measured]) -> tuple[list[Measured], list[LeftOut]]:
    """Those of one moment, but for pressures that came one by one and cannot be a pair."""
    pressures = [each for each in taken if _PRESSURES & each.readings.keys()]
    try:
        check_pair(_together(pressures) or {})
    except Refused as refusal:
        keys = {each.entry.key for each in pressures}
        left_out = [LeftOut(each.entry.source_id, str(refusal)) for each in pressures]
        return [each for each in taken if each.entry.key not in keys], left_out
    return taken, []


def _apart(taken: list[Measured], group: list[Measured]) -> list[list[Measured]]:
    """One set, if all fits together; else one a panel, and one for each of the rest."""
    if _together(taken) is not None:
        return [taken] if taken else []
    rest = {each.entry.key: each for each in taken}
    sets = []
    for panel in [each for each in group if each.members]:
        listed = [key for key in (panel.entry.key, *sorted(panel.members)) if key in rest]
        if listed and _together(rest[key] for key in listed) is not None:
            sets.append([rest.pop(key) for key in listed])
    return [*sets, *([each] for each in rest.values())]


def _together(taken: Iterable[Measured]) -> dict[str, Decimal] | None:
    """All readings by field; None where two of one kind differ."""
    found: dict[str, Decimal] = {}
    for each in taken:
        if any(found.get(name, value) != value for name, value in each.readings.items()):
            return None
        found |= each.readings
    return found


def _empty(group: list[Measured], taken: list[Measured]) -> list[LeftOut]:
    """Panels without a reading of their own, whose members are not there either."""
    keys = {each.entry.key for each in taken}
    empty = [each for each in group if not each.readings and keys.isdisjoint(each.members)]
    return [LeftOut(each.entry.source_id, EMPTY_PANEL) for each in empty]


def _record(taken: list[Measured]) -> VitalRecord:
    first = taken[0]
    together = {name: value for each in taken for name, value in each.readings.items()}
    weight = together.pop("weight_kg", None)
    notes = [note for each in taken for note in each.notes]
    if len(taken) > 1:
        notes.append(f"Put together from {len(taken)} observations of one time.")
    return VitalRecord(
        **whose(first.entry, first.person, notes),
        happened_at=first.moment[1],
        weight_kg=None if weight is None else float(weight),
        **_whole(together),
    )


def _whole(readings: Mapping[str, Decimal]) -> dict[str, Any]:
    """By the fields of VitalRecord."""
    return {name: int(value) for name, value in readings.items()}
