"""A hundred thousand evaluated submissions with three million findings, as the real evaluation keeps what is counted.

Their verdicts are those of programs that make one mistake each, so what is counted is real; the verdicts' own texts are
left short, for nothing that is measured reads them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import psycopg
from psycopg.types.json import Jsonb

from backoffice.casework import facts
from backoffice.casework.house import House
from backoffice.domain.diagnosis import alternatives, explain
from backoffice.domain.facts import Facts, facts_of, packed, words_of
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.money import to_pesos
from backoffice.domain.test_set.generation import generate
from backoffice.domain.verdict import Verdict
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters
from backoffice.rehearsal import cast

SPACE = UUID("5f0c8a52-6b0e-4a55-9d43-9c9d3b9c0f00")
BEGAN = datetime(2024, 1, 8, 16, 0, tzinfo=UTC)
COMPANIES, SUBMISSIONS, WAITING = 20_000, 100_000, 2_000
#: Findings of each verdict, so that there are three million.
FINDINGS = 30
MISTAKES = (
    "uma_for_umi", "half_month", "month_30_4", "daily_rounded", "month_30", "year_365", "stale_umi", "nominal_days",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """A verdict as it is counted."""

    facts: Facts
    findings: bytes


def fill(house: House, submissions: int = SUBMISSIONS, waiting: int = WAITING) -> None:
    """Put them into an empty database; the last *waiting* of them wait for a person."""
    known = counted(house)
    address = house.addresses.database_url.replace("+psycopg", "", 1)
    with psycopg.connect(address) as connection:
        companies = min(COMPANIES, submissions)
        copy(connection, "applicants", (company(number) for number in range(companies)))
        numbers = range(submissions)
        copy(connection, "cases", (case(number, companies, submissions - waiting) for number in numbers))
        copy(connection, "rounds", (round_(number, submissions - waiting) for number in numbers))
        copy(connection, "submissions", (submission(number) for number in numbers))
        copy(connection, "verdicts", (verdict(number) for number in numbers))
        copy(connection, "verdict_facts", (fact(number, known[number % len(known)]) for number in numbers))
        copy(connection, "review_tasks", (task(number, submissions - waiting) for number in numbers))
        copy(connection, "decisions", (decision(number) for number in range(submissions - waiting)))
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")


def copy(connection: psycopg.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    """Rows of one table, by the names of its columns, in one stream."""
    first = next(rows)
    names = ", ".join(first)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as stream:  # type: ignore[arg-type]
        stream.write_row(list(first.values()))
        for row in rows:
            stream.write_row(list(row.values()))


def counted(house: House) -> list[Counted]:
    """What is counted of the verdict on each mistake, and of a right file."""
    asked = generate(bytes(32), "first", cast.SET_DATE, rehearsal_seal(), parameters())
    possible = alternatives(asked, parameters())
    made = []
    for code in ("", *MISTAKES):
        answers = dict(zip(possible.places, map(int, possible.of(code) if code else possible.right), strict=True))
        rights = zip(possible.places, possible.right, strict=True)
        wrong = [place for place, right in rights if abs(answers[place] - right) > 5]
        findings = [differs(place, to_pesos(answers[place]), code) for place in wrong][:FINDINGS]
        findings += [note(number) for number in range(FINDINGS - len(findings))]
        diagnosis = explain(possible, answers) if code else None
        judged = Verdict(
            result="inconsistent" if wrong else "consistent",
            findings=tuple(findings),
            diagnosis=diagnosis.causes if diagnosis else (),
            evidence_sha256="a" * 64,
            test_set_id=asked.id,
            rules_version=asked.rules_version,
        )
        with house.transaction() as work:
            numbers = facts.numbers_of(work.session, words_of(judged))
        made.append(Counted(facts_of(judged), packed(judged, numbers)))
    return made


def differs(place: Any, found: str, code: str) -> Finding:
    """A withholding that differs."""
    return Finding(
        code="withholding_differs",
        severity=Severity.ERROR,
        message="",
        tab=2,
        section=place[0],
        number=place[1],
        found=found,
        causes=(code,),
    )


def note(number: int) -> Finding:
    """Something that is accepted."""
    return Finding(
        code="rounding_accepted", severity=Severity.NOTE, message="", tab=2, section="samples", number=number + 1
    )


def named(kind: str, number: int) -> UUID:
    """What names a row."""
    return uuid5(SPACE, f"{kind}:{number}")


def company(number: int) -> dict[str, Any]:
    """A row of ``applicants``."""
    return {
        "id": named("company", number), "nrp": f"M{number:010d}", "rfc": f"MED010101{number % 4096:03X}",
        "name": f"Empresa {number}", "email": f"{number}@medida.example", "registered_at": BEGAN,
    }  # fmt: skip


def moment(number: int) -> datetime:
    """When a file came: some two hundred a business day."""
    return BEGAN + timedelta(minutes=7 * number)


def case(number: int, companies: int, decided: int) -> dict[str, Any]:
    """A row of ``cases``, one for each file."""
    state = "certified" if number < decided else "in_analysis"
    return {
        "id": named("case", number), "folio": f"{26 * 10**8 + number:010d}",
        "applicant_id": named("company", number % companies), "state": state, "round_number": 1, "version": 4,
        "requested_at": moment(number), "moved_at": moment(number),
    }  # fmt: skip


def round_(number: int, decided: int) -> dict[str, Any]:
    """A row of ``rounds``."""
    return {
        "id": named("round", number), "case_id": named("case", number), "number": 1, "kind": "first",
        "set_on": moment(number).date(), "rehearsal": False, "opened_at": moment(number),
        "closed_at": moment(number) if number < decided else None,
    }  # fmt: skip


def submission(number: int) -> dict[str, Any]:
    """A row of ``submissions``."""
    return {
        "id": named("file", number), "case_id": named("case", number), "round_id": named("round", number), "number": 1,
        "file_name": "evidencias.xls", "size": 100_000, "sha256": f"{number:064x}", "blob": f"{number:064x}",
        "received_at": moment(number), "state": "evaluated",
    }  # fmt: skip


def verdict(number: int) -> dict[str, Any]:
    """A row of ``verdicts``; its text is left short."""
    return {
        "id": named("verdict", number), "submission_id": named("file", number),
        "result": "consistent" if number % 9 == 0 else "inconsistent", "document": "{}", "sha256": f"{number:064x}",
        "rules_version": "2026-01", "engine_version": "2", "given_at": moment(number),
    }  # fmt: skip


def fact(number: int, one: Counted) -> dict[str, Any]:
    """A row of ``verdict_facts``."""
    return {
        "submission_id": named("file", number), "wrong_samples": one.facts.wrong_samples,
        "wrong_assessment": one.facts.wrong_assessment, "errors": one.facts.errors, "warnings": one.facts.warnings,
        "cause": one.facts.cause, "mistakes": Jsonb([list(each) for each in one.facts.mistakes]),
        "findings": one.findings,
    }  # fmt: skip


def task(number: int, decided: int) -> dict[str, Any]:
    """A row of ``review_tasks``."""
    day = moment(number).date()
    due = {"counted_from": day.isoformat(), "business_days": 5, "due": str(day + timedelta(days=7)), "days_off": []}
    return {
        "id": named("task", number), "case_id": named("case", number), "submission_id": named("file", number),
        "reason": "inconsistent", "state": "decided" if number < decided else "open", "opened_at": moment(number),
        "due": day + timedelta(days=7), "due_explained": Jsonb(due), "turn": 1,
    }  # fmt: skip


def decision(number: int) -> dict[str, Any]:
    """A row of ``decisions``, from the same day to nine days later."""
    return {
        "id": named("decision", number), "task_id": named("task", number), "submission_id": named("file", number),
        "analyst": f"analista {number % 12}", "outcome": "approve" if number % 9 == 0 else "corrections",
        "reasons": "", "verdict_sha256": f"{number:064x}", "decided_at": moment(number) + timedelta(days=number % 10),
        "turn": 1, "stands": True, "set_aside": Jsonb([]),
    }  # fmt: skip
