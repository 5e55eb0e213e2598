"""Sessions end on the server: those that were signed out, until their cookies end by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "ended_session",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ended_session"),
    )
    op.create_index("ix_ended_session_ends_at", "ended_session", ["ends_at"], unique=False)


def downgrade():
    op.drop_index("ix_ended_session_ends_at", table_name="ended_session")
    op.drop_table("ended_session")
