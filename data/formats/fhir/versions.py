"""Which of several versions of one resource is the newest, as a history gives them."""

from datetime import UTC, datetime

from data.formats.fhir.contents import Entry


def newest(versions: list[Entry]) -> Entry:
    """By when each was stored, or else by its number; the first where the file tells neither of
    every one, for a history lists the newest first."""
    for told in (_stored, _number):
        if all(told(each) is not None for each in versions):
            return max(versions, key=lambda each: (told(each), _number(each) or 0))
    return versions[0]


def _stored(version: Entry) -> float | None:
    text = _meta(version, "lastUpdated")
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def _number(version: Entry) -> float | None:
    text = _meta(version, "versionId") or ""
    return float(text) if text.isdecimal() and len(text) < 16 else None


def _meta(version: Entry, name: str) -> str | None:
    meta = version.resource.get("meta")
    told = meta.get(name) if isinstance(meta, dict) else None
    return told if isinstance(told, str) else None
