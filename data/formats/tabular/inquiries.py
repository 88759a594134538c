"""People who ask for treatment, as a website's form or a list of calls has them."""

from collections.abc import Iterator
from typing import Any

from data.formats.records import InquiryRecord
from data.formats.tabular.rows import Row
from data.formats.tabular.whose import Whose

NOT_SAID = "not said"


def inquiries(row: Row, person: Whose | None) -> Iterator[InquiryRecord]:
    """The row's inquiry."""
    at, notes = row.moment("date", clock="time")
    route: Any = row.word("route", "route", name="a treatment")
    if at and person:
        yield InquiryRecord(
            **person.entry(),
            source_id=row.source_id,
            happened_at=at,
            source=row.value("source") or NOT_SAID,
            route=route,
            message=row.text("message"),
            notes=notes,
            row=row.number,
        )
