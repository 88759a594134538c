"""Which question a LOINC code or a printed question stands for, and what an answer is worth."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from data.formats.fhir.shapes import Coding
from data.reference import instrument

TAKEN_IN = ("phq9", "gad7")

SCREENING_PAIR = {0, 1}
"""PHQ-2 and GAD-2 are the first two questions of PHQ-9 and GAD-7, with the same codes."""

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
    bare = {re.split(r"[/#|]", code)[-1] for code in codes if code}
    found = {place for code in bare if (place := _places_by_code().get(code))}
    return found | _places_by_text(text)


def loinc(codings: Iterable[Coding]) -> set[str]:
    """The codes that are, or may be, LOINC's."""
    return {coding.code for coding in codings if coding.code and is_loinc(coding)}


def is_loinc(coding: Coding) -> bool:
    """A coding without a system counts: its code is looked up among LOINC's and nowhere else."""
    return coding.system is None or "loinc.org" in coding.system or coding.system == _LOINC_OID


@cache
def panels() -> Mapping[str, str]:
    """Instrument by the LOINC code of its panel."""
    return {panel: id for id in TAKEN_IN if (panel := instrument(id).loinc.panel)}


@cache
def points_by_code(instrument_id: str) -> Mapping[str, int]:
    """What each LOINC answer code (LA...) is worth."""
    return {
        option.loinc: option.value for option in instrument(instrument_id).options if option.loinc
    }


def points_by_words(instrument_id: str, words: str) -> int | None:
    """What a printed answer is worth, whatever its case and punctuation."""
    return _points_by_letters(instrument_id).get(_letters(words))


@cache
def _points_by_letters(instrument_id: str) -> Mapping[str, int]:
    return {_letters(option.words): option.value for option in instrument(instrument_id).options}


@cache
def _places_by_code() -> Mapping[str, Place]:
    found: dict[str, Place] = {}
    for id in TAKEN_IN:
        known = instrument(id)
        codes = [item.loinc for item in known.items]
        found |= {code: Place(id, number) for number, code in enumerate(codes) if code}
        if known.loinc.total:
            found[known.loinc.total] = Place(id, None)
    return found


def _places_by_text(text: str | None) -> set[Place]:
    if not text or len(text) > _LONGEST_WORDING:
        return set()
    place = _places_by_wording().get(_letters(_LOINC_ENDING.sub("", text)))
    return {place} if place else set()


@cache
def _places_by_wording() -> Mapping[str, Place]:
    return {
        _letters(item.wording): Place(id, number)
        for id in TAKEN_IN
        for number, item in enumerate(instrument(id).items)
        if item.wording
    }


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
