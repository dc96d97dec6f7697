"""Who relies on a stored file and who erases it wait for each other: equal bytes are kept once, for all senders."""

from sqlalchemy import func, select

from backoffice.casework.house import Transaction


def hold(work: Transaction, key: str) -> None:
    """Until the end of this transaction nobody else relies on the file under *key*, or erases it."""
    work.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
