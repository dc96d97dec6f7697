"""Which files carry people's data, and whose content was erased."""

from alembic import op

revision = "0015"
down_revision = "0013"


def upgrade() -> None:
    """Add the table."""
    op.execute("""
CREATE TABLE personal_data (
    submission_id uuid PRIMARY KEY REFERENCES submissions,
    kinds jsonb NOT NULL,
    purged_at timestamptz,
    purged_by text,
    reason text,
    erased_at timestamptz
)
""")


def downgrade() -> None:
    """Take it away: the audit trail still tells who erased what."""
    op.execute("DROP TABLE personal_data")
