"""``mesa evaluate``: one workbook against one test set, without any service. It decides nothing but its exit status."""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import click

from backoffice.cli.test_set_folder import load
from backoffice.cli.verdict_report import report
from backoffice.domain.checks import judge, refused
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict
from backoffice.official import parameters
from backoffice.workbooks.reading import file_bytes, read
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
def command(workbook: Path, folder: Path, as_json: bool) -> int:
    """Exit status 0 consistent, 1 inconsistent, 2 refused or unusable."""
    verdict = evaluate(workbook, load(folder, parameters()))
    if as_json:
        click.echo(json.dumps(verdict.to_json(), ensure_ascii=False, indent=1))
    else:
        columns = min(shutil.get_terminal_size().columns, 120)
        is_refused = verdict.result == "refused"
        click.echo(report(verdict, width=columns, colours=sys.stdout.isatty()), nl=False, err=is_refused)
    return STATUS[verdict.result]


def evaluate(workbook: Path, test_set: TestSet) -> Verdict:
    """Read and judge; what cannot be read is refused."""
    sha256 = None
    try:
        data = _bytes(workbook)
        sha256 = _sha256(workbook)
        return judge(read(data, workbook.name), test_set, sha256, parameters())
    except EvidenceRefused as refusal:
        return refused(refusal.finding, test_set, sha256)


def _bytes(workbook: Path) -> bytes:
    """As reading takes them; a pipe or a device is no file."""
    if workbook.exists() and not workbook.is_file():
        raise EvidenceRefused("not_a_file", str(workbook))
    return file_bytes(workbook)


def _sha256(workbook: Path) -> str:
    """Of the whole file, however large."""
    with workbook.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
