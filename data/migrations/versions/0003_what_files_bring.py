"""What files bring"""

from typing import Literal

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

from data.tables.base import Key

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # SQLite adds a column with a rule only by a rebuild, as it keeps tables by their text.
    rebuilt: Literal["always", "never"] = (
        "always" if op.get_bind().dialect.name == "sqlite" else "never"
    )
    _catch_up(rebuilt)
    op.create_table(
        "condition",
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", Key(), nullable=True),
        sa.Column("entry_key", Key(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("corrects", SERIAL, nullable=True),
        sa.Column("patient_id", Key(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("since_text", sa.String(), nullable=True),
        sa.Column("ended_text", sa.String(), nullable=True),
        sa.CheckConstraint(
            "corrects IS NULL OR why IS NOT NULL", name=op.f("ck_condition_correction_says_why")
        ),
        sa.CheckConstraint(
            "NOT struck OR corrects IS NOT NULL", name=op.f("ck_condition_struck_by_correction")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"], ["condition.id"], name=op.f("fk_condition_corrects_condition")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_condition_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["member.id"], name=op.f("fk_condition_recorded_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
        sa.UniqueConstraint("corrects", name=op.f("uq_condition_corrects")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_condition_entry_key")),
    )
    op.create_index(op.f("ix_condition_patient_id"), "condition", ["patient_id"])
    op.create_table(
        "import_mapping",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("updated_by", Key(), nullable=True),
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["member.id"], name=op.f("fk_import_mapping_updated_by_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("name", name=op.f("uq_import_mapping_name")),
    )
    with op.batch_alter_table("vital", recreate=rebuilt) as vital:
        vital.add_column(sa.Column("weight_kg", sa.Float(), nullable=True))
        vital.add_column(
            sa.Column(
                "position",
                sa.Enum(
                    "supine",
                    "sitting",
                    "standing",
                    name="position",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=True,
            )
        )
        vital.create_check_constraint(
            op.f("ck_vital_weight_possible"), "weight_kg BETWEEN 30 AND 250"
        )
    with op.batch_alter_table("import_batch", recreate=rebuilt) as batch:
        batch.add_column(sa.Column("name", sa.String(), nullable=True))
        batch.add_column(sa.Column("undone_at", UTCDateTime(), nullable=True))
        batch.add_column(sa.Column("undone_by", Key(), nullable=True))
        batch.add_column(sa.Column("undone_why", sa.String(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_import_batch_undone_by_member"), "member", ["undone_by"], ["id"]
        )
    for table in ("patient_identifier", "episode", "appointment"):
        with op.batch_alter_table(table, recreate=rebuilt) as changed:
            changed.add_column(
                sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false())
            )
        with op.batch_alter_table(table, recreate=rebuilt) as changed:
            changed.alter_column("withdrawn", server_default=None, existing_type=sa.Boolean())
    for table, columns in {
        "medication": ("started_text", "stopped_text"),
        "referral": ("text",),
    }.items():
        with op.batch_alter_table(table, recreate=rebuilt) as changed:
            for column in columns:
                changed.add_column(sa.Column(column, sa.String(), nullable=True))


def _catch_up(rebuilt: Literal["always", "never"]) -> None:
    """What 0002 was given after it had been out for some hours, for records made before that."""
    found = sa.inspect(op.get_bind())
    if "route" not in {column["name"] for column in found.get_columns("effect_fact")}:
        with op.batch_alter_table("effect_fact", recreate=rebuilt) as effects:
            effects.add_column(sa.Column("site_id", SERIAL, nullable=True))
            effects.add_column(_route())
            effects.add_column(sa.Column("practitioner_id", Key(), nullable=True))
        op.create_index(
            op.f("ix_effect_fact_route_local_date"), "effect_fact", ["route", "local_date"]
        )
    if "route" not in {column["name"] for column in found.get_columns("session_fact")}:
        with op.batch_alter_table("session_fact", recreate=rebuilt) as sessions:
            sessions.add_column(_route())
            sessions.add_column(sa.Column("practitioner_id", Key(), nullable=True))
        op.create_index("ix_session_fact_counted", "session_fact", list(COUNTED))
    indexes = {index["name"] for index in found.get_indexes("decision")}
    if "ix_decision_happened_at" not in indexes:
        op.create_index(op.f("ix_decision_happened_at"), "decision", ["happened_at"])


COUNTED = (
    *("route", "local_date", "dosed", "patient_id", "effects", "number"),
    *("peak_rise", "peak_rise_dbp", "peak_sbp", "peak_dbp"),
)


def _route() -> sa.Column[str]:
    words = sa.Enum(
        "iv", "nasal", name="route", native_enum=False, create_constraint=True, length=32
    )
    return sa.Column("route", words, nullable=True)
