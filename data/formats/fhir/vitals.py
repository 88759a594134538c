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
        kept: set[str] = set()
        for part in _apart([each for each in group if each.readings], group):
            taken, refused = _possible(part)
            kept |= {each.entry.key for each in taken}
            found += [_record(taken)] if taken else []
            left_out += refused
        left_out += _empty(group, kept)
    return found, left_out


def _possible(part: list[Measured]) -> tuple[list[Measured], list[LeftOut]]:
    """One set, but for pressures that came one by one and cannot be a pair."""
    pressures = [each for each in part if _PRESSURES & each.readings.keys()]
    try:
        check_pair({name: value for each in pressures for name, value in each.readings.items()})
    except Refused as refusal:
        left_out = [LeftOut(each.entry.source_id, str(refusal)) for each in pressures]
        return [each for each in part if not _PRESSURES & each.readings.keys()], left_out
    return part, []


def _apart(taken: list[Measured], group: list[Measured]) -> list[list[Measured]]:
    """One set, if all fits together; else one a panel, and one for each of the rest."""
    if _fit(taken):
        return [taken] if taken else []
    rest = {each.entry.key: each for each in taken}
    order = {key: number for number, key in enumerate(rest)}
    sets = []
    for panel in [each for each in group if each.members]:
        listed = sorted(rest.keys() & {panel.entry.key, *panel.members}, key=order.__getitem__)
        if listed and _fit(rest[key] for key in listed):
            sets.append([rest.pop(key) for key in listed])
    return [*sets, *([each] for each in rest.values())]


def _fit(taken: Iterable[Measured]) -> bool:
    """Whether no two readings of one kind differ."""
    found: dict[str, Decimal] = {}
    readings = [reading for each in taken for reading in each.readings.items()]
    return all(found.setdefault(name, value) == value for name, value in readings)


def _empty(group: list[Measured], kept: set[str]) -> list[LeftOut]:
    """Panels without a reading of their own of whose members none is kept."""
    empty = [each for each in group if not each.readings and kept.isdisjoint(each.members)]
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
        position=first.moment[3],
        weight_kg=None if weight is None else float(weight),
        **_whole(together),
    )


def _whole(readings: Mapping[str, Decimal]) -> dict[str, Any]:
    """By the fields of VitalRecord."""
    return {name: int(value) for name, value in readings.items()}
