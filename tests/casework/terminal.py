"""Commands as a person gives them, and what the person reads."""

import pytest

from backoffice.cli import main


def mesa(*words: str) -> int:
    """The exit status of one command."""
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return int(ended.value.code or 0)


def one_line(said: str) -> str:
    """What people read, however it is broken into lines."""
    return " ".join(said.split())
