"""A notebook in its limited child process: what it shows, how it stops, and that nothing of it goes on."""

import os
import time
from pathlib import Path

import pytest

from backoffice.reports.notebooks import Limits, Ran, run
from backoffice.reports.notebooks.running import said
from tests.notebook_reports.notebooks import notebook

MEGABYTE = 1024 * 1024


def ran(folder: Path, *cells: str, limits: Limits | None = None, **environment: str) -> Ran:
    """What comes of these cells."""
    return run(notebook(folder, *cells), {**os.environ, **environment}, lambda: None, limits or Limits())


def processes(place: str, word: str = "") -> list[int]:
    """The pids of runners and kernels that work below *place*, of one of both by *word*."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if place.encode() in line and f"notebooks.{word}".encode() in line:
            found.append(int(process.name))
    return found


def gone(place: str) -> bool:
    """Whether, within a moment, no runner and no kernel works there."""
    deadline = time.monotonic() + 10
    while processes(place) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not processes(place)


def test_what_the_cells_show_is_kept_without_their_code_and_warnings(tmp_path: Path) -> None:
    found = ran(
        tmp_path, "secreto = 'código'\n1 + 41", "import sys\nprint('a la vista')\nprint('aviso', file=sys.stderr)"
    )

    assert (found.error, found.failed_cell) == ("", None)
    assert found.body is not None
    for shown in ("Prueba de informe", "Un párrafo.", "42", "a la vista"):
        assert shown in found.body
    for hidden in ("secreto", "código", "aviso", "sys.stderr"):
        assert hidden not in found.body


def test_a_cell_that_fails_is_named_and_its_traceback_is_not_shown(tmp_path: Path) -> None:
    found = ran(tmp_path, "print('antes')", "def f():\n    raise KeyError('contraseña')\nf()", "print('después')")

    assert found.failed_cell == 2
    assert found.error == (
        "En la celda 2: hubo un error que no estaba previsto (KeyError). "
        "El detalle está en la bitácora de los trabajadores."
    )
    assert found.body is not None
    assert "antes" in found.body
    for hidden in ("después", "Traceback", "contraseña", "KeyError"):
        assert hidden not in found.body


def test_a_refusal_of_ours_is_told_in_its_own_words(tmp_path: Path) -> None:
    found = ran(tmp_path, "from backoffice.domain.errors import BadInput\nraise BadInput('Di otra\\n  fecha.')")

    assert found.error == "En la celda 1: Di otra fecha."


def test_a_notebook_that_takes_too_long_is_ended_with_its_kernel(tmp_path: Path, place: str) -> None:
    sleep = 600
    started = time.monotonic()

    found = ran(tmp_path, f"import time\ntime.sleep({sleep})", limits=Limits(wall=8))

    assert time.monotonic() - started < sleep / 8
    assert found == Ran(None, "Tardó más de 0 minutos y se detuvo. Avisa a quien mantiene el cuaderno.")
    assert gone(place)


def test_memory_beyond_the_limit_stops_the_cell_and_not_the_machine(tmp_path: Path) -> None:
    found = ran(tmp_path, "x = bytearray(3_000_000_000)", limits=Limits(memory=1024 * MEGABYTE))

    assert found.error == "En la celda 1: se acabó la memoria o el tiempo de procesador que puede usar un informe."


def test_a_kernel_that_dies_is_told(tmp_path: Path) -> None:
    found = ran(tmp_path, "1", "import os\nos._exit(3)")

    assert found.failed_cell == 2
    assert "se acabó la memoria o el tiempo" in found.error


def test_what_the_pulse_raises_ends_the_run_and_its_kernel(tmp_path: Path, place: str) -> None:
    class Enough(Exception):
        """Somebody else has the work now."""

    beats = []

    def pulse() -> None:
        beats.append(1)
        if len(beats) > 5:
            raise Enough

    with pytest.raises(Enough):
        run(notebook(tmp_path, "import time\ntime.sleep(600)"), os.environ, pulse)

    assert gone(place)


def test_a_killed_runner_takes_its_kernel_with_it(tmp_path: Path, place: str) -> None:
    def pulse() -> None:
        if processes(place, "kernel"):
            for pid in processes(place, "runner"):
                os.kill(pid, 9)

    found = run(notebook(tmp_path, "import time\ntime.sleep(600)"), os.environ, pulse)

    assert found.body is None
    assert found.error == "Su proceso terminó de golpe. El detalle está en la bitácora de los trabajadores."
    assert gone(place)


def test_nothing_is_left_in_the_account_or_the_working_folder(tmp_path: Path) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    before = {path.name for path in tmp_path.iterdir()}

    ran(work, "from pathlib import Path\nPath('suelto.txt').write_text('x')", HOME=str(home))

    assert {path.name for path in tmp_path.iterdir()} == before
    assert list(home.iterdir()) == []
    assert [path.name for path in work.iterdir()] == ["prueba.ipynb"]


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("Told", "La base de datos no responde. " * 40, None),
        ("BadInput", "a\u202eb\x00c", "En la celda 1: abc"),
        ("<b>Raro</b>", "x", "En la celda 1: hubo un error que no estaba previsto (<b>Raro</b>). El detalle está en la bitácora de los trabajadores."),
    ],
)  # fmt: skip
def test_sentences_are_one_harmless_line(kind: str, text: str, sentence: str | None) -> None:
    found = said(kind, text, 1)

    assert found == sentence if sentence else len(found) <= 320
    assert found.isprintable()
