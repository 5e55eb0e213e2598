"""Telephony in full: our own number, notices, preferences, rounds and call-backs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade():
    op.create_table(
        "line_rung",
        sa.Column("line_id", sa.String(length=80), nullable=False),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("line_id", name="pk_line_rung"),
    )
    op.create_table(
        "provider_outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_provider_outage"),
    )
    op.create_table(
        "person_preference",
        sa.Column("person_id", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("channels", JSON, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_person_preference_person_id_person"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_preference"),
    )
    op.create_table(
        "away",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=80), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forward_to", sa.String(length=80), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["forward_to"], ["person.id"], name="fk_away_forward_to_person"),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_away_made_by_account"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_away_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_away"),
    )
    op.create_index("ix_away_ends_at", "away", ["ends_at"], unique=False)
    op.create_index("ix_away_person_id", "away", ["person_id"], unique=False)
    op.create_table(
        "pin",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("caller_code", sa.String(length=4), nullable=False),
        sa.Column("pin_hash", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_pin_account_id_account"),
        sa.PrimaryKeyConstraint("account_id", name="pk_pin"),
        sa.UniqueConstraint("caller_code", name="uq_pin_caller_code"),
    )
    op.create_table(
        "pin_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_number", sa.String(length=20), nullable=True),
        sa.Column("caller_code", sa.String(length=4), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_pin_try_account_id_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pin_try"),
    )
    op.create_index("ix_pin_try_at", "pin_try", ["at"], unique=False)
    op.create_table(
        "incoming_call",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("provider_call_id", sa.String(length=64), nullable=False),
        sa.Column("from_number", sa.String(length=20), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("known_by", sa.String(length=40), nullable=True),
        sa.Column("menu", JSON, nullable=False),
        sa.Column("wrong_entries", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_incoming_call_account_id_account"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["care_request.id"], name="fk_incoming_call_request_id_care_request"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incoming_call"),
        sa.UniqueConstraint("provider_call_id", name="uq_incoming_call_provider_call_id"),
    )
    op.create_index("ix_incoming_call_account_id", "incoming_call", ["account_id"], unique=False)
    op.create_index("ix_incoming_call_request_id", "incoming_call", ["request_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=80), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.String(length=80), nullable=True),
        sa.Column("request_id", sa.String(length=36), nullable=True),
        sa.Column("attempt_id", sa.String(length=36), nullable=True),
        sa.Column("values", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_notice_account_id_account"
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_notice_attempt_id_attempt"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_notice_person_id_person"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["care_request.id"], name="fk_notice_request_id_care_request"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name="fk_notice_unit_id_care_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("key", name="uq_notice_key"),
    )
    op.create_index("ix_notice_account", "notice", ["account_id", "created_at"], unique=False)
    op.create_index("ix_notice_person", "notice", ["person_id", "created_at"], unique=False)
    op.create_index("ix_notice_request_id", "notice", ["request_id"], unique=False)
    op.create_index("ix_notice_unit", "notice", ["unit_id", "created_at"], unique=False)
    op.create_index(
        "ix_notice_unread_person",
        "notice",
        ["person_id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
        sqlite_where=sa.text("read_at IS NULL"),
    )
    op.create_index(
        "ix_notice_unread_account",
        "notice",
        ["account_id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
        sqlite_where=sa.text("read_at IS NULL"),
    )
    op.create_index(
        "ix_notice_unread_unit",
        "notice",
        ["unit_id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
        sqlite_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("notice_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("delivery", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provider_id", sa.String(length=64), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_delivery_notice_id_notice"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
    )
    op.create_index("ix_delivery_due", "delivery", ["state", "next_attempt_at"], unique=False)
    op.create_index("ix_delivery_notice_id", "delivery", ["notice_id"], unique=False)
    op.create_index("ix_delivery_provider_id", "delivery", ["provider_id"], unique=False)
    op.add_column("account", sa.Column("email", sa.String(length=120), nullable=True))
    op.add_column("attempt", sa.Column("round", sa.Integer(), server_default="1", nullable=False))
    op.add_column("attempt", sa.Column("phone", sa.String(length=40), nullable=True))
    op.add_column("attempt", sa.Column("forwarded_from", sa.String(length=80), nullable=True))
    op.add_column("attempt", sa.Column("decline_reason", sa.String(length=40), nullable=True))
    op.add_column("attempt", sa.Column("call_back_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("attempt", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_attempt_number", "attempt", ["number"], unique=False)
    op.add_column(
        "matrix_rule", sa.Column("rounds", sa.Integer(), server_default="1", nullable=False)
    )
    op.add_column("specialty", sa.Column("dial_code", sa.String(length=2), nullable=True))
    op.create_index("ix_specialty_dial_code", "specialty", ["dial_code"], unique=True)


def downgrade():
    op.drop_index("ix_specialty_dial_code", table_name="specialty")
    op.drop_column("specialty", "dial_code")
    op.drop_column("matrix_rule", "rounds")
    op.drop_index("ix_attempt_number", table_name="attempt")
    op.drop_column("attempt", "confirmed_at")
    op.drop_column("attempt", "call_back_at")
    op.drop_column("attempt", "decline_reason")
    op.drop_column("attempt", "forwarded_from")
    op.drop_column("attempt", "phone")
    op.drop_column("attempt", "round")
    op.drop_column("account", "email")
    op.drop_index("ix_delivery_provider_id", table_name="delivery")
    op.drop_index("ix_delivery_notice_id", table_name="delivery")
    op.drop_index("ix_delivery_due", table_name="delivery")
    op.drop_table("delivery")
    op.drop_index("ix_notice_unread_person", table_name="notice")
    op.drop_index("ix_notice_unread_account", table_name="notice")
    op.drop_index("ix_notice_unread_unit", table_name="notice")
    op.drop_index("ix_notice_unit", table_name="notice")
    op.drop_index("ix_notice_request_id", table_name="notice")
    op.drop_index("ix_notice_person", table_name="notice")
    op.drop_index("ix_notice_account", table_name="notice")
    op.drop_table("notice")
    op.drop_index("ix_incoming_call_request_id", table_name="incoming_call")
    op.drop_index("ix_incoming_call_account_id", table_name="incoming_call")
    op.drop_table("incoming_call")
    op.drop_index("ix_pin_try_at", table_name="pin_try")
    op.drop_table("pin_try")
    op.drop_table("pin")
    op.drop_index("ix_away_person_id", table_name="away")
    op.drop_index("ix_away_ends_at", table_name="away")
    op.drop_table("away")
    op.drop_table("person_preference")
    op.drop_table("provider_outage")
    op.drop_table("line_rung")
