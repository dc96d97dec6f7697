"""The SMTP side: everything is accepted and kept; the answer 250 comes after the letter is safe on disk."""

from aiosmtpd.smtp import SMTP, Envelope, Session

from backoffice.embedded.mailbox.store import Store

#: Bytes; a test set with its workbook is far below.
LARGEST_LETTER = 25_000_000


class Keeper:
    """What ``aiosmtpd`` calls for each letter."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """Keep the letter, then say so; a full disk is a temporary refusal, and the sender tries again."""
        content = envelope.original_content or b""
        try:
            number = self.store.keep(envelope.mail_from, list(envelope.rcpt_tos), content)
        except OSError as failure:
            return f"452 No space to keep the letter ({failure.strerror})"
        return f"250 OK kept as {number}"


def protocol(store: Store) -> SMTP:
    """One connection's protocol."""
    return SMTP(
        Keeper(store),
        data_size_limit=LARGEST_LETTER,
        enable_SMTPUTF8=True,
        hostname="localhost",
        ident="mesa mailbox",
    )
