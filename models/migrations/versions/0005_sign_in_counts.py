"""Attempts to sign in are counted in the database, so that all processes count together."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "sign_in_count",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_sign_in_count"),
    )
    op.create_index("ix_sign_in_count_ends_at", "sign_in_count", ["ends_at"], unique=False)


def downgrade():
    op.drop_index("ix_sign_in_count_ends_at", table_name="sign_in_count")
    op.drop_table("sign_in_count")
