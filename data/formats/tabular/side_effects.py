"""Side effects, as trials list them (CDISC's AE domain) and as clinics do."""

from collections.abc import Iterator
from functools import cache

from data.formats.fhir.side_effects import SERIOUS_NOT_SAID
from data.formats.records import Day, SideEffectRecord
from data.formats.tabular.rows import Row
from data.formats.tabular.whose import Whose
from data.reference.columns import columns, plain, spoken
from data.reference.side_effects import side_effects as vocabulary

NO_EVENT = "It does not say what happened."
ENDS_FIRST = "It ends before it begins. Correct one of the two dates."
UNCLEAR = "The file calls a relation to the medicine remote or doubtful: nobody ruled it out."
OVER = "The file says that it is over, but not since when."

_RELATED = {"true": True, "false": False, "unclear": None, None: None}


def side_effects(row: Row, person: Whose | None) -> Iterator[SideEffectRecord]:
    """The row's side effect. Without a date it is one all the same, of an unknown day."""
    text = row.value("event")
    if text is None:
        row.fault(NO_EVENT, "event")
    happened = row.day("start" if row.value("start") else "date")
    resolved = row.day("end")
    if happened and resolved and resolved.latest < happened.earliest:
        row.fault(ENDS_FIRST, "end")
    grade = row.word("grade", "grade", name="a severity")
    related = row.word("related", "related", name="a relation")
    serious = row.yes("serious")
    if text and person:
        yield SideEffectRecord(
            **person.entry(),
            source_id=row.source_id,
            text=text,
            term=_terms().get(plain(text)),
            happened=happened,
            resolved=resolved,
            grade=int(grade) if grade else None,
            serious=serious,
            related=_RELATED[related],
            action=row.value("action"),
            notes=_notes(row, serious, related, resolved),
            row=row.number,
        )


def _notes(
    row: Row, serious: bool | None, related: str | None, resolved: Day | None
) -> tuple[str, ...]:
    outcome = columns().words["over"].get(spoken(row.value("outcome") or ""))
    unsaid = [SERIOUS_NOT_SAID] if serious is None else []
    unclear = [UNCLEAR] if related == "unclear" else []
    return (*unsaid, *unclear, *([OVER] if outcome == "true" and resolved is None else []))


@cache
def _terms() -> dict[str, str]:
    """Code of the vocabulary by plain label, code and MedDRA name."""
    terms = vocabulary().terms.values()
    return {
        plain(word): term.code for term in terms for word in (term.meddra, term.label, term.code)
    }
