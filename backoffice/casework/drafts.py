"""What each letter says in a given case. Nothing is posted here: the desk previews with the same words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from backoffice.casework import deadlines, notice_service
from backoffice.casework.house import House
from backoffice.domain import letters, mistakes
from backoffice.domain.causes import Cause
from backoffice.domain.explained.summary import sentence_of
from backoffice.domain.findings import row_label
from backoffice.domain.parameters import Parameters
from backoffice.domain.reasons import GENERAL, Chosen, preselected, tabs_at_fault
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict
from backoffice.domain.workflow import State
from backoffice.records.cases import ApplicantRow, Case, Round
from backoffice.records.submissions import Submission

#: In the place of a password that is made with the set.
NOT_YET = "(se genera con el set)"


@dataclass(frozen=True, slots=True)
class Drafts:
    """The letters of one case on one day."""

    house: House
    case: Case
    applicant: ApplicantRow
    on: date

    def test_set_issued(self, round_: Round, attachment: str, seed: bytes) -> letters.TestSetIssued:
        """The first set, with its deadline as if it arrived today."""
        deadline = deadlines.of_round(self.house, round_, self.on)
        return letters.TestSetIssued(
            **self._common(), deadline=deadline, attachment=attachment, service=self._service(round_, seed)
        )

    def evidence_received(self, round_: Round, submission: Submission) -> letters.EvidenceReceived:
        """The receipt of a file, and until when it is answered."""
        return letters.EvidenceReceived(
            **self._common(),
            round=round_.number,
            file_name=submission.file_name,
            size=submission.size,
            sha256=submission.sha256,
            received_at=submission.received_at.astimezone(self.house.settings.zone),
            answer=deadlines.of_analysis(self.house, submission.received_at),
        )

    def deadline_reminder(self, round_: Round) -> letters.DeadlineReminder:
        """How many business days are left for the evidence of a round whose clock runs."""
        deadline = deadlines.known(self.house, round_, self.on)
        left = self.house.calendar.days_left(self.on, deadline.due)
        return letters.DeadlineReminder(**self._common(), round=round_.number, deadline=deadline, left=left)

    def deadline_moved(self, round_: Round, before: date, reason: str) -> letters.DeadlineMoved:
        """A deadline that lies later than *before* now."""
        deadline = deadlines.known(self.house, round_, self.on)
        return letters.DeadlineMoved(
            **self._common(), round=round_.number, before=before, deadline=deadline, reason=reason
        )

    def case_expired(self, round_: Round) -> letters.CaseExpired:
        """The end of a request without evidence in time."""
        deadline = deadlines.known(self.house, round_, self.on)
        return letters.CaseExpired(**self._common(), round=round_.number, deadline=deadline)

    def answer_late(self, round_: Round, submission: Submission) -> letters.AnswerLate:
        """The desk is late with a file."""
        return letters.AnswerLate(
            **self._common(),
            round=round_.number,
            received_on=self.house.local_date(submission.received_at),
            promised=deadlines.of_analysis(self.house, submission.received_at),
        )

    def certified(self, access: str) -> letters.Certified:
        """The certification is in force from now on."""
        return letters.Certified(**self._common(), certified_on=self.on, access=access)

    def evidence_refused(self, round_: Round, submission: Submission, reason: str) -> letters.EvidenceRefused:
        """A file that could not be read; the round's clock still runs."""
        return letters.EvidenceRefused(
            **self._common(),
            round=round_.number,
            file_name=submission.file_name,
            received_on=self.house.local_date(submission.received_at),
            reason=reason,
            deadline=deadlines.known(self.house, round_, self.on),
        )

    def corrections_requested(
        self,
        closed: Round,
        upcoming: Round,
        *,
        verdict: Verdict | None,
        asked_of: TestSet,
        parameters: Parameters,
        remarks: str,
        attachment: str,
        chosen: tuple[Chosen, ...] | None = None,
        seed: bytes | None = None,
    ) -> letters.CorrectionsRequested:
        """What was wrong in the *closed* round and the set of the *upcoming* one.

        *verdict* is without what was set aside, *parameters* are the values by which it was given; *chosen* are the
        reasons that the letter gives (``None``: those of the diagnosis). A preview's round has no *seed* yet.
        """
        findings = verdict.findings if verdict else ()
        return letters.CorrectionsRequested(
            **self._common(),
            round=closed.number,
            deadline=deadlines.of_round(self.house, upcoming, self.on),
            attachment=attachment,
            service=self._service(upcoming, seed),
            findings=findings,
            causes=causes_of(verdict, asked_of, parameters, chosen),
            right_tabs=_right(verdict, chosen),
            remarks=(*general(chosen), *(line.strip() for line in remarks.splitlines() if line.strip())),
        )

    def approved(self) -> letters.Approved:
        """What is left is the applicant's signature."""
        return letters.Approved(**self._common(), round=self.case.round_number)

    def cancellation_confirmed(self, before: State) -> letters.CancellationConfirmed:
        """The end, of a certification or of a request."""
        was_certified = before == State.CERTIFIED
        return letters.CancellationConfirmed(**self._common(), cancelled_on=self.on, was_certified=was_certified)

    def _service(self, round_: Round, seed: bytes | None) -> letters.TestService | None:
        """Where the round's notices are fetched. Without a seed there is no password yet."""
        portal = self.house.addresses.portal_url
        if portal is None:
            return None
        folio, number = self.case.folio, round_.number
        return letters.TestService(
            address=f"{portal}/api/avisos",
            manual=f"{portal}/ambiente-de-pruebas",
            user=notice_service.user_of(folio, number),
            password=notice_service.credentials(folio, number, seed).password if seed else NOT_YET,
        )

    def _common(self) -> dict[str, Any]:
        return {
            "folio": self.case.folio,
            "company": self.applicant.name,
            "on": self.on,
            "contact": self.house.settings.contact,
            "portal_url": self.house.addresses.portal_url,
        }


