"""Living contacts are counted by account and by number, and who met the limit is remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LIVING = sa.text("status IN ('kopplas_ihop', 'ringer_upp_remittenten', 'soker_mottagare')")


def upgrade():
    op.create_index(
        "ix_care_request_living",
        "care_request",
        ["created_at"],
        unique=False,
        postgresql_where=LIVING,
        sqlite_where=LIVING,
    )
    op.create_table(
        "limit_met",
        sa.Column("hour_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number_end", sa.String(length=2), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_limit_met_account_id_account"
        ),
        sa.PrimaryKeyConstraint("hour_at", "account_id", "kind", "number_end", name="pk_limit_met"),
    )
    with op.batch_alter_table("decision") as batch_op:
        batch_op.add_column(sa.Column("fingerprint", sa.String(length=64), nullable=True))


def downgrade():
    with op.batch_alter_table("decision") as batch_op:
        batch_op.drop_column("fingerprint")
    op.drop_table("limit_met")
    op.drop_index("ix_care_request_living", table_name="care_request")
