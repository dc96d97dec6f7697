"""The columns of tab 2 by their words: one table of what people write over them."""

from functools import lru_cache

from backoffice.workbooks.meaning.words import stems

#: Key → ways to say it, compared as sets of stems. Identity and steps are read; the rest tells a header row.
SAYINGS: dict[str, tuple[str, ...]] = {
    "number": ("No.", "Núm.", "Número", "#", "Consecutivo", "Renglón", "Caso"),
    "nss": ("NSS", "Número de seguridad social", "Seguridad social", "Seguro social", "Afiliación IMSS"),
    "credit_number": ("Crédito", "Número de crédito", "No. de crédito", "Núm. crédito"),
    "name": ("Nombre", "Trabajador", "Nombre del trabajador", "Empleado"),
    "rfc": ("RFC",),
    "curp": ("CURP",),
    "discount_type": ("Tipo de descuento", "Tipo"),
    "discount_value": ("Valor del descuento", "Valor", "Factor"),
    "frequency": ("Frecuencia", "Periodicidad"),
    "period_start": ("Inicio del periodo", "Periodo inicio", "Fecha inicial"),
    "period_end": ("Fin del periodo", "Periodo fin", "Fecha final"),
    "paid_on": ("Fecha de pago",),
    "hired_on": ("Alta", "Fecha de alta"),
    "left_on": ("Baja", "Fecha de baja"),
    "daily_wage": ("Salario diario", "Sueldo diario"),
    "sdi": ("SDI", "Salario diario integrado", "SBC"),
    "changed_sdi": ("SDI nuevo", "Nuevo SDI"),
    "sdi_changed_on": ("Desde",),
    "zone": ("Zona", "Zona salarial"),
    "absences": ("Ausencias e incapacidades", "Ausencias", "Incapacidades", "Faltas"),
    "wage_available": ("Salario disponible", "Sueldo disponible"),
    "first_payroll": ("Primera nómina del bimestre", "Primera nómina"),
    "bimester_days": ("Días del bimestre", "Días bim", "Días naturales del bimestre"),
    "unit_value": ("Valor UMI", "UMI", "Valor de la unidad", "UMI aplicada"),
    "daily_amount": (
        "Descuento diario", "Importe diario", "Monto diario", "Retención diaria", "Amortización diaria",
        "Descuento por día", "Cuota diaria",
    ),
    "days": (
        "Días con retención", "Días retenidos", "Días a retener", "Días a descontar", "Días con descuento",
        "Días trabajados", "Días del periodo", "Días de amortización",
    ),
    "amortization": (
        "Amortización", "Amortización del periodo", "Monto de amortización", "Importe de amortización",
        "Amortización topada",
    ),
    "insurance": ("Seguro de daños", "Seguro", "Seguro de vivienda", "Seguro de daños a la vivienda"),
    "withholding": (
        "Retención total", "Retención", "Monto de la retención", "Importe de la retención", "Total a retener",
        "Total retenido", "Retención del periodo", "Total", "Total a descontar", "Descuento total",
        "Importe a retener", "Amortización total",
    ),
}  # fmt: skip
IDENTITY = frozenset({"number", "nss", "credit_number"})
#: The steps as people should see them named.
STEP_TITLES = {
    "bimester_days": "Días del bimestre",
    "unit_value": "Valor UMI",
    "daily_amount": "Descuento diario",
    "days": "Días con retención",
    "amortization": "Amortización",
    "insurance": "Seguro de daños",
    "withholding": "Retención total",
}
#: Single words that name a column even among others ("NSS del trabajador").
TELLING = frozenset(
    word
    for saying in ["NSS", "CURP", "RFC", "UMI", "SDI", "Crédito", "Seguro", "Amortización"]
    for word in stems(saying)
)
#: Second halves of headings over two rows whose first half, too, names no column: «Importe» over «a retener».
SECOND_HALVES = frozenset(map(stems, ("A retener", "A descontar", "Retenido", "Diario", "Diaria")))
LONGEST_HEADER = 60

EXACT = {stems(saying): key for key, sayings in reversed(SAYINGS.items()) for saying in sayings}
LOOSE = sorted(
    ((words, key) for words, key in EXACT.items() if len(words) > 1 or words & TELLING), key=lambda pair: -len(pair[0])
)


@lru_cache(maxsize=2048)
def column_of(text: str) -> tuple[str, bool] | None:
    """The column that a header names, and whether it says exactly that; ``None`` for any other text."""
    if len(text) > LONGEST_HEADER:
        return None
    words = stems(text)
    if words in EXACT and words:
        return EXACT[words], True
    if text.strip() == "#":
        return "number", True
    for saying, key in LOOSE:
        if saying <= words and 2 * len(saying) >= len(words):
            return key, False
    return None


def is_second_half(text: str) -> bool:
    """It may end the heading of a column of answers."""
    return len(text) <= LONGEST_HEADER and stems(text) in SECOND_HALVES
