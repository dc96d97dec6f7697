"""What the desk remembers: tables, transactions, the audit trail, kept files. It decides nothing."""


def migrate(database_url: str) -> None:
    """Bring the tables up to date. Two that start at once take turns. Loads Alembic only when called."""
    from backoffice.records.migrating import migrate as run  # noqa: PLC0415 - keeps start-up fast

    run(database_url)
