"""All tables of the first version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade():
    op.create_table(
        "care_provider",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_care_provider"),
    )
    op.create_table(
        "directory_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_directory_version"),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_heartbeat"),
    )
    op.create_table(
        "matrix_version",
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("approved_by", sa.String(length=120), nullable=False),
        sa.Column("approved_on", sa.String(length=10), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_matrix_version"),
    )
    op.create_table(
        "municipality",
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("hospitals", JSON, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_municipality"),
        sa.UniqueConstraint("name", name="uq_municipality_name"),
    )
    op.create_table(
        "specialty",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("synonyms", JSON, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_specialty"),
    )
    op.create_table(
        "care_unit",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("hsa_id", sa.String(length=31), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("provider_id", sa.String(length=80), nullable=False),
        sa.Column("municipality", sa.String(length=4), nullable=False),
        sa.Column("parent_id", sa.String(length=80), nullable=True),
        sa.Column("specialties", JSON, nullable=False),
        sa.Column("hours", JSON, nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality"], ["municipality.code"], name="fk_care_unit_municipality_municipality"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["care_unit.id"], name="fk_care_unit_parent_id_care_unit"
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["care_provider.id"], name="fk_care_unit_provider_id_care_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_care_unit"),
        sa.UniqueConstraint("hsa_id", name="uq_care_unit_hsa_id"),
    )
    op.create_table(
        "matrix_rule",
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=40), nullable=False),
        sa.Column("roles", JSON, nullable=False),
        sa.Column("specialties", JSON, nullable=False),
        sa.Column("municipalities", JSON, nullable=False),
        sa.Column("hours", JSON, nullable=True),
        sa.Column("promise_seconds", sa.Integer(), nullable=False),
        sa.Column("steps", JSON, nullable=False),
        sa.Column("fallback", JSON, nullable=False),
        sa.Column("valid_from", sa.String(length=10), nullable=True),
        sa.Column("valid_to", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["version"], ["matrix_version.version"], name="fk_matrix_rule_version_matrix_version"
        ),
        sa.PrimaryKeyConstraint("version", "id", name="pk_matrix_rule"),
    )
    op.create_table(
        "contact_point",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("unit_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["care_unit.id"], name="fk_contact_point_unit_id_care_unit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_point"),
    )
    op.create_index("ix_contact_point_unit_id", "contact_point", ["unit_id"], unique=False)
    op.create_table(
        "on_call_line",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.String(length=80), nullable=False),
        sa.Column("specialty", sa.String(length=80), nullable=True),
        sa.Column("hospital_id", sa.String(length=80), nullable=True),
        sa.Column("hours", JSON, nullable=True),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("covers", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["care_unit.id"], name="fk_on_call_line_hospital_id_care_unit"
        ),
        sa.ForeignKeyConstraint(
            ["specialty"], ["specialty.code"], name="fk_on_call_line_specialty_specialty"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["care_unit.id"], name="fk_on_call_line_unit_id_care_unit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_on_call_line"),
    )
    op.create_index("ix_on_call_line_unit_id", "on_call_line", ["unit_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name="fk_person_unit_id_care_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("ix_person_unit_id", "person", ["unit_id"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.String(length=80), nullable=True),
        sa.Column("unit_id", sa.String(length=80), nullable=True),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_nonce", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_account_person_id_person"),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name="fk_account_unit_id_care_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("username", name="uq_account_username"),
    )
    op.create_table(
        "rota",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("line_id", sa.String(length=80), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("patterns", JSON, nullable=False),
        sa.Column("people", JSON, nullable=False),
        sa.Column("rotation", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("eves_as_red", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"], ["on_call_line.id"], name="fk_rota_line_id_on_call_line"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rota"),
        sa.UniqueConstraint("line_id", "tier", name="uq_rota_line_id_tier"),
    )
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.String(length=80), nullable=True),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("thing", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_access_log_account_id_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_access_log"),
    )
    op.create_index("ix_access_log_at", "access_log", ["at"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_api_token_account_id_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("token_hash", name="uq_api_token_token_hash"),
    )
    op.create_index("ix_api_token_account_id", "api_token", ["account_id"], unique=False)
    op.create_table(
        "care_request",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_code", sa.String(length=12), nullable=False),
        sa.Column("path", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("requester_role", sa.String(length=40), nullable=False),
        sa.Column("requester_unit_id", sa.String(length=80), nullable=True),
        sa.Column("requester_person_id", sa.String(length=80), nullable=True),
        sa.Column("requester_number", sa.String(length=20), nullable=True),
        sa.Column("specialty", sa.String(length=80), nullable=True),
        sa.Column("municipality", sa.String(length=4), nullable=False),
        sa.Column("unit_id", sa.String(length=80), nullable=True),
        sa.Column("age_band", sa.String(length=20), nullable=True),
        sa.Column("sex", sa.String(length=10), nullable=True),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=False),
        sa.Column("plan_before", sa.String(length=40), nullable=True),
        sa.Column("plan", JSON, nullable=False),
        sa.Column("promise_seconds", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("continued_from_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["continued_from_id"],
            ["care_request.id"],
            name="fk_care_request_continued_from_id_care_request",
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["account.id"], name="fk_care_request_requester_id_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_care_request"),
        sa.UniqueConstraint("case_code", name="uq_care_request_case_code"),
    )
    op.create_index("ix_care_request_check_at", "care_request", ["check_at"], unique=False)
    op.create_index("ix_care_request_created_at", "care_request", ["created_at"], unique=False)
    op.create_index("ix_care_request_requester_id", "care_request", ["requester_id"], unique=False)
    op.create_table(
        "shift_change",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("rota_id", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=80), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name="fk_shift_change_made_by_account"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_shift_change_person_id_person"
        ),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name="fk_shift_change_rota_id_rota"),
        sa.PrimaryKeyConstraint("id", name="pk_shift_change"),
    )
    op.create_index("ix_shift_change_rota_id", "shift_change", ["rota_id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("step_order", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.String(length=80), nullable=True),
        sa.Column("unit_id", sa.String(length=80), nullable=True),
        sa.Column("tier", sa.String(length=40), nullable=True),
        sa.Column("person_id", sa.String(length=80), nullable=True),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("ring_seconds", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gives_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_in", sa.String(length=10), nullable=True),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prompts", sa.Integer(), nullable=False),
        sa.Column("provider_call_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["care_request.id"], name="fk_attempt_request_id_care_request"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
        sa.UniqueConstraint("provider_call_id", name="uq_attempt_provider_call_id"),
    )
    op.create_index("ix_attempt_person_id", "attempt", ["person_id"], unique=False)
    op.create_index("ix_attempt_request_id", "attempt", ["request_id"], unique=False)
    op.create_table(
        "idempotency_key",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_idempotency_key_account_id_account"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["care_request.id"], name="fk_idempotency_key_request_id_care_request"
        ),
        sa.PrimaryKeyConstraint("account_id", "key", name="pk_idempotency_key"),
    )
    op.create_table(
        "outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("understanding", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_outcome_account_id_account"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["care_request.id"], name="fk_outcome_request_id_care_request"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outcome"),
        sa.UniqueConstraint("request_id", "side", name="uq_outcome_request_id_side"),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("attempt_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provider_id", sa.String(length=64), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_outbox_message_attempt_id_attempt"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["care_request.id"], name="fk_outbox_message_request_id_care_request"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_message"),
    )
    op.create_index(
        "ix_outbox_message_due", "outbox_message", ["state", "next_attempt_at"], unique=False
    )
    op.create_index("ix_outbox_message_attempt_id", "outbox_message", ["attempt_id"], unique=False)
    op.create_table(
        "request_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("attempt_id", sa.String(length=36), nullable=True),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.String(length=80), nullable=True),
        sa.Column("detail", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_request_event_account_id_account"
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_request_event_attempt_id_attempt"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["care_request.id"], name="fk_request_event_request_id_care_request"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_request_event"),
    )
    op.create_index("ix_request_event_request_id", "request_event", ["request_id"], unique=False)


def downgrade():
    op.drop_index("ix_request_event_request_id", table_name="request_event")
    op.drop_table("request_event")
    op.drop_index("ix_outbox_message_due", table_name="outbox_message")
    op.drop_index("ix_outbox_message_attempt_id", table_name="outbox_message")
    op.drop_table("outbox_message")
    op.drop_table("outcome")
    op.drop_table("idempotency_key")
    op.drop_index("ix_attempt_request_id", table_name="attempt")
    op.drop_index("ix_attempt_person_id", table_name="attempt")
    op.drop_table("attempt")
    op.drop_index("ix_shift_change_rota_id", table_name="shift_change")
    op.drop_table("shift_change")
    op.drop_index("ix_care_request_requester_id", table_name="care_request")
    op.drop_index("ix_care_request_created_at", table_name="care_request")
    op.drop_index("ix_care_request_check_at", table_name="care_request")
    op.drop_table("care_request")
    op.drop_index("ix_api_token_account_id", table_name="api_token")
    op.drop_table("api_token")
    op.drop_index("ix_access_log_at", table_name="access_log")
    op.drop_table("access_log")
    op.drop_table("rota")
    op.drop_table("account")
    op.drop_index("ix_person_unit_id", table_name="person")
    op.drop_table("person")
    op.drop_index("ix_on_call_line_unit_id", table_name="on_call_line")
    op.drop_table("on_call_line")
    op.drop_index("ix_contact_point_unit_id", table_name="contact_point")
    op.drop_table("contact_point")
    op.drop_table("matrix_rule")
    op.drop_table("care_unit")
    op.drop_table("specialty")
    op.drop_table("municipality")
    op.drop_table("matrix_version")
    op.drop_table("heartbeat")
    op.drop_table("directory_version")
    op.drop_table("care_provider")
