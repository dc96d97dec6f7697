"""Reports of notebooks that were run."""

from alembic import op

revision = "0009"
down_revision = "0008"

UP = """
CREATE SEQUENCE notebook_report_numbers;

CREATE TABLE notebook_reports (
    id uuid PRIMARY KEY,
    number integer NOT NULL UNIQUE,
    notebook text NOT NULL,
    period text,
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL,
    mailed boolean NOT NULL,
    state varchar(30) NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    failed_cell integer,
    error text,
    blob text,
    size integer,
    CONSTRAINT a_report_once_a_period UNIQUE (notebook, period)
);

CREATE TABLE report_schedules (
    notebook text PRIMARY KEY,
    every varchar(30) NOT NULL,
    set_by text NOT NULL,
    set_at timestamptz NOT NULL
);
"""

#: Work that the program of before does not know goes with the reports.
DOWN = """
DELETE FROM outbox WHERE kind = 'run_report';
DROP TABLE report_schedules;
DROP TABLE notebook_reports;
DROP SEQUENCE notebook_report_numbers;
"""


def upgrade() -> None:
    """Add the tables."""
    op.execute(UP)


def downgrade() -> None:
    """Take them away."""
    op.execute(DOWN)
