"""How long ``mesa --help`` takes, beside a Python that starts and ends."""

import subprocess
import sys
from collections.abc import Iterator, Sequence

from bench.measuring import Line, timed

TIMES = 11
#: Seconds more than a bare Python.
MORE = 0.150
MAIN = "from backoffice.cli import main; raise SystemExit(main(['--help']))"


def run() -> Iterator[Line]:
    """Measure; one line."""
    bare, _ = timed(lambda: started("-c", "pass"), times=TIMES)
    ours, spread = timed(lambda: started("-c", MAIN), times=TIMES)
    more = ours - bare
    yield Line("mesa --help, more than a bare Python", more, bare, ours / bare, f"<= {MORE} s", more <= MORE, spread)


def started(*words: str) -> None:
    """Run Python to its end."""
    command: Sequence[str] = (sys.executable, *words)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
