"""The audit trail as a chain: what a row says, and whether the chain still holds."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from itertools import product
from typing import Any
from uuid import UUID

from sqlmodel import Session

from data.queries import audit as queries
from data.tables import Audit
from data.tables.base import now
from data.tables.vocabulary import Topic


def append(
    session: Session,
    topic: Topic,
    action: str,
    *,
    actor: UUID | None,
    patient: UUID | None = None,
    outcome: str = "done",
    detail: dict[str, Any] | None = None,
    view_key: str | None = None,
) -> None:
    """Write one act at the end of a chain: the last statement before the commit.

    `detail` holds ids, counts and names of fields, never values.
    """
    head = queries.take_head(session, topic)
    at = now()
    body = canonical(at, action, actor, patient, outcome, detail or {})
    queries.add(
        session,
        Audit(
            topic=topic,
            lane=head.lane,
            seq=head.seq + 1,
            prev_hash=head.hash,
            hash=link(head.hash, body),
            body=body,
            at=at,
            actor_id=actor,
            patient_id=patient,
            action=action,
            view_key=view_key,
        ),
    )


def canonical(
    at: datetime,
    action: str,
    actor: UUID | None,
    patient: UUID | None,
    outcome: str,
    detail: dict[str, Any],
) -> str:
    """One spelling of an act, so that its hash can be computed again anywhere."""
    said = {
        "at": at.isoformat(timespec="microseconds"),
        "action": action,
        "actor": str(actor) if actor else None,
        "patient": str(patient) if patient else None,
        "outcome": outcome,
        "detail": detail,
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def link(prev_hash: str, body: str) -> str:
    """SHA-256 over the hash before and the text of the body."""
    return hashlib.sha256(f"{prev_hash}\n{body}".encode()).hexdigest()


def faults(session: Session) -> list[str]:
    """Every place where a chain does not hold, as a sentence naming the row.

    Rows changed, removed, swapped or inserted show. A chain cut at its end and written anew
    shows only against heads that were kept elsewhere.
    """
    heads = {(head.topic, head.lane): head for head in queries.heads(session)}
    found: list[str] = []
    for topic, lane in sorted(queries.lanes(session) | set(product(Topic, range(queries.LANES)))):
        head = heads.get((topic, lane))
        if head is None:
            found.append(f"Chain {topic.value} {lane} has no head.")
        else:
            found += _chain_faults(session, topic, lane, head.seq, head.hash)
    return found


def _chain_faults(session: Session, topic: Topic, lane: int, seq: int, last: str) -> Sequence[str]:
    name = f"{topic.value} {lane}"
    expected, before = 1, ""
    for row in queries.chain(session, topic, lane):
        if row.seq != expected:
            return [f"Chain {name}: row {expected} is missing."]
        if row.prev_hash != before or row.hash != link(before, row.body) or not _agrees(row):
            return [f"Chain {name}: row {row.seq} was changed."]
        expected, before = expected + 1, row.hash
    if expected - 1 != seq or before != last:
        return [f"Chain {name} ends at row {expected - 1}, but its head says {seq}."]
    return []


def _agrees(row: Audit) -> bool:
    """Whether the columns for searching still say what the body says."""
    said = json.loads(row.body)
    return (
        said["action"] == row.action
        and said["actor"] == (str(row.actor_id) if row.actor_id else None)
        and said["patient"] == (str(row.patient_id) if row.patient_id else None)
        and datetime.fromisoformat(said["at"]) == row.at
    )
