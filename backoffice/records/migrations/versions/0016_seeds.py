"""Seeds live in a table of their own, which only programs read; people see a set once evidence for it came."""

from alembic import op

revision = "0016"
down_revision = "0015"

MOVE = """
CREATE TABLE round_seeds (round_id uuid PRIMARY KEY REFERENCES rounds, seed text NOT NULL);
INSERT INTO round_seeds SELECT id, seed FROM rounds;
ALTER TABLE rounds DROP COLUMN seed;
"""
MOVE_BACK = """
ALTER TABLE rounds ADD COLUMN seed text;
UPDATE rounds SET seed = round_seeds.seed FROM round_seeds WHERE round_id = rounds.id;
ALTER TABLE rounds ALTER COLUMN seed SET NOT NULL;
DROP TABLE round_seeds;
"""

#: In the place of ``GUARD`` below.
GUARD = "RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$"
DRAWN = """encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
        || uuid_send(gen_random_uuid())), 'hex')"""
ROUND = """
CREATE OR REPLACE FUNCTION mesa_round() GUARD
BEGIN
    IF NEW.kind <> 'correction' OR NEW.rehearsal OR NEW.closed_at IS NOT NULL OR NEW.deadline IS NOT NULL
        OR NEW.number IS DISTINCT FROM (SELECT round_number FROM cases WHERE id = NEW.case_id)
        OR mesa_own_outcome(NEW.case_id, NEW.number - 1) IS DISTINCT FROM 'corrections' THEN
        PERFORM mesa_refuse('a round follows from corrections that one asked for');
    END IF;SEED
    RETURN NEW;
END
$$;
"""
#: Nobody chooses the seed of a round that a person opens, and nobody who opens it reads it.
SEED = f"""
CREATE FUNCTION mesa_seed() GUARD
BEGIN
    IF NOT EXISTS (
        SELECT FROM rounds WHERE id = NEW.round_id AND closed_at IS NULL
            AND mesa_own_outcome(case_id, number - 1) = 'corrections'
    ) THEN
        PERFORM mesa_refuse('a seed is drawn for a round that one opens');
    END IF;
    NEW.seed := {DRAWN};
    RETURN NEW;
END
$$;
CREATE TRIGGER mesa_seed BEFORE INSERT ON round_seeds FOR EACH ROW
    WHEN (mesa_person() IS NOT NULL) EXECUTE FUNCTION mesa_seed();
"""
#: Whoever audits sees what the others see.
SEEN = """
DROP POLICY people ON test_sets;
CREATE POLICY people ON test_sets FOR SELECT USING (
    EXISTS (SELECT FROM rounds WHERE rounds.id = test_sets.round_id AND rounds.closed_at IS NOT NULL)
    OR AUDITORS EXISTS (SELECT FROM submissions WHERE submissions.round_id = test_sets.round_id)
);
"""


def upgrade() -> None:
    """Move the seeds."""
    op.execute(SEEN.replace("AUDITORS", ""))
    op.execute(MOVE)
    op.execute(ROUND.replace("GUARD", GUARD).replace("SEED", ""))
    op.execute(SEED.replace("GUARD", GUARD))


def downgrade() -> None:
    """Move them back."""
    op.execute(SEEN.replace("AUDITORS", "(SELECT mesa_role()) <> 'auditor' AND"))
    op.execute("DROP FUNCTION mesa_seed() CASCADE")
    op.execute(MOVE_BACK)
    op.execute(ROUND.replace("GUARD", GUARD).replace("SEED", f"\n    NEW.seed := {DRAWN};"))
