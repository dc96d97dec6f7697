"""What the workers do, an actor of one statement for each kind of work. A message carries the id of an outbox row.

Every actor may run twice, at once with another, or be killed: the outbox sees to it.
"""

from uuid import UUID

import dramatiq

from backoffice.casework import copies, evaluation, issue, notebook_reports, readjudication, sending
from backoffice.domain.work import WorkKind
from backoffice.doorbell import QUEUES
from workers.broker import broker
from workers.house import house


@dramatiq.actor(broker=broker, queue_name=QUEUES[WorkKind.ISSUE_TEST_SET])
def issue_test_set(row_id: str) -> None:
    """Make a round's test set and announce it."""
    issue.run(house(), UUID(row_id))


@dramatiq.actor(broker=broker, queue_name=QUEUES[WorkKind.EVALUATE])
def evaluate(row_id: str) -> None:
    """Compare one submission with its test set."""
    evaluation.run(house(), UUID(row_id))


@dramatiq.actor(broker=broker, queue_name=QUEUES[WorkKind.SEND_LETTER])
def send_letter(row_id: str) -> None:
    """Hand one letter to the mail server."""
    sending.send(house(), UUID(row_id))


#: Lower than any work of a case, so that nobody waits for a comparison.
AFTER_ALL_ELSE = 10


@dramatiq.actor(broker=broker, queue_name=QUEUES[WorkKind.READJUDICATE], priority=AFTER_ALL_ELSE)
def readjudicate(row_id: str) -> None:
    """Give some verdicts again by other rules, and keep what would change."""
    readjudication.run(house(), UUID(row_id))


@dramatiq.actor(broker=broker, queue_name=QUEUES[WorkKind.RUN_REPORT], priority=AFTER_ALL_ELSE)
def run_report(row_id: str) -> None:
    """Run a notebook for a report, keep the page, and post it."""
    notebook_reports.run(house(), UUID(row_id))


@dramatiq.actor(broker=broker, queue_name=QUEUES[WorkKind.LOOK_FOR_COPIES], priority=AFTER_ALL_ELSE)
def look_for_copies(row_id: str) -> None:
    """Compare what one file is made of with what other companies sent."""
    copies.run(house(), UUID(row_id))
