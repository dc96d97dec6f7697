"""``mesa check``: what an applicant can look at before sending: everything but the secret answers of section b).

It needs the workbook and the notices that came with it, and neither database nor queue.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backoffice.cli.notice_files import notice_files
from backoffice.cli.workbook_file import bytes_of, sha256_of
from backoffice.domain.errors import BadInput
from backoffice.domain.evidence import Evidence
from backoffice.workbooks.reading import read, warm_up
from backoffice.workbooks.refusals import EvidenceRefused
from backoffice.workbooks.remarks import readable

if TYPE_CHECKING:
    from backoffice.domain.test_set.as_given import AsGiven
    from backoffice.domain.test_set.received import NoticeSet
    from backoffice.domain.verdict import Verdict

STATUS = {"consistent": 0, "inconsistent": 1, "refused": 2}


@click.command(help="Revisa tu libro antes de enviarlo: todo menos las respuestas de la sección b), que son secretas.")
@click.argument("workbook", metavar="LIBRO", type=click.Path(path_type=Path))
@click.option(
    "--avisos",
    "place",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="Carpeta con los avisos .json que venían con tu set, o su .zip.",
)
@click.option("--json", "as_json", is_flag=True, help="Escribe el resultado como JSON.")
def command(workbook: Path, place: Path, as_json: bool) -> int:
    """Exit status 0 consistent, 1 inconsistent, 2 refused or unusable."""
    warm_up()  # the process that reads starts while this one loads what judges
    verdict, given = check(workbook, place)
    if as_json:
        click.echo(json.dumps({**verdict.to_json(), "not_compared": ["assessment"]}, ensure_ascii=False, indent=1))
    else:
        _say(verdict, given)
    return STATUS[verdict.result]


def check(workbook: Path, place: Path) -> "tuple[Verdict, AsGiven]":
    """Read and judge by what an applicant has; what cannot be read is refused."""
    from backoffice.domain.checks import judge_without_answers, refused  # noqa: PLC0415 - see ``warm_up``
    from backoffice.domain.test_set.as_given import as_given  # noqa: PLC0415
    from backoffice.domain.test_set.received import notice_set  # noqa: PLC0415
    from backoffice.official import parameters  # noqa: PLC0415

    official, sha256 = parameters(), None
    notices = notice_set(notice_files(place), official.catalogues["notice_types"])
    try:
        data = bytes_of(workbook)
        sha256 = sha256_of(workbook)
        evidence = read(data, workbook.name)
    except EvidenceRefused as refusal:
        nothing = as_given(Evidence(format=""), notices, official)
        return refused(refusal.finding, nothing.test_set, sha256), nothing
    _refuse_another_set(evidence, notices, place)
    given = as_given(evidence, notices, official)
    return judge_without_answers(evidence, given, sha256, official), given


def _refuse_another_set(evidence: Evidence, notices: "NoticeSet", place: Path) -> None:
    """The workbook names the set of the notices, where it names any."""
    found = (evidence.test_set_id or "").strip()
    if found and found != notices.id:
        raise BadInput(
            f"El libro es del set {readable(found)} y los avisos de {place} son del set {notices.id}. Indica en "
            "--avisos los que venían con ese libro, o llena el libro de tu set vigente."
        )


def _say(verdict: "Verdict", given: "AsGiven") -> None:
    """For people: the conclusion, and last what was not compared."""
    from backoffice.cli.verdict_report import report  # noqa: PLC0415
    from backoffice.domain.explained.self_check import not_compared  # noqa: PLC0415

    is_refused = verdict.result == "refused"
    columns = min(shutil.get_terminal_size().columns, 120)
    click.echo(report(verdict, width=columns, colours=sys.stdout.isatty()), nl=False, err=is_refused)
    if not is_refused:
        click.echo("\n" + "\n".join(not_compared(given)))
