"""The portal: accounts and sessions, signed acts and their documents, access to services."""

from alembic import op

revision = "0003"
down_revision = "0002"

ACCOUNTS = """
CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    applicant_id uuid NOT NULL REFERENCES applicants,
    email text NOT NULL,
    password_hash text,
    created_at timestamptz NOT NULL,
    password_set_at timestamptz,
    CONSTRAINT an_address_once_per_company UNIQUE (applicant_id, email)
);

CREATE TABLE invitations (
    token_sha256 text PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX ix_invitations_account_id ON invitations (account_id);

CREATE TABLE portal_sessions (
    token_sha256 text PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts,
    started_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    accepted jsonb NOT NULL
);
CREATE INDEX portal_sessions_by_account ON portal_sessions (account_id);

CREATE TABLE failed_logins (
    key text PRIMARY KEY,
    failures integer NOT NULL,
    last_at timestamptz NOT NULL,
    wait_until timestamptz
);

CREATE TABLE captchas (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX captchas_by_expiry ON captchas (expires_at);
"""

SIGNED_ACTS = """
CREATE TABLE statements (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts,
    case_id uuid REFERENCES cases,
    purpose varchar(30) NOT NULL,
    text text NOT NULL,
    nonce text NOT NULL UNIQUE,
    certificate bytea NOT NULL,
    terms_version text,
    file_sha256 text,
    file_name text,
    prepared_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX ix_statements_account_id ON statements (account_id);
CREATE INDEX ix_statements_case_id ON statements (case_id);

CREATE TABLE signatures (
    id uuid PRIMARY KEY,
    statement_id uuid NOT NULL UNIQUE REFERENCES statements,
    case_id uuid NOT NULL REFERENCES cases,
    submission_id uuid REFERENCES submissions,
    purpose varchar(30) NOT NULL,
    certificate bytea NOT NULL,
    certificate_number text NOT NULL,
    signer_name text NOT NULL,
    signer_rfc text NOT NULL,
    signature text NOT NULL,
    revocation text NOT NULL,
    signed_at timestamptz NOT NULL
);
CREATE INDEX ix_signatures_case_id ON signatures (case_id);
CREATE INDEX ix_signatures_submission_id ON signatures (submission_id);

CREATE TABLE documents (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases,
    signature_id uuid NOT NULL REFERENCES signatures,
    kind varchar(30) NOT NULL,
    code text NOT NULL UNIQUE,
    content jsonb NOT NULL,
    issued_at timestamptz NOT NULL,
    blob text,
    sha256 text,
    CONSTRAINT a_document_once_per_signature UNIQUE (signature_id, kind)
);
CREATE INDEX ix_documents_case_id ON documents (case_id);
"""

ACCESS = """
CREATE TABLE notice_calls (
    id uuid PRIMARY KEY,
    round_id uuid NOT NULL REFERENCES rounds,
    at timestamptz NOT NULL,
    asked text NOT NULL,
    status integer NOT NULL,
    address text NOT NULL
);
CREATE INDEX notice_calls_by_round ON notice_calls (round_id, at);

CREATE TABLE productive_accesses (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL UNIQUE REFERENCES cases,
    access_id text NOT NULL UNIQUE,
    scope text NOT NULL,
    granted_at timestamptz NOT NULL,
    secret_sha256 text,
    secret_shown_at timestamptz,
    revoked_at timestamptz
);

ALTER TABLE cases ADD COLUMN listed_since timestamptz;
"""

UNDONE = """
ALTER TABLE cases DROP COLUMN listed_since;
DROP TABLE productive_accesses, notice_calls, documents, signatures, statements;
DROP TABLE captchas, failed_logins, portal_sessions, invitations, accounts;
"""


def upgrade() -> None:
    """Add them."""
    for part in (ACCOUNTS, SIGNED_ACTS, ACCESS):
        op.execute(part)


def downgrade() -> None:
    """Take them away, and with them every signed act: only for a database that has none."""
    op.execute(UNDONE)
