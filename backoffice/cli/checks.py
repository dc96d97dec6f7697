"""``mesa checks``: the table of checks, as it is applied."""

import json
from typing import Any

import click

from backoffice.domain.checks import CHECKS, Check, Rule
from backoffice.domain.findings import Severity

RULES = {Rule.INSTITUTE: "regla de la guía", Rule.SANITY: "cuidado de la mesa"}
SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "advertencia", Severity.NOTE: "nota"}


@click.command(help="Lista lo que se revisa en cada pestaña, y de quién es cada regla.")
@click.option("--json", "as_json", is_flag=True, help="Escribe la tabla como JSON, con los códigos de cada hallazgo.")
def command(as_json: bool) -> None:
    """The checks by tab, in the order in which they are applied."""
    if as_json:
        click.echo(json.dumps([_entry(check) for check in CHECKS], ensure_ascii=False, indent=1))
        return
    for tab in sorted({check.tab for check in CHECKS}):
        click.echo(f"Pestaña {tab}")
        for check in (check for check in CHECKS if check.tab == tab):
            click.echo(f"  · {check.demand} ({SEVERITIES[check.severity]}, {RULES[check.rule]})")


def _entry(check: Check) -> dict[str, Any]:
    return {
        "name": check.name,
        "tab": check.tab,
        "rule": check.rule,
        "demand": check.demand,
        "findings": [
            {"code": kind.code, "severity": kind.severity, "standing": kind.standing, "sentence": kind.sentence}
            for kind in check.kinds
        ],
    }
