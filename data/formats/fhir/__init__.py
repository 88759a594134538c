"""FHIR R4 and STU3, as JSON or NDJSON: people and what a clinic takes in. `read` is the way in."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, tzinfo

from data.formats import strict_json
from data.formats.errors import NotReadable
from data.formats.fhir import others, patients, responses, results
from data.formats.fhir.contents import Contents, Entry
from data.formats.fhir.shapes import MODIFIED, is_modified
from data.formats.fhir.subjects import contained
from data.formats.fhir.unpacking import unpack
from data.formats.records import (
    Answers,
    AssessmentRecord,
    EntryRecord,
    Identifier,
    LeftOut,
    PatientRecord,
    ReadFile,
)

__all__ = [
    "Answers",
    "AssessmentRecord",
    "Identifier",
    "LeftOut",
    "NotReadable",
    "PatientRecord",
    "ReadFile",
    "read",
]

_NOT_OPENED = {
    "Questionnaire": "The definition of a questionnaire is not taken in, only answers to it.",
    "Medication": "A medicine by itself is not taken in, only what tells who takes it.",
    "Bundle": "A Bundle among other resources is not opened.",
}
_NOT_TAKEN_IN = "Resources of this kind are not taken in."
_TAKEN_IN = {"Patient", "QuestionnaireResponse", "Observation", *others.READERS}
_NOT_OURS = (responses.NOT_OURS, results.NOT_OURS)


def read(content: bytes, zone: tzinfo = UTC) -> ReadFile:
    """Everything a clinic takes from the file, and one sentence on each thing it does not.

    `zone` is the clinic's, for times that do not say theirs. Raises NotReadable, nothing else.
    """
    try:
        return _read(unpack(strict_json.load(content)), zone)
    except RecursionError:
        raise strict_json.too_deep() from None


def _read(contents: Contents, zone: tzinfo) -> ReadFile:
    measured, without_results = results.read(contents, zone)
    told, without_others = others.read(contents, zone)
    entries = (*measured, *told)
    left_out = [
        *contents.left_out,
        *_not_opened(contents),
        *(LeftOut(entry.source_id, MODIFIED) for entry in _unreadable(contents)),
        *without_results,
        *without_others,
    ]
    return ReadFile(
        patients=tuple(_people(contents, entries)),
        entries=entries,
        left_out=tuple(_summed(left_out)),
        said=contents.said,
    )


def _unreadable(contents: Contents) -> list[Entry]:
    """People whom nobody may read; every other kind refuses by itself."""
    return [entry for entry in contents.of_kind("Patient") if is_modified(entry.resource)]


def _people(contents: Contents, entries: Iterable[EntryRecord]) -> Iterator[PatientRecord]:
    """Every Patient of the file, and those inside a resource that an entry is about."""
    unreadable = {entry.key for entry in _unreadable(contents)}
    for entry in contents.of_kind("Patient"):
        if entry.key not in unreadable:
            yield patients.read(entry.resource, entry.key)
    named = {each.patient_ref for each in entries}
    for entry in contents.entries:
        for key, resource in contained(entry).items():
            if key in named:
                yield patients.read(resource, key)


def _not_opened(contents: Contents) -> list[LeftOut]:
    counts = Counter(entry.kind for entry in contents.entries if entry.kind not in _TAKEN_IN)
    return [LeftOut(kind, _NOT_OPENED.get(kind, _NOT_TAKEN_IN), n) for kind, n in counts.items()]


def _summed(left_out: Iterable[LeftOut]) -> list[LeftOut]:
    """A whole record has thousands of resources about other things: one row a kind for those."""
    counts: Counter[tuple[str, str]] = Counter()
    for each in left_out:
        what = each.what.split("/")[0] if each.why in _NOT_OURS else each.what
        counts[what, each.why] += each.count
    return [LeftOut(what, why, count) for (what, why), count in counts.items()]
