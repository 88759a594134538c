"""What columns mean, remembered under a name for the next file like it."""

from data.formats.errors import NotReadable
from data.formats.tabular import Mapping, from_json, to_json
from data.queries import batches as queries
from data.tables import ImportMapping
from services.access import Action, User
from services.acting import acting
from services.refusals import BadInput

LONGEST = 80


def remembered(user: User | None) -> dict[str, Mapping]:
    """Mappings by their names, in order; without those that an older program wrote otherwise."""
    with acting(user, Action.PREVIEW_FILES) as session:
        rows = queries.mappings(session)
    found = {}
    for row in rows:
        try:
            found[row.name] = from_json(row.mapping)
        except NotReadable:
            continue
    return found


def remember(user: User | None, name: str, mapping: Mapping) -> None:
    """Keep a mapping; one of this name before is replaced, and stays in the history."""
    name = name.strip()
    if not name or len(name) > LONGEST:
        raise BadInput([f"Give the columns a name of 1 to {LONGEST} characters."])
    with acting(user, Action.IMPORT_FILES) as session:
        known = {row.name: row for row in queries.mappings(session)}
        row = known.get(name) or ImportMapping(name=name)
        row.mapping = to_json(mapping)
        session.add(row)
