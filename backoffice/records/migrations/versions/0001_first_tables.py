"""The first tables: applicants, cases, rounds, sets, submissions, verdicts, reviews, the outbox, the audit trail."""

from alembic import op

revision = "0001"
down_revision = None

CASES = """
CREATE SEQUENCE case_numbers AS integer MINVALUE 1 MAXVALUE 9999999;

CREATE TABLE applicants (
    id uuid PRIMARY KEY,
    nrp text NOT NULL UNIQUE,
    rfc text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    registered_at timestamptz NOT NULL
);
CREATE INDEX ix_applicants_rfc ON applicants (rfc);

CREATE TABLE cases (
    id uuid PRIMARY KEY,
    folio text NOT NULL UNIQUE CONSTRAINT cases_folio_is_ten_digits CHECK (folio ~ '^[0-9]{10}$'),
    applicant_id uuid NOT NULL REFERENCES applicants,
    state varchar(30) NOT NULL,
    round_number integer NOT NULL,
    version integer NOT NULL,
    requested_at timestamptz NOT NULL,
    moved_at timestamptz NOT NULL
);
CREATE INDEX ix_cases_applicant_id ON cases (applicant_id);
CREATE UNIQUE INDEX one_case_under_way_per_applicant ON cases (applicant_id)
    WHERE state IN ('requested', 'awaiting_evidence', 'in_analysis', 'approved');

CREATE TABLE rounds (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases,
    number integer NOT NULL,
    kind text NOT NULL,
    seed text NOT NULL,
    set_on date NOT NULL,
    rehearsal boolean NOT NULL,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    deadline date,
    deadline_explained jsonb,
    CONSTRAINT a_round_number_once_per_case UNIQUE (case_id, number)
);
CREATE INDEX ix_rounds_case_id ON rounds (case_id);

CREATE TABLE test_sets (
    id uuid PRIMARY KEY,
    round_id uuid NOT NULL UNIQUE REFERENCES rounds,
    set_id text NOT NULL,
    rules_version text NOT NULL,
    answers text NOT NULL,
    notices jsonb NOT NULL,
    bundle text NOT NULL,
    issued_at timestamptz NOT NULL
);
CREATE INDEX ix_test_sets_set_id ON test_sets (set_id);
"""

SUBMISSIONS = """
CREATE TABLE submissions (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases,
    round_id uuid NOT NULL REFERENCES rounds,
    number integer NOT NULL,
    file_name text NOT NULL,
    size integer NOT NULL,
    sha256 text NOT NULL,
    blob text NOT NULL,
    received_at timestamptz NOT NULL,
    state varchar(30) NOT NULL,
    CONSTRAINT a_submission_number_once_per_round UNIQUE (round_id, number)
);
CREATE INDEX ix_submissions_case_id ON submissions (case_id);
CREATE INDEX ix_submissions_round_id ON submissions (round_id);
CREATE INDEX ix_submissions_sha256 ON submissions (sha256);

CREATE TABLE verdicts (
    id uuid PRIMARY KEY,
    submission_id uuid NOT NULL UNIQUE REFERENCES submissions,
    result text NOT NULL,
    document text NOT NULL,
    sha256 text NOT NULL,
    rules_version text NOT NULL,
    engine_version text NOT NULL,
    given_at timestamptz NOT NULL
);

CREATE TABLE review_tasks (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases,
    submission_id uuid NOT NULL UNIQUE REFERENCES submissions,
    reason varchar(30) NOT NULL,
    state varchar(30) NOT NULL,
    opened_at timestamptz NOT NULL,
    due date NOT NULL,
    due_explained jsonb NOT NULL,
    claimed_by text,
    lease_until timestamptz
);
CREATE INDEX ix_review_tasks_case_id ON review_tasks (case_id);
CREATE INDEX open_tasks_by_due_date ON review_tasks (due) WHERE state IN ('open', 'claimed');
CREATE UNIQUE INDEX one_waiting_task_per_case ON review_tasks (case_id) WHERE state IN ('open', 'claimed');

CREATE TABLE decisions (
    id uuid PRIMARY KEY,
    task_id uuid NOT NULL UNIQUE REFERENCES review_tasks,
    submission_id uuid NOT NULL REFERENCES submissions,
    analyst text NOT NULL,
    outcome varchar(30) NOT NULL,
    reasons text NOT NULL,
    verdict_sha256 text,
    decided_at timestamptz NOT NULL
);
CREATE INDEX ix_decisions_submission_id ON decisions (submission_id);
"""

WORK = """
CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    kind varchar(30) NOT NULL,
    key text NOT NULL UNIQUE,
    case_id uuid NOT NULL REFERENCES cases,
    subject_id uuid NOT NULL,
    payload jsonb NOT NULL,
    state varchar(30) NOT NULL,
    attempts integer NOT NULL,
    deferrals integer NOT NULL,
    created_at timestamptz NOT NULL,
    ring_at timestamptz NOT NULL,
    not_before timestamptz,
    lease_until timestamptz,
    last_error text,
    done_at timestamptz,
    letter text,
    recipient text,
    subject text,
    message text,
    message_id text,
    receipt text
);
CREATE INDEX ix_outbox_case_id ON outbox (case_id);
CREATE INDEX ix_outbox_subject_id ON outbox (subject_id);
CREATE INDEX outbox_to_be_rung ON outbox (ring_at) WHERE state IN ('ready', 'working', 'retry');
"""

AUDIT = """
CREATE TABLE audit_events (
    sequence bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    case_id uuid REFERENCES cases,
    act text NOT NULL,
    from_state text,
    to_state text,
    round_number integer,
    actor text NOT NULL,
    details jsonb NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL UNIQUE
);
CREATE INDEX ix_audit_events_case_id ON audit_events (case_id);

CREATE FUNCTION audit_events_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are neither changed nor removed';
END
$$;
CREATE TRIGGER audit_events_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_events_are_kept();
"""


def upgrade() -> None:
    """Make all of them; nothing was there before."""
    for part in (CASES, SUBMISSIONS, WORK, AUDIT):
        op.execute(part)
