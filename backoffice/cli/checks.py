"""``mesa checks``: the table of checks as it is applied: how grave each is, whose rule, its sources and standing."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from backoffice.domain.checks import CHECKS, Check, Rule
from backoffice.domain.checks.sources import CALCULATION, GUIDE
from backoffice.domain.findings import Severity, Standing
from backoffice.domain.parameters import Rule as CalculationRule
from backoffice.official import parameters

RULES = {Rule.INSTITUTE: "regla de la guía", Rule.SANITY: "cuidado de la mesa"}
SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "advertencia", Severity.NOTE: "nota"}
SHORT = {GUIDE: "Guía"}
STANDINGS = {
    Standing.VERIFIED: "verificado",
    Standing.SECONDARY: "fuentes secundarias que coinciden",
    Standing.PROPOSED: "propuesta de la mesa",
    Standing.DISPUTED: "en disputa",
}


@click.command(help="Lista lo que se revisa en cada pestaña, de quién es cada regla, su fuente y qué tan firme es.")
@click.option("--json", "as_json", is_flag=True, help="Escribe la tabla como JSON, con los códigos de cada hallazgo.")
def command(as_json: bool) -> None:
    """The checks by tab, in the order in which they are applied."""
    rules = parameters().rules
    if as_json:
        click.echo(json.dumps([_entry(check, rules) for check in CHECKS], ensure_ascii=False, indent=1))
        return
    for line in _lines(rules):
        click.echo(line)


def _lines(rules: Mapping[str, CalculationRule]) -> Iterator[str]:
    """Checks with their sources, then the rules of the calculation once, then what the letters of standing mean."""
    for tab in sorted({check.tab for check in CHECKS}):
        yield f"Pestaña {tab}"
        for check in (check for check in CHECKS if check.tab == tab):
            yield f"  · {check.demand} ({SEVERITIES[check.severity]}, {RULES[check.rule]})"
            yield from (f"      [{s.standing}] {SHORT.get(s.document, s.document)}: {s.place}" for s in check.sources)
            if check.calculation:
                yield f"      Reglas del cálculo: {_named(check.calculation, rules)}"
    yield "Reglas del cálculo"
    yield from (f"  · {rule.code} [{rule.standing}] {rule.text} Fuente: {rule.source}" for rule in rules.values())
    yield f"Guía: {GUIDE}."
    yield "Firmeza: " + "; ".join(f"[{standing}] {meaning}" for standing, meaning in STANDINGS.items()) + "."


def _named(codes: Iterable[str], rules: Mapping[str, CalculationRule]) -> str:
    """``daily_method [S], round_once [P]``; where a check rests on the whole calculation, just that."""
    if codes == CALCULATION:
        return "todas"
    return ", ".join(f"{code} [{rules[code].standing}]" for code in codes)


def _entry(check: Check, rules: Mapping[str, CalculationRule]) -> dict[str, Any]:
    return {
        "name": check.name,
        "tab": check.tab,
        "severity": check.severity,
        "rule": check.rule,
        "demand": check.demand,
        "sources": [{"standing": s.standing, "document": s.document, "place": s.place} for s in check.sources],
        "calculation": [
            {"code": code, "standing": rules[code].standing, "text": rules[code].text, "source": rules[code].source}
            for code in check.calculation
        ],
        "findings": [
            {"code": kind.code, "severity": kind.severity, "standing": kind.standing, "sentence": kind.sentence}
            for kind in check.kinds
        ],
    }
