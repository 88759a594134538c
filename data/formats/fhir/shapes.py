"""The few FHIR elements that are read, in one form that R4 and STU3 share.

fhir.resources (see `conformance`) is too strict to read with, since it refuses a time without a
zone or a code beside a linkId, and too lax, since it takes a bare number for a time and `true`
for a 1. So these shapes read: types are strict, unknown elements are passed over. Names are
FHIR's own.
"""

from decimal import Decimal
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from data.formats.fhir.refused import Refused

Number = int | Decimal


class Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class Extension(Shape):
    url: str = ""
    valueDecimal: Number | None = None
    valueInteger: Number | None = None


class Coding(Shape):
    system: str | None = None
    code: str | None = None
    display: str | None = None
    extension: list[Extension] = []


class CodeableConcept(Shape):
    coding: list[Coding] = []
    text: str | None = None


class Quantity(Shape):
    value: Number | None = None
    comparator: str | None = None
    unit: str | None = None
    code: str | None = None


class Identifier(Shape):
    use: str | None = None
    type: CodeableConcept = CodeableConcept()
    system: str | None = None
    value: str | None = None


class Reference(Shape):
    reference: str | None = None
    type: str | None = None
    display: str | None = None
    identifier: Identifier | None = None


class Period(Shape):
    start: str | None = None
    end: str | None = None


class Valued(Shape):
    """An answer or an observed value; unknown elements are kept to tell "empty" from "other"."""

    model_config = ConfigDict(extra="allow")
    extension: list[Extension] = []
    valueInteger: Number | None = None
    valueDecimal: Number | None = None
    valueString: str | None = None
    valueCoding: Coding | None = None
    valueCodeableConcept: CodeableConcept | None = None
    valueQuantity: Quantity | None = None
    dataAbsentReason: CodeableConcept | None = None

    @property
    def holds_no_quantity(self) -> bool:
        """Whether there is a value that is none with a unit."""
        plain = (self.valueInteger, self.valueDecimal, self.valueString)
        coded = (self.valueCoding, self.valueCodeableConcept)
        return self.holds_another_kind or any(each is not None for each in (*plain, *coded))

    @property
    def holds_another_kind(self) -> bool:
        """Whether a value of a kind that can be no score (a date, a boolean) is there."""
        return any(name.startswith("value") for name in self.model_extra or ())


class Answer(Valued):
    item: list["ResponseItem"] = []


class ResponseItem(Shape):
    linkId: str | None = None
    definition: str | None = None
    text: str | None = None
    code: list[Coding] = []
    """Not in the standard, yet some systems copy it over from the questionnaire."""
    answer: list[Answer] = []
    item: list["ResponseItem"] = []


class QuestionnaireResponse(Shape):
    status: str | None = None
    questionnaire: str | Reference | None = None
    """A canonical address in R4, a reference in STU3."""
    subject: Reference | None = None
    authored: str | None = None
    item: list[ResponseItem] = []


class Option(Shape):
    extension: list[Extension] = []
    valueCoding: Coding | None = None


class QuestionnaireItem(Shape):
    linkId: str | None = None
    code: list[Coding] = []
    answerOption: list[Option] = []
    option: list[Option] | Reference | None = None
    """What STU3 calls answerOption."""
    item: list["QuestionnaireItem"] = []


class Questionnaire(Shape):
    url: str | None = None
    item: list[QuestionnaireItem] = []


class Component(Valued):
    code: CodeableConcept = CodeableConcept()


class Related(Shape):
    """STU3's way to say hasMember and derivedFrom."""

    type: str | None = None
    target: Reference = Reference()


class Observation(Valued):
    status: str | None = None
    code: CodeableConcept = CodeableConcept()
    subject: Reference | None = None
    effectiveDateTime: str | None = None
    effectiveInstant: str | None = None
    effectivePeriod: Period | None = None
    component: list[Component] = []
    hasMember: list[Reference] = []
    derivedFrom: list[Reference] = []
    related: list[Related] = []


class HumanName(Shape):
    use: str | None = None
    text: str | None = None
    family: str | None = None
    given: list[str | None] = []


class ContactPoint(Shape):
    system: str | None = None
    value: str | None = None
    use: str | None = None
    rank: int | None = None


class Communication(Shape):
    language: CodeableConcept = CodeableConcept()
    preferred: bool = False


class Link(Shape):
    type: str | None = None


class Patient(Shape):
    active: bool | None = None
    identifier: list[Identifier] = []
    name: list[HumanName] = []
    telecom: list[ContactPoint] = []
    gender: str | None = None
    birthDate: str | None = None
    deceasedBoolean: bool | None = None
    deceasedDateTime: str | None = None
    communication: list[Communication] = []
    link: list[Link] = []


S = TypeVar("S", bound=Shape)

MODIFIED = (
    "It carries a modifier extension, which may turn what it says into something else, even into "
    "its contrary. FHIR forbids reading it without knowing that extension."
)


def is_modified(resource: object) -> bool:
    """Whether the resource or any of its parts carries a modifier extension."""
    parts = [resource]
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            if part.get("modifierExtension"):
                return True
            parts += part.values()
        elif isinstance(part, list):
            parts += part
    return False


def shaped(shape: type[S], resource: object) -> S:
    """The resource in that shape; else Refused, naming the element but nothing it holds."""
    if is_modified(resource):
        raise Refused(MODIFIED)
    try:
        return shape.model_validate(resource)
    except ValidationError as error:
        path = error.errors(include_input=False)[0]["loc"]
        part = f"Its element {path[0]}" if path else "One of its parts"
        raise Refused(f"{part} does not have the form that FHIR gives it.") from None
