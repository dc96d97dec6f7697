"""What is done with a letter of which nobody knows whether it arrived: its connection was lost after the final dot.

A second copy is the same message under the same Message-ID. Where it harms nobody the letter goes out again by itself,
a few times (``patience.DEATHS``); the others wait for a person. The table is the policy, each row with its reason.
"""

from dataclasses import dataclass

from backoffice.domain.letters import desk, letter
from backoffice.domain.letters.corrections import CorrectionsRequested


@dataclass(frozen=True, slots=True)
class Resending:
    """``by_itself``: it goes out again without being asked. ``why``: what a second copy does, or a missing one."""

    by_itself: bool
    why: str


#: By the template of the letter.
RESENDING: dict[str, Resending] = {
    letter.TestSetIssued.template: Resending(
        True, "the clock starts once, when a server is known to have taken it; a copy brings the same set and password"
    ),
    CorrectionsRequested.template: Resending(
        True, "likewise; a company that never gets it would not know that it must send anything"
    ),
    letter.EvidenceReceived.template: Resending(True, "a receipt: a copy names the same file by its hash"),
    letter.EvidenceRefused.template: Resending(
        True, "the clock goes on, so it must arrive; a copy names the same file"
    ),
    letter.DeadlineReminder.template: Resending(
        True, "twice reminded harms nobody; looked at again before it goes out"
    ),
    letter.DeadlineMoved.template: Resending(
        True, "names the day before and the day now: read twice, it moves nothing"
    ),
    letter.CaseExpired.template: Resending(True, "states what has happened, with its day"),
    letter.AnswerLate.template: Resending(True, "an apology: a copy costs a smile"),
    letter.Approved.template: Resending(True, "asks for one signature, and the portal takes one"),
    letter.Certified.template: Resending(True, "states what has happened, with its day"),
    letter.CancellationConfirmed.template: Resending(True, "states what has happened, with its day"),
    letter.Invitation.template: Resending(
        False,
        "its link sets a password, once: a copy that comes after it was used looks like an attack; whoever misses it "
        "asks for a new link in the portal, and that ends this one",
    ),
    desk.DeskNewCase.template: Resending(True, "the queue says the same"),
    desk.DeskDueSoon.template: Resending(True, "the queue says the same"),
    desk.DeskQuarantined.template: Resending(True, "the queue says the same"),
    desk.DeskWeekly.template: Resending(True, "figures of a week that is over"),
    desk.DeskReport.template: Resending(True, "a page that is kept: a copy is the same page"),
    desk.DeskUndelivered.template: Resending(True, "the list of letters in trouble says the same"),
    desk.DeskAuditHead.template: Resending(True, "the same number and the same hash"),
}

#: The letters that a person sends again.
ASKED = frozenset(template for template, one in RESENDING.items() if not one.by_itself)
