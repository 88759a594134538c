"""Attempts to reach somebody, noted when they are made."""

from uuid import UUID

from data.queries.forms import is_sent
from data.tables import Outreach
from data.tables.base import now
from data.tables.vocabulary import Contact, Reached
from services.access import Action, User
from services.acting import acting
from services.refusals import BadInput
from services.stages import moving

LONGEST = 500
CONTACT_WORDS = {
    Contact.PHONE: "Called",
    Contact.MESSAGE: "Left a voice message",
    Contact.TEXT: "Sent a text",
    Contact.EMAIL: "Sent an email",
    Contact.LETTER: "Sent a letter",
}
REACHED_WORDS = {
    Reached.SPOKE: "spoke with them",
    Reached.LEFT_WORD: "left word",
    Reached.NO_ANSWER: "no answer",
}


def note(
    user: User | None,
    patient_id: UUID,
    episode_id: UUID,
    kind: Contact,
    result: Reached,
    text: str = "",
    *,
    entry_key: UUID,
) -> None:
    """Keep one attempt, once for a form. Raises BadInput."""
    with acting(user, Action.MOVE_STAGE, patient_id) as session:
        moving.stand(session, episode_id)
        if is_sent(session, entry_key, Outreach):
            return
        if len(text) > LONGEST:
            raise BadInput([f"The note is longer than {LONGEST} characters. Nothing was saved."])
        session.add(
            Outreach(
                episode_id=episode_id,
                kind=kind,
                result=result,
                note=text.strip() or None,
                happened_at=now(),
                recorded_by=user.id if user else None,
                entry_key=entry_key,
            )
        )
