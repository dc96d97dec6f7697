"""The habits of the house, checked as ``mesa lint`` checks them."""

import subprocess
import sys
from pathlib import Path

import pytest

from backoffice.cli.lint import CHECKS
from backoffice.settings import ROOT


@pytest.mark.parametrize("words", CHECKS, ids=" ".join)
def test_the_house_keeps_its_habits(words: tuple[str, ...]) -> None:
    program = Path(sys.executable).parent / words[0]

    done = subprocess.run([str(program), *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
