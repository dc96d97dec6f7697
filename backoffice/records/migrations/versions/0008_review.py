"""Second opinions, findings set aside, internal consultations, drafts of decisions."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
