"""Triage by yes and no: the worst level met, and nothing reassuring from the unknown."""

from data.reference import Instrument
from services.clinical.answers import Given, matches

YES = 1


def level_reached(instrument: Instrument, given: Given, complete: bool) -> str | None:
    """The id of the level the answers reach, worst first.

    A yes stands whatever else is open, so on an incomplete screen the level is a floor. The
    mildest level, which rests on nobody having said yes, needs the whole screen: until then None.
    """
    taken = given | _presumed(instrument, given)
    for level in instrument.levels:
        if any(taken[item_id] == YES for item_id in level.any_yes):
            return level.id
    return instrument.levels[-1].id if instrument.levels and complete else None


def _presumed(instrument: Instrument, given: Given) -> dict[str, int]:
    return {
        presumption.item: presumption.value
        for presumption in instrument.presumptions
        if given[presumption.item] is None and matches(given, presumption.when)
    }
