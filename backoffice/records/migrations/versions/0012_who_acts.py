"""Who acts, as the database knows it: by the login, never by what a row says. And whose rows one may see."""

from alembic import op

revision = "0012"
down_revision = "0011"

#: ``session_user`` is who logged in, whatever ``SET ROLE`` was given since. Whoever may hand a group on to others (its
#: maker, an administrator) is no member of it here; the owner of the tables has no role at all.
WHO = """
CREATE FUNCTION mesa_role() RETURNS text STABLE LANGUAGE sql SET search_path = pg_catalog AS $$
    SELECT substr(one.rolname, 6)
    FROM pg_roles AS one
    WHERE one.rolname IN ('mesa_portal', 'mesa_workers', 'mesa_analyst', 'mesa_supervisor', 'mesa_auditor')
        AND (one.rolname = session_user OR EXISTS (
            SELECT FROM pg_auth_members AS belongs JOIN pg_roles AS who ON who.oid = belongs.member
            WHERE belongs.roleid = one.oid AND who.rolname = session_user AND NOT belongs.admin_option
        ))
    ORDER BY array_position(
        ARRAY['mesa_supervisor', 'mesa_analyst', 'mesa_auditor', 'mesa_workers', 'mesa_portal'], one.rolname::text
    )
    LIMIT 1
$$;

CREATE FUNCTION mesa_person() RETURNS text STABLE LANGUAGE sql SET search_path = pg_catalog, public AS $$
    SELECT session_user::text WHERE mesa_role() IN ('analyst', 'supervisor', 'auditor')
$$;

CREATE FUNCTION mesa_refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', why USING ERRCODE = 'insufficient_privilege';
END
$$;
"""

#: The answers of a set are for people once somebody sent evidence for it; for auditors once its round is over.
SEEN = """
ALTER TABLE test_sets ENABLE ROW LEVEL SECURITY;
CREATE POLICY programs ON test_sets USING ((SELECT mesa_person()) IS NULL);
CREATE POLICY people ON test_sets FOR SELECT USING (
    EXISTS (SELECT FROM rounds WHERE rounds.id = test_sets.round_id AND rounds.closed_at IS NOT NULL)
    OR ((SELECT mesa_role()) <> 'auditor'
        AND EXISTS (SELECT FROM submissions WHERE submissions.round_id = test_sets.round_id))
);

ALTER TABLE review_drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY programs ON review_drafts USING ((SELECT mesa_person()) IS NULL);
CREATE POLICY people ON review_drafts USING (analyst = (SELECT mesa_person()));
"""

#: An event is the next of the chain, and tells of whoever is connected.
AUDIT = """
CREATE FUNCTION mesa_says_who() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    role text := mesa_role();
    newest audit_events;
BEGIN
    IF role IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO newest FROM audit_events ORDER BY sequence DESC LIMIT 1;
    IF NEW.sequence <> coalesce(newest.sequence, 0) + 1
        OR NEW.previous_hash <> coalesce(newest.hash, repeat('0', 64)) THEN
        PERFORM mesa_refuse('an event is added at the end of the chain');
    END IF;
    IF NOT (CASE role
        WHEN 'analyst' THEN NEW.actor IN ('analyst:' || session_user, 'operator:' || session_user)
        WHEN 'supervisor' THEN
            NEW.actor IN ('analyst:' || session_user, 'operator:' || session_user, 'supervisor:' || session_user)
        WHEN 'portal' THEN NEW.actor IN ('applicant', 'system')
        WHEN 'workers' THEN NEW.actor = 'system' OR NEW.actor LIKE 'supervisor:%'
        ELSE false
    END) THEN
        PERFORM mesa_refuse('an event tells of whoever is connected');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER mesa_says_who BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION mesa_says_who();
"""

