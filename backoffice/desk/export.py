"""A frame as an Excel file: text stays text, whatever it begins with, and nothing is cut without a word."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from backoffice.domain.errors import BadInput
from backoffice.domain.explained.spanish import said

#: What Excel holds.
MOST_ROWS, LONGEST_TEXT = 1_048_575, 32_000
SUFFIX = ".xlsx"
BOLD = Font(bold=True)


def export(frame: pd.DataFrame, path: Path, title: str = "Datos") -> int:
    """Write *frame* with its headings to a new *path*; how many lines. An existing file is not written over.

    Texts are harmless single lines and never formulas. Raises ``BadInput``: another suffix, a file that is there, a
    folder that is not, more lines than Excel holds.
    """
    refuse(frame, path)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, str(name), bold=True) for name in frame.columns])
    for line in frame.itertuples(index=False, name=None):
        sheet.append([_cell(sheet, plain(value)) for value in line])
    try:
        with path.open("xb") as file:
            book.save(file)
    except OSError as error:
        raise BadInput(f"No se puede escribir {path.name}: revisa la carpeta, el permiso y el espacio.") from error
    return len(frame)


def refuse(frame: pd.DataFrame, path: Path) -> None:
    """Raise where the frame cannot go to that path."""
    if path.suffix.lower() != SUFFIX:
        raise BadInput(f"El archivo tiene que terminar en {SUFFIX}: {said(path.name, 80)}.")
    if not path.parent.is_dir():
        raise BadInput(f"La carpeta de {said(path.name, 80)} no existe. Créala o elige otra.")
    if path.exists():
        raise BadInput(f"Ya hay un archivo {said(path.name, 80)}: elige otro nombre, no se escribe encima.")
    if len(frame) > MOST_ROWS:
        raise BadInput(f"Excel admite {MOST_ROWS:,} renglones y hay {len(frame):,}: filtra antes de exportar.")


def plain(value: Any) -> Any:
    """A value as Excel has it: moments without zone, nothing for what is missing, texts on one harmless line."""
    if isinstance(value, str):
        return said(value, LONGEST_TEXT)
    if value is None or value is pd.NaT or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.tz_localize(None).to_pydatetime() if value.tzinfo else value.to_pydatetime()
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value.item() if hasattr(value, "item") else value


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # «=1+1» of a stranger is no formula
        cell.quotePrefix = value[:1] in "=+-@"
    if bold:
        cell.font = BOLD
    return cell
