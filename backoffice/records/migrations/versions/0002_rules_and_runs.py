"""What makes verdicts repeatable: the rules they were given by, what reading saw; and runs that try other rules."""

from alembic import op

revision = "0002"
down_revision = "0001"

RULES = """
CREATE TABLE rules_versions (
    version text PRIMARY KEY,
    texts jsonb NOT NULL,
    first_used_at timestamptz NOT NULL
);

CREATE TABLE transcripts (
    submission_id uuid NOT NULL REFERENCES submissions,
    engine_version text NOT NULL,
    blob text NOT NULL,
    PRIMARY KEY (submission_id, engine_version)
);
"""

RUNS = """
CREATE SEQUENCE rule_run_numbers AS integer;

CREATE TABLE rule_runs (
    id uuid PRIMARY KEY,
    number integer NOT NULL UNIQUE,
    label text NOT NULL,
    scope text NOT NULL,
    rules_version text NOT NULL REFERENCES rules_versions,
    engine_version text NOT NULL,
    started_by text NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    total integer NOT NULL
);
CREATE UNIQUE INDEX one_unfinished_rule_run_of_a_kind ON rule_runs (rules_version, engine_version, scope)
    WHERE finished_at IS NULL;

CREATE TABLE rule_run_parts (
    id uuid PRIMARY KEY,
    run_id uuid NOT NULL REFERENCES rule_runs,
    number integer NOT NULL,
    submissions jsonb NOT NULL,
    results jsonb,
    CONSTRAINT a_part_number_once_per_rule_run UNIQUE (run_id, number)
);
"""

UNDONE = """
DELETE FROM outbox WHERE case_id IS NULL;
ALTER TABLE outbox ALTER COLUMN case_id SET NOT NULL;
DROP TABLE rule_run_parts;
DROP TABLE rule_runs;
DROP SEQUENCE rule_run_numbers;
DROP TABLE transcripts;
DROP TABLE rules_versions;
"""


def upgrade() -> None:
    """Add them; work may be about no case from now on."""
    for part in (RULES, RUNS):
        op.execute(part)
    op.execute("ALTER TABLE outbox ALTER COLUMN case_id DROP NOT NULL")


def downgrade() -> None:
    """Take them away, with the work that is about no case. Cases and verdicts stay as they are."""
    op.execute(UNDONE)
