"""How long to wait before trying again, and when to stop. The table is the policy."""

from datetime import datetime, timedelta

#: Attempts that died (the process was killed, or failed in a way nobody foresaw) before a person must look.
DEATHS = 3
#: Attempts at a letter that ended in "later" before it counts as failed: about four days, as mail servers do.
DEFERRALS = 100

AFTER_DEATH = timedelta(seconds=10)
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)

#: Nothing is ever put off further: a time beyond it was written before this machine's clock was set back, and is over.
FURTHEST = LONGEST_PAUSE + timedelta(minutes=5)

#: How long one attempt may take before somebody else begins another.
LEASES = {
    "issue_test_set": timedelta(seconds=60),
    "evaluate": timedelta(seconds=60),
    "send_letter": timedelta(seconds=120),
    "readjudicate": timedelta(seconds=60),  # of one verdict: whoever goes on holds it longer
    "run_report": timedelta(seconds=60),  # likewise, as long as the notebook goes on
    "look_for_copies": timedelta(seconds=120),
}

#: A row that was announced and not begun is announced again after this.
RING_AGAIN = timedelta(seconds=30)


def pause(deferrals: int) -> timedelta:
    """The wait after so many deferrals: 15 s, 30 s, 1 min … up to an hour."""
    doublings = min(max(deferrals - 1, 0), 12)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def over(until: datetime | None, now: datetime) -> bool:
    """Whether a wait has ended; also one that no clock which was right can have written."""
    return until is None or until <= now or until > now + FURTHEST


def died(attempts: int, deferrals: int) -> int:
    """How many attempts died, of those that have ended."""
    return attempts - deferrals
