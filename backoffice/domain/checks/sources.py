"""Where each demand comes from, and how firm that is. The rules of the calculation itself stand in ``rules.toml``."""

from dataclasses import dataclass

from backoffice.domain.findings import Standing
from backoffice.domain.mistakes.catalogue import RULES

GUIDE = "Guía de usuario para solicitar la certificación, versión del 21 de marzo de 2024"
SAT = "SAT"
DESK = "Propuesta de la mesa"


@dataclass(frozen=True, slots=True)
class Source:
    """A document, the place in it, and its standing."""

    standing: Standing
    document: str
    place: str


def _of_guide(place: str) -> Source:
    return Source(Standing.VERIFIED, GUIDE, f"«Envío de evidencias», páginas 6 y 7: {place}")


def _of_desk(place: str) -> Source:
    return Source(Standing.PROPOSED, DESK, place)


GUIDE_TAB_1 = _of_guide("los ficheros .json devueltos por el servicio (pestaña 1)")
GUIDE_TAB_2 = _of_guide("los resultados del cálculo para cada caso (pestaña 2)")
GUIDE_TAB_2A = _of_guide("a) Muestras, con los cálculos efectuados para llegar al monto")
GUIDE_TAB_2B = _of_guide("b) Evaluación, sin incluir los cálculos")
GUIDE_TAB_3 = _of_guide("pantallas donde se pueda observar la implementación del servicio (pestaña 3)")
GUIDE_TAB_4 = _of_guide("CFDI de nómina sin sellar donde se observe la deducción (pestaña 4)")
GUIDE_NEW_SET = _of_guide("con cada solicitud de correcciones, un nuevo set de pruebas")
SAT_PAYROLL = Source(Standing.VERIFIED, SAT, "complemento de nómina 1.2: NSS, registro patronal y fechas de pago")
SAT_SCHEMAS = Source(Standing.VERIFIED, SAT, "esquemas cfdv40.xsd y nomina12.xsd, con sus catálogos")
SAT_TOTALS = Source(Standing.SECONDARY, SAT, "qué suma cada total: los esquemas y la guía de llenado de la nómina")
SAT_CODES = Source(
    Standing.SECONDARY,
    SAT,
    "catálogo c_TipoDeduccion: 009, préstamo del Infonavit; 010, pago por crédito de vivienda; no aclara cuál "
    "corresponde",
)
OUR_SEAL = _of_desk("cada aviso lleva su set y el sello del servicio de pruebas")
OUR_TOLERANCE = _of_desk("la tolerancia por periodo (tabla «tolerance»)")
OURS = _of_desk("que la evidencia se pueda comparar y venga del sistema")

#: All rules of the calculation, in the order in which its choices stand.
CALCULATION = tuple(dict.fromkeys(RULES.values()))
