"""Whether a folder is an export, whole and unchanged: said before anything is loaded."""

from collections.abc import Iterator
from pathlib import Path

from data import migrate
from data.formats.whole import manifest as manifests
from data.formats.whole import sheet
from data.formats.whole.manifest import Manifest, NoManifest
from data.queries import whole
from services.refusals import BadInput
from services.takeout.clinic import OFTEN, Progress, file_of

NOTHING = "Nothing was loaded."


def manifest(folder: Path, progress: Progress) -> Manifest:
    """The manifest of an export that can be loaded; raises BadInput with every fault."""
    said = _said(folder)
    if said.schema != migrate.head():
        raise BadInput(
            [
                f"This export is of schema {said.schema}, and this program's is {migrate.head()}.",
                "Load it with the program that made it, and bring that record up to date.",
                NOTHING,
            ]
        )
    faults = [*_changed(folder, said), *_missing(said)]
    if not faults:
        faults = list(_misread(folder, said, progress))
    if faults:
        raise BadInput([*faults, NOTHING])
    return said


def _said(folder: Path) -> Manifest:
    try:
        return manifests.parsed((folder / manifests.NAME).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, NoManifest):
        raise BadInput(
            [f"{folder} is not an export: it has no {manifests.NAME} that says so.", NOTHING]
        ) from None


def _changed(folder: Path, said: Manifest) -> Iterator[str]:
    """What is not as it was written."""
    for name, written in said.files.items():
        if Path(name).name != name:
            yield f"The manifest names {name}, which is no file of this folder."
        elif not (folder / name).is_file():
            yield f"{name} is missing."
        elif sheet.digest(folder / name) != written.sha256:
            yield f"{name} was changed since the export was made."


def _missing(said: Manifest) -> Iterator[str]:
    for table in map(whole.table_of, whole.models()):
        if file_of(table) not in said.files:
            yield f"The manifest does not name {file_of(table)}."


def _misread(folder: Path, said: Manifest, progress: Progress) -> Iterator[str]:
    """What is as it was written and yet cannot be read."""
    done = 0
    for table in map(whole.table_of, whole.models()):
        name, found = file_of(table), 0
        try:
            for _ in sheet.read(folder / name, list(table.columns)):
                if found % OFTEN == 0:
                    progress(f"checking {table.name}", 0.4 * (done + found) / max(said.rows, 1))
                found += 1
        except sheet.Unreadable as unreadable:
            yield f"{name} cannot be read: {unreadable}."
        else:
            if found != said.files[name].rows:
                yield f"{name} has {found:,} rows, and the manifest says {said.files[name].rows:,}."
        done += said.files[name].rows
