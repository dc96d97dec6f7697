"""``mesa check``: the notices of the set, from a folder or a .zip; what cannot be used is one sentence."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.evaluate.applicant import Applicant
from tests.evaluate.planting.draft import set_of
from tests.evaluate.reviewing import notices_in, touched


def test_the_zip_of_the_letter_serves_as_the_folder_does(check, issued, test_set, tmp_path):
    bundle = tmp_path / "set-de-pruebas.zip"
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("LEEME.txt", "Lee esto.")
        written.writestr("otro.json", '{"a": 1}')
        written.write(issued / "evidencias.xlsx", "evidencias.xlsx")
        written.writestr("__MACOSX/avisos/._x.json", b"\x00\x05")
        for name, text in test_set.notices.items():
            written.writestr(name, text)

    outcome = check(Applicant(test_set), "--json", avisos=bundle)

    assert (outcome.status, outcome.json["findings"]) == (0, [])


def test_beside_a_folder_of_notices_nothing_is_looked_at(check, folder, test_set):
    (folder / "answers.json").write_text("no es para ti")

    assert check(Applicant(test_set), avisos=folder).status == 0


def test_litter_and_copies_among_the_notices_are_no_trouble(check, folder, test_set):
    first = sorted((folder / "avisos").iterdir())[0]
    (folder / "avisos" / f"{first.stem} (1).JSON").write_bytes(b"\xef\xbb\xbf" + first.read_bytes())
    (folder / "avisos" / f"._{first.name}").write_bytes(b"\x00\x05")
    (folder / "avisos" / "notas.txt").write_text("mías")

    outcome = check(Applicant(test_set), "--json", avisos=folder / "avisos")

    assert (outcome.status, outcome.json["findings"]) == (0, [])


def spoil(folder: Path, kind: str) -> Path:
    """Something that is no folder of the notices of the set."""
    avisos = folder / "avisos"
    first = sorted(avisos.iterdir())[0]
    another = next(iter(set_of("of somebody else").notices.items()))
    if kind == "nothing":
        return folder / "nada"
    if kind == "one file":
        return first
    if kind in {"zip without", "zip cut", "no zip"}:
        return spoilt_zip(folder, kind)
    if kind == "empty":
        for file in avisos.iterdir():
            file.unlink()
        return avisos
    contents = {
        "other json": ("z.json", '{"a": 1}'),
        "no json": ("z.json", "avisos"),
        "binary": ("z.json", "\0\1\2"),
        "two sets": ("z.json", another[1]),
        "edited copy": ("z.json", first.read_text().replace('"tipoCredito": "001"', '"tipoCredito": "002"')),
        "too large": ("z.json", " " * (2 * 1024 * 1024 + 1)),
        "bad date": (first.name, re.sub(r'"fechaNotLinea": "[^"]*"', '"fechaNotLinea": "ayer"', first.read_text())),
    }
    if kind in contents:
        name, text = contents[kind]
        (avisos / name).write_text(text)
    return avisos


def spoilt_zip(folder: Path, kind: str) -> Path:
    """A file with the name of an archive."""
    file = folder / "avisos.zip"
    with zipfile.ZipFile(file, "w") as written:
        written.writestr("LEEME.txt", "x" * 1000)
    if kind == "zip cut":
        file.write_bytes(file.read_bytes()[:700])
    if kind == "no zip":
        file.write_text("hola")
    return file


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("nothing", "No existe "),
        ("empty", "no hay archivos .json"),
        ("one file", "no es una carpeta ni un .zip"),
        ("other json", "z.json no es un aviso del servicio: le falta «nrp»"),
        ("no json", "z.json no se puede leer como JSON"),
        ("binary", "z.json no es un aviso: no es texto"),
        ("two sets", "son de sets distintos"),
        ("edited copy", "son del mismo trabajador y no dicen lo mismo"),
        ("too large", "no es texto o es demasiado grande"),
        ("bad date", "revisa «fechaNotLinea»"),
        ("zip without", "no hay archivos .json"),
        ("zip cut", "está dañado o incompleto"),
        ("no zip", "no es una carpeta ni un .zip"),
    ],
)
def test_notices_that_cannot_be_used_are_one_sentence_that_says_what_to_do(check, folder, test_set, kind, sentence):
    outcome = check(Applicant(test_set), "--json", avisos=spoil(folder, kind))

    assert (outcome.status, outcome.out) == (2, "")
    assert sentence in outcome.err
    assert outcome.err.count("\n") == 1
    assert re.search(r"(Indica|Usa|Deja|Descarga) ", outcome.err)


def test_notices_of_another_set_than_the_workbooks_are_one_sentence(check, test_set, tmp_path):
    another = set_of("of somebody else")
    avisos = notices_in(tmp_path, another)

    outcome = check(Applicant(test_set), "--json", avisos=avisos)

    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(
        f"El libro es del set {test_set.id} y los avisos de {avisos} son del set {another.id}."
    )


def test_a_workbook_that_lost_its_set_is_judged_by_the_notices(check, test_set):
    def change(book: openpyxl.Workbook) -> None:
        for sheet in book:
            for row in sheet.iter_rows(max_row=3):
                for cell in row:
                    if isinstance(cell.value, str) and ("Set de pruebas" in cell.value or test_set.id in cell.value):
                        cell.value = None

    outcome = check(touched(test_set, change), "--json")

    assert (outcome.status, outcome.json["test_set_id"]) == (0, test_set.id)
