"""Which language somebody reads the pages in, and the specialties' names in English."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("account") as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(length=2), nullable=True))
    with op.batch_alter_table("specialty") as batch_op:
        batch_op.add_column(
            sa.Column("english", sa.String(length=120), server_default="", nullable=False)
        )


def downgrade():
    with op.batch_alter_table("specialty") as batch_op:
        batch_op.drop_column("english")
    with op.batch_alter_table("account") as batch_op:
        batch_op.drop_column("language")
