"""The archive that a test-set letter carries: the workbook to fill in, the notices, a few instructions. No answers."""

import zipfile
from importlib.resources import files
from io import BytesIO

from backoffice.domain.test_set import TestSet
from backoffice.records.cases import Case, Round
from backoffice.workbooks import template


def pack(case: Case, round_: Round, test_set: TestSet) -> bytes:
    """A ZIP, the same bytes for the same set: names in order, dated like the set."""
    words = {"folio": case.folio, "round": round_.number, "test_set_id": test_set.id}
    read_me = (files("backoffice.casework") / "leeme.txt").read_text("utf-8").format(**words)
    members = {
        "LEEME.txt": read_me.replace("\n", "\r\n").encode(),
        "evidencias.xlsx": template.write(test_set),
        **{name: text.encode() for name, text in sorted(test_set.notices.items())},
    }
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in members.items():
            bundle.writestr(_entry(name, test_set), content)
    return archive.getvalue()


def file_name(case: Case, round_: Round) -> str:
    """What the archive is called in the letter."""
    return f"set-de-pruebas-{case.folio}-ronda-{round_.number}.zip"


def _entry(name: str, test_set: TestSet) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (test_set.on.year, test_set.on.month, test_set.on.day, 12, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
