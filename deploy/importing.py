"""`manage.py import`: the same plan and the same act as the Exchange page, in lines of text."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path

import typer

from data.formats.strict_json import MAX_BYTES
from data.reference.signals import signals
from data.tables.vocabulary import RowOutcome
from services import clinic, imports
from services.access import SYSTEM
from services.importing import exports
from services.importing.plans import File, FilePlan, Line
from services.refusals import BadInput

WORDS = {
    RowOutcome.ADDED: "new",
    RowOutcome.PRESENT: "already here",
    RowOutcome.LEFT_OUT: "stays out",
}
READ = (".json", ".ndjson", ".csv", ".tsv", ".xlsx", ".xlsm")


def run(paths: Sequence[Path], dry_run: bool, mrn: str | None, one_export: bool) -> None:
    """Show what the files hold and, unless it is a dry run, take them in."""
    files = [File(str(path), _content(path)) for path in _files(paths)]
    files = exports.joined(files) if one_export else files
    zone = clinic.zone()
    act = imports.preview if dry_run else imports.take_in
    plans = act(SYSTEM, files, zone, mrn=mrn)
    for plan in plans:
        for line in _lines(plan, zone):
            typer.echo(line)
    if alarms := {each.patient_id for plan in plans for each in plan.alarms}:
        recent = f"not {signals().recent.days} days old and not assessed since"
        typer.echo(f"PEOPLE WHOSE ANSWERS SPEAK OF SUICIDE, {recent}: {len(alarms)}. See Intake.")
    verb = "would be added" if dry_run else "were added"
    typer.echo(f"{sum(plan.adds for plan in plans)} people and entries {verb}.")


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.suffix.lower() in READ)
        elif path.is_file():
            yield path
        else:
            raise BadInput([f"There is no file or folder {path}. Nothing was read."])


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        # One byte more than is allowed is enough for the reader to refuse it.
        return file.read(MAX_BYTES + 1)


def _lines(plan: FilePlan, zone: tzinfo) -> Iterator[str]:
    if plan.refused:
        yield f"{plan.name}: {plan.refused}"
        return
    yield plan.name
    yield from (f"  {sentence}" for sentence in plan.said)
    for person in plan.people:
        yield f"  {WORDS[person.outcome]}: {person.words}{_because(person.why)}"
    for line in plan.lines:
        yield f"  {WORDS[line.outcome]}: {_score(line, zone)}{_because(line.why)}"
    for out in plan.left_out:
        times = f" ({out.count} of them)" if out.count > 1 else ""
        field = f", column “{out.field}”" if out.field else ""
        yield f"  stays out: {out.what}{field}{times}. {out.why}"


def _score(line: Line, zone: tzinfo) -> str:
    parts = [
        line.source,
        f"{line.what}{_when(line.at, zone)}",
        line.reading,
        line.severity,
        f"item 9 {line.item9}" if line.item9 else "",
        f"MISMATCH: {line.mismatch}" if line.mismatch else "",
    ]
    return ", ".join(filter(None, parts))


def _when(at: datetime | date | None, zone: tzinfo) -> str:
    if isinstance(at, datetime):
        return f" {at.astimezone(zone):%Y-%m-%d %H:%M}"
    return "" if at is None else f" {at.isoformat()}"


def _because(why: str) -> str:
    return f". {why}" if why else ""
