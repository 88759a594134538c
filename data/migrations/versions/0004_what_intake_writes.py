"""What intake writes"""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

from data.tables.base import Key

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _entry(
        "risk_assessment",
        "patient",
        sa.Column("level", _words("level", "low", "moderate", "high"), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=True),
    )
    _entry("safety_plan", "patient", sa.Column("reference", sa.String(), nullable=False))
    _entry(
        "authorisation",
        "episode",
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("visits_granted", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_authorisation_valid_in_order"),
        ),
        sa.CheckConstraint("visits_granted > 0", name=op.f("ck_authorisation_visits_positive")),
    )
    contact = ("phone", "message", "text", "email", "letter")
    reached = ("spoke", "left_word", "no_answer")
    _entry(
        "outreach",
        "episode",
        sa.Column("kind", _words("kind", *contact), nullable=False),
        sa.Column("result", _words("result", *reached), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        index=["episode_id", "happened_at"],
    )
    _policy_version()
    _draft()
    _work_items()
    _columns()


def _entry(name: str, of: str, *columns: Any, index: list[str] | None = None) -> None:
    """A table of entries about a patient or an episode."""
    op.create_table(
        name,
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("corrects", SERIAL, nullable=True),
        sa.Column(f"{of}_id", Key(), nullable=False),
        *columns,
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL", name=op.f(f"ck_{name}_correction_says_why")
        ),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL", name=op.f(f"ck_{name}_struck_by_correction")
        ),
        _refers(name, "corrects", name),
        _refers(name, f"{of}_id", of),
        _refers(name, "recorded_by", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("corrects", name=op.f(f"uq_{name}_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f(f"uq_{name}_entry_key")),
    )
    found = index or [f"{of}_id"]
    op.create_index(op.f(f"ix_{name}_{'_'.join(found)}"), name, found)


def _policy_version() -> None:
    op.create_table(
        "policy_version",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("loaded_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_version")),
        sa.UniqueConstraint("kind", "version", name=op.f("uq_policy_version_kind_version")),
    )


def _draft() -> None:
    op.create_table(
        "draft",
        *_editable(),
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("handed_over_at", UTCDateTime(), nullable=True),
        sa.Column("handed_over_by", Key(), nullable=True),
        _refers("draft", "episode_id", "episode"),
        _refers("draft", "handed_over_by", "member"),
        _refers("draft", "updated_by", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("episode_id", "section", name=op.f("uq_draft_episode_id_section")),
    )


def _work_items() -> None:
    op.create_table(
        "work_item",
        *_editable(),
        sa.Column("id", Key(), nullable=False),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("owner_id", Key(), nullable=True),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("status", _words("status", "open", "cleared"), nullable=False),
        _refers("work_item", "owner_id", "member"),
        _refers("work_item", "patient_id", "patient"),
        _refers("work_item", "updated_by", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
    )
    op.create_index(op.f("ix_work_item_owner_id"), "work_item", ["owner_id"])
    op.create_index(op.f("ix_work_item_status_due_at"), "work_item", ["status", "due_at"])
    still_open = sa.text("status = 'open'")
    op.create_index(
        "uq_work_item_open",
        "work_item",
        ["patient_id", "rule", "source_key"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_table(
        "work_item_event",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("item_id", Key(), nullable=False),
        sa.Column("what", _words("what", "raised", "raised_again", "cleared"), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", Key(), nullable=True),
        _refers("work_item_event", "by", "member"),
        _refers("work_item_event", "item_id", "work_item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item_event")),
    )
    op.create_index(op.f("ix_work_item_event_item_id"), "work_item_event", ["item_id"])


def _columns() -> None:
    """Columns of tables that were there."""
    # SQLite keeps tables by their text, which only a rebuild writes as a new table would be.
    rebuilt: Literal["always", "never"] = (
        "always" if op.get_bind().dialect.name == "sqlite" else "never"
    )
    with op.batch_alter_table("referral", recreate=rebuilt) as referral:
        referral.add_column(sa.Column("asked_route", _words("asked_route", "iv", "nasal")))
    for table, columns in {
        "referral": ("preferred_times",),
        "decision": ("offered",),
        "patient": ("talk_to",),
        "stage_event": ("event", "note"),
        "treatment_trial": ("treatment_class",),
    }.items():
        with op.batch_alter_table(table, recreate=rebuilt) as changed:
            for column in columns:
                changed.add_column(sa.Column(column, sa.String(), nullable=True))


def _editable() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("updated_by", Key(), nullable=True),
    )


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
