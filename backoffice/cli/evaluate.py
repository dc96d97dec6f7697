"""``mesa evaluate``: one workbook against one test set, without any service. It decides nothing but its exit status."""

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import click

from backoffice.cli.report_file import local_now, refuse_unknown_suffix, write_report
from backoffice.cli.test_set_folder import load
from backoffice.cli.verdict_report import report
from backoffice.cli.workbook_file import bytes_of, sha256_of
from backoffice.domain.checks import judge, refused
from backoffice.domain.errors import BadInput
from backoffice.domain.explained import Origin, explain
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict
from backoffice.official import parameters
from backoffice.workbooks.reading import read
from backoffice.workbooks.refusals import EvidenceRefused

STATUS = {"consistent": 0, "inconsistent": 1, "refused": 2}


@click.command(help="Compara un libro de evidencias con su set de pruebas y dice qué error explica cada diferencia.")
@click.argument("workbook", metavar="LIBRO", type=click.Path(path_type=Path))
@click.option(
    "--test-set",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="Carpeta del set, como la escribe «mesa test-set new».",
)
@click.option("--json", "as_json", is_flag=True, help="Escribe el resultado como JSON.")
@click.option(
    "--report",
    "report_path",
    metavar="ARCHIVO",
    type=click.Path(path_type=Path),
    help="Escribe además el informe explicado, en .html o .pdf; si el archivo existe, lo reemplaza.",
)
def command(workbook: Path, folder: Path, as_json: bool, report_path: Path | None) -> int:
    """Exit status 0 consistent, 1 inconsistent, 2 refused or unusable."""
    if report_path is not None:
        _refuse_report(report_path, workbook)
    test_set = load(folder, parameters())
    verdict, true_format = evaluate(workbook, test_set)
    if report_path is not None:
        origin = Origin(file_name=workbook.name, size=_size(workbook), format=true_format, evaluated_at=local_now())
        write_report(explain(verdict, test_set, parameters(), origin), report_path)
        click.echo(f"El informe está en {report_path}.", err=True)
    if as_json:
        click.echo(json.dumps(verdict.to_json(), ensure_ascii=False, indent=1))
    else:
        columns = min(shutil.get_terminal_size().columns, 120)
        is_refused = verdict.result == "refused"
        click.echo(report(verdict, width=columns, colours=sys.stdout.isatty()), nl=False, err=is_refused)
    return STATUS[verdict.result]


def evaluate(workbook: Path, test_set: TestSet) -> tuple[Verdict, str]:
    """Read and judge; what cannot be read is refused. Beside the verdict, the file's true format, '' where unknown."""
    sha256 = None
    try:
        data = bytes_of(workbook)
        sha256 = sha256_of(workbook)
        evidence = read(data, workbook.name)
    except EvidenceRefused as refusal:
        return refused(refusal.finding, test_set, sha256), refusal.format or ""
    verdict = judge(evidence, test_set, sha256, parameters())
    return replace(verdict, rules_version=parameters().version), evidence.format


def _refuse_report(path: Path, workbook: Path) -> None:
    refuse_unknown_suffix(path)
    if _are_one_file(path, workbook):
        raise BadInput(f"El informe no se escribe sobre el libro. Dale otro nombre que {path}.")


def _are_one_file(path: Path, workbook: Path) -> bool:
    try:
        return path.samefile(workbook)
    except OSError:  # one of them is not there, or not to be seen
        return False


def _size(workbook: Path) -> int | None:
    try:
        return workbook.stat().st_size
    except OSError:
        return None
