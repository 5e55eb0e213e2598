"""Which contacts are obesvarade stands in their own row, as every open page counts them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

IS_UNANSWERED = sa.text("unanswered_at IS NOT NULL")
FILL = """
    UPDATE care_request SET unanswered_at = (
        SELECT max(at) FROM request_event
        WHERE request_id = care_request.id AND event = 'ingen_kvar_att_ringa'
    )
    WHERE answered_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM request_event
        WHERE request_id = care_request.id AND event = 'obesvarad_hanterad'
    )
"""


def upgrade():
    with op.batch_alter_table("care_request") as batch_op:
        batch_op.add_column(sa.Column("unanswered_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(FILL)
    op.create_index(
        "ix_care_request_unanswered",
        "care_request",
        ["unanswered_at"],
        unique=False,
        postgresql_where=IS_UNANSWERED,
        sqlite_where=IS_UNANSWERED,
    )
    op.create_index("ix_attempt_unit_id", "attempt", ["unit_id", "started_at"], unique=False)


def downgrade():
    op.drop_index("ix_attempt_unit_id", table_name="attempt")
    op.drop_index("ix_care_request_unanswered", table_name="care_request")
    with op.batch_alter_table("care_request") as batch_op:
        batch_op.drop_column("unanswered_at")
