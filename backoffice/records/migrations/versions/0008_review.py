"""Second opinions, findings set aside, internal consultations, drafts of decisions."""

from alembic import op

revision = "0008"
down_revision = "0007"

UP = """
ALTER TABLE review_tasks ADD COLUMN turn integer NOT NULL DEFAULT 1;
ALTER TABLE review_tasks ALTER COLUMN turn DROP DEFAULT;
ALTER TABLE review_tasks ADD COLUMN consult_reason text;
ALTER TABLE review_tasks ADD COLUMN consulted_by text;
ALTER TABLE review_tasks ADD COLUMN consulted_at timestamptz;

ALTER TABLE decisions DROP CONSTRAINT decisions_task_id_key;
ALTER TABLE decisions ADD COLUMN turn integer NOT NULL DEFAULT 1;
ALTER TABLE decisions ALTER COLUMN turn DROP DEFAULT;
ALTER TABLE decisions ADD COLUMN stands boolean NOT NULL DEFAULT true;
ALTER TABLE decisions ALTER COLUMN stands DROP DEFAULT;
ALTER TABLE decisions ADD COLUMN second_because varchar(30);
ALTER TABLE decisions ADD COLUMN chosen jsonb;
ALTER TABLE decisions ADD COLUMN set_aside jsonb NOT NULL DEFAULT '[]';
ALTER TABLE decisions ALTER COLUMN set_aside DROP DEFAULT;
ALTER TABLE decisions ADD CONSTRAINT one_opinion_a_turn UNIQUE (task_id, turn);
CREATE UNIQUE INDEX one_standing_decision_per_file ON decisions (submission_id) WHERE stands;
CREATE INDEX ix_decisions_analyst ON decisions (analyst);

CREATE TABLE findings_set_aside (
    id uuid PRIMARY KEY,
    task_id uuid NOT NULL REFERENCES review_tasks,
    turn integer NOT NULL,
    finding text NOT NULL,
    reason text NOT NULL,
    analyst text NOT NULL,
    at timestamptz NOT NULL,
    restored_at timestamptz
);
CREATE INDEX ix_findings_set_aside_task_id ON findings_set_aside (task_id);
CREATE UNIQUE INDEX a_finding_is_set_aside_once ON findings_set_aside (task_id, turn, finding)
    WHERE restored_at IS NULL;

CREATE TABLE review_drafts (
    task_id uuid NOT NULL REFERENCES review_tasks,
    analyst text NOT NULL,
    remarks text NOT NULL,
    chosen jsonb NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (task_id, analyst)
);
"""

#: What the tables of before cannot hold goes: opinions that did not take effect. The audit trail still tells of them.
DOWN = """
DROP TABLE review_drafts;
DROP TABLE findings_set_aside;
DELETE FROM decisions WHERE NOT stands;
DROP INDEX ix_decisions_analyst;
DROP INDEX one_standing_decision_per_file;
ALTER TABLE decisions DROP CONSTRAINT one_opinion_a_turn;
ALTER TABLE decisions DROP COLUMN set_aside;
ALTER TABLE decisions DROP COLUMN chosen;
ALTER TABLE decisions DROP COLUMN second_because;
ALTER TABLE decisions DROP COLUMN stands;
ALTER TABLE decisions DROP COLUMN turn;
ALTER TABLE decisions ADD CONSTRAINT decisions_task_id_key UNIQUE (task_id);
ALTER TABLE review_tasks DROP COLUMN consulted_at;
ALTER TABLE review_tasks DROP COLUMN consulted_by;
ALTER TABLE review_tasks DROP COLUMN consult_reason;
ALTER TABLE review_tasks DROP COLUMN turn;
"""


def upgrade() -> None:
    """Add the columns and tables."""
    op.execute(UP)


def downgrade() -> None:
    """Take them away."""
    op.execute(DOWN)
