"""One letter of each kind with invented data, for previews and start-up checks. No real company is named."""

from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from backoffice.domain.calendar import DayOff, Deadline
from backoffice.domain.findings import Finding, Section, Severity, row_label
from backoffice.domain.letters import (
    AnswerLate,
    Approved,
    CancellationConfirmed,
    CaseExpired,
    CaseToReview,
    Cause,
    Certified,
    CorrectionsRequested,
    DeadlineMoved,
    DeadlineReminder,
    DeskAuditHead,
    DeskDueSoon,
    DeskNewCase,
    DeskQuarantined,
    DeskReport,
    DeskUndelivered,
    DeskWeekly,
    EvidenceReceived,
    EvidenceRefused,
    Invitation,
    Letter,
    TestService,
    TestSetIssued,
)
from backoffice.domain.letters.desk import AUDITOR, TEAM
from backoffice.domain.work import TASK_REASONS, TaskReason

FOLIO = "0501423523"
COMPANY = "Nóminas del Bajío, S.A. de C.V."
CONTACT = "ayuda@mesa.example"
PORTAL = "https://mesa.example"
FIRST = Deadline(date(2026, 9, 8), 45, date(2026, 11, 11), (DayOff(date(2026, 9, 16), "Día de la Independencia"),))
LONGER = Deadline(
    date(2026, 9, 8),
    50,
    date(2026, 11, 19),
    (DayOff(date(2026, 9, 16), "Día de la Independencia"), DayOff(date(2026, 11, 16), "Día de la Revolución")),
    extended=5,
)
ANSWER = Deadline(date(2026, 10, 20), 5, date(2026, 10, 27))
SECOND = Deadline(date(2026, 11, 23), 10, date(2026, 12, 7))


def samples() -> tuple[Letter, ...]:
    """All letters, in the order of a case."""
    awaited = (test_set_issued(), deadline_reminder(), deadline_moved(), case_expired())
    sent = (evidence_received(), evidence_refused(), answer_late())
    decided = (corrections_requested(), approved(), certified(), cancellation_confirmed())
    return (*awaited, *sent, *decided, invitation(), *to_the_desk())


def test_set_issued() -> TestSetIssued:
    """The first set."""
    return TestSetIssued(
        folio=FOLIO,
        company=COMPANY,
        on=date(2026, 9, 8),
        contact=CONTACT,
        portal_url=PORTAL,
        deadline=FIRST,
        attachment="set-de-pruebas-0501423523-ronda-1.zip",
        service=service(1, "7KQ2M9XTRV4HCB83NWPE"),
    )


def service(number: int, password: str) -> TestService:
    """The test service for the set of that round."""
    return TestService(
        address=f"{PORTAL}/api/avisos",
        manual=f"{PORTAL}/ambiente-de-pruebas",
        user=f"pruebas-{FOLIO}-{number}",
        password=password,
    )


def deadline_reminder() -> DeadlineReminder:
    """A week before the end."""
    return DeadlineReminder(
        folio=FOLIO,
        company=COMPANY,
        on=date(2026, 11, 4),
        contact=CONTACT,
        portal_url=PORTAL,
        round=1,
        deadline=FIRST,
        left=5,
    )


def deadline_moved() -> DeadlineMoved:
    """Five days more, on the last day."""
    return DeadlineMoved(
        folio=FOLIO,
        company=COMPANY,
        on=date(2026, 11, 11),
        contact=CONTACT,
        portal_url=PORTAL,
        round=1,
        before=FIRST.due,
        deadline=LONGER,
        reason="El ambiente de pruebas estuvo fuera de servicio del 2 al 6 de noviembre.",
    )


def case_expired() -> CaseExpired:
    """The day after the last one."""
    return CaseExpired(
        folio=FOLIO,
        company=COMPANY,
        on=date(2026, 11, 12),
        contact=CONTACT,
        portal_url=PORTAL,
        round=1,
        deadline=FIRST,
    )


def evidence_received() -> EvidenceReceived:
    """A file of the first round."""
    return EvidenceReceived(
        folio=FOLIO,
        company=COMPANY,
        on=date(2026, 10, 20),
        contact=CONTACT,
        portal_url=PORTAL,
        round=1,
        file_name="evidencias septiembre.xls",
        size=1_284_096,
        sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        received_at=datetime(2026, 10, 20, 16, 5, tzinfo=ZoneInfo("America/Mexico_City")),
        answer=ANSWER,
    )


def answer_late() -> AnswerLate:
    """The sixth business day came."""
    return AnswerLate(
        folio=FOLIO,
        company=COMPANY,
        on=date(2026, 10, 28),
        contact=CONTACT,
        portal_url=PORTAL,
        round=1,
        received_on=date(2026, 10, 20),
        promised=ANSWER,
    )


def certified() -> Certified:
    """The day of the signature."""
    return Certified(
        folio=FOLIO,
        company=COMPANY,
        on=date(2026, 12, 10),
        contact=CONTACT,
        portal_url=PORTAL,
        certified_on=date(2026, 12, 10),
        access="MESA-7KQ2M9XTRV",
    )


def evidence_refused() -> EvidenceRefused:
    """A file with a password."""
    return EvidenceRefused(
        folio=FOLIO,
        company=COMPANY,
        on=date(2026, 10, 20),
        contact=CONTACT,
        portal_url=PORTAL,
        round=1,
        file_name="evidencias septiembre.xls",
        received_on=date(2026, 10, 20),
        reason="El libro está protegido con contraseña. Guárdalo sin contraseña y envíalo de nuevo.",
        deadline=FIRST,
    )


