"""Reviewed clinical content, kept in TOML beside this file: what a clinician could argue with."""

from data.reference.instrument_files import UnknownInstrument, instrument, instrument_ids
from data.reference.instrument_parts import (
    LOINC_NOTICE,
    Band,
    Item,
    ItemFlag,
    Level,
    Loinc,
    MeaningfulChange,
    Option,
    Presumption,
    Remission,
    Response,
    Skip,
    Symptoms,
    TotalFlag,
)
from data.reference.instrument_type import Instrument

__all__ = [
    "LOINC_NOTICE",
    "Band",
    "Instrument",
    "Item",
    "ItemFlag",
    "Level",
    "Loinc",
    "MeaningfulChange",
    "Option",
    "Presumption",
    "Remission",
    "Response",
    "Skip",
    "Symptoms",
    "TotalFlag",
    "UnknownInstrument",
    "instrument",
    "instrument_ids",
]
