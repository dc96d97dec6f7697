"""What people decided lately, as a frame with headings for people."""

from datetime import datetime

import pandas as pd

from backoffice.casework.house import House
from backoffice.domain.explained.spanish import said
from backoffice.domain.work import OUTCOME_LABELS
from backoffice.records import desk_queries

COLUMNS = {
    "Resuelto": "datetime64[us, UTC]",
    "Folio": "string",
    "Empresa": "string",
    "Ronda": "int64",
    "Resolución": "string",
    "Analista": "string",
    "A tiempo": "boolean",
}


def decided_frame(house: House, since: datetime) -> pd.DataFrame:
    """The decisions from *since* (UTC) on, the newest first; times are local. Raises ``ServiceUnavailable``."""
    with house.transaction() as work:
        rows = desk_queries.decided_since(work.session, since)
    lines = [
        (
            row.decided_at, row.folio, said(row.company), row.round_number, OUTCOME_LABELS[row.outcome],
            said(row.analyst, 60), house.local_date(row.decided_at) <= row.due,
        )
        for row in rows
    ]  # fmt: skip
    frame = pd.DataFrame(lines, columns=list(COLUMNS)).astype(COLUMNS)
    frame["Resuelto"] = frame["Resuelto"].dt.tz_convert(house.settings.zone)
    return frame
