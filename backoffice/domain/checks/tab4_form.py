"""Tab 4: whether the receipt is a payroll CFDI as SAT's schemas define it. Whose it is and what it withholds is not
asked here.
"""

from collections.abc import Iterator
from functools import partial

from backoffice.domain.checks import schema_faults as faults
from backoffice.domain.checks.matter import Matter
from backoffice.domain.checks.tab4_receipt import place
from backoffice.domain.checks.wording import Kind, clean, listed
from backoffice.domain.findings import Finding, Severity, Standing

VERSION, PAYROLL_VERSION, PAYROLL_TYPE = "4.0", "1.2", "N"
OTHER_TYPES = {"I": "ingreso", "E": "egreso", "T": "traslado", "P": "pago"}
#: Faults told one by one; of the rest one finding names what it can.
ONE_BY_ONE = 5

_ERROR = partial(Kind, severity=Severity.ERROR)

ANOTHER_VERSION = _ERROR(
    "cfdi_version_differs",
    sentence="El recibo viene como {found}. Genéralo como CFDI 4.0 con el complemento de nómina 1.2.",
)
ANOTHER_TYPE = _ERROR(
    "cfdi_type_differs",
    sentence="El CFDI es de tipo {found} ({name}). Un recibo de nómina lleva TipoDeComprobante N.",
)
SEVERAL_PAYROLLS = Kind(
    "cfdi_payrolls_several",
    Severity.WARNING,
    "El CFDI trae {found} complementos de nómina; leímos el primero. Deja solo el del periodo que se pide.",
    Standing.PROPOSED,
)
SCHEMA_MORE = _ERROR(
    "cfdi_schema_more",
    sentence="El CFDI no cumple los esquemas del SAT en {count} más: {places}. Valídalo completo antes de enviarlo.",
)


def the_receipt_is_a_payroll_cfdi_of_the_version_in_force(matter: Matter) -> Iterator[Finding]:
    """A CFDI 4.0 of type N with one payroll complement 1.2."""
    cfdi = matter.evidence.cfdi
    if cfdi is None:
        return
    versions = (clean(cfdi.version, 20) or VERSION, clean(cfdi.payroll_version, 20) or PAYROLL_VERSION)
    if versions != (VERSION, PAYROLL_VERSION):
        asked, found = _versions(VERSION, PAYROLL_VERSION), _versions(*versions)
        yield ANOTHER_VERSION.finding(expected=asked, found=found, **place(matter))
    if cfdi.type in OTHER_TYPES:
        words = {"name": OTHER_TYPES[cfdi.type]}
        yield ANOTHER_TYPE.finding(words=words, expected=PAYROLL_TYPE, found=cfdi.type, **place(matter))
    if cfdi.payrolls > 1:
        yield SEVERAL_PAYROLLS.finding(expected="1", found=str(cfdi.payrolls), **place(matter))


def the_receipt_satisfies_sats_schemas(matter: Matter) -> Iterator[Finding]:
    """SAT's schemas of CFDI 4.0 and payroll 1.2 hold, but for the three attributes of the seal."""
    cfdi = matter.evidence.cfdi
    errors = cfdi.schema_errors if cfdi is not None else ()
    for error in errors[:ONE_BY_ONE]:
        yield faults.finding(error, place(matter))
    rest = [faults.place_of(error) for error in errors[ONE_BY_ONE:]]
    if cfdi is not None and rest:
        count = max(cfdi.schema_error_count - ONE_BY_ONE, len(rest))
        words = {"count": f"{count:,} {'lugar' if count == 1 else 'lugares'}", "places": _named(rest, count)}
        yield SCHEMA_MORE.finding(words=words, **place(matter))


def _versions(version: str, payroll_version: str) -> str:
    return f"CFDI {version} con nómina {payroll_version}"


def _named(places: list[str], count: int) -> str:
    """The first of *places*, and how many more there are."""
    if count <= ONE_BY_ONE:
        return listed(places)
    return f"{', '.join(places[:ONE_BY_ONE])} y {count - ONE_BY_ONE:,} más"
