"""What a person may change in a row: what follows from an opinion of their own, and no more. Programs are not asked."""

from alembic import op

revision = "0013"
down_revision = "0012"

#: In the place of ``GUARD`` below.
GUARD = "RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$"

#: The opinion of who is connected that took effect on a file of that round.
OPINION = """
CREATE FUNCTION mesa_own_outcome(of_case uuid, of_round integer) RETURNS text STABLE LANGUAGE sql
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT decisions.outcome
    FROM decisions
        JOIN submissions ON submissions.id = decisions.submission_id
        JOIN rounds ON rounds.id = submissions.round_id
    WHERE rounds.case_id = of_case AND rounds.number = of_round AND decisions.stands
        AND decisions.analyst = session_user
$$;

CREATE FUNCTION mesa_opinion() GUARD
DECLARE
    task review_tasks;
    verdict verdicts;
    before decisions;
    may_stand boolean;
BEGIN
    SELECT * INTO task FROM review_tasks WHERE id = NEW.task_id;
    SELECT * INTO verdict FROM verdicts WHERE submission_id = task.submission_id;
    SELECT * INTO before FROM decisions WHERE task_id = task.id AND turn = NEW.turn - 1;
    IF task.state <> 'claimed' OR task.claimed_by IS DISTINCT FROM session_user OR task.turn <> NEW.turn
        OR task.submission_id <> NEW.submission_id THEN
        PERFORM mesa_refuse('an opinion is about a task that one holds');
    ELSIF EXISTS (SELECT FROM decisions WHERE task_id = task.id AND analyst = session_user) THEN
        PERFORM mesa_refuse('nobody gives two opinions on one file');
    ELSIF NEW.verdict_sha256 IS DISTINCT FROM verdict.sha256 OR NEW.outcome = 'approve' AND verdict.id IS NULL THEN
        PERFORM mesa_refuse('an opinion rests on the verdict');
    END IF;
    may_stand := CASE
        WHEN NEW.turn > 2 THEN true
        WHEN NEW.turn = 2 THEN NEW.outcome = before.outcome
        WHEN NEW.outcome <> 'approve' THEN true
        ELSE verdict.result = 'consistent'
            AND EXISTS (SELECT FROM decisions WHERE analyst = session_user AND outcome = 'approve')
    END;
    IF NEW.stands AND NOT may_stand THEN
        PERFORM mesa_refuse('this opinion needs a second one');
    END IF;
    RETURN NEW;
END
$$;
"""

TASK = """
CREATE FUNCTION mesa_task() GUARD
DECLARE
    own boolean := OLD.claimed_by IS NOT DISTINCT FROM session_user;
    given decisions;
BEGIN
    SELECT * INTO given FROM decisions
    WHERE task_id = OLD.id AND turn = OLD.turn AND analyst = session_user;
    IF OLD.state IN ('decided', 'withdrawn') OR NEW.state = 'withdrawn' THEN
        PERFORM mesa_refuse('a task that is over stays as it is, and people withdraw none');
    ELSIF NEW.claimed_by IS DISTINCT FROM OLD.claimed_by AND NOT (
        NEW.claimed_by IS NOT DISTINCT FROM session_user OR NEW.claimed_by IS NULL AND own
    ) THEN
        PERFORM mesa_refuse('people claim for themselves, and give back what is theirs');
    ELSIF NEW.state = 'decided' AND given.stands IS NOT TRUE THEN
        PERFORM mesa_refuse('a task is decided by an opinion that stands');
    ELSIF (NEW.turn, NEW.reason) IS DISTINCT FROM (OLD.turn, OLD.reason)
        AND (given.stands IS NOT FALSE OR NEW.turn <> OLD.turn + 1) THEN
        PERFORM mesa_refuse('the next turn comes with an opinion that does not stand');
    ELSIF (NEW.consult_reason, NEW.consulted_by, NEW.consulted_at)
        IS DISTINCT FROM (OLD.consult_reason, OLD.consulted_by, OLD.consulted_at)
        AND NOT (own AND (NEW.consulted_by IS NULL OR NEW.consulted_by = session_user)) THEN
        PERFORM mesa_refuse('whoever holds a task asks inside the house');
    ELSIF NEW.due < OLD.due THEN
        PERFORM mesa_refuse('deadlines move to later days alone');
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION mesa_finding() GUARD
BEGIN
    IF NOT EXISTS (
        SELECT FROM review_tasks WHERE id = NEW.task_id AND turn = NEW.turn
            AND state = 'claimed' AND claimed_by = session_user
    ) OR TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> 'restored_at' IS NOT NULL THEN
        PERFORM mesa_refuse('findings are set aside and restored by whoever holds the task');
    END IF;
    RETURN NEW;
END
$$;
"""

