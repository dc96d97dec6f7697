"""Asking a process of the project whether it is ready: by its page, or by what it says in its log."""

from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from backoffice.embedded.ports import LOOPBACK


class Said:
    """Whether a process has written some words to its log since it was started: dramatiq's master has no other way."""

    def __init__(self, log: Path, words: str) -> None:
        self.log, self.words, self.offset = log, words.encode(), 0

    def listen_from_now(self) -> None:
        """What stands there already was said by another process."""
        self.offset = self.log.stat().st_size

    def __call__(self) -> bool:
        """Whether the words have come."""
        with self.log.open("rb") as log:
            log.seek(self.offset)
            return self.words in log.read()


def page_answers(url: str) -> bool:
    """Whether a page of ours can be had."""
    address = urlsplit(url)
    connection = HTTPConnection(address.hostname or LOOPBACK, address.port, timeout=2)
    try:
        connection.request("GET", address.path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
