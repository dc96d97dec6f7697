"""Each stage killed between its statements, and before and after each thing that it does elsewhere.

Here at a few of its moments, ``mesa bench statements`` at all of them.
"""

from collections import Counter

from bench.making.faults.auditing import broken_promises
from bench.making.faults.ledger import Ledger
from bench.statements import world_of
from tests.casework.world import World
from tests.conftest import Mailbox
from tests.faults.courses import Course

#: The steps of a course that is asked for corrections once, each with the turns in which it comes.
STEPS = [
    "accept 1", "cancel 1", "decide 1", "decide 2", "decide 3", "evaluate 1", "evaluate 2", "intake 1", "intake 2",
    "issue_test_set 1", "issue_test_set 2", "look_for_copies 1", "look_for_copies 2", "request 1", "send_letter 1",
    "send_letter 2",
]  # fmt: skip


def test_stages_killed_between_their_statements_break_no_promise(world: World, mailbox: Mailbox) -> None:
    ledger, measured = Ledger(), world_of(world.house)
    courses = [Course(measured, ledger, at) for at in (9, 16)]

    for course in courses:
        course.run()

    delivered = [str(letter["Message-ID"]) for letter in mailbox.letters()]
    assert sorted(courses[0].killed) == STEPS
    assert broken_promises(world.house, ledger, delivered, signed=True) == []
    assert max(Counter(delivered).values()) <= 2
