"""How the manual words one rule, one table, one check, one mistake: their own sentences, and no others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from backoffice.domain.checks import Check
from backoffice.domain.checks import Rule as Whose
from backoffice.domain.checks.sources import CALCULATION, GUIDE
from backoffice.domain.checks.tab4_totals import Equation
from backoffice.domain.explained.differences import SIGNS, TONES
from backoffice.domain.explained.differences import WORDS as GRAVITIES
from backoffice.domain.explained.summary import TO_CONFIRM
from backoffice.domain.explained.values import STANDINGS, OfficialValue
from backoffice.domain.findings import Standing
from backoffice.domain.manual import Effect
from backoffice.domain.mistakes import sentence, wording
from backoffice.domain.mistakes.catalogue import TRUNCATED
from backoffice.domain.parameters import Parameters, Rule, Table, Value

WHOSE = {Whose.INSTITUTE: "regla de la guía", Whose.SANITY: "cuidado de la mesa"}
#: A unit that names choices: ``1 sí, 0 no``.
CHOICES = re.compile(r"(?:^|, )(\d) ([^,]+)")
SHORT = {GUIDE: "Guía"}
ACCEPTED = "Siempre queda dentro de la tolerancia: se acepta y solo se avisa."


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """A rule with its standing in words. ``others`` are other defensible readings, by the names of their mistakes."""

    code: str
    text: str
    standing: str
    source: str
    disputed: bool
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableSaid:
    """An official table. ``today`` is the value of the day, '' where there is none; ``values`` are newest first."""

    name: str
    title: str
    unit: str
    standing: str
    source: str
    disputed: bool
    today: str
    values: tuple[OfficialValue, ...]


@dataclass(frozen=True, slots=True)
class CheckSaid:
    """A check. ``rests_on`` are the rules of the calculation by which it judges, '' where it needs none."""

    demand: str
    tone: str
    sign: str
    gravity: str
    whose: str
    sources: tuple[str, ...]
    rests_on: str
    secret: bool


@dataclass(frozen=True, slots=True)
class MistakeSaid:
    """A mistake. ``remark`` says where it is accepted, or for a person to see; ``effect`` is ``None`` where none."""

    code: str
    name: str
    sentence: str
    remedy: str
    remark: str
    effect: Effect | None


def rule_said(rule: Rule) -> RuleSaid:
    """One rule as people read it."""
    others = tuple(wording(code).name for code in rule.defensible)
    return RuleSaid(rule.code, rule.text, STANDINGS[rule.standing], rule.source, _disputed(rule.standing), others)


def table_said(table: Table, today: date) -> TableSaid:
    """One table, its choices in words."""
    choices = dict(CHOICES.findall(table.unit))
    standing, source = STANDINGS[table.standing], table.values[-1].source
    entries = tuple(
        OfficialValue(
            name=table.title,
            title=table.title,
            value=choices.get(str(entry.value), figure_said(entry)),
            unit=table.unit,
            first=entry.first,
            last=entry.last,
            standing=standing,
            source="" if entry.source == source else entry.source,
        )
        for entry in reversed(table.values)
    )
    now = next((one.value for one in entries if one.first <= today <= one.last), "")
    return TableSaid(
        table.name,
        table.title,
        "" if choices else table.unit,
        standing,
        source,
        _disputed(table.standing),
        now,
        entries,
    )


def figure_said(entry: Value) -> str:
    """A value with its thousands."""
    return f"{entry.value:,}"


def check_said(check: Check, parameters: Parameters) -> CheckSaid:
    """One check as people read it."""
    tone = TONES[check.severity]
    return CheckSaid(
        demand=check.demand,
        tone=tone,
        sign=SIGNS[tone],
        gravity=GRAVITIES[check.severity],
        whose=WHOSE[check.rule],
        sources=tuple(f"{SHORT.get(one.document, one.document)}: {one.place}" for one in check.sources),
        rests_on=_rules_named(check.calculation, parameters),
        secret=check.secret,
    )


def sum_said(equation: Equation) -> str:
    """``SubTotal − Descuento``; what is summed over lines says so."""
    first = " + ".join(_term(part) for part in equation.parts)
    return " − ".join([first, *(_term(part) for part in equation.taken_off)])


def _term(name: str) -> str:
    node, _, attribute = name.partition("@")
    return f"suma de {attribute} de cada {node}" if attribute else name


def _rules_named(codes: Iterable[str], parameters: Parameters) -> str:
    named = tuple(codes)
    if named == CALCULATION:
        return "Se juzga con todas las reglas del cálculo."
    return " ".join(parameters.rules[code].text for code in named)


def mistake_said(code: str, day: date, parameters: Parameters, effect: Effect | None) -> MistakeSaid:
    """One mistake of the catalogue, with the official values of *day*."""
    words = wording(code)
    remark = ""
    if code in parameters.defensible:
        remark = TO_CONFIRM
    if code == TRUNCATED:
        remark = ACCEPTED
    return MistakeSaid(code, words.name, sentence(code, day, parameters), words.remedy, remark, effect)


def _disputed(standing: Standing) -> bool:
    return standing is Standing.DISPUTED
