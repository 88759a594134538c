"""The first tables"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

from data.tables.base import Key

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "schedule",
                "clinical",
                "outcomes",
                "people",
                "views",
                name="topic",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor_id", Key(), nullable=True),
        sa.Column("patient_id", Key(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("view_key", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("topic", "lane", "seq", name=op.f("uq_audit_topic_lane_seq")),
        sa.UniqueConstraint("view_key", name=op.f("uq_audit_view_key")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_action_at"), ["action", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_actor_id_at"), ["actor_id", "at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_patient_id_at"), ["patient_id", "at"], unique=False
        )

    op.create_table(
        "audit_head",
        sa.Column(
            "topic",
            sa.Enum(
                "schedule",
                "clinical",
                "outcomes",
                "people",
                "views",
                name="topic",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("topic", "lane", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "member",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("updated_by", Key(), nullable=True),
        sa.Column("id", Key(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("may_prescribe", sa.Boolean(), nullable=False),
        sa.Column("may_monitor", sa.Boolean(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["member.id"], name=op.f("fk_member_updated_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("email", name=op.f("uq_member_email")),
        sa.UniqueConstraint("subject", name=op.f("uq_member_subject")),
    )
    op.create_table(
        "organisation_meta",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("anchor_day", sa.Date(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_organisation_meta_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_meta")),
    )
    op.create_table(
        "row_history",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("by", Key(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_history")),
        sa.UniqueConstraint(
            "table_name", "row_id", "version", name=op.f("uq_row_history_table_name_row_id_version")
        ),
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", Key(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["member.id"], name=op.f("fk_import_batch_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_digest"), ["digest"], unique=False)

    op.create_table(
        "site",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("updated_by", Key(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tz", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["member.id"], name=op.f("fk_site_updated_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_table(
        "chair",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("updated_by", Key(), nullable=True),
        sa.Column("id", Key(), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_chair_site_id_site")),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["member.id"], name=op.f("fk_chair_updated_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chair")),
    )
    with op.batch_alter_table("chair", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chair_site_id"), ["site_id"], unique=False)

    op.create_table(
        "import_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "added",
                "present",
                "left_out",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("table_name", sa.String(), nullable=True),
        sa.Column("row_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id_import_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_row_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "patient",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("updated_by", Key(), nullable=True),
        sa.Column("id", Key(), nullable=False),
        sa.Column(
            "mrn", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=True
        ),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("preferred_name", sa.String(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column(
            "sex_clinical",
            sa.Enum(
                "female",
                "male",
                name="sex_clinical",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("message_ok", sa.Boolean(), nullable=True),
        sa.Column("text_ok", sa.Boolean(), nullable=True),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "search_family",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "search_given",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "phone_reversed",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("merged_into", Key(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["patient.id"], name=op.f("fk_patient_merged_into_patient")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_patient_site_id_site")),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["member.id"], name=op.f("fk_patient_updated_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
        sa.UniqueConstraint("mrn", name=op.f("uq_patient_mrn")),
    )
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_patient_birth_date"), ["birth_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_patient_merged_into"), ["merged_into"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_patient_phone_reversed"), ["phone_reversed"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_patient_search_family"), ["search_family"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_patient_search_given"), ["search_given"], unique=False)

    op.create_table(
        "allergy",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("substance", sa.String(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL", name=op.f("ck_allergy_struck_by_correction")
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL", name=op.f("ck_allergy_correction_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"], ["allergy.id"], name=op.f("fk_allergy_corrects_allergy")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_allergy_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_allergy_recorded_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allergy")),
        sa.UniqueConstraint("corrects", name=op.f("uq_allergy_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_allergy_entry_key")),
    )
    with op.batch_alter_table("allergy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allergy_patient_id"), ["patient_id"], unique=False)

    op.create_table(
        "episode",
        sa.Column("id", Key(), nullable=False),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "route",
            sa.Enum(
                "iv", "nasal", name="route", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("protocol_id", sa.String(), nullable=True),
        sa.Column("practitioner_id", Key(), nullable=True),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_episode_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["member.id"], name=op.f("fk_episode_practitioner_id_member")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_episode_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episode")),
    )
    with op.batch_alter_table("episode", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_episode_patient_id"), ["patient_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_episode_practitioner_id"), ["practitioner_id"], unique=False
        )

    op.create_index(
        "uq_episode_open",
        "episode",
        ["patient_id", sa.text("coalesce(route, '')")],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "medication",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("interacts", sa.String(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL", name=op.f("ck_medication_struck_by_correction")
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL", name=op.f("ck_medication_correction_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"], ["medication.id"], name=op.f("fk_medication_corrects_medication")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_medication_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_medication_recorded_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medication")),
        sa.UniqueConstraint("corrects", name=op.f("uq_medication_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_medication_entry_key")),
    )
    with op.batch_alter_table("medication", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_medication_patient_id"), ["patient_id"], unique=False)

    op.create_table(
        "patient_fact",
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column(
            "name_sort",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("practitioner_id", Key(), nullable=True),
        sa.Column("episode_id", Key(), nullable=True),
        sa.Column(
            "route",
            sa.Enum(
                "iv", "nasal", name="route", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "inquiry",
                "referred",
                "screening",
                "eligible",
                "review",
                "deferred",
                "declined",
                "consented",
                "scheduled",
                "induction",
                "continuation",
                "maintenance",
                "completed",
                "discontinued",
                "lost",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("stage_since", UTCDateTime(), nullable=True),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column("on_hold", sa.Boolean(), nullable=False),
        sa.Column("doses", sa.Integer(), nullable=False),
        sa.Column("last_session_at", UTCDateTime(), nullable=True),
        sa.Column("next_session_at", UTCDateTime(), nullable=True),
        sa.Column("phq9_last", sa.Integer(), nullable=True),
        sa.Column("phq9_at", UTCDateTime(), nullable=True),
        sa.Column("phq9_change", sa.Integer(), nullable=True),
        sa.Column("rising", sa.Boolean(), nullable=False),
        sa.Column("item9_last", sa.Integer(), nullable=True),
        sa.Column("item9_at", UTCDateTime(), nullable=True),
        sa.Column("item9_now", sa.Integer(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=True),
        sa.Column("spark", sa.JSON(), nullable=False),
        sa.Column("attention", sa.Integer(), nullable=False),
        sa.Column("scored_sort", UTCDateTime(), nullable=False),
        sa.Column("next_sort", UTCDateTime(), nullable=False),
        sa.Column("score_sort", sa.Integer(), nullable=False),
        sa.Column("since_sort", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_patient_fact_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_patient_fact")),
    )
    with op.batch_alter_table("patient_fact", schema=None) as batch_op:
        batch_op.create_index("ix_patient_fact_name", ["name_sort", "patient_id"], unique=False)
        batch_op.create_index("ix_patient_fact_next", ["next_sort", "patient_id"], unique=False)
        batch_op.create_index(
            "ix_patient_fact_order",
            ["attention", "scored_sort", "since_sort", "patient_id"],
            unique=False,
        )
        batch_op.create_index("ix_patient_fact_score", ["score_sort", "patient_id"], unique=False)
        batch_op.create_index("ix_patient_fact_since", ["since_sort", "patient_id"], unique=False)
        batch_op.create_index(
            "ix_patient_fact_stage", ["site_id", "stage", "attention"], unique=False
        )
        batch_op.create_index(
            "ix_patient_fact_with",
            ["practitioner_id", "attention", "scored_sort", "since_sort", "patient_id"],
            unique=False,
        )

    op.create_table(
        "patient_identifier",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_patient_identifier_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_identifier")),
        sa.UniqueConstraint("system", "value", name=op.f("uq_patient_identifier_system_value")),
    )
    with op.batch_alter_table("patient_identifier", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_patient_identifier_patient_id"), ["patient_id"], unique=False
        )

    op.create_table(
        "treatment_trial",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("dose", sa.String(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("weeks_adequate", sa.Integer(), nullable=True),
        sa.Column("percent_improved", sa.Integer(), nullable=True),
        sa.Column("stop_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL",
            name=op.f("ck_treatment_trial_struck_by_correction"),
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL",
            name=op.f("ck_treatment_trial_correction_says_why"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on",
            name=op.f("ck_treatment_trial_dates_in_order"),
        ),
        sa.CheckConstraint(
            "weeks_adequate >= 0", name=op.f("ck_treatment_trial_weeks_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"],
            ["treatment_trial.id"],
            name=op.f("fk_treatment_trial_corrects_treatment_trial"),
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_treatment_trial_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_treatment_trial_recorded_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treatment_trial")),
        sa.UniqueConstraint("corrects", name=op.f("uq_treatment_trial_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_treatment_trial_entry_key")),
    )
    with op.batch_alter_table("treatment_trial", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_treatment_trial_patient_id"), ["patient_id"], unique=False
        )

    op.create_table(
        "appointment",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("updated_by", Key(), nullable=True),
        sa.Column("id", Key(), nullable=False),
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chair_id", Key(), nullable=True),
        sa.Column("monitor_id", Key(), nullable=True),
        sa.Column("monitor_place", sa.Integer(), nullable=True),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "booked",
                "attended",
                "no_show",
                "late_cancel",
                "cancelled",
                "clinic_cancelled",
                "held_clinical",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("booked_at", UTCDateTime(), nullable=False),
        sa.Column("booked_by", Key(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_appointment_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["booked_by"], ["member.id"], name=op.f("fk_appointment_booked_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["chair_id"], ["chair.id"], name=op.f("fk_appointment_chair_id_chair")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_appointment_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["monitor_id"], ["member.id"], name=op.f("fk_appointment_monitor_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_appointment_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_appointment_site_id_site")),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["member.id"], name=op.f("fk_appointment_updated_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appointment_chair_id_starts_at"), ["chair_id", "starts_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_appointment_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_appointment_monitor_id_monitor_place_starts_at"),
            ["monitor_id", "monitor_place", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_appointment_patient_id_starts_at"),
            ["patient_id", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_appointment_site_id_starts_at"), ["site_id", "starts_at"], unique=False
        )

    op.create_table(
        "assessment",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", Key(), nullable=False),
        sa.Column("corrects", Key(), nullable=True),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("episode_id", Key(), nullable=True),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("definition_version", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("severity", sa.String(), nullable=True),
        sa.Column("item9", sa.Integer(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("recorded_total", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL", name=op.f("ck_assessment_struck_by_correction")
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL", name=op.f("ck_assessment_correction_says_why")
        ),
        sa.CheckConstraint("item9 BETWEEN 0 AND 3", name=op.f("ck_assessment_item9_is_an_answer")),
        sa.CheckConstraint(
            "total IS NULL OR complete OR answers IS NULL",
            name=op.f("ck_assessment_total_is_earned"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_assessment_batch_id_import_batch")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"], ["assessment.id"], name=op.f("fk_assessment_corrects_assessment")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_assessment_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_assessment_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_assessment_recorded_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("corrects", name=op.f("uq_assessment_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_assessment_entry_key")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_assessment_patient_id_instrument_happened_at"),
            ["patient_id", "instrument", "happened_at"],
            unique=False,
        )

    op.create_table(
        "consent",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "off_label",
                "rems",
                "release",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL", name=op.f("ck_consent_struck_by_correction")
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL", name=op.f("ck_consent_correction_says_why")
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_consent_valid_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"], ["consent.id"], name=op.f("fk_consent_corrects_consent")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_consent_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_consent_recorded_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("corrects", name=op.f("uq_consent_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_consent_entry_key")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_episode_id"), ["episode_id"], unique=False)

    op.create_table(
        "episode_fact",
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "inquiry",
                "referred",
                "screening",
                "eligible",
                "review",
                "deferred",
                "declined",
                "consented",
                "scheduled",
                "induction",
                "continuation",
                "maintenance",
                "completed",
                "discontinued",
                "lost",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("stage_since", UTCDateTime(), nullable=True),
        sa.Column("first_dose_at", UTCDateTime(), nullable=True),
        sa.Column("last_dose_at", UTCDateTime(), nullable=True),
        sa.Column("doses", sa.Integer(), nullable=False),
        sa.Column("baseline", sa.Integer(), nullable=True),
        sa.Column("baseline_at", UTCDateTime(), nullable=True),
        sa.Column("best", sa.Integer(), nullable=True),
        sa.Column("last", sa.Integer(), nullable=True),
        sa.Column("last_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_episode_fact_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_episode_fact_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("episode_id", name=op.f("pk_episode_fact")),
    )
    with op.batch_alter_table("episode_fact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_episode_fact_patient_id"), ["patient_id"], unique=False
        )

    op.create_table(
        "hold",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column("expected_to", sa.Date(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL", name=op.f("ck_hold_struck_by_correction")
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL", name=op.f("ck_hold_correction_says_why")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= happened_at", name=op.f("ck_hold_ends_after_start")
        ),
        sa.ForeignKeyConstraint(["corrects"], ["hold.id"], name=op.f("fk_hold_corrects_hold")),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_hold_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_hold_recorded_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("corrects", name=op.f("uq_hold_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_hold_entry_key")),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hold_episode_id"), ["episode_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("referrer", sa.String(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL", name=op.f("ck_referral_struck_by_correction")
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL", name=op.f("ck_referral_correction_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"], ["referral.id"], name=op.f("fk_referral_corrects_referral")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_referral_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_referral_recorded_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("corrects", name=op.f("uq_referral_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_referral_entry_key")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_episode_id"), ["episode_id"], unique=False)

    op.create_table(
        "screening",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", Key(), nullable=False),
        sa.Column("corrects", Key(), nullable=True),
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column(
            "disposition",
            sa.Enum(
                "eligible",
                "incomplete",
                "review",
                "defer",
                "not_recommended",
                name="disposition",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("escalate", sa.Boolean(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL", name=op.f("ck_screening_struck_by_correction")
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL", name=op.f("ck_screening_correction_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"], ["screening.id"], name=op.f("fk_screening_corrects_screening")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_screening_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_screening_recorded_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening")),
        sa.UniqueConstraint("corrects", name=op.f("uq_screening_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_screening_entry_key")),
    )
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screening_episode_id"), ["episode_id"], unique=False)

    op.create_table(
        "stage_event",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column(
            "from_stage",
            sa.Enum(
                "inquiry",
                "referred",
                "screening",
                "eligible",
                "review",
                "deferred",
                "declined",
                "consented",
                "scheduled",
                "induction",
                "continuation",
                "maintenance",
                "completed",
                "discontinued",
                "lost",
                name="from_stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_stage",
            sa.Enum(
                "inquiry",
                "referred",
                "screening",
                "eligible",
                "review",
                "deferred",
                "declined",
                "consented",
                "scheduled",
                "induction",
                "continuation",
                "maintenance",
                "completed",
                "discontinued",
                "lost",
                name="to_stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL", name=op.f("ck_stage_event_struck_by_correction")
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL", name=op.f("ck_stage_event_correction_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"], ["stage_event.id"], name=op.f("fk_stage_event_corrects_stage_event")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_stage_event_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_stage_event_recorded_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_event")),
        sa.UniqueConstraint("corrects", name=op.f("uq_stage_event_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_stage_event_entry_key")),
    )
    with op.batch_alter_table("stage_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stage_event_episode_id_happened_at"),
            ["episode_id", "happened_at"],
            unique=False,
        )

    op.create_table(
        "appointment_event",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("appointment_id", Key(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "booked",
                "attended",
                "no_show",
                "late_cancel",
                "cancelled",
                "clinic_cancelled",
                "held_clinical",
                name="from_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "booked",
                "attended",
                "no_show",
                "late_cancel",
                "cancelled",
                "clinic_cancelled",
                "held_clinical",
                name="to_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("hours_before", sa.Float(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL",
            name=op.f("ck_appointment_event_struck_by_correction"),
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL",
            name=op.f("ck_appointment_event_correction_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
            name=op.f("fk_appointment_event_appointment_id_appointment"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects"],
            ["appointment_event.id"],
            name=op.f("fk_appointment_event_corrects_appointment_event"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_appointment_event_recorded_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_event")),
        sa.UniqueConstraint("corrects", name=op.f("uq_appointment_event_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_appointment_event_entry_key")),
    )
    with op.batch_alter_table("appointment_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appointment_event_appointment_id"), ["appointment_id"], unique=False
        )

    op.create_table(
        "decision",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("screening_id", Key(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "eligible",
                "incomplete",
                "review",
                "defer",
                "not_recommended",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "rules_verdict",
            sa.Enum(
                "eligible",
                "incomplete",
                "review",
                "defer",
                "not_recommended",
                name="rules_verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("override_text", sa.String(), nullable=True),
        sa.Column("revisit_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("signed_by", Key(), nullable=False),
        sa.CheckConstraint(
            "verdict <> 'defer' OR revisit_on IS NOT NULL",
            name=op.f("ck_decision_deferral_has_revisit_date"),
        ),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL", name=op.f("ck_decision_struck_by_correction")
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL", name=op.f("ck_decision_correction_says_why")
        ),
        sa.CheckConstraint(
            "verdict = rules_verdict OR override_text IS NOT NULL",
            name=op.f("ck_decision_override_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects"], ["decision.id"], name=op.f("fk_decision_corrects_decision")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_decision_recorded_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["screening.id"], name=op.f("fk_decision_screening_id_screening")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["member.id"], name=op.f("fk_decision_signed_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("corrects", name=op.f("uq_decision_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_decision_entry_key")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decision_screening_id"), ["screening_id"], unique=False
        )

    op.create_table(
        "session",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("updated_by", Key(), nullable=True),
        sa.Column("id", Key(), nullable=False),
        sa.Column("appointment_id", Key(), nullable=False),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("first_dose_at", UTCDateTime(), nullable=True),
        sa.Column("ready_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("exception", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
            name=op.f("fk_session_appointment_id_appointment"),
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_session_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_session_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["member.id"], name=op.f("fk_session_updated_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_session_appointment_id")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_session_patient_id_local_date"),
            ["patient_id", "local_date"],
            unique=False,
        )

    op.create_table(
        "administration",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("session_id", Key(), nullable=False),
        sa.Column(
            "drug",
            sa.Enum(
                "ketamine",
                "esketamine",
                name="drug",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("mg", sa.Float(), nullable=False),
        sa.Column("weight_kg", sa.Float(), nullable=True),
        sa.Column("weighed_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("stopped_why", sa.String(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL",
            name=op.f("ck_administration_struck_by_correction"),
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL",
            name=op.f("ck_administration_correction_says_why"),
        ),
        sa.CheckConstraint("mg > 0 AND mg <= 1000", name=op.f("ck_administration_mg_possible")),
        sa.ForeignKeyConstraint(
            ["corrects"],
            ["administration.id"],
            name=op.f("fk_administration_corrects_administration"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_administration_recorded_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_administration_session_id_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_administration")),
        sa.UniqueConstraint("corrects", name=op.f("uq_administration_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_administration_entry_key")),
    )
    with op.batch_alter_table("administration", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_administration_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "observation_scale",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("session_id", Key(), nullable=False),
        sa.Column(
            "moment",
            sa.Enum(
                "pre",
                "40",
                "leaving",
                "extra",
                name="moment",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("moaas", sa.Integer(), nullable=True),
        sa.Column("cadss6", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL",
            name=op.f("ck_observation_scale_struck_by_correction"),
        ),
        sa.CheckConstraint(
            "cadss6 BETWEEN 0 AND 24", name=op.f("ck_observation_scale_cadss6_possible")
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL",
            name=op.f("ck_observation_scale_correction_says_why"),
        ),
        sa.CheckConstraint(
            "moaas BETWEEN 0 AND 5", name=op.f("ck_observation_scale_moaas_possible")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"],
            ["observation_scale.id"],
            name=op.f("fk_observation_scale_corrects_observation_scale"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_observation_scale_recorded_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_observation_scale_session_id_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_scale")),
        sa.UniqueConstraint("corrects", name=op.f("uq_observation_scale_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_observation_scale_entry_key")),
    )
    with op.batch_alter_table("observation_scale", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_observation_scale_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "session_fact",
        sa.Column("session_id", Key(), nullable=False),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "drug",
            sa.Enum(
                "ketamine",
                "esketamine",
                name="drug",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("mg", sa.Float(), nullable=True),
        sa.Column("mg_per_kg", sa.Float(), nullable=True),
        sa.Column("pre_sbp", sa.Integer(), nullable=True),
        sa.Column("pre_dbp", sa.Integer(), nullable=True),
        sa.Column("peak_sbp", sa.Integer(), nullable=True),
        sa.Column("peak_dbp", sa.Integer(), nullable=True),
        sa.Column("peak_rise", sa.Integer(), nullable=True),
        sa.Column("lowest_spo2", sa.Integer(), nullable=True),
        sa.Column("lowest_moaas", sa.Integer(), nullable=True),
        sa.Column("effects", sa.Integer(), nullable=False),
        sa.Column("worst_grade", sa.Integer(), nullable=True),
        sa.Column("ready_min", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_session_fact_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_session_fact_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_session_fact_session_id_session")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_session_fact")),
    )
    with op.batch_alter_table("session_fact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_fact_episode_id"), ["episode_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_session_fact_patient_id"), ["patient_id"], unique=False
        )

    op.create_table(
        "side_effect",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("session_id", Key(), nullable=True),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("onset_min", sa.Integer(), nullable=True),
        sa.Column("resolved_at", UTCDateTime(), nullable=True),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("serious", sa.Boolean(), nullable=False),
        sa.Column("criteria", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=True),
        sa.Column("happened_text", sa.String(), nullable=True),
        sa.Column("earliest", sa.Date(), nullable=True),
        sa.Column("latest", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL", name=op.f("ck_side_effect_struck_by_correction")
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL", name=op.f("ck_side_effect_correction_says_why")
        ),
        sa.CheckConstraint("grade BETWEEN 1 AND 5", name=op.f("ck_side_effect_grade_possible")),
        sa.CheckConstraint(
            "onset_min BETWEEN -1440 AND 10080", name=op.f("ck_side_effect_onset_possible")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"], ["side_effect.id"], name=op.f("fk_side_effect_corrects_side_effect")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_side_effect_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_side_effect_recorded_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_side_effect_session_id_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_side_effect")),
        sa.UniqueConstraint("corrects", name=op.f("uq_side_effect_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_side_effect_entry_key")),
    )
    with op.batch_alter_table("side_effect", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_side_effect_patient_id_happened_at"),
            ["patient_id", "happened_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_side_effect_session_id"), ["session_id"], unique=False)

    op.create_table(
        "vital",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("session_id", Key(), nullable=True),
        sa.Column(
            "moment",
            sa.Enum(
                "pre",
                "40",
                "leaving",
                "extra",
                name="moment",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sbp", sa.Integer(), nullable=True),
        sa.Column("dbp", sa.Integer(), nullable=True),
        sa.Column("hr", sa.Integer(), nullable=True),
        sa.Column("spo2", sa.Integer(), nullable=True),
        sa.Column("rr", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL", name=op.f("ck_vital_struck_by_correction")
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL", name=op.f("ck_vital_correction_says_why")
        ),
        sa.CheckConstraint("dbp < sbp", name=op.f("ck_vital_dbp_below_sbp")),
        sa.CheckConstraint("dbp BETWEEN 20 AND 200", name=op.f("ck_vital_dbp_possible")),
        sa.CheckConstraint("hr BETWEEN 20 AND 250", name=op.f("ck_vital_hr_possible")),
        sa.CheckConstraint("rr BETWEEN 2 AND 80", name=op.f("ck_vital_rr_possible")),
        sa.CheckConstraint("sbp BETWEEN 40 AND 300", name=op.f("ck_vital_sbp_possible")),
        sa.CheckConstraint("spo2 BETWEEN 50 AND 100", name=op.f("ck_vital_spo2_possible")),
        sa.ForeignKeyConstraint(["corrects"], ["vital.id"], name=op.f("fk_vital_corrects_vital")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_vital_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_vital_recorded_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_vital_session_id_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vital")),
        sa.UniqueConstraint("corrects", name=op.f("uq_vital_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_vital_entry_key")),
    )
    with op.batch_alter_table("vital", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vital_patient_id"), ["patient_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_vital_session_id_happened_at"),
            ["session_id", "happened_at"],
            unique=False,
        )
    # Every chain of the audit trail has an end from the start: four lanes a topic.
    op.bulk_insert(
        sa.table("audit_head", *map(sa.column, ("topic", "lane", "seq", "hash"))),
        [
            {"topic": topic, "lane": lane, "seq": 0, "hash": ""}
            for topic in ("schedule", "clinical", "outcomes", "people", "views")
            for lane in range(4)
        ],
    )
