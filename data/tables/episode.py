"""One course of treatment: how it began, its stages, its holds and what was signed for it."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import (
    SERIAL,
    Entry,
    Record,
    corrects,
    entry_checks,
    enumeration,
    key,
    optional_reference,
    reference,
    serial,
)
from data.tables.vocabulary import ConsentKind, Contact, Reached, Route, Stage, Verdict


class Episode(Record, table=True):
    """One treatment course of one patient; a re-start after its end is a new episode."""

    __table_args__ = (
        # A plain index on the route would let two open inquiries (route unknown) through.
        sa.Index(
            "uq_episode_open",
            "patient_id",
            sa.text("coalesce(route, '')"),
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )

    id: UUID = key()
    patient_id: UUID = reference("patient.id")
    site_id: int = Field(foreign_key="site.id", sa_type=SERIAL)
    route: Route | None = Field(default=None, sa_type=enumeration(Route, "route"))
    protocol_id: str | None = None
    practitioner_id: UUID | None = optional_reference("member.id", index=True)
    opened_at: datetime
    closed_at: datetime | None = None
    """Projection of the stage events."""
    withdrawn: bool = False
    """Made by an import that was undone; it counts nowhere."""


class Referral(Entry, table=True):
    """How a patient came to the clinic."""

    __table_args__ = entry_checks()

    id: int | None = serial()
    corrects: int | None = corrects("referral.id")
    episode_id: UUID = reference("episode.id")
    source: str
    referrer: str | None = None
    text: str | None = None
    """What they wrote."""
    asked_route: Route | None = Field(default=None, sa_type=enumeration(Route, "asked_route"))
    preferred_times: str | None = None


class StageEvent(Entry, table=True):
    """A step from one stage to the next. The newest that stands is the episode's stage."""

    __tablename__ = "stage_event"
    __table_args__ = entry_checks(sa.Index(None, "episode_id", "happened_at"))

    id: int | None = serial()
    corrects: int | None = corrects("stage_event.id")
    episode_id: UUID = reference("episode.id", index=False)
    from_stage: Stage | None = Field(default=None, sa_type=enumeration(Stage, "from_stage"))
    to_stage: Stage = Field(sa_type=enumeration(Stage, "to_stage"))
    event: str | None = None
    """What happened, by its id in data/reference/stages.toml; empty for steps from elsewhere."""
    reason: str | None = None
    """A code of the same file; of older steps and imports their words."""
    note: str | None = None


class Hold(Entry, table=True):
    """A pause beside the stages, such as for blood pressure. Ended by a correcting entry."""

    __table_args__ = entry_checks(
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= happened_at", name="ends_after_start")
    )

    id: int | None = serial()
    corrects: int | None = corrects("hold.id")
    episode_id: UUID = reference("episode.id")
    expected_to: date | None = None
    ended_at: datetime | None = None
    reason: str


class Consent(Entry, table=True):
    """That a consent or enrolment was signed; the paper itself stays outside."""

    __table_args__ = entry_checks(
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_in_order")
    )

    id: int | None = serial()
    corrects: int | None = corrects("consent.id")
    episode_id: UUID = reference("episode.id")
    kind: ConsentKind = Field(sa_type=enumeration(ConsentKind, "kind"))
    reference: str | None = None
    valid_from: date
    valid_to: date | None = None


class Authorisation(Entry, table=True):
    """That a payer covers so many visits, or that the patient pays. Visits used are counted."""

    __table_args__ = entry_checks(
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_in_order"),
        sa.CheckConstraint("visits_granted > 0", name="visits_positive"),
    )

    id: int | None = serial()
    corrects: int | None = corrects("authorisation.id")
    episode_id: UUID = reference("episode.id")
    payer: str
    number: str | None = None
    visits_granted: int | None = None
    """Empty where nobody limits them."""
    valid_from: date
    valid_to: date | None = None


class Outreach(Entry, table=True):
    """One attempt to reach a patient, and what came of it."""

    __table_args__ = entry_checks(sa.Index(None, "episode_id", "happened_at"))

    id: int | None = serial()
    corrects: int | None = corrects("outreach.id")
    episode_id: UUID = reference("episode.id", index=False)
    kind: Contact = Field(sa_type=enumeration(Contact, "kind"))
    result: Reached = Field(sa_type=enumeration(Reached, "result"))
    note: str | None = None


class PractitionerChange(Entry, table=True):
    """Another practitioner takes over, so that a caseload can be told as of any date."""

    __tablename__ = "practitioner_change"
    __table_args__ = entry_checks()

    id: int | None = serial()
    corrects: int | None = corrects("practitioner_change.id")
    episode_id: UUID = reference("episode.id")
    from_id: UUID | None = optional_reference("member.id")
    to_id: UUID | None = optional_reference("member.id")


class BenefitReview(Entry, table=True):
    """The review that the end of induction asks for: does the patient benefit enough to go on?"""

    __tablename__ = "benefit_review"
    __table_args__ = entry_checks()

    id: int | None = serial()
    corrects: int | None = corrects("benefit_review.id")
    episode_id: UUID = reference("episode.id")
    verdict: Verdict = Field(sa_type=enumeration(Verdict, "verdict"))
    note: str | None = None
    signed_by: UUID = reference("member.id", index=False)
