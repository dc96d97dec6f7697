"""Letters that came back from the mail servers of their recipients."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table."""
    op.execute("""
CREATE TABLE bounces (
    id uuid PRIMARY KEY,
    outbox_id uuid NOT NULL REFERENCES outbox,
    status text NOT NULL,
    said text NOT NULL,
    report_sha256 text NOT NULL UNIQUE,
    received_at timestamptz NOT NULL,
    settled_by text,
    settled_why text,
    settled_at timestamptz
);
CREATE INDEX ix_bounces_outbox_id ON bounces (outbox_id);
""")


def downgrade() -> None:
    """Take it away; the audit trail still tells of it."""
    op.execute("DROP TABLE bounces")
