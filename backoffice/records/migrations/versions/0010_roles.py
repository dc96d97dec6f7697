"""A number that was kept free; what it was kept for came with 0012, when databases had passed it."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Nothing."""


def downgrade() -> None:
    """Nothing."""
