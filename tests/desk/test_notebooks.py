"""The notebooks run top to bottom over a real database, with data and without, and say the same the second time."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from backoffice.casework import rule_trials
from backoffice.records import runs
from backoffice.settings import ROOT, Addresses, Settings, child_environment
from tests.casework.world import World
from tests.desk.test_queue import sent

NOTEBOOKS = ("analisis_masivo", "calidad_de_sets", "cola_de_revision", "impacto_de_reglas", "tablero_sla")
DEARER = {"umi": {"2026-01-01": "120.00"}}
Run = Callable[..., list[str]]


def notebook(name: str) -> Any:
    """A notebook as it is kept."""
    return nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a notebook from top to bottom in a kernel of its own; what each of its cells shows, as text."""

    def execute(name: str, settings: Settings, addresses: Addresses, **choices: Any) -> list[str]:
        for variable, value in {**child_environment(settings, addresses), "IPYTHONDIR": str(tmp_path)}.items():
            monkeypatch.setenv(variable, value)
        content = notebook(name)
        NotebookClient(content, timeout=60, resources={"metadata": {"path": str(tmp_path)}}, **choices).execute()
        return [shown(output) for cell in content.cells for output in cell.get("outputs", [])]

    return execute


def shown(output: Any) -> str:
    """One output as text; of pictures their size alone, of widgets that they are there."""
    if output.output_type == "error":
        return str(output.traceback)
    data = output.get("data", {})
    if "application/vnd.jupyter.widget-view+json" in data:
        return "a widget"
    if "image/png" in data:
        return "a picture"
    return str(data.get("text/html", output.get("text", "")))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_is_kept_clean_valid_and_short(name: str) -> None:
    content = notebook(name)

    nbformat.validate(content)
    code = [cell for cell in content.cells if cell.cell_type == "code"]
    assert content.metadata.kernelspec.name == "python3"
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert all(len(cell.source.splitlines()) <= 5 for cell in code)
    assert content.cells[0].source.startswith("# ")
    assert len({cell.id for cell in content.cells}) == len(content.cells)


def test_the_analysis_shows_the_table_and_its_plots_the_same_way_twice(world: World, run: Run) -> None:
    case = sent(world, b"uma")

    first = run("analisis_masivo", world.house.settings, world.house.addresses)
    second = run("analisis_masivo", world.house.settings, world.house.addresses)

    assert case.folio in first[0]
    assert "UMA por UMI" in first[0]
    assert first[1:6] == ["a picture"] * 5
    assert "Renglones distintos en a) Muestras" in first[6]
    assert first == second


@pytest.mark.parametrize("name", ["calidad_de_sets", "tablero_sla"])
def test_the_others_run_with_data_and_without_and_say_the_same_twice(world: World, run: Run, name: str) -> None:
    empty = run(name, world.house.settings, world.house.addresses)
    sent(world, b"uma")
    first = run(name, world.house.settings, world.house.addresses)
    second = run(name, world.house.settings, world.house.addresses)

    assert first == second
    assert len(empty) == len(first)
    assert not [text for text in empty + first if "Traceback" in text]


def test_the_analysis_without_data_says_what_will_appear(world: World, run: Run) -> None:
    found = run("analisis_masivo", world.house.settings, world.house.addresses)

    assert "Aquí aparece cada archivo de evidencias que envíe una empresa" in found[0]
    assert found[1:6] == ["a picture"] * 5


def test_the_queue_shows_its_widget_and_what_was_decided(world: World, run: Run) -> None:
    sent(world, b"uma")

    found = run("cola_de_revision", world.house.settings, world.house.addresses)

    assert found[0] == "a widget"
    assert "Aquí aparece cada resolución" in found[1]


def test_the_impact_of_rules_shows_which_cases_would_flip_the_same_way_twice(world: World, run: Run) -> None:
    case, _ = sent(world, b"right", 1), sent(world, b"uma", 2)
    rule_trials.trial(world.house, DEARER, "ana")
    world.work()

    first = run("impacto_de_reglas", world.house.settings, world.house.addresses)
    second = run("impacto_de_reglas", world.house.settings, world.house.addresses)

    assert "Unidad Mixta Infonavit (UMI)" in first[0]
    assert '<progress max="2" value="2"></progress> 2 de 2' in first[1]
    assert "De 2 resultados: 1 con otra conclusión, 1 con la misma y otros hallazgos, 0 iguales" in first[2]
    assert case.folio in first[2]
    assert first[3] == "a picture"
    assert first == second
    assert world.reading(lambda session: len(runs.all_runs(session))) == 1


def test_the_impact_of_rules_without_data_says_what_will_appear(world: World, run: Run) -> None:
    found = run("impacto_de_reglas", world.house.settings, world.house.addresses)

    assert "Aquí aparecerá cada caso cuya conclusión sería otra." in found[2]
    assert found[3] == "a picture"


def test_without_a_database_a_notebook_shows_a_sentence_and_no_traceback(world: World, run: Run) -> None:
    nowhere = Addresses(
        "postgresql://nobody@127.0.0.1:1/nothing", "redis://127.0.0.1:1", "smtp://127.0.0.1:1", "nowhere"
    )

    found = run("analisis_masivo", world.house.settings, nowhere, allow_errors=True)

    first = re.sub(r"\s+", " ", found[0])
    assert "La base de datos no responde. Arranca los servicios con «./mesa up»" in first
    assert "Traceback" not in first
