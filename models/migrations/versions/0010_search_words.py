"""Words people seek by, and the specialties they are for, in order."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade():
    op.create_table(
        "search_word",
        sa.Column("word", sa.String(60), nullable=False),
        sa.Column("specialties", JSON, nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )


def downgrade():
    op.drop_table("search_word")