#: The seed of a round that a person opens is drawn here: nobody chooses it, and nobody who opens it reads it.
CASE = """
CREATE FUNCTION mesa_case() GUARD
DECLARE
    given text := mesa_own_outcome(OLD.id, OLD.round_number);
BEGIN
    IF OLD.state <> 'in_analysis' OR NEW.version <> OLD.version + 1 OR NOT coalesce(
        given = 'approve' AND NEW.state = 'approved' AND NEW.round_number = OLD.round_number
        OR given = 'corrections' AND NEW.state = 'awaiting_evidence' AND NEW.round_number = OLD.round_number + 1,
        false
    ) THEN
        PERFORM mesa_refuse('a case moves by an opinion that stands');
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION mesa_round() GUARD
BEGIN
    IF NEW.kind <> 'correction' OR NEW.rehearsal OR NEW.closed_at IS NOT NULL OR NEW.deadline IS NOT NULL
        OR NEW.number IS DISTINCT FROM (SELECT round_number FROM cases WHERE id = NEW.case_id)
        OR mesa_own_outcome(NEW.case_id, NEW.number - 1) IS DISTINCT FROM 'corrections' THEN
        PERFORM mesa_refuse('a round follows from corrections that one asked for');
    END IF;
    NEW.seed := encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
        || uuid_send(gen_random_uuid())), 'hex');
    RETURN NEW;
END
$$;

CREATE FUNCTION mesa_round_changed() GUARD
BEGIN
    IF NEW.closed_at IS DISTINCT FROM OLD.closed_at
        AND (OLD.closed_at IS NOT NULL OR mesa_own_outcome(OLD.case_id, OLD.number) IS NULL) THEN
        PERFORM mesa_refuse('a round is closed by an opinion that stands');
    ELSIF (NEW.deadline, NEW.deadline_explained) IS DISTINCT FROM (OLD.deadline, OLD.deadline_explained) AND NOT (
        OLD.deadline IS NULL AND NEW.deadline IS NOT NULL
        OR mesa_role() = 'supervisor' AND coalesce(NEW.deadline > OLD.deadline, false)
    ) THEN
        PERFORM mesa_refuse('deadlines are set once, and moved to later days by supervisors');
    END IF;
    RETURN NEW;
END
$$;
"""

#: A letter goes to the company of its case, or to whom the same letter went before.
WORK = """
CREATE FUNCTION mesa_work() GUARD
BEGIN
    IF NEW.state <> 'ready' OR NEW.attempts <> 0
        OR NEW.kind NOT IN ('issue_test_set', 'send_letter', 'readjudicate', 'run_report') THEN
        PERFORM mesa_refuse('people order letters, sets, reports and comparisons');
    ELSIF NEW.kind = 'send_letter' AND NOT EXISTS (
        SELECT FROM cases JOIN applicants ON applicants.id = cases.applicant_id
        WHERE cases.id = NEW.case_id AND applicants.email = NEW.recipient
    ) AND NOT EXISTS (
        SELECT FROM outbox WHERE message = NEW.message AND recipient = NEW.recipient AND kind = 'send_letter'
            AND subject_id = NEW.subject_id
    ) THEN
        PERFORM mesa_refuse('a letter goes to whom it is about');
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION mesa_work_changed() GUARD
DECLARE
    given_up boolean := OLD.state IN ('failed', 'uncertain', 'quarantined');
BEGIN
    IF NOT (
        given_up AND (NEW.state = 'withdrawn' OR NEW.state = 'done' AND OLD.kind = 'send_letter')
        OR NEW.state = 'withdrawn' AND OLD.kind = 'evaluate' AND OLD.state <> 'done' AND EXISTS (
            SELECT FROM decisions WHERE submission_id = OLD.subject_id AND stands AND analyst = session_user
        )
    ) THEN
        PERFORM mesa_refuse('people end the work that was given up, or that their opinion ends');
    END IF;
    RETURN NEW;
END
$$;
"""

GUARDS = (
    ("mesa_opinion", "INSERT", "decisions"),
    ("mesa_task", "UPDATE", "review_tasks"),
    ("mesa_finding", "INSERT OR UPDATE", "findings_set_aside"),
    ("mesa_case", "UPDATE", "cases"),
    ("mesa_round", "INSERT", "rounds"),
    ("mesa_round_changed", "UPDATE", "rounds"),
    ("mesa_work", "INSERT", "outbox"),
    ("mesa_work_changed", "UPDATE", "outbox"),
)


def upgrade() -> None:
    """Add the guards."""
    for part in (OPINION, TASK, CASE, WORK):
        op.execute(part.replace("GUARD", GUARD))
    for guard, when, table in GUARDS:
        op.execute(
            f"CREATE TRIGGER {guard} BEFORE {when} ON {table} FOR EACH ROW"
            f" WHEN (mesa_person() IS NOT NULL) EXECUTE FUNCTION {guard}()"
        )


def downgrade() -> None:
    """Take them away."""
    for guard, _, _ in GUARDS:
        op.execute(f"DROP FUNCTION {guard}() CASCADE")
    op.execute("DROP FUNCTION mesa_own_outcome(uuid, integer)")
