"""${message}

Rules: the same result on SQLite and PostgreSQL; alter tables with ``op.batch_alter_table``; name
every constraint as ``models.db.NAMES`` does; never import from ``models`` or ``routing`` (they
change, this file does not); store words as ``sa.String(40)`` and documents as ``JSON`` below; a
running older version must still work after ``upgrade``; ``downgrade`` restores the schema.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
