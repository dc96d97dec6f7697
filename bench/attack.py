"""Every entrance of strangers' bytes under attack: none lets anything but a refusal out; finds lie in ``var/attack``.

``./mesa bench attack [ENTRANCE] [--seconds N | --executions N]``. Guided by what they reach where atheris is installed
(``requirements-attack.lock``), else by our own damage alone.
"""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec

from backoffice.domain.errors import BadInput
from backoffice.settings import ROOT
from bench.attacking.kept import finds
from bench.measuring import Line
from tests.hostile.harnesses import HARNESSES

BY_NAME_ALONE = True
SECONDS = 60
EXECUTED = re.compile(rb"stat::number_of_executed_units: (\d+)")


def run(part: str | None = None, seconds: int = 0, executions: int = 0) -> Iterator[Line]:
    """One line per entrance. Raises ``BadInput`` for an entrance that is none."""
    if part and part not in HARNESSES:
        raise BadInput(f"No hay una entrada «{part}». Son: {', '.join(HARNESSES)}.")
    for name in [part] if part else HARNESSES:
        guided = HARNESSES[name].guided and find_spec("atheris") is not None
        yield attacked(name, seconds if seconds or executions else SECONDS, executions, guided)


def attacked(name: str, seconds: int, executions: int, guided: bool) -> Line:
    """One entrance, in a process that may die of it."""
    before, start = finds(name), time.perf_counter()
    module = f"bench.attacking.{'guided' if guided else 'blind'}"
    words = [sys.executable, "-m", module, name, str(seconds), str(executions)]
    seed = [] if guided else [str(time.time_ns())]
    done = subprocess.run([*words, *seed], cwd=ROOT, capture_output=True, check=False)
    taken = time.perf_counter() - start
    told = EXECUTED.findall(done.stdout + done.stderr)
    count = int(told[-1]) if told else 0
    found = sorted(file for file, moment in finds(name).items() if before.get(file) != moment)
    ended = "" if told else f"; ended with {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}"
    said = f"{name}: {count:,} executions{' (guided)' if guided else ''}, finds: {', '.join(found) or 'none'}{ended}"
    return Line(said, taken / max(1, count), None, float(len(found)), "= 0", not found and not ended)
