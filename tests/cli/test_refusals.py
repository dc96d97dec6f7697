"""What people read when a command cannot be done: Spanish sentences, one line, status 2, and no traceback."""

import errno
import sys
from types import ModuleType

import click
import pytest

from backoffice.cli import COMMANDS
from backoffice.cli.in_spanish import os_trouble


@pytest.fixture
def broken(monkeypatch, tmp_path):
    """A command that fails in a way nobody foresaw, in a house whose data is in *tmp_path*."""

    @click.command("broken")
    def command() -> None:
        raise RuntimeError("nobody foresaw this")

    module = ModuleType("backoffice.cli.broken")
    module.command = command
    monkeypatch.setitem(sys.modules, "backoffice.cli.broken", module)
    monkeypatch.setitem(COMMANDS, "broken", ("broken", "Falla."))
    monkeypatch.setenv("MESA_VAR", str(tmp_path / "var"))
    return tmp_path / "var" / "log" / "errors.log"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nope"], "La orden «nope» no existe. Consulta «mesa --help»."),
        (["accept", "1", "extra"], "Sobra «extra». Consulta «mesa accept --help»."),
        (["accept"], "Falta indicar FOLIO. Consulta «mesa accept --help»."),
        (["accept", "--nope"], "La opción «--nope» no existe. Consulta «mesa accept --help»."),
        (["cases", "--json=3"], "La opción «--json» no lleva valor. Consulta «mesa --help»."),
        (["test-set", "new", "--seed"], "A la opción «--seed» le falta su valor. Consulta «mesa --help»."),
        (
            ["test-set", "new", "--round", "second"],
            "El valor de --round no es válido: puede ser first o correction. Consulta «mesa test-set new --help».",
        ),
        (
            ["test-set", "new", "--round", "first", "--seed", "00", "--on", "hoy", "--out", "x"],
            "El valor de --on no es válido: escríbelo como AAAA-MM-DD. Consulta «mesa test-set new --help».",
        ),
        (
            ["bench", "nope"],
            "No hay una medición «nope». Son: amortization, attack, audit, catalogue, desk, diagnosis, exactness, faults, fuzz, hosts, letters, portal, read, readjudication, start, statements, submission, sweep, verdict, workers.",
        ),
    ],
)
def test_words_that_are_not_understood_are_told_in_spanish(mesa, words, sentence):
    done = mesa(*words)

    assert (done.status, done.stdout, done.stderr) == (2, "", f"{sentence}\n")


def test_without_words_there_is_help(mesa):
    done = mesa()

    assert done.status == 2
    assert "Comandos:" in done.stderr
    assert "No entendí" not in done.stderr


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOENT, "no existe"),
        (errno.EACCES, "no tienes permiso"),
        (errno.EISDIR, "es una carpeta"),
        (errno.ENOTDIR, "una parte de la ruta no es una carpeta"),
        (errno.ENOSPC, "no queda espacio en el disco"),
        (errno.EIO, "el sistema respondió con el error 5"),
    ],
)
def test_errors_of_the_file_system_are_told_in_spanish(number, words):
    assert os_trouble(OSError(number, "english")) == words


def test_an_error_without_a_number_is_told_by_its_name():
    assert os_trouble(OSError("english")) == "el sistema respondió con el error OSError"


def test_a_key_that_is_not_there_is_refused_in_spanish(mesa, tmp_path):
    key = tmp_path / "llave.pem"

    done = mesa("test-set", "new", "--round", "first", "--seed", "00", "--on", "2026-11-23", "--out", "x", "--key", key)

    assert (done.status, done.stderr) == (2, f"No se puede leer la llave {key}: no existe.\n")


def test_what_nobody_foresaw_is_one_sentence_and_its_traceback_is_kept(mesa, broken):
    first, second = mesa("broken"), mesa("broken")

    assert first == second
    assert (first.status, first.stdout) == (2, "")
    assert first.stderr == (
        "La orden no terminó por un error que no estaba previsto (RuntimeError). "
        f"El detalle está en {broken}: envíalo a quien mantiene la mesa.\n"
    )
    assert broken.read_text().count("RuntimeError: nobody foresaw this") == 2
    assert broken.stat().st_mode & 0o077 == 0


def test_a_traceback_that_cannot_be_kept_still_is_one_sentence(mesa, broken):
    broken.parent.parent.write_text("no folder")

    done = mesa("broken")

    assert done.status == 2
    assert "no se pudo guardar" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_table_that_is_not_there_is_refused_in_spanish(mesa, tmp_path):
    done = mesa("amortize", tmp_path / "casos.csv", "--out", tmp_path / "result.csv")

    assert (done.status, done.stderr) == (2, f"No se puede leer {tmp_path / 'casos.csv'}: no existe.\n")
