"""``mesa evaluate … --report``: one file for people, and not a word of it on stdout."""

import json
from pathlib import Path

import pytest

from tests.evaluate.applicant import Applicant


def test_the_suffix_chooses_a_page_or_a_pdf(evaluate, test_set, tmp_path):
    for name, start in (("informe.html", b"<!doctype html>"), ("informe.PDF", b"%PDF-1.7")):
        outcome = evaluate(Applicant(test_set), "--report", str(tmp_path / name))

        assert outcome.status == 0
        assert outcome.err == f"El informe está en {tmp_path / name}.\n"
        assert (tmp_path / name).read_bytes().startswith(start)


def test_with_json_stdout_carries_the_json_alone(evaluate, test_set, tmp_path):
    plain = evaluate(Applicant(test_set), "--json")
    with_report = evaluate(Applicant(test_set), "--json", "--report", str(tmp_path / "informe.html"))

    assert list(json.loads(with_report.out)) == list(plain.json)
    assert with_report.json["findings"] == plain.json["findings"]


def test_the_page_says_what_was_evaluated(evaluate, test_set, tmp_path):
    wrong = {("assessment", 1, "withholding"): 7.5}
    report = tmp_path / "informe.html"

    outcome = evaluate(Applicant(test_set, answers=wrong), "--json", "--report", str(report))

    page = report.read_text("utf-8")
    assert "Hay renglones distintos sin causa identificada." in page
    assert outcome.json["evidence_sha256"] in page
    assert test_set.id in page
    assert "Excel (.xlsx)" in page


def test_a_refused_file_has_its_report_too(evaluate, tmp_path):
    report = tmp_path / "informe.html"

    outcome = evaluate(b"", "--report", str(report))

    assert (outcome.status, outcome.out) == (2, "")
    assert "El archivo está vacío (0 bytes)." in report.read_text("utf-8")


def test_a_missing_workbook_has_its_report_too(evaluate, tmp_path):
    report = tmp_path / "informe.pdf"

    assert evaluate(tmp_path / "no.xls", "--report", str(report)).status == 2
    assert report.read_bytes().startswith(b"%PDF")


def test_what_was_there_is_replaced(evaluate, test_set, tmp_path):
    report = tmp_path / "informe.html"
    report.write_text("lo de antes")

    evaluate(Applicant(test_set), "--report", str(report))

    assert "lo de antes" not in report.read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("name", ["informe.doc", "informe", "informe.html.zip"])
def test_another_kind_of_file_is_refused_before_anything_is_read(evaluate, test_set, tmp_path, name):
    outcome = evaluate(Applicant(test_set), "--report", str(tmp_path / name))

    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        f"El informe se escribe en .html o en .pdf. Cambia el nombre «{name}» por uno que termine así.\n"
    )


def test_a_place_that_cannot_be_written_is_told(evaluate, test_set, tmp_path):
    (tmp_path / "carpeta.html").mkdir()

    for path, why in ((tmp_path / "no" / "informe.pdf", "no existe"), (tmp_path / "carpeta.html", "es una carpeta")):
        outcome = evaluate(Applicant(test_set), "--report", str(path))

        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err == f"No se puede escribir el informe {path}: {why}.\n"


def test_the_workbook_is_never_written_over(evaluate, tmp_path):
    workbook = tmp_path / "libro.html"
    workbook.write_bytes(b"<html><table></table></html>")

    outcome = evaluate(workbook, "--report", str(Path(str(tmp_path)) / "." / "libro.html"))

    assert outcome.status == 2
    assert "El informe no se escribe sobre el libro." in outcome.err
    assert workbook.read_bytes() == b"<html><table></table></html>"
