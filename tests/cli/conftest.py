"""Calling ``mesa`` as its launcher does, in this process so that a test takes no second."""

from dataclasses import dataclass

import pytest

from backoffice.cli import main


@dataclass(frozen=True)
class Done:
    """What a command left: its status and its two outputs."""

    status: int
    stdout: str
    stderr: str


@pytest.fixture
def mesa(capfd):
    """``mesa("amortize", path)`` → ``Done``."""

    def call(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Done(left.value.code, out, err)

    return call
