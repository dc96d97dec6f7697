"""What each chapter of the manual says: taken from the rules, tables and checks themselves, never written twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from backoffice.domain.amortization.parts import bimester_days
from backoffice.domain.calendar import Calendar, Deadline
from backoffice.domain.calendar.business_days import SATURDAY
from backoffice.domain.calendar.spoken import MONTHS
from backoffice.domain.checks import CHECKS
from backoffice.domain.checks.limits import Limits
from backoffice.domain.checks.lines import RIGHT_CODES
from backoffice.domain.checks.sources import GUIDE, SAT_CODES
from backoffice.domain.checks.tab4_receipt import CODE_NAMES
from backoffice.domain.checks.tab4_totals import EQUATIONS
from backoffice.domain.errors import MissingOfficialValue
from backoffice.domain.explained.differences import SIGNS, TONES
from backoffice.domain.explained.differences import WORDS as GRAVITIES
from backoffice.domain.explained.facts import FORMATS
from backoffice.domain.explained.lights import TITLES
from backoffice.domain.explained.spanish import size_said
from backoffice.domain.explained.summary import TO_CONFIRM
from backoffice.domain.explained.values import STANDINGS
from backoffice.domain.explained.worked import DAILY
from backoffice.domain.findings import Severity
from backoffice.domain.manual import effects, solved
from backoffice.domain.mistakes import CATALOGUE, rule_broken
from backoffice.domain.mistakes.catalogue import ROWS_SWAPPED
from backoffice.domain.parameters import Parameters, Table
from backoffice.domain.parameters.tables import day_number
from backoffice.domain.test_set.screens import SCREENS
from backoffice.portal.manual_said import MistakeSaid, check_said, mistake_said, rule_said, sum_said, table_said
from backoffice.portal.notices import ANSWER_FIELDS, NOTICE_FIELDS
from backoffice.settings import Settings
from backoffice.workbooks import limits
from backoffice.workbooks.template.columns import DISCOUNT_TYPES, WANTED
from backoffice.workbooks.template.guide import STEPS
from backoffice.workbooks.template.places import RECEIPT_DETAILS

#: What the letters of the formulas stand for.
SYMBOLS = {"1": "p", "2": "M", "3": "F"}
#: The tables that people look for most.
FIRST = ("umi", "uma", "uma_cap", "minimum_wage_general", "minimum_wage_border", "damage_insurance", "tolerance")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Edition:
    """The manual of one day: the rules, the settings and the calendar in force."""

    today: date
    parameters: Parameters
    settings: Settings
    calendar: Calendar


def calculation(edition: Edition) -> dict[str, Any]:
    """Formulas, days of the bimesters, rules, tolerance, examples."""
    parameters, year = edition.parameters, edition.today.year
    return {
        "formulas": [(label, DAILY[kind].format(value=SYMBOLS[kind])) for kind, label in DISCOUNT_TYPES.items()],
        "bimesters": [(name, _lengths(month, year)) for month, name in _bimesters()],
        "years": (year - 1, year, year + 1),
        "rules": [rule_said(rule) for rule in parameters.rules.values()],
        "to_confirm": TO_CONFIRM,
        "tolerance": _value(parameters["tolerance"], edition.today),
        "decimals": Limits.on(edition.today, parameters).daily_decimals,
        "examples": solved(parameters),
    }


def values(edition: Edition) -> dict[str, Any]:
    """The tables of official values."""
    ordered = {name: edition.parameters[name] for name in FIRST} | dict(edition.parameters.tables)
    tables = [table_said(table, edition.today) for table in ordered.values()]
    return {"tables": tables, "version": edition.parameters.version}


def notices(edition: Edition) -> dict[str, Any]:
    """Fields and catalogues of the notices."""
    catalogues = edition.parameters.catalogues.values()
    return {
        "notice_fields": NOTICE_FIELDS,
        "answer_fields": ANSWER_FIELDS,
        "catalogues": [(one, STANDINGS[one.standing]) for one in catalogues],
    }


def workbook(edition: Edition) -> dict[str, Any]:
    """What the workbook holds, how it is saved, and how much it may weigh."""
    least = Limits.on(edition.today, edition.parameters)
    return {
        "steps": STEPS,
        "wanted": WANTED,
        "screens": SCREENS,
        "least_picture": f"{least.picture_width} × {least.picture_height}",
        "receipt": [check_said(check, edition.parameters) for check in CHECKS if check.tab == 4],
        "right_codes": sorted(RIGHT_CODES),
        "wrong_codes": CODE_NAMES,
        "codes_source": SAT_CODES.place,
        "guide": GUIDE,
        "totals": [(equation.total, sum_said(equation)) for equation in EQUATIONS],
        "receipt_details": RECEIPT_DETAILS,
        "formats": list(FORMATS.values()),
        "limits": (
            ("El libro", size_said(limits.WORKBOOK_BYTES).replace(".0", "")),
            ("Entradas del archivo comprimido", f"{limits.ARCHIVE_ENTRIES:,}"),
            ("El archivo comprimido, ya abierto", size_said(limits.ARCHIVE_INFLATED).replace(".0", "")),
            ("Cada aviso .json", size_said(limits.NOTICE_BYTES).replace(".0", "")),
            ("El CFDI", size_said(limits.CFDI_BYTES).replace(".0", "")),
            ("Imágenes", f"{limits.PICTURES:,}"),
        ),
    }


def checks(edition: Edition) -> dict[str, Any]:
    """All checks by tab, in the order in which they are applied."""
    tabs = {tab: [check_said(check, edition.parameters) for check in CHECKS if check.tab == tab] for tab in TITLES}
    gravities = [(TONES[severity], SIGNS[TONES[severity]], GRAVITIES[severity]) for severity in Severity]
    return {
        "tabs": [(f"{tab} · {TITLES[tab]}", its) for tab, its in tabs.items()],
        "gravities": gravities,
        "guide": GUIDE,
    }


def mistakes(edition: Edition) -> dict[str, Any]:
    """The catalogue, under the rule that each mistake breaks."""
    found = effects(edition.parameters)
    by_rule: dict[str, list[MistakeSaid]] = {code: [] for code in edition.parameters.rules}
    for code in (*CATALOGUE, ROWS_SWAPPED):
        by_rule[rule_broken(code)].append(mistake_said(code, edition.today, edition.parameters, found.get(code)))
    rules = edition.parameters.rules
    return {"groups": [(rule_said(rules[code]), its) for code, its in by_rule.items() if its]}


def deadlines(edition: Edition) -> dict[str, Any]:
    """How long everybody has, with the dates that would follow from today, and the days that do not count."""
    days, calendar, today = edition.settings, edition.calendar, edition.today
    counted: list[tuple[str, Deadline]] = [
        ("Enviar tus evidencias, desde que recibes el set de pruebas", calendar.deadline(today, days.first_round_days)),
        ("Recibir nuestra respuesta, desde que envías tu archivo", calendar.deadline(today, days.analysis_days)),
        (
            "Enviar las correcciones, desde que recibes el nuevo set",
            calendar.deadline(today, days.correction_round_days),
        ),
    ]
    years = (today.year, today.year + 1)
    return {"deadlines": counted, "days_off": [(year, list(_days_off(calendar, year))) for year in years]}


def _value(table: Table, day: date) -> str:
    try:
        return str(table.on(day))
    except MissingOfficialValue:
        return "sin valor"


def _bimesters() -> Iterator[tuple[int, str]]:
    """First month and name of each: ``1, ene-feb``."""
    return ((month, f"{MONTHS[month - 1]}-{MONTHS[month]}") for month in range(1, 13, 2))


def _lengths(month: int, year: int) -> list[int]:
    """Days of the bimester that begins in that month, last year, this year and next."""
    firsts = [day_number(date(one, month, 1)) for one in (year - 1, year, year + 1)]
    return [int(days) for days in bimester_days(np.array(firsts, dtype=np.int64))]


def _days_off(calendar: Calendar, year: int) -> Iterator[tuple[date, str]]:
    """The days off of a year that are no Saturday nor Sunday."""
    day = date(year, 1, 1)
    while day.year == year:
        reason = calendar.reason(day)
        if reason and day.weekday() < SATURDAY:
            yield day, reason
        day += ONE_DAY