#: The column named by the first argument holds the name of who is connected, after the words of the second.
OWN_NAME = """
CREATE FUNCTION mesa_own_name() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (to_jsonb(NEW) ->> TG_ARGV[0]) IS DISTINCT FROM TG_ARGV[1] || session_user THEN
        PERFORM mesa_refuse('people act in their own name');
    END IF;
    RETURN NEW;
END
$$;
"""
NAMES = (
    ("decisions", "INSERT", "analyst", ""),
    ("findings_set_aside", "INSERT", "analyst", ""),
    ("bounces", "UPDATE", "settled_by", ""),
    ("days_off", "INSERT", "added_by", ""),
    ("service_outages", "INSERT", "recorded_by", ""),
    ("rule_runs", "INSERT", "started_by", ""),
    ("rule_run_decisions", "INSERT", "decided_by", ""),
    ("notebook_reports", "INSERT", "asked_by", "operator:"),
    ("report_schedules", "INSERT OR UPDATE", "set_by", ""),
)

#: At the commit: a person's transaction that changed something has an event in the chain, of that case where the
#: argument names the column of one. Its events are the newest: whoever adds one keeps others waiting until the end.
TRACE = """
CREATE FUNCTION mesa_leaves_a_trace() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    about text := CASE WHEN TG_NARGS > 0 THEN to_jsonb(NEW) ->> TG_ARGV[0] END;
BEGIN
    PERFORM FROM (SELECT xmin AS written_by, case_id FROM audit_events ORDER BY sequence DESC LIMIT 50) AS newest
    WHERE newest.written_by = pg_current_xact_id()::xid AND (about IS NULL OR newest.case_id = about::uuid);
    IF NOT FOUND THEN
        PERFORM mesa_refuse('nothing is changed without a trace');
    END IF;
    RETURN NULL;
END
$$;
"""
#: table → when, of which case. A claim that is only held longer, and drafts, leave none.
TRACED = (
    ("cases", "UPDATE", "id"),
    ("rounds", "INSERT OR UPDATE", "case_id"),
    ("review_tasks", "UPDATE OF state, claimed_by, turn, consulted_at, due", "case_id"),
    ("decisions", "INSERT", ""),
    ("findings_set_aside", "INSERT OR UPDATE", ""),
    ("outbox", "INSERT OR UPDATE", ""),
    ("bounces", "UPDATE", ""),
    ("days_off", "INSERT", ""),
    ("service_outages", "INSERT", ""),
    ("rule_runs", "INSERT OR UPDATE", ""),
    ("rule_run_decisions", "INSERT", ""),
    ("notebook_reports", "INSERT", ""),
    ("report_schedules", "INSERT OR UPDATE OR DELETE", ""),
)


def upgrade() -> None:
    """Add the functions, policies and triggers."""
    for part in (WHO, SEEN, AUDIT, OWN_NAME, TRACE):
        op.execute(part)
    for table, when, column, before in NAMES:
        op.execute(
            f"CREATE TRIGGER mesa_own_name BEFORE {when} ON {table} FOR EACH ROW"
            f" WHEN (mesa_person() IS NOT NULL) EXECUTE FUNCTION mesa_own_name('{column}', '{before}')"
        )
    for table, when, column in TRACED:
        op.execute(
            f"CREATE CONSTRAINT TRIGGER mesa_leaves_a_trace AFTER {when} ON {table} DEFERRABLE INITIALLY DEFERRED"
            f" FOR EACH ROW WHEN (mesa_person() IS NOT NULL)"
            f" EXECUTE FUNCTION mesa_leaves_a_trace({repr(column) if column else ''})"
        )


def downgrade() -> None:
    """Take them away; what the groups may do with the tables stays until their rights are given anew."""
    for table in ("test_sets", "review_drafts"):
        op.execute(f"DROP POLICY people ON {table}; DROP POLICY programs ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    for function in ("mesa_leaves_a_trace", "mesa_own_name", "mesa_says_who"):
        op.execute(f"DROP FUNCTION {function}() CASCADE")
    op.execute("DROP FUNCTION mesa_refuse(text); DROP FUNCTION mesa_person(); DROP FUNCTION mesa_role()")
