"""``mesa read``: what reading sees in a workbook, or why it is refused."""

import json
from pathlib import Path
from typing import Any

import click

KINDS = {"error": "Error", "warning": "Aviso", "note": "Nota"}


@click.command(name="read", help="Muestra lo que la lectura ve en un libro de evidencias, o por qué lo rechaza.")
@click.argument("workbook", metavar="LIBRO", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Solo JSON en la salida.")
def command(workbook: Path, as_json: bool) -> int:
    """Exit status 0, or 2 where the workbook is refused."""
    from backoffice.workbooks import reading, transcript  # noqa: PLC0415 — commands load what they need
    from backoffice.workbooks.refusals import EvidenceRefused  # noqa: PLC0415

    try:
        evidence = reading.read(reading.file_bytes(workbook), workbook.name)
    except EvidenceRefused as refusal:
        if not as_json:
            raise
        click.echo(as_text(transcript.refused_facts(refusal.format, refusal.finding)))
        return 2
    facts = transcript.facts(evidence)
    click.echo(as_text(facts) if as_json else summary(facts, len(evidence.rows), evidence.test_set_id))
    return 0


def as_text(facts: dict[str, Any]) -> str:
    """JSON for other programs."""
    return json.dumps(facts, ensure_ascii=False, indent=1)


def summary(facts: dict[str, Any], rows: int, test_set_id: str | None) -> str:
    """The same for people, compact."""
    lines = [f"Formato: {facts['format']} · set de pruebas: {test_set_id or 'no se indica'} · renglones leídos: {rows}"]
    for sheet in facts["sheets"]:
        hidden = " (oculta)" if sheet["hidden"] else ""
        lines.append(f"  Hoja «{sheet['name']}»{hidden}: {sheet['rows']} filas, {sheet['columns']} columnas")
    for file in facts["embedded"]:
        members = f" con {len(file['members'])} ficheros" if file["members"] else ""
        lines.append(
            f"  Archivo insertado en «{file['sheet']}»: {file['name'] or 'sin nombre'} ({file['kind']}){members}"
        )
    for picture in facts["pictures"]:
        size = f"{picture['width']} × {picture['height']}"
        lines.append(f"  Imagen en «{picture['sheet']}»: {picture['format']}, {size} píxeles")
    if facts["cfdi"]:
        lines.append(f"  CFDI en «{facts['cfdi']['sheet']}»: NSS {facts['cfdi']['nss'] or 'sin dato'}")
    for finding in facts["findings"]:
        lines.append(f"{KINDS[finding['severity']]}: {finding['message']}")
    if not facts["findings"]:
        lines.append("Sin observaciones.")
    return "\n".join("".join(c if c.isprintable() else " " for c in line) for line in lines)
