"""What of the checklist is said in a ward's phone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade():
    with op.batch_alter_table("checklist_item") as batch_op:
        batch_op.add_column(
            sa.Column("spoken", sa.String(length=120), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("silent_at", JSON, server_default="[]", nullable=False))


def downgrade():
    with op.batch_alter_table("checklist_item") as batch_op:
        batch_op.drop_column("silent_at")
        batch_op.drop_column("spoken")
