"""What somebody has just done can be undone, and a log's line says when it was."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
LOGS = (
    "request_event",
    "admission_event",
    "decision_event",
    "booking_event",
    "ward_answer",
    "shift_change",
)


def upgrade():
    for log in LOGS:
        with op.batch_alter_table(log) as batch_op:
            batch_op.add_column(
                sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True)
            )
    op.create_table(
        "undo_step",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", JSON, nullable=False),
        sa.Column("made", JSON, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_undo_step_account_id_account"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_undo_step"),
        sa.UniqueConstraint("id", name="uq_undo_step_id"),
    )
    op.create_index("ix_undo_step_account", "undo_step", ["account_id", "at"], unique=False)
    op.create_index(op.f("ix_undo_step_subject_id"), "undo_step", ["subject_id"], unique=False)


def downgrade():
    op.drop_table("undo_step")
    for log in LOGS:
        with op.batch_alter_table(log) as batch_op:
            batch_op.drop_column("taken_back_at")
