"""Extra days off that were decreed later, and days on which the test service was down."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the tables."""
    op.execute("""
CREATE TABLE days_off (
    day date PRIMARY KEY,
    reason text NOT NULL,
    source text NOT NULL,
    added_by text NOT NULL,
    added_at timestamptz NOT NULL
);
CREATE TABLE service_outages (
    day date PRIMARY KEY,
    reason text NOT NULL,
    recorded_by text NOT NULL,
    recorded_at timestamptz NOT NULL
);
CREATE TABLE service_watch (
    day date PRIMARY KEY,
    watched integer NOT NULL,
    silent integer NOT NULL,
    asked_at timestamptz NOT NULL,
    answered boolean NOT NULL
);
""")


def downgrade() -> None:
    """Take them away; deadlines that they moved stay where they are."""
    op.execute("DROP TABLE service_watch; DROP TABLE service_outages; DROP TABLE days_off")
