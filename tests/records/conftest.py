"""A migrated database, and the engine over it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from backoffice.records import migrate
from backoffice.records.database import open_database


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    """The engine of a database with all tables."""
    migrate(postgres_url)
    engine = open_database(postgres_url)
    yield engine
    engine.dispose()
