"""How long ``mesa --help`` takes, beside a Python that starts and ends: the program, and all of ``./mesa --help``."""

import subprocess
import sys
from collections.abc import Iterator

from backoffice.settings import ROOT
from bench.measuring import Line, timed

TIMES = 11
#: Seconds more than a bare Python.
MORE = 0.150
MAIN = "from backoffice.cli import main; raise SystemExit(main(['--help']))"
PYTHON = sys.executable


def run() -> Iterator[Line]:
    """Measure; a line for the program, and one with the launcher that looks whether the environment is right."""
    bare, _ = timed(lambda: started(PYTHON, "-c", "pass"), times=TIMES)
    ways = {"mesa --help": (PYTHON, "-c", MAIN), "./mesa --help": (str(ROOT / "mesa"), "--help")}
    for name, words in ways.items():
        ours, spread = timed(lambda words=words: started(*words), times=TIMES)  # type: ignore[misc]
        more = ours - bare
        yield Line(f"{name}, more than a bare Python", more, bare, ours / bare, f"<= {MORE} s", more <= MORE, spread)


def started(*words: str) -> None:
    """Run a program to its end."""
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
