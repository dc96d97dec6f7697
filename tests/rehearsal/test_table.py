"""The table of the story, on a wide and on a narrow terminal."""

from io import StringIO

import pytest
from rich.console import Console

from backoffice.cli.story_table import blocks, show, table
from backoffice.rehearsal.outcome import Outcome

CASE = Outcome(
    letter="B",
    folio="2600000026",
    company="Tesorería [red]Ágil[/red] de Ensayo",
    course="solicitud → set de pruebas → evidencias → correcciones",
    state="En espera de documentos",
    findings="Ronda 1: 18 errores; UMA por UMI\nRonda 2: sin inconsistencias",
    letters="set de pruebas\ncorrecciones (sin enviar)",
    waits=False,
)


def printed(shown: object, width: int) -> str:
    """As a console of that width prints it."""
    console = Console(width=width, record=True, file=StringIO())
    console.print(shown)
    return console.export_text()


def test_a_wide_terminal_gets_a_line_a_case() -> None:
    text = printed(table([CASE]), 132)

    assert "│ 2600000026 │" in text
    assert "UMA por UMI" in text


def test_a_narrow_terminal_gets_a_block_a_case_and_no_word_is_cut() -> None:
    text = printed(blocks([CASE]), 80)

    assert [line.rstrip() for line in text.splitlines() if line.strip()] == [
        "Caso B           2600000026",
        "Empresa          Tesorería [red]Ágil[/red] de Ensayo",
        "Qué pasó         solicitud → set de pruebas → evidencias → correcciones",
        "Estado           En espera de documentos",
        "Hallazgos        Ronda 1: 18 errores; UMA por UMI",
        "                 Ronda 2: sin inconsistencias",
        "Cartas enviadas  set de pruebas, correcciones (sin enviar)",
    ]


def test_what_is_piped_has_no_colours_and_room_enough(capsys: pytest.CaptureFixture[str]) -> None:
    show([CASE])

    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "…" not in out


def test_a_story_without_cases_is_an_empty_table(capsys: pytest.CaptureFixture[str]) -> None:
    show([])

    assert "Qué pasó" in capsys.readouterr().out
