"""Who may do what with which table of the database: one table, given anew after every migration.

People enter as themselves, each with a login that is a member of one group. What a person may change in a row, and that
nobody signs with another's name, is held by triggers (migrations 0012 and 0013).
"""

from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

log = structlog.get_logger()

READ = "SELECT"

#: The groups, in the order of the columns below.
PORTAL, WORKERS, ANALYST, SUPERVISOR, AUDITOR = GROUPS = (
    "mesa_portal",
    "mesa_workers",
    "mesa_analyst",
    "mesa_supervisor",
    "mesa_auditor",
)
#: The groups of people, by what they are at the desk.
PEOPLE = {"analyst": ANALYST, "supervisor": SUPERVISOR, "auditor": AUDITOR}


@dataclass(frozen=True, slots=True)
class Rights:
    """What each group may do with one table, as ``GRANT`` spells it; '' is nothing.

    Whoever supervises may what an analyst may, unless it says else.
    """

    portal: str = ""
    workers: str = ""
    analyst: str = ""
    supervisor: str | None = None
    auditor: str = ""

    def of(self, group: str) -> str:
        """The words of one group."""
        supervisor = self.analyst if self.supervisor is None else self.supervisor
        each = (self.portal, self.workers, self.analyst, supervisor, self.auditor)
        return each[GROUPS.index(group)]


#: Everything of an access but the digest of its secret.
ACCESS = "SELECT (id, case_id, access_id, scope, granted_at, secret_shown_at, revoked_at)"
ACCOUNT = "SELECT (id, applicant_id, email, created_at, password_set_at)"
MOVE = "UPDATE (state, round_number, version, moved_at)"
CLAIM = "state, reason, claimed_by, lease_until, turn, consult_reason, consulted_by, consulted_at"
ATTEMPT = "state, attempts, deferrals, ring_at, not_before, lease_until, last_error, done_at, receipt"
REPORT = "period, state, started_at, ended_at, failed_cell, error, blob, size"

SEEN_BY_PEOPLE = Rights(analyst=READ, auditor=READ)
MARKS = Rights(workers="SELECT, INSERT", analyst=READ, auditor=READ)

#: table → who may what. Everything that an applicant sent, a verdict, a set and the audit trail is only ever added.
TABLES: dict[str, Rights] = {
    "alembic_version": Rights(READ, READ, READ, READ, READ),
    # who asks, and what for
    "applicants": Rights("SELECT, INSERT, UPDATE (name, email)", READ, READ, auditor=READ),
    "cases": Rights(
        "SELECT, INSERT, UPDATE (state, round_number, version, moved_at, listed_since)",
        f"SELECT, {MOVE}",
        f"SELECT, {MOVE}",
        auditor=READ,
    ),
    "rounds": Rights(
        "SELECT, INSERT, UPDATE (closed_at)",
        "SELECT, UPDATE (closed_at, deadline, deadline_explained)",
        "SELECT, INSERT, UPDATE (closed_at, deadline, deadline_explained)",
        auditor=READ,
    ),
    "round_seeds": Rights("SELECT, INSERT", READ, "INSERT"),
    "test_sets": Rights(READ, "SELECT, INSERT", READ, auditor=READ),
    # what was sent and found
    "submissions": Rights("SELECT, INSERT, UPDATE (state)", "SELECT, UPDATE (state)", READ, auditor=READ),
    "verdicts": Rights(READ, "SELECT, INSERT", READ, auditor=READ),
    "transcripts": MARKS,
    "verdict_facts": MARKS,
    "fact_words": MARKS,
    "copy_fingerprints": MARKS,
    "copy_amounts": MARKS,
    "copy_marks": MARKS,
    "copy_parts": MARKS,
    "personal_data": Rights(READ, "SELECT, INSERT, UPDATE", READ, auditor=READ),
    "copy_flags": Rights(workers="SELECT, INSERT, UPDATE (grade)", analyst=READ, auditor=READ),
    # what people do about it
    "review_tasks": Rights(
        "SELECT, UPDATE (state, lease_until)",
        "SELECT, INSERT, UPDATE (state, reason, opened_at, due, due_explained, claimed_by, lease_until)",
        f"SELECT, UPDATE ({CLAIM})",
        f"SELECT, UPDATE ({CLAIM}, due, due_explained)",
        READ,
    ),
    "decisions": Rights(READ, READ, "SELECT, INSERT", auditor=READ),
    "findings_set_aside": Rights("", READ, "SELECT, INSERT, UPDATE (restored_at)", auditor=READ),
    "review_drafts": Rights(analyst="SELECT, INSERT, UPDATE (remarks, chosen, saved_at), DELETE", auditor=READ),
    # work and letters
    "outbox": Rights(
        "SELECT, INSERT, UPDATE (state, lease_until, done_at)",
        f"SELECT, INSERT, UPDATE ({ATTEMPT})",
        "SELECT, INSERT, UPDATE (state, lease_until, done_at, receipt)",
        auditor=READ,
    ),
    "bounces": Rights("", READ, "SELECT, UPDATE (settled_by, settled_why, settled_at)", auditor=READ),
    "audit_events": Rights("SELECT, INSERT", "SELECT, INSERT", "SELECT, INSERT", auditor=READ),
    # rules and reports
    "rules_versions": Rights(READ, "SELECT, INSERT", "SELECT, INSERT", auditor=READ),
    "rule_runs": Rights("", "SELECT, UPDATE (finished_at)", "SELECT, INSERT, UPDATE (finished_at)", auditor=READ),
    "rule_run_parts": Rights("", "SELECT, UPDATE (results)", "SELECT, INSERT", auditor=READ),
    "rule_run_decisions": Rights("", READ, READ, "SELECT, INSERT", READ),
    "notebook_reports": Rights("", f"SELECT, INSERT, UPDATE ({REPORT})", "SELECT, INSERT", auditor=READ),
    "report_schedules": Rights("", READ, READ, "SELECT, INSERT, UPDATE (every, set_by, set_at), DELETE", READ),
    # the calendar
    "days_off": Rights(READ, READ, READ, "SELECT, INSERT", READ),
    "service_outages": Rights(READ, "SELECT, INSERT", READ, "SELECT, INSERT", READ),
    "service_watch": Rights("", "SELECT, INSERT, UPDATE", READ, auditor=READ),
    # the portal
    "accounts": Rights("SELECT, UPDATE (password_hash, password_set_at)", auditor=ACCOUNT),
    "invitations": Rights("SELECT, INSERT, UPDATE (used_at, expires_at)"),
    "portal_sessions": Rights("SELECT, INSERT, UPDATE (seen_at, expires_at, accepted), DELETE"),
    "failed_logins": Rights("SELECT, INSERT, UPDATE (failures, last_at, wait_until), DELETE"),
    "captchas": Rights("SELECT, INSERT, UPDATE (used_at), DELETE"),
    "statements": Rights("SELECT, INSERT, UPDATE (used_at, case_id)", "", READ, auditor=READ),
    "signatures": Rights("SELECT, INSERT", "", READ, auditor=READ),
    "documents": Rights("SELECT, INSERT, UPDATE (blob, sha256)", "", READ, auditor=READ),
    "notice_calls": Rights("SELECT, INSERT", "", READ, auditor=READ),
    "productive_accesses": Rights(
        "SELECT, INSERT, UPDATE (secret_sha256, secret_shown_at, revoked_at)", "", ACCESS, auditor=ACCESS
    ),
}

