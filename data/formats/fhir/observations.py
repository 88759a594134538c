"""Observations to assessments: single answers, panels and totals, each form counted once.

Observations of one instrument about one person at one time are one questionnaire; a panel draws
in the members it lists as well. Where the same file holds the QuestionnaireResponse itself (they
were derived from it, or tell of the same person at the same time), the Observations make no
second assessment: they lend it their total, and their answers only where it has none.
"""

from collections.abc import Iterable
from dataclasses import replace

from data.formats.fhir.pieces import Occasion, Piece
from data.formats.fhir.refused import Refused
from data.formats.fhir.responses import Found
from data.formats.fhir.sheet import Sheet
from data.formats.records import AssessmentRecord, LeftOut

EMPTY_PANEL = "It is a panel whose answers are not in this file."
OF_A_REFUSED_FORM = "It was derived from a questionnaire that is left out."
OTHER_RESULTS = "Observations in the file give other results; these are the questionnaire's own."


def assessments(
    pieces: list[Piece], found: list[Found], refused: set[str]
) -> tuple[list[AssessmentRecord], list[LeftOut]]:
    """All assessments of the file: those `found` in responses, and those only in Observations.

    `refused` has the keys of responses that were left out: no total comes in by the back door.
    """
    forms = {(each.record.instrument, each.entry.key): each.record for each in found}
    occasions = {_occasion(each): (each.record.instrument, each.entry.key) for each in found}
    alone: list[AssessmentRecord] = []
    left_out: list[LeftOut] = []
    for group in _groups(pieces).values():
        try:
            record = _put_together(group)
        except Refused as refusal:
            left_out.append(_left_out(group, str(refusal)))
            continue
        sources = [(record.instrument, key) for piece in group for key in sorted(piece.sources)]
        of_form = next((key for key in sources if key in forms), None)
        of_form = of_form or occasions.get(group[0].occasion)
        if of_form:
            forms[of_form] = _joined(forms[of_form], record)
        elif refused & {key for _, key in sources}:
            left_out.append(_left_out(group, OF_A_REFUSED_FORM))
        else:
            alone.append(record)
    return [*forms.values(), *alone], left_out


def _occasion(form: Found) -> Occasion:
    record = form.record
    return record.instrument, form.subject.person or form.entry.key, record.happened_at


def _groups(pieces: Iterable[Piece]) -> dict[Occasion, list[Piece]]:
    """Panels first, each member with its panel if that is about the same person."""
    ordered = sorted(pieces, key=lambda piece: not piece.is_panel)
    panel_of = {
        (piece.instrument, member, piece.subject): piece.occasion
        for piece in ordered
        if piece.is_panel
        for member in piece.members
    }
    groups: dict[Occasion, list[Piece]] = {}
    for piece in ordered:
        membership = (piece.instrument, piece.entry.key, piece.subject)
        groups.setdefault(panel_of.get(membership, piece.occasion), []).append(piece)
    return groups


def _put_together(group: list[Piece]) -> AssessmentRecord:
    first = group[0]
    sheet = Sheet(first.instrument)
    for piece in group:
        for place, value in piece.given:
            sheet.take(place, [value], {})
    if first.is_panel and not sheet.points and not sheet.totals:
        raise Refused(EMPTY_PANEL)
    notes = [note for piece in group for note in piece.notes]
    return sheet.record(first.entry, first.subject, first.at, notes)


def _joined(form: AssessmentRecord, observed: AssessmentRecord) -> AssessmentRecord:
    """The form with what only the Observations know; where both speak, the form stands."""
    answers = form.answers or observed.answers
    total = observed.recorded_total if form.recorded_total is None else form.recorded_total
    agree = observed.answers in (None, answers) and observed.recorded_total in (None, total)
    notes = form.notes if agree else (*form.notes, OTHER_RESULTS)
    return replace(form, answers=answers, recorded_total=total, notes=notes)


def _left_out(group: list[Piece], why: str) -> LeftOut:
    return LeftOut(group[0].entry.source_id, why, len(group))
