"""The file itself: name, size, digest, true format, who wrote it, its sheets (hidden ones too), what is embedded."""

from backoffice.desk.case import OpenCase
from backoffice.desk.file_facts import known_of, written_by
from backoffice.desk.page import page
from backoffice.desk.seen import evidence, traces
from backoffice.domain.explained.facts import format_said
from backoffice.domain.explained.spanish import counted, said

TITLE = "Archivo"
MOST_SHEETS, MOST_FILES = 40, 40


def badge(_: OpenCase) -> str:
    """Nothing is known before it is read."""
    return ""


def shown(case: OpenCase) -> str:
    """The facts. Raises what reading the file raises."""
    seen = evidence(case)
    plays = {name: tab for tab, name in seen.tabs.items()}
    sheets = [
        (
            said(sheet.name, 60),
            f"pestaña {plays[sheet.name]}" if sheet.name in plays else "",
            f"{sheet.rows:,} × {sheet.columns:,}",
            "oculta" if sheet.hidden else "",
        )
        for sheet in seen.sheets[:MOST_SHEETS]
    ]
    files = [
        (said(one.name, 80), said(one.sheet, 40), one.kind, counted(len(one.members), "archivo", "archivos"))
        for one in seen.embedded[:MOST_FILES]
    ]
    facts = (
        *known_of(case.house, case.company, case.submission.submission),
        ("Formato verdadero", format_said(seen.format)),
        *written_by(traces(case).authorship),
    )
    return page("tab_file", facts=facts, sheets=sheets, files=files)
