"""``mesa read``: JSON alone on stdout, or a summary; exit status 0 or 2; never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from backoffice.workbooks.isolation.readers import ROOT
from tests.workbooks.making.office import GOLDEN


def mesa(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    command = [sys.executable, "-m", "backoffice.cli", "read", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


def test_json_keeps_the_contract() -> None:
    done = mesa(str(GOLDEN / "evidencias.xls"), "--json")

    facts = json.loads(done.stdout)

    assert (done.returncode, done.stderr) == (0, "")
    assert list(facts) == ["format", "sheets", "embedded", "pictures", "cfdi", "findings"]
    assert facts["sheets"][1] == {"name": "2. Amortizaciones", "rows": 15, "columns": 29, "hidden": False}
    assert list(facts["embedded"][0]) == ["sheet", "name", "kind", "members"]
    assert set(facts["pictures"][0]) == {"sheet", "format", "width", "height", "sha256"}


def test_the_summary_is_for_people() -> None:
    done = mesa(str(GOLDEN / "evidencias.xls"))

    assert done.returncode == 0
    assert "Formato: xls · set de pruebas: TS-2026-0001 · renglones leídos: 5" in done.stdout
    assert "Archivo insertado en «1. JSON»: avisos.zip (zip) con 2 ficheros" in done.stdout


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty"), (b"%PDF-1.7", "not_a_workbook"), (b"PK\x03\x04roto", "damaged")]
)
def test_a_refusal_is_a_sentence_or_json_and_status_two(tmp_path: Path, content: bytes, code: str) -> None:
    workbook = tmp_path / "libro.xls"
    workbook.write_bytes(content)

    plain, as_json = mesa(str(workbook)), mesa(str(workbook), "--json")

    assert (plain.returncode, plain.stdout, plain.stderr.count("\n")) == (2, "", 1)
    assert (as_json.returncode, as_json.stderr) == (2, "")
    assert [finding["code"] for finding in json.loads(as_json.stdout)["findings"]] == [code]


def test_a_missing_file_a_folder_and_a_pipe_are_told(tmp_path: Path) -> None:
    missing, folder = mesa(str(tmp_path / "nada.xls")), mesa(str(tmp_path))
    os.mkfifo(tmp_path / "tubo.xls")

    assert (missing.returncode, missing.stderr) == (
        2,
        f"No existe el archivo {tmp_path / 'nada.xls'}. Revisa la ruta.\n",
    )
    assert folder.returncode == 2
    assert mesa(str(tmp_path / "tubo.xls")).returncode == 2
    assert "Traceback" not in folder.stderr
    assert json.loads(mesa(str(tmp_path), "--json").stdout)["findings"][0]["code"] == "not_a_file"
