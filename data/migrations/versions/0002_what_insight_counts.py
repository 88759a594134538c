"""What insight counts"""

from typing import Literal

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

from data.tables.base import Key

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite adds a column that must be known only by a rebuild, as it keeps tables by their text.
    rebuilt: Literal["always", "never"] = (
        "always" if op.get_bind().dialect.name == "sqlite" else "never"
    )
    op.create_table(
        "target",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("updated_by", Key(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["member.id"], name=op.f("fk_target_updated_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("figure", name=op.f("uq_target_figure")),
    )
    op.create_table(
        "concurrent_care",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "psychotherapy",
                "antidepressant",
                "lifestyle",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("kept", sa.Boolean(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL",
            name=op.f("ck_concurrent_care_struck_by_correction"),
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL",
            name=op.f("ck_concurrent_care_correction_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects"],
            ["concurrent_care.id"],
            name=op.f("fk_concurrent_care_corrects_concurrent_care"),
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_concurrent_care_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_concurrent_care_recorded_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concurrent_care")),
        sa.UniqueConstraint("corrects", name=op.f("uq_concurrent_care_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_concurrent_care_entry_key")),
    )
    with op.batch_alter_table("concurrent_care", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_concurrent_care_patient_id_kind_happened_at"),
            ["patient_id", "kind", "happened_at"],
            unique=False,
        )

    op.create_table(
        "site_closure",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("updated_by", Key(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chair_id", Key(), nullable=True),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_site_closure_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["chair_id"], ["chair.id"], name=op.f("fk_site_closure_chair_id_chair")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_site_closure_site_id_site")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["member.id"], name=op.f("fk_site_closure_updated_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_closure")),
    )
    with op.batch_alter_table("site_closure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_site_closure_site_id_starts_at"), ["site_id", "starts_at"], unique=False
        )

    op.create_table(
        "benefit_review",
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
            "verdict",
            sa.Enum(
                "continue",
                "extend",
                "stop",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("signed_by", Key(), nullable=False),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL",
            name=op.f("ck_benefit_review_struck_by_correction"),
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL",
            name=op.f("ck_benefit_review_correction_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects"],
            ["benefit_review.id"],
            name=op.f("fk_benefit_review_corrects_benefit_review"),
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_benefit_review_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_benefit_review_recorded_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["member.id"], name=op.f("fk_benefit_review_signed_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_review")),
        sa.UniqueConstraint("corrects", name=op.f("uq_benefit_review_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_benefit_review_entry_key")),
    )
    with op.batch_alter_table("benefit_review", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_benefit_review_episode_id"), ["episode_id"], unique=False
        )

    op.create_table(
        "outcome_fact",
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("baseline", sa.Integer(), nullable=True),
        sa.Column("band", sa.String(), nullable=True),
        sa.Column("entry", sa.Boolean(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("end_days", sa.Integer(), nullable=True),
        sa.Column("end_response", sa.Boolean(), nullable=True),
        sa.Column("end_remission", sa.Boolean(), nullable=True),
        sa.Column("end_reliable", sa.Integer(), nullable=True),
        sa.Column("last", sa.Integer(), nullable=True),
        sa.Column("last_days", sa.Integer(), nullable=True),
        sa.Column("best", sa.Integer(), nullable=True),
        sa.Column("response_days", sa.Integer(), nullable=True),
        sa.Column("response_doses", sa.Integer(), nullable=True),
        sa.Column("sustained", sa.Boolean(), nullable=True),
        sa.Column("remission_days", sa.Integer(), nullable=True),
        sa.Column("relapse_days", sa.Integer(), nullable=True),
        sa.Column("remission_lost_days", sa.Integer(), nullable=True),
        sa.Column("worse", sa.Boolean(), nullable=True),
        sa.Column("item9_baseline", sa.Integer(), nullable=True),
        sa.Column("item9_last", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_outcome_fact_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_outcome_fact_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("episode_id", "instrument", name=op.f("pk_outcome_fact")),
    )
    with op.batch_alter_table("outcome_fact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outcome_fact_patient_id"), ["patient_id"], unique=False
        )

    op.create_table(
        "practitioner_change",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column("from_id", Key(), nullable=True),
        sa.Column("to_id", Key(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL",
            name=op.f("ck_practitioner_change_struck_by_correction"),
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL",
            name=op.f("ck_practitioner_change_correction_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects"],
            ["practitioner_change.id"],
            name=op.f("fk_practitioner_change_corrects_practitioner_change"),
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_practitioner_change_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["member.id"], name=op.f("fk_practitioner_change_from_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_practitioner_change_recorded_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["member.id"], name=op.f("fk_practitioner_change_to_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioner_change")),
        sa.UniqueConstraint("corrects", name=op.f("uq_practitioner_change_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_practitioner_change_entry_key")),
    )
    with op.batch_alter_table("practitioner_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_practitioner_change_episode_id"), ["episode_id"], unique=False
        )

    op.create_table(
        "score_fact",
        sa.Column("assessment_id", Key(), nullable=False),
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("doses", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("response", sa.Boolean(), nullable=True),
        sa.Column("remission", sa.Boolean(), nullable=True),
        sa.Column("last_of_week", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_score_fact_assessment_id_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_score_fact_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_score_fact_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "episode_id", name=op.f("pk_score_fact")),
    )
    with op.batch_alter_table("score_fact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_score_fact_episode_id_instrument_days"),
            ["episode_id", "instrument", "days"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_score_fact_patient_id"), ["patient_id"], unique=False)

    op.create_table(
        "visit_fact",
        sa.Column("appointment_id", Key(), nullable=False),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("episode_id", Key(), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chair_id", Key(), nullable=True),
        sa.Column("practitioner_id", Key(), nullable=True),
        sa.Column("monitor_id", Key(), nullable=True),
        sa.Column(
            "route",
            sa.Enum(
                "iv", "nasal", name="route", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
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
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("planned_min", sa.Integer(), nullable=False),
        sa.Column("hours_before", sa.Float(), nullable=True),
        sa.Column("lead_days", sa.Float(), nullable=True),
        sa.Column("freed", sa.Boolean(), nullable=False),
        sa.Column("refilled", sa.Boolean(), nullable=False),
        sa.Column("dosed", sa.Boolean(), nullable=False),
        sa.Column("in_min", sa.Integer(), nullable=True),
        sa.Column("out_min", sa.Integer(), nullable=True),
        sa.Column("imputed", sa.Boolean(), nullable=False),
        sa.Column("waiting_min", sa.Integer(), nullable=True),
        sa.Column("late_start_min", sa.Integer(), nullable=True),
        sa.Column("long_dose_min", sa.Integer(), nullable=True),
        sa.Column("slow_discharge_min", sa.Integer(), nullable=True),
        sa.Column("readings", sa.Integer(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("rems_due_on", sa.Date(), nullable=True),
        sa.Column("rems_submitted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
            name=op.f("fk_visit_fact_appointment_id_appointment"),
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_visit_fact_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_visit_fact_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f("pk_visit_fact")),
    )
    with op.batch_alter_table("visit_fact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visit_fact_episode_id_local_date"),
            ["episode_id", "local_date"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_visit_fact_local_date"), ["local_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_fact_patient_id"), ["patient_id"], unique=False)

    op.create_table(
        "medicine_given",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("session_id", Key(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("dose", sa.String(), nullable=False),
        sa.Column("against", sa.String(), nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL",
            name=op.f("ck_medicine_given_struck_by_correction"),
        ),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL",
            name=op.f("ck_medicine_given_correction_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects"],
            ["medicine_given.id"],
            name=op.f("fk_medicine_given_corrects_medicine_given"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_medicine_given_recorded_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_medicine_given_session_id_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medicine_given")),
        sa.UniqueConstraint("corrects", name=op.f("uq_medicine_given_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_medicine_given_entry_key")),
    )
    with op.batch_alter_table("medicine_given", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_medicine_given_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "rems_form",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("updated_by", Key(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("session_id", Key(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("confirmation", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_rems_form_session_id_session")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["member.id"], name=op.f("fk_rems_form_updated_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rems_form")),
        sa.UniqueConstraint("session_id", name=op.f("uq_rems_form_session_id")),
    )
    op.create_table(
        "effect_fact",
        sa.Column(
            "side_effect_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("episode_id", Key(), nullable=True),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "route",
            sa.Enum(
                "iv",
                "nasal",
                name="route",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("practitioner_id", Key(), nullable=True),
        sa.Column("session_id", Key(), nullable=True),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("serious", sa.Boolean(), nullable=False),
        sa.Column("onset_min", sa.Integer(), nullable=True),
        sa.Column("lasted_min", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_effect_fact_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["side_effect_id"],
            ["side_effect.id"],
            name=op.f("fk_effect_fact_side_effect_id_side_effect"),
        ),
        sa.PrimaryKeyConstraint("side_effect_id", name=op.f("pk_effect_fact")),
    )
    with op.batch_alter_table("effect_fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_effect_fact_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_effect_fact_local_date"), ["local_date"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_effect_fact_route_local_date"), ["route", "local_date"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_effect_fact_patient_id"), ["patient_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_effect_fact_session_id"), ["session_id"], unique=False)

    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_booked_at", UTCDateTime(), nullable=True))
    op.execute("UPDATE appointment SET first_booked_at = booked_at")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.alter_column("first_booked_at", existing_type=UTCDateTime(), nullable=False)

    # Facts are computed again after an upgrade.
    op.execute("DELETE FROM episode_fact")
    op.execute("DELETE FROM session_fact")

    with op.batch_alter_table("episode_fact", recreate=rebuilt) as batch_op:
        batch_op.add_column(
            sa.Column(
                "site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column(
                "route",
                sa.Enum(
                    "iv",
                    "nasal",
                    name="route",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("practitioner_id", Key(), nullable=True))
        batch_op.add_column(sa.Column("first_dose_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("last_dose_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("inquiry_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("screening_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("decided_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("consented_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("declined", sa.Boolean(), nullable=False))
        batch_op.add_column(sa.Column("age", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("trials", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("plan_kept", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("induction_planned", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("induction_given", sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column("induction_last_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("induction_last_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("induction_over_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("window_closes_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("induction_in_window", sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column("reviewed_on", sa.Date(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_episode_fact_first_dose_on"), ["first_dose_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_episode_fact_inquiry_on"), ["inquiry_on"], unique=False
        )

    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("chair_in", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("chair_out", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("discharge_signed_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("discharge_signed_by", Key(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_session_discharge_signed_by_member"),
            "member",
            ["discharge_signed_by"],
            ["id"],
        )

    with op.batch_alter_table("session_fact", recreate=rebuilt) as batch_op:
        batch_op.add_column(
            sa.Column(
                "route",
                sa.Enum(
                    "iv",
                    "nasal",
                    name="route",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("practitioner_id", Key(), nullable=True))
        batch_op.add_column(sa.Column("dosed", sa.Boolean(), nullable=False))
        batch_op.add_column(sa.Column("peak_rise_dbp", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("phq9", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_session_fact_local_date"), ["local_date"], unique=False
        )
        batch_op.create_index(
            "ix_session_fact_counted",
            [
                *("route", "local_date", "dosed", "patient_id", "effects", "number"),
                *("peak_rise", "peak_rise_dbp", "peak_sbp", "peak_dbp"),
            ],
            unique=False,
        )

    with op.batch_alter_table("side_effect", recreate=rebuilt) as batch_op:
        batch_op.add_column(sa.Column("related", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("expected", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("reported_at", UTCDateTime(), nullable=True))

    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opening_hours", sa.JSON(), nullable=True))
    op.execute("UPDATE site SET opening_hours = '{}'")
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.alter_column("opening_hours", existing_type=sa.JSON(), nullable=False)

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_happened_at"), ["happened_at"], unique=False)
