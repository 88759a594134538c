"""The blank form behind a response, where the same file holds it: codes and points by linkId."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from data.formats.fhir.answers import Options, ordinal_values
from data.formats.fhir.codes import loinc
from data.formats.fhir.contents import Contents, Entry
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import (
    Number,
    Questionnaire,
    QuestionnaireItem,
    QuestionnaireResponse,
    shaped,
)


@dataclass(frozen=True)
class Form:
    """What a Questionnaire adds to the bare linkIds of a response."""

    codes: Mapping[str, set[str]] = field(default_factory=dict)
    options: Mapping[str, Options] = field(default_factory=dict)


def form(response: QuestionnaireResponse, entry: Entry, contents: Contents) -> Form:
    """The form of a response, empty where the file does not hold it or it cannot be read."""
    resource = _resource(response, entry, contents)
    try:
        items = list(_flat(shaped(Questionnaire, resource).item)) if resource else []
    except Refused:
        return Form()
    named = [(item.linkId, item) for item in items if item.linkId]
    return Form(
        codes={link: loinc(item.code) for link, item in named},
        options={link: _points(item) for link, item in named},
    )


def _resource(
    response: QuestionnaireResponse, entry: Entry, contents: Contents
) -> dict[str, object] | None:
    given = response.questionnaire
    name = given if isinstance(given, str) else given.reference if given else None
    if not name:
        return None
    if name.startswith("#"):
        found = [each for each in entry.inside if each.get("id") == name[1:]]
        return found[0] if len(found) == 1 else None
    if named := contents.find(name, entry):
        return named.resource
    canonical = name.split("|")[0]
    forms = [
        each.resource
        for each in contents.of_kind("Questionnaire")
        if each.resource.get("url") == canonical
    ]
    return forms[0] if len(forms) == 1 else None


def _flat(items: list[QuestionnaireItem]) -> Iterator[QuestionnaireItem]:
    for item in items:
        yield item
        yield from _flat(item.item)


def _points(item: QuestionnaireItem) -> Options:
    """Points by coded answer, from the ordinal extension on the option or on its coding."""
    stated = item.option if isinstance(item.option, list) else []
    points: dict[tuple[str | None, str], Number] = {}
    for option in (*item.answerOption, *stated):
        ordinals = ordinal_values([option, *filter(None, [option.valueCoding])])
        if option.valueCoding and option.valueCoding.code and len(ordinals) == 1:
            points[option.valueCoding.system, option.valueCoding.code] = ordinals.pop()
    return points
