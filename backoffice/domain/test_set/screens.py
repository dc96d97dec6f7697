"""The screenshots that a set asks for: what each shows, and of which worker. Pure."""

from backoffice.domain.test_set.model import TestRow, TestSet

#: Title of each place of tab 3, and what its screen shows, to be ended by the worker's name.
SCREENS = (
    ("1. Consulta del servicio", "La pantalla donde tu sistema recibe el aviso de"),
    ("2. Aviso en el expediente", "El aviso ya registrado en el expediente de"),
    ("3. Cálculo de la retención", "El cálculo paso a paso de la retención de"),
    ("4. Recibo de nómina", "El recibo con la deducción por crédito de vivienda de"),
)


def screen_rows(test_set: TestSet) -> tuple[TestRow, TestRow, TestRow, TestRow]:
    """Whose screens are asked for: two workers of section b, one of section a, and the one of the receipt."""
    assessment = test_set.section("assessment") or test_set.rows
    samples = test_set.section("samples") or test_set.rows
    return assessment[0], assessment[-1], samples[0], test_set.row(*test_set.receipt)
