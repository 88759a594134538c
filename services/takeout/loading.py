"""An export back into a new database: all of it in one transaction, or nothing."""

from pathlib import Path

from sqlalchemy.exc import DataError

from data.formats.whole import manifest as manifests
from data.formats.whole import sheet
from data.formats.whole.manifest import Manifest
from data.queries import whole
from services import facts
from services.access import SYSTEM, Action
from services.acting import acting
from services.refusals import Conflict, Refusal
from services.takeout import checked
from services.takeout.clinic import Progress, file_of


def load(folder: Path, progress: Progress) -> Manifest:
    """Put every row where it was, and compute the facts.

    Raises Conflict unless the database is new, BadInput with every fault of the files.
    """
    try:
        with acting(SYSTEM, Action.LOAD_CLINIC) as session:
            if not whole.is_untouched(session):
                raise Conflict(
                    "This database already holds something, if only an audit trail of looks, "
                    "which is never written over. Nothing was changed: "
                    "point DATABASE_URL at a new one."
                )
            said = checked.manifest(folder, progress)
            done = 0
            for table in map(whole.table_of, whole.models()):
                rows = sheet.read(folder / file_of(table), list(table.columns))
                progress(f"loading {table.name}", 0.4 + 0.4 * done / max(said.rows, 1))
                done += whole.put(session, table, rows)
            whole.settle(session)
            progress("what lists and pictures show", 0.8)
            facts.rebuild(session)
            session.info["detail"] = {
                "made_at": said.made_at,
                "sha256": sheet.digest(folder / manifests.NAME),
                "rows_loaded": done,
            }
    except OSError as error:
        raise Refusal(
            f"The export could not be read: {error.strerror}. {checked.NOTHING}"
        ) from None
    except DataError:
        raise Refusal(
            "A value of the export does not fit into this database, such as text with a NUL "
            f"character into PostgreSQL. Load it into the kind it came from. {checked.NOTHING}"
        ) from None
    except sheet.Unreadable:
        raise Refusal(f"The export changed while it was read. {checked.NOTHING}") from None
    progress(f"{done:,} rows", 1.0)
    return said
