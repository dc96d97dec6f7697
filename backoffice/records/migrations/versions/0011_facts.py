"""What the desk counts of each verdict, so that a hundred thousand of them can be looked at together."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the tables; verdicts of before are read when somebody first asks."""
    op.execute("""
CREATE TABLE fact_words (
    id smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    word text NOT NULL UNIQUE
);
CREATE TABLE verdict_facts (
    submission_id uuid PRIMARY KEY REFERENCES submissions,
    wrong_samples integer NOT NULL,
    wrong_assessment integer NOT NULL,
    errors integer NOT NULL,
    warnings integer NOT NULL,
    cause text NOT NULL,
    mistakes jsonb NOT NULL,
    findings bytea NOT NULL
);
""")


def downgrade() -> None:
    """Take them away: all of it follows from the verdicts."""
    op.execute("DROP TABLE verdict_facts; DROP TABLE fact_words")
