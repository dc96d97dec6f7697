"""The ``mesa`` command: a table of commands, each loaded when it is called, so that ``mesa --help`` starts at once.

Refusals are one sentence in Spanish on stderr and exit status 2; stdout carries results alone.
"""

import sys
from importlib import import_module
from typing import Any

import click

from backoffice.cli import in_spanish, unexpected
from backoffice.domain.errors import MesaError

#: name → (module in this package, one line for ``mesa --help``); the module's command is called ``command``.
COMMANDS = {
    "demo": ("demo", "Arranca todo y recorre cuatro casos de ejemplo."),
    "amortize": ("amortize", "Calcula las retenciones de una tabla CSV."),
    "parameters": ("parameters", "Muestra los valores oficiales, su vigencia y su fuente."),
    "test-set": ("test_sets", "Genera sets de pruebas."),
    "read": ("read", "Muestra lo que la lectura ve en un libro."),
    "evaluate": ("evaluate", "Compara un libro de evidencias con su set de pruebas."),
    "check": ("check", "Revisa tu libro antes de enviarlo, sin las respuestas secretas."),
    "checks": ("checks", "Lista lo que se revisa en cada pestaña."),
    "accounts": ("accounts", "Da de alta las cuentas del portal."),
    "people": ("people", "Da y quita las cuentas de quienes trabajan en la mesa."),
    "request": ("request", "Registra la solicitud de una empresa."),
    "intake": ("intake", "Recibe el libro de evidencias de un caso."),
    "cases": ("cases", "Muestra los casos: estado, ronda, plazo y evaluación."),
    "accept": ("accept", "Registra que la empresa acepta su aprobación."),
    "cancel": ("cancel", "Cancela un caso o una certificación."),
    "calendar": ("calendar", "Muestra y agrega días inhábiles; devuelve días a las empresas."),
    "extend": ("extend", "Da una prórroga al plazo de una empresa."),
    "verdict": ("verdicts", "Muestra los resultados guardados y los repite."),
    "expediente": ("expediente", "Exporta todo lo que sustenta un caso, en ZIP y PDF."),
    "rules": ("rules", "Compara los resultados guardados con otras reglas."),
    "report": ("report", "Hace el informe de un cuaderno, ahora o cada periodo."),
    "retry": ("retry", "Intenta de nuevo el trabajo detenido de un caso."),
    "letters": ("letters", "Muestra las cartas y qué fue de ellas; envía otra vez."),
    "purge": ("purge", "Borra el contenido de un archivo con datos de personas."),
    "retention": ("retention", "Borra lo que ya no hace falta conservar."),
    "up": ("up", "Arranca la mesa en este equipo."),
    "status": ("status", "Muestra las partes de la mesa."),
    "doctor": ("doctor", "Revisa cada parte de la mesa y dice qué hacer."),
    "down": ("down", "Detiene la mesa; los datos se quedan."),
    "audit": ("audit", "Revisa que la bitácora esté completa."),
    "backup": ("backup", "Respalda la base de datos y los archivos en una carpeta."),
    "restore": ("restore", "Restaura un respaldo en un lugar vacío."),
    "test": ("test", "Corre todas las pruebas."),
    "bench": ("bench", "Mide tiempos contra una referencia."),
    "lint": ("lint", "Revisa estilo, tipos y pisos de la casa."),
}


class LazyCommands(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"backoffice.cli.{COMMANDS[cmd_name][0]}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, without importing anything."""
        with formatter.section("Comandos"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
def mesa() -> None:
    """Mesa de certificación del Servicio de Intercomunicación de Avisos."""


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its status: 0 done, 1 inconsistent, 2 refused."""
    try:
        status: Any = mesa.main(arguments, prog_name="mesa", standalone_mode=False)
    except MesaError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(2)
    except click.ClickException as usage:
        click.echo(in_spanish.refusal(usage), err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrumpido.", err=True)
        sys.exit(130)
    except Exception as trouble:  # noqa: BLE001 - nobody is shown a traceback; it is kept
        click.echo(unexpected.kept(trouble), err=True)
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)
