"""Nobody meets a limit by asking acutely for the same again: what was remembered of it goes."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LIMIT_MET = sa.table("limit_met", sa.column("kind", sa.String))


def upgrade():
    op.execute(LIMIT_MET.delete().where(LIMIT_MET.c.kind == "samma_akuta"))


def downgrade():
    pass  # what is gone was to be forgotten within a week
