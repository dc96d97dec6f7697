"""What tells that evidence was copied from another case."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the tables; marks of files that were evaluated before are taken when their case is opened."""
    op.execute("""
CREATE TABLE copy_fingerprints (
    number integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    submission_id uuid NOT NULL UNIQUE REFERENCES submissions,
    applicant_id uuid NOT NULL REFERENCES applicants,
    taken_at timestamptz NOT NULL,
    readable boolean NOT NULL,
    authorship jsonb NOT NULL
);
CREATE INDEX ix_copy_fingerprints_applicant_id ON copy_fingerprints (applicant_id);
CREATE TABLE copy_amounts (
    fingerprint integer REFERENCES copy_fingerprints,
    line smallint,
    right_centavos bigint NOT NULL,
    foreign_centavos bigint,
    PRIMARY KEY (fingerprint, line)
);
CREATE INDEX copy_amounts_by_right_answer ON copy_amounts (right_centavos);
CREATE INDEX copy_amounts_by_foreign_one ON copy_amounts (foreign_centavos) WHERE foreign_centavos IS NOT NULL;
CREATE TABLE copy_marks (
    fingerprint integer REFERENCES copy_fingerprints,
    kind text,
    digest bytea,
    said text NOT NULL,
    PRIMARY KEY (fingerprint, kind, digest)
);
CREATE INDEX copy_marks_by_digest ON copy_marks (digest, kind);
CREATE TABLE copy_parts (
    fingerprint integer REFERENCES copy_fingerprints,
    picture smallint,
    part smallint,
    sha256 bytea NOT NULL,
    hash bigint NOT NULL,
    band_1 smallint NOT NULL,
    band_2 smallint NOT NULL,
    band_3 smallint NOT NULL,
    band_4 smallint NOT NULL,
    detail bytea NOT NULL,
    box smallint[] NOT NULL,
    PRIMARY KEY (fingerprint, picture, part)
);
CREATE INDEX ix_copy_parts_band_1 ON copy_parts (band_1);
CREATE INDEX ix_copy_parts_band_2 ON copy_parts (band_2);
CREATE INDEX ix_copy_parts_band_3 ON copy_parts (band_3);
CREATE INDEX ix_copy_parts_band_4 ON copy_parts (band_4);
CREATE TABLE copy_flags (
    submission_id uuid REFERENCES submissions,
    other_id uuid REFERENCES submissions,
    kind text,
    grade varchar(30) NOT NULL,
    proof jsonb NOT NULL,
    found_at timestamptz NOT NULL,
    PRIMARY KEY (submission_id, other_id, kind)
);
CREATE INDEX ix_copy_flags_other_id ON copy_flags (other_id);
CREATE INDEX strong_copy_flags ON copy_flags (submission_id) WHERE grade = 'strong';
""")


def downgrade() -> None:
    """Take them away: all of it follows from the files."""
    tables = "copy_flags, copy_parts, copy_marks, copy_amounts, copy_fingerprints"
    op.execute(f"DROP TABLE {tables}")
