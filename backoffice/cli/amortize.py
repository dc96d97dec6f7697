"""``mesa amortize CASES.csv --out RESULT.csv``: the withholding of every row of a table."""

import csv
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from backoffice.cli.in_spanish import os_trouble
from backoffice.domain.amortization import read_cases, withhold
from backoffice.domain.errors import BadInput
from backoffice.domain.money import to_pesos
from backoffice.domain.test_set.model import CASE_COLUMNS
from backoffice.official import parameters

RESULT_COLUMNS = ("days", "amortization", "insurance", "withholding", "capped_by", "error")
Row = dict[str, str]
#: Where a row keeps that it has more than the header names.
EXTRA = ""
TOO_MANY_CELLS = "La fila tiene más celdas que columnas."


@click.command()
@click.argument("cases", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Archivo CSV que se escribe.")
def command(cases: Path, out: Path) -> None:
    """Calcula las retenciones de la tabla CASES y las escribe en --out. Una fila con error no detiene a las demás."""
    columns, rows = read_table(cases)
    results = computed(rows)
    write_table(
        out, [*columns, *RESULT_COLUMNS], ({**row, **result} for row, result in zip(rows, results, strict=True))
    )
    wrong = sum(1 for result in results if result["error"])
    click.echo(f"{len(rows):,} filas; {wrong:,} con error. Resultado: {out}", err=True)


def read_table(path: Path) -> tuple[list[str], list[Row]]:
    """The header and the rows; one with more cells than columns has something under ``EXTRA``.

    Raises ``BadInput`` where there is no table with the columns of the contract.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            columns = next(reader, [])
            rows = [_named(columns, cells) for cells in reader if cells]
    except OSError as error:
        raise BadInput(f"No se puede leer {path}: {os_trouble(error)}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path} no es una tabla CSV en UTF-8. Guárdala como «CSV UTF-8».") from error
    missing = [name for name in ("row", *CASE_COLUMNS) if name not in columns]
    if missing:
        raise BadInput(_missing_said(path, missing))
    return [name for name in columns if name and name not in RESULT_COLUMNS], rows


def computed(rows: Sequence[Row]) -> list[Row]:
    """The result columns of each row; empty, but for the error, where it cannot be computed."""
    table = withhold(read_cases(rows), parameters()).rows
    results = []
    for row, line in zip(rows, table.itertuples(index=False), strict=True):
        days, amortization, insurance, withholding, capped_by, error = line
        error = TOO_MANY_CELLS if row.get(EXTRA) else error
        amounts = {"amortization": amortization, "insurance": insurance, "withholding": withholding}
        shown = {name: "" if error else to_pesos(value) for name, value in amounts.items()}
        results.append(
            {"days": "" if error else str(days), **shown, "capped_by": "" if error else capped_by, "error": error}
        )
    return results


def _named(columns: Sequence[str], cells: Sequence[str]) -> Row:
    """A row's cells by the names of their columns. A cell too many may have shifted all others: none is dropped."""
    row = {name: "" for name in columns if name} | {
        name: cell for name, cell in zip(columns, cells, strict=False) if name
    }
    nameless = "".join(cell for name, cell in zip(columns, cells, strict=False) if not name)
    return row | {EXTRA: "more" if nameless or len(cells) > len(columns) else ""}


def _missing_said(path: Path, missing: Sequence[str]) -> str:
    if len(missing) == 1:
        return f"A {path} le falta la columna {missing[0]}. Agrégala, aunque quede vacía."
    return f"A {path} le faltan las columnas {', '.join(missing)}. Agrégalas, aunque queden vacías."


def write_table(path: Path, columns: Sequence[str], rows: Iterator[Row]) -> None:
    """Write whole or not at all: a neighbour file takes the name only when it is complete."""
    neighbour = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with neighbour.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        neighbour.replace(path)
    except OSError as error:
        neighbour.unlink(missing_ok=True)
        raise BadInput(f"No se puede escribir {path}: {os_trouble(error)}.") from error