def corrections_requested() -> CorrectionsRequested:
    """UMA for UMI in four rows, and one picture that is too small."""
    return CorrectionsRequested(
        folio=FOLIO,
        company=COMPANY,
        on=date(2026, 11, 23),
        contact=CONTACT,
        portal_url=PORTAL,
        round=1,
        deadline=SECOND,
        attachment="set-de-pruebas-0501423523-ronda-2.zip",
        service=service(2, "D5RWJ8HTKX3M6PQB2VNC"),
        findings=(
            *steps("samples", 2, "45907133421", 31, ("1291.66", "1503.08")),
            *steps("samples", 5, "45907390104", 34, ("5252.77", "6112.51")),
            step("withholding", "assessment", 3, "45886019273", ("W44", "2583.33", "3006.17")),
            step("withholding", "assessment", 8, "45917702216", ("W49", "1306.66", "1518.08")),
            Finding(
                code="deduction_code",
                severity=Severity.ERROR,
                tab=4,
                message="La deducción del CFDI usa el tipo 004; para un crédito de vivienda corresponde 009 o 010.",
            ),
            Finding(
                code="picture_too_small",
                severity=Severity.WARNING,
                tab=3,
                message="La pantalla del recibo mide 80 × 60 píxeles y no se alcanza a leer. Inclúyela más grande.",
            ),
        ),
        causes=(
            Cause(
                sentence="El cálculo usa la UMA (117.31); corresponde la UMI (100.81).",
                remedy="Para créditos con factor de descuento: factor × UMI × 2 ÷ días del bimestre × días con "
                "retención.",
                rows=("a-2", "a-5", "b-3", "b-8"),
                mistake="uma_for_umi",
            ),
        ),
        right_tabs=(1,),
    )


def approved() -> Approved:
    """After the second round."""
    return Approved(folio=FOLIO, company=COMPANY, on=date(2026, 12, 9), contact=CONTACT, portal_url=PORTAL, round=2)


def cancellation_confirmed() -> CancellationConfirmed:
    """Of a certification."""
    return CancellationConfirmed(
        folio=FOLIO,
        company=COMPANY,
        on=date(2027, 3, 2),
        contact=CONTACT,
        portal_url=PORTAL,
        cancelled_on=date(2027, 3, 2),
        was_certified=True,
    )


def to_the_desk() -> tuple[Letter, ...]:
    """What the people of the desk get."""
    about: dict[str, Any] = {"company": TEAM, "on": date(2026, 10, 26), "contact": CONTACT}
    waits = CaseToReview(FOLIO, COMPANY, 1, TASK_REASONS[TaskReason.INCONSISTENT], ANSWER.due, 1)
    stuck = replace(waits, why=TASK_REASONS[TaskReason.QUARANTINED])
    late = CaseToReview("0501423531", "Raya y Cuenta, S.A. de C.V.", 2, waits.why, date(2026, 10, 22), -2)
    week = DeskWeekly(
        **about,
        first=date(2026, 10, 19),
        last=date(2026, 10, 25),
        requests=4,
        files=11,
        approved=3,
        corrections=5,
        waiting=6,
        late=1,
        quarantined=0,
    )
    new, quarantined = DeskNewCase(**about, case=waits), DeskQuarantined(**about, case=stuck)
    report = DeskReport(
        **about,
        report="Análisis masivo",
        number=12,
        made_at=datetime(2026, 10, 26, 8, 1, tzinfo=ZoneInfo("America/Mexico_City")),
        attachment="analisis_masivo-2026-10-26.html",
    )
    undelivered = DeskUndelivered(
        **about,
        about=FOLIO,
        to="sistemas@nominasbajio.example",
        subject=f"Folio {FOLIO}: recibimos tus evidencias",
        why="5.1.1 smtp; 550 5.1.1 Ese buzón no existe",
    )
    trail = DeskAuditHead(**about | {"company": AUDITOR}, events=48_231, head=sha256(b"trail").hexdigest())
    return (new, DeskDueSoon(**about, cases=(late, waits)), quarantined, week, report, undelivered, trail)


def invitation() -> Invitation:
    """To a new account."""
    return Invitation(
        company=COMPANY,
        on=date(2026, 9, 1),
        contact=CONTACT,
        portal_url="https://portal.mesa.example/contrasena/0123456789abcdef",
        nrp="A0112345105",
        email="tramites@nominasbajio.example",
        good_until=date(2026, 9, 8),
        first=True,
    )


def steps(section: Section, number: int, nss: str, row: int, amounts: tuple[str, str]) -> tuple[Finding, ...]:
    """The steps that follow from a wrong unit value."""
    return (
        step("unit_value", section, number, nss, (f"R{row}", "100.81", "117.31")),
        step("amortization", section, number, nss, (f"U{row}", *amounts)),
        step("withholding", section, number, nss, (f"W{row}", *amounts)),
    )


def step(name: str, section: Section, number: int, nss: str, answer: tuple[str, str, str]) -> Finding:
    """One step that differs; *answer* is its cell, what was expected and what was found."""
    cell, expected, found = answer
    return Finding(
        code=f"{name}_differs",
        severity=Severity.ERROR,
        message=f"Fila {row_label(section, number)}: no coincide.",
        tab=2,
        cell=cell,
        section=section,
        number=number,
        nss=nss,
        expected=expected,
        found=found,
    )
