"""A table of companies and their people, as a spreadsheet saves it: checked whole before anything is done with it."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from backoffice.cli.in_spanish import os_trouble
from backoffice.domain.applicant import Applicant, applicant
from backoffice.domain.errors import BadInput
from backoffice.mailboxes import mailbox

COLUMNS = ("nrp", "rfc", "name", "email")
#: Bytes of the largest table: a hundred thousand companies and some.
LARGEST = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: the company, or why it is none.

    ``number`` is the spreadsheet's: the header is line 1, empty ones count, a cell with a break in it is no second one.
    """

    number: int
    company: Applicant | None
    trouble: str = ""


def read(path: Path) -> list[Line]:
    """All lines. Raises ``BadInput`` where this is no such table.

    Columns may be in any order, between commas or semicolons; of two lines that say the same the second is left out.
    """
    return list(_once(_lines(_text(path), path)))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path} pesa más de 32 MB. Divide la tabla en varias.")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as trouble:
        raise BadInput(f"No pude leer {path}: {os_trouble(trouble)}.") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path} no está en UTF-8. Guárdala en tu hoja de cálculo como «CSV UTF-8».") from None


def _lines(text: str, path: Path) -> Iterator[Line]:
    header = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if header.count(";") > header.count(",") else ",")
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        _refuse_other_columns(columns, path)
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                yield _line(number, columns, cells)
    except csv.Error:
        raise BadInput(f"{path} no es una tabla CSV que se pueda leer cerca de la línea {reader.line_num}.") from None


def _refuse_other_columns(columns: Sequence[str], path: Path) -> None:
    wanted = ", ".join(COLUMNS)
    if sorted(columns) != sorted(COLUMNS):
        raise BadInput(f"La primera línea de {path} debe nombrar estas columnas, una vez cada una: {wanted}.")


def _line(number: int, columns: Sequence[str], cells: Sequence[str]) -> Line:
    if len(cells) != len(columns):
        return Line(number, None, f"Tiene {len(cells)} celdas y la primera línea {len(columns)}.")
    said = dict(zip(columns, cells, strict=True))
    try:
        company = applicant(nrp=said["nrp"], rfc=said["rfc"], name=said["name"], email=said["email"])
        mailbox(company.email)
    except BadInput as trouble:
        return Line(number, None, str(trouble))
    return Line(number, company)


def _once(lines: Iterator[Line]) -> Iterator[Line]:
    """Each company and person once; a company that is described in two ways is told at its second line."""
    companies: dict[str, tuple[str, str]] = {}
    people: set[tuple[str, str]] = set()
    for line in lines:
        one = line.company
        if one is None:
            yield line
        elif companies.setdefault(one.nrp, (one.rfc, one.name)) != (one.rfc, one.name):
            yield Line(line.number, None, f"El NRP {one.nrp} ya está en otra línea con otro RFC u otro nombre.")
        elif (one.nrp, one.email.lower()) not in people:
            people.add((one.nrp, one.email.lower()))
            yield line
