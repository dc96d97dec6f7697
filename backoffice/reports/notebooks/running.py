"""Running a notebook in a child process with an end: so much time, so much memory, and nothing left behind."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from os import getpid, killpg
from pathlib import Path
from signal import SIGKILL
from time import monotonic
from typing import Any

from backoffice.domain import errors
from backoffice.domain.explained.spanish import counted
from backoffice.domain.typography import shortened
from backoffice.reports.notebooks.catalogue import Notebook
from backoffice.reports.notebooks.confinement import MEGABYTE

#: Seconds between two pulses.
BEAT = 1.0
LONGEST_SENTENCE = 300
DIED = "Su proceso terminó de golpe. El detalle está en la bitácora de los trabajadores."
#: What a refusal of ours is called where it stops a cell; only of these is the text shown.
OURS = frozenset({"Told", *(name for name, kind in vars(errors).items() if isinstance(kind, type))})
NO_MEMORY = frozenset({"MemoryError", "_ArrayMemoryError", "DeadKernel"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds on the clock, seconds of processor, and bytes of data, each for runner and kernel."""

    wall: float = 900.0
    processor: int = 900
    memory: int = 4096 * MEGABYTE


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a notebook. ``body``: what it showed, as HTML, ``None`` where its process was ended.

    ``error``: why it stopped, a sentence; '' where it did not. ``failed_cell`` counts cells of code from 1.
    """

    body: str | None
    error: str = ""
    failed_cell: int | None = None


def run(
    notebook: Notebook, environment: Mapping[str, str], pulse: Callable[[], None], limits: Limits = LIMITS
) -> Ran:
    """Run it from top to bottom. *pulse* is called every second; what it raises ends the run and goes on."""
    with tempfile.TemporaryDirectory(prefix="mesa-report-") as name:
        folder = Path(name)
        numbers = [str(getpid()), str(limits.memory), str(limits.processor)]
        words = [sys.executable, "-m", "backoffice.reports.notebooks.runner", name, str(notebook.path), *numbers]
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={**environment, **own_places(folder)},
            cwd=folder,
            start_new_session=True,
        )
        try:
            in_time = _ends_in_time(process, pulse, limits.wall)
        finally:
            _end(process)
        return _found(folder, in_time=in_time, limits=limits)


def own_places(folder: Path) -> dict[str, str]:
    """Jupyter, IPython and matplotlib keep what they keep in the run's own folder; none reads the account's."""
    return {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_PATH": "",
        "JUPYTER_NO_CONFIG": "1",
        "IPYTHONDIR": str(folder / "ipython"),
        "TMPDIR": str(folder),
    }


def _ends_in_time(process: subprocess.Popen[bytes], pulse: Callable[[], None], wall: float) -> bool:
    deadline = monotonic() + wall
    while monotonic() < deadline:
        try:
            process.wait(BEAT)
        except subprocess.TimeoutExpired:
            pulse()
        else:
            return True
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing of it goes on: its kernel is tied to it, and ends with it."""
    try:
        killpg(process.pid, SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def _found(folder: Path, *, in_time: bool, limits: Limits) -> Ran:
    outcome = folder / "outcome.json"
    if not outcome.exists():
        time = counted(round(limits.wall / 60), "minuto", "minutos")
        late = f"Tardó más de {time} y se detuvo. Avisa a quien mantiene el cuaderno."
        return Ran(None, DIED if in_time else late)
    told: dict[str, Any] = json.loads(outcome.read_text("utf-8"))
    body = (folder / "body.html").read_text("utf-8")
    if not told["kind"]:
        return Ran(body)
    return Ran(body, said(told["kind"], told["said"], told["failed_cell"]), told["failed_cell"])


def said(kind: str, text: str, cell: int) -> str:
    """Why a run stopped, as a sentence. What an unforeseen error says stays in the workers' log."""
    where = f"En la celda {cell}: "
    if kind in NO_MEMORY:
        return f"{where}se acabó la memoria o el tiempo de procesador que puede usar un informe."
    if kind in OURS:
        return f"{where}{shortened(text, LONGEST_SENTENCE)}"
    return (
        f"{where}hubo un error que no estaba previsto ({shortened(kind, 60)}). "
        "El detalle está en la bitácora de los trabajadores."
    )
