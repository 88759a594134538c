"""Whose patient somebody was at an instant, as the changes of practitioner since then tell."""

from typing import Any

import sqlalchemy as sa

from data.queries.columns import t
from data.queries.current import stands


def practitioner(episode: Any, at: Any) -> Any:
    """The practitioner of an episode before all changes after `at`; null where nobody had it."""
    change = t.PractitionerChange
    after = [change.episode_id == episode.id, change.happened_at > at, stands(change)]
    later = (
        sa.select(change.from_id)
        .where(*after)
        .order_by(change.happened_at, change.id)
        .limit(1)
        .scalar_subquery()
    )
    moved = sa.exists(sa.select(sa.literal(1)).where(*after))
    return sa.case((moved, later), else_=episode.practitioner_id)
