"""What a person said a table means, so that it can be remembered and used on the next such file."""

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from data.formats.errors import NotReadable
from data.formats.tabular.dates import Order
from data.formats.tabular.numbers import Point

WeightUnit = Literal["kg", "lb"]


@dataclass(frozen=True)
class Mapping:
    """Which column is which field of its kind, and how dates, weights and numbers are written.

    A field that a row can hold several times names its occasion after an "@": `sbp@2` is the
    second systolic reading, `bdi.total@2m` the total of the visit that the heading calls 2m.
    """

    kind: str | None
    """Of `data.reference.columns`; None while nobody has said what the rows are."""
    fields: tuple[tuple[str, str], ...] = ()
    """Heading and field."""
    date_order: Order | None = None
    weight_unit: WeightUnit | None = None
    decimal: Point | None = None
    instrument: str | None = None
    """The questionnaire of columns that name none."""
    system: str = ""
    """Within which patient identifiers mean somebody; without it they mean nobody elsewhere."""

    @cached_property
    def names(self) -> frozenset[str]:
        """The fields that some column tells, without their occasions."""
        return frozenset(field.partition("@")[0] for _, field in self.fields)

    @property
    def is_long(self) -> bool:
        """Whether a row holds one value, and says in another cell what it is a value of."""
        return self.kind in ("assessments", "vitals", "observations") and "value" in self.names


def to_json(mapping: Mapping) -> dict[str, Any]:
    """As plain values that JSON can keep."""
    return asdict(mapping) | {"fields": [list(pair) for pair in mapping.fields]}


def from_json(kept: object) -> Mapping:
    """What `to_json` gave; else NotReadable, for what was kept may be older than this program."""
    try:
        return TypeAdapter(Mapping).validate_python(kept)
    except ValidationError:
        raise NotReadable(
            "The remembered reading of this table no longer fits this program. "
            "Say once more what its columns are."
        ) from None
