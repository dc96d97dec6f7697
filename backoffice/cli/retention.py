"""``mesa retention [--dry-run]``: let go of what need not be kept any longer."""

import click

from backoffice.casework import retention
from backoffice.cli.opening import opened

#: kind → what it is, for people.
WORDS = {
    "evidence": "Libros de evidencias de casos terminados",
    "letters": "Cartas enviadas de casos terminados",
    "addresses": "Direcciones de red en las consultas del ambiente de pruebas",
    "spent": "Sesiones, códigos, invitaciones y textos sin firmar, ya vencidos",
}
SETTINGS = {
    "evidence": "MESA_RETENTION_EVIDENCE_YEARS",
    "letters": "MESA_RETENTION_LETTERS_YEARS",
    "addresses": "MESA_RETENTION_ADDRESSES_YEARS",
}


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Solo di qué se borraría.")
def command(dry_run: bool) -> None:
    """Borra lo que ya no hace falta conservar; quedan huellas, resultados y bitácora. Repetirla no hace daño."""
    with opened() as house:
        found = retention.due(house) if dry_run else retention.let_go(house)
    for one in found:
        click.echo(f"{WORDS[one.kind]}: {one.count:,} ({_until(one)}).")
    click.echo("No se borró nada: quita --dry-run para borrarlo." if dry_run else "Listo.")


def _until(one: retention.Due) -> str:
    if one.kind not in SETTINGS:
        return f"{retention.SPENT.days} días después de vencer"
    if one.years is None:
        return f"se conservan siempre; para otra cosa, da {SETTINGS[one.kind]}"
    return "a 1 año" if one.years == 1 else f"a {one.years} años"
