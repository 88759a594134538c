"""How the answers of a questionnaire become its total, and how high that total can be."""

from collections.abc import Callable, Mapping, Sequence

from data.reference import Instrument, Item


def total(instrument: Instrument, answered: Mapping[str, int]) -> int | None:
    """The total of a complete questionnaire, by the instrument's own method."""
    return METHODS[instrument.method](instrument, answered)


def highest(instrument: Instrument, aside: Sequence[Item]) -> int | None:
    """The highest total that can be reached without the items set aside."""
    if instrument.maximum is None:
        return None
    return instrument.maximum - instrument.multiplier * sum([item.maximum for item in aside])


def possible(instrument: Instrument) -> range:
    """Every total the instrument can have; empty where it has none."""
    if instrument.minimum is None or instrument.maximum is None:
        return range(0)
    return range(instrument.minimum, instrument.maximum + 1, instrument.multiplier)


def _sum(instrument: Instrument, answered: Mapping[str, int]) -> int:
    return sum(answered.values()) * instrument.multiplier


def _domain_maxima(instrument: Instrument, answered: Mapping[str, int]) -> int:
    return sum(
        max(answered[item_id] for item_id in domain if item_id in answered)
        for domain in instrument.domains
    )


def _none(instrument: Instrument, answered: Mapping[str, int]) -> None:
    """Triage knows levels and a profile knows its parts; neither adds up to anything."""


METHODS: Mapping[str, Callable[[Instrument, Mapping[str, int]], int | None]] = {
    "sum": _sum,
    "total_only": _sum,
    "domain_maxima": _domain_maxima,
    "triage": _none,
    "profile": _none,
}
