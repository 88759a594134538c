"""Which question a LOINC code or a printed question stands for, and what an answer is worth."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from data.formats.fhir.shapes import Coding
from data.reference import instrument
from data.reference.columns import plain

TAKEN_IN = ("phq9", "gad7", "audit_c")

SCREENED_FIRST = ("phq9", "gad7")
SCREENING_PAIR = {0, 1}
"""PHQ-2 and GAD-2 are the first two questions of PHQ-9 and GAD-7, with the same codes."""

TEEN_FORM = "The file calls it a PHQ-9 modified for teens; it was taken as a PHQ-9."

# Some systems give these codes to every PHQ-9, whatever the age.
_TEEN_PANEL = "89206-7"
_TEEN_TOTAL = "89204-2"

_AUDIT_C_ANSWERS = (
    ("LA6270-8", "LA18926-8", "LA18927-6", "LA18928-4", "LA18929-2"),
    ("LA15694-5", "LA15695-2", "LA18930-0", "LA18931-8", "LA18932-6"),
    ("LA6270-8", "LA18933-4", "LA18876-5", "LA18891-4", "LA18934-2"),
)
"""LOINC's answer lists LL2179-1, LL2180-9 and LL2181-7, each from 0 to 4 points."""

_LOINC_OID = "urn:oid:2.16.840.1.113883.6.1"
_LONGEST_WORDING = 500

# LOINC's names end with the recall period and the survey, which the printed forms do not repeat.
_LOINC_ENDING = re.compile(r"(\s+in last 2 weeks)?(\s*\[Reported\.PHQ\])?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A question of an instrument, counted from 0, or its total where `question` is None."""

    instrument: str
    question: int | None

    def __str__(self) -> str:
        what = "the total" if self.question is None else f"question {self.question + 1}"
        return f"{what} of the {instrument(self.instrument).name}"


def places(codes: Iterable[str | None], text: str | None = None) -> set[Place]:
    """Every place that one of the codes, or the question as printed, stands for.

    A code may be the end of an address or of a path of codes ("/44249-1/44250-9").
    """
    found = {place for code in _bare(codes) if (place := _places_by_code().get(code))}
    return found | places_by_words(text)


def is_teen(codes: Iterable[str | None]) -> bool:
    """Whether one of the codes is the teen form's."""
    return not {_TEEN_PANEL, _TEEN_TOTAL}.isdisjoint(_bare(codes))


def loinc(codings: Iterable[Coding]) -> set[str]:
    """The codes that are, or may be, LOINC's."""
    return {coding.code for coding in codings if coding.code and is_loinc(coding)}


def is_loinc(coding: Coding) -> bool:
    """A coding without a system counts: its code is looked up among LOINC's and nowhere else."""
    return coding.system is None or "loinc.org" in coding.system or coding.system == _LOINC_OID


@cache
def panels() -> Mapping[str, str]:
    """Instrument by the LOINC code of its panel."""
    known = {panel: id for id in TAKEN_IN if (panel := instrument(id).loinc.panel)}
    return known | {_TEEN_PANEL: "phq9"}


@cache
def points_by_code(place: Place) -> Mapping[str, int]:
    """What each LOINC answer code (LA...) is worth there."""
    if place.instrument == "audit_c" and place.question is not None:
        return {code: points for points, code in enumerate(_AUDIT_C_ANSWERS[place.question])}
    options = instrument(place.instrument).options
    return {option.loinc: option.value for option in options if option.loinc}


def points_by_words(instrument_id: str, words: str) -> int | None:
    """What a printed answer is worth, whatever its case and punctuation."""
    return _points_by_words(instrument_id).get(plain(words))


@cache
def _points_by_words(instrument_id: str) -> Mapping[str, int]:
    return {plain(option.words): option.value for option in instrument(instrument_id).options}


@cache
def _places_by_code() -> Mapping[str, Place]:
    found = {_TEEN_TOTAL: Place("phq9", None)}
    for id in TAKEN_IN:
        known = instrument(id)
        codes = [item.loinc for item in known.items]
        found |= {code: Place(id, number) for number, code in enumerate(codes) if code}
        if known.loinc.total:
            found[known.loinc.total] = Place(id, None)
    return found


def places_by_words(text: str | None) -> set[Place]:
    """The question that is printed so."""
    if not text or len(text) > _LONGEST_WORDING:
        return set()
    place = _places_by_wording().get(plain(_LOINC_ENDING.sub("", text)))
    return {place} if place else set()


@cache
def _places_by_wording() -> Mapping[str, Place]:
    return {
        plain(item.wording): Place(id, number)
        for id in TAKEN_IN
        for number, item in enumerate(instrument(id).items)
        if item.wording
    }


def _bare(codes: Iterable[str | None]) -> set[str]:
    return {re.split(r"[/#|]", code)[-1] for code in codes if code}
