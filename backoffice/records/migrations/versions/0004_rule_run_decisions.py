"""What supervisors decide about runs that tried other rules."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table."""
    op.execute("""
CREATE TABLE rule_run_decisions (
    run_id uuid PRIMARY KEY REFERENCES rule_runs,
    accepted boolean NOT NULL,
    reason text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL
);
""")


def downgrade() -> None:
    """Take it away, with what was decided; the audit trail still tells of it."""
    op.execute("DROP TABLE rule_run_decisions")
