"""What Alembic runs: the steps, over the connection it is handed."""

from alembic import context

from backoffice.records.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    compare_type=True,
)
context.run_migrations()