def causes_of(
    verdict: Verdict | None, asked_of: TestSet, parameters: Parameters, chosen: tuple[Chosen, ...] | None = None
) -> tuple[letters.Cause, ...]:
    """The mistakes that the letter names, in sentences: those *chosen*, or all of the diagnosis.

    One of the diagnosis has its rows and the official values of the first of them; one that only a person found has
    neither.
    """
    found = {cause.mistake: cause for cause in verdict.diagnosis} if verdict else {}
    wanted = preselected(verdict) if chosen is None else chosen
    mistaken = [one for one in wanted if one.code not in GENERAL]
    codes = {one.code for one in mistaken}
    return tuple(_cause(one, found.get(one.code), codes, asked_of, parameters) for one in mistaken)


def general(chosen: tuple[Chosen, ...] | None) -> tuple[str, ...]:
    """What the letter says of reasons that are no mistake of the calculation."""
    return tuple(one.words or GENERAL[one.code].sentence for one in chosen or () if one.code in GENERAL)


def _cause(
    one: Chosen, cause: Cause | None, codes: set[str], asked_of: TestSet, parameters: Parameters
) -> letters.Cause:
    told = sentence_of(cause, asked_of, parameters) if cause else None
    sentence = told or mistakes.sentence(one.code, asked_of.on, parameters)
    return letters.Cause(
        sentence=one.words or sentence,
        remedy=mistakes.wording(one.code).remedy,
        rows=tuple(row_label(section, number) for section, number in cause.explains) if cause else (),
        mistake=one.code,
        together=tuple(code for code in cause.together if code in codes) if cause else (),
    )


def _right(verdict: Verdict | None, chosen: tuple[Chosen, ...] | None) -> tuple[int, ...]:
    """The tabs that the letter calls right: nothing was found there, and no reason finds fault with them.

    None where nothing was found at all: what is to be corrected then is what a person saw, anywhere.
    """
    if verdict is None or verdict.result == "consistent":
        return ()
    at_fault = tabs_at_fault(chosen)
    return tuple(tab for tab in letters.tabs_without_findings(verdict.findings) if tab not in at_fault)