SEQUENCES: dict[str, Rights] = {
    "case_numbers": Rights(portal="USAGE"),
    "rule_run_numbers": Rights(analyst="USAGE"),
    "notebook_report_numbers": Rights(workers="USAGE", analyst="USAGE"),
}

#: Programs enter by their group itself, once an administrator gave it a password or the server asks for none.
#: Of two databases of one server that make the groups at once, one finds them made.
MAKE_GROUP = """
DO $$ BEGIN
    CREATE ROLE {group};
EXCEPTION
    WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
END $$;
"""
#: Also those that were made before, or by somebody else who may not be told what to do.
LET_IN = """
DO $$ DECLARE program text; BEGIN
    FOR program IN
        SELECT rolname FROM pg_roles WHERE rolname IN ('mesa_portal', 'mesa_workers') AND NOT rolcanlogin
    LOOP
        EXECUTE 'ALTER ROLE ' || quote_ident(program) || ' LOGIN';
    END LOOP;
EXCEPTION
    WHEN insufficient_privilege THEN NULL;
END $$;
"""
OURS = """
SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('public.alembic_version')
"""


def grant(connection: Connection) -> None:
    """Make the groups that are missing, and give each exactly its rights, in the caller's transaction.

    Without the right to make roles, those that an administrator made get theirs; without owning the tables, nothing.
    """
    if not connection.exec_driver_sql(OURS).scalar():
        return
    connection.exec_driver_sql("".join(MAKE_GROUP.format(group=group) for group in GROUPS))
    known = set(connection.exec_driver_sql("SELECT rolname FROM pg_roles").scalars())
    there = [group for group in GROUPS if group in known]
    if there != list(GROUPS):
        log.warning("groups_not_made", missing=[group for group in GROUPS if group not in known])
    if there:
        connection.exec_driver_sql(LET_IN)
        connection.exec_driver_sql(statements(there))


def statements(groups: list[str]) -> str:
    """What takes everything from *groups* and gives them what the tables above say."""
    everybody = ", ".join(groups)
    said = ["REVOKE CREATE ON SCHEMA public FROM PUBLIC", f"GRANT USAGE ON SCHEMA public TO {everybody}"]
    for kind, things in (("TABLE", TABLES), ("SEQUENCE", SEQUENCES)):
        for thing, rights in things.items():
            said.append(f"REVOKE ALL ON {kind} {thing} FROM {everybody}")
            said += [f"GRANT {rights.of(one)} ON {kind} {thing} TO {one}" for one in groups if rights.of(one)]
    return ";\n".join(said)
