"""``mesa report``: asked for, waited for, written; scheduled; listed; and one sentence where it cannot be."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from backoffice.casework import notebook_reports
from backoffice.cli.report_following import follow
from backoffice.domain.errors import ServiceUnavailable
from backoffice.records.outbox import OutboxRow
from backoffice.records.reports import NotebookReport, newest
from backoffice.reports.notebooks import Ran
from tests.casework.terminal import mesa, one_line
from tests.casework.world import World
from tests.notebook_reports.test_reports import FINE, STOPPED, gives

pytestmark = pytest.mark.usefixtures("addressed")


@contextmanager
def worker(world: World, ran: Ran) -> Iterator[None]:
    """Somebody who makes whatever report is asked for, until the block ends."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.05):
            for row in world.reading(lambda session: session.query(OutboxRow).filter_by(kind="run_report").all()):
                notebook_reports.run(world.house, row.id, gives(ran))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_the_page_is_written_where_it_was_asked_for(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "informe.html"

    with worker(world, FINE):
        assert mesa("report", "analisis_masivo", "--out", str(file)) == 0

    assert "Todo en <b>orden</b>" in file.read_text("utf-8")
    assert capsys.readouterr().out == f"Informe 1: {file}\n"


def test_without_a_place_it_goes_to_the_working_folder(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with worker(world, FINE):
        assert mesa("report", "notebooks/analisis_masivo.ipynb") == 0

    assert (tmp_path / "analisis_masivo-1.html").exists()


def test_a_notebook_that_stopped_ends_with_1_and_its_sentence(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with worker(world, STOPPED):
        assert mesa("report", "analisis_masivo", "--out", str(tmp_path / "i.html"), "--json") == 1

    said = capsys.readouterr()
    found = json.loads(said.out)
    assert (found["state"], found["failed_cell"], found["file"]) == ("failed", 3, str(tmp_path / "i.html"))
    assert "No llegó a su final. En la celda 3: La base de datos no responde.\n" in said.err


def test_a_report_that_was_made_is_had_again(world: World, tmp_path: Path) -> None:
    with worker(world, FINE):
        mesa("report", "analisis_masivo", "--out", str(tmp_path / "uno.html"))

    assert mesa("report", "--get", "1", "--out", str(tmp_path / "dos.html")) == 0

    assert (tmp_path / "dos.html").read_bytes() == (tmp_path / "uno.html").read_bytes()


def test_a_schedule_is_said_and_listed(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shown: Callable[..., Any]
) -> None:
    monkeypatch.setenv("MESA_DESK_EMAIL", "mesa@instituto.example")

    assert mesa("report", "analisis_masivo", "--every", "weekly") == 0

    said = one_line(capsys.readouterr().out)
    assert said == ("«Análisis masivo» se hace y se envía a mesa@instituto.example cada semana, el primer día hábil.")
    assert shown("report")["schedules"] == [{"notebook": "analisis_masivo", "every": "weekly"}]
    assert mesa("report") == 0
    assert "cada semana" in capsys.readouterr().out
    assert mesa("report", "analisis_masivo", "--every", "never") == 0
    assert shown("report")["schedules"] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nada"], "No hay un cuaderno «nada» para informes. Hay: analisis_masivo"),
        (["cola_de_revision"], "«cola_de_revision» se usa a mano, en JupyterLab: no da un informe."),
        (["analisis_masivo", "--out", "x.pdf"], "El informe se escribe en .html."),
        (["analisis_masivo", "--send"], "Falta MESA_DESK_EMAIL"),
        (["analisis_masivo", "--every", "daily"], "Falta MESA_DESK_EMAIL"),
        (
            ["analisis_masivo", "--every", "hourly"],
            "El valor de --every no es válido: puede ser daily o weekly o never.",
        ),
        (["analisis_masivo", "--every", "daily", "--send"], "Con --every no van --out ni --send"),
        (["analisis_masivo", "--get", "1"], "Con --get van sólo el número y --out"),
        (["--out", "x.html"], "Di de qué cuaderno"),
        (["--get", "7"], "No hay un informe 7."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    world: World, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert mesa("report", *words) == 2

    said = capsys.readouterr().err
    assert said.startswith(sentence), said
    assert said.count("\n") == 1
    assert world.reading(newest) == []


def test_where_no_worker_works_it_says_so_and_the_report_stays_asked_for(world: World) -> None:
    report: NotebookReport = notebook_reports.order(world.house, "analisis_masivo", "olga", mailed=False)
    ticks = iter(range(0, 10_000, 100))

    with pytest.raises(ServiceUnavailable, match="Los trabajadores no dan señales desde hace 150 segundos") as silent:
        follow(world.house, report, tick=lambda: float(next(ticks)), pause=lambda _: None)

    assert "El informe 1 queda pedido: obtenlo con «./mesa report --get 1»." in str(silent.value)
