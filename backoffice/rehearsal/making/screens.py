"""Screenshots of a payroll program that does not exist, one for each place of tab 3, taken by Debian's chromium."""

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image

from backoffice.domain import notices
from backoffice.domain.errors import ServiceUnavailable
from backoffice.domain.evidence import STEPS
from backoffice.domain.test_set import TestRow, TestSet
from backoffice.domain.test_set.screens import screen_rows
from backoffice.rehearsal.making.filling import Answers
from backoffice.rehearsal.making.receipt import Amounts

MENU = ("Empleados", "Avisos", "Nómina", "Recibos", "Servicio Infonavit")
STEP_LABELS = dict(
    zip(
        STEPS,
        (
            "Días del bimestre", "Valor usado", "Descuento diario", "Días con retención", "Amortización",
            "Seguro de daños", "Retención total",
        ),
        strict=True,
    )
)  # fmt: skip
SECONDS, COLORS = 60, 32


@dataclass(frozen=True, slots=True)
class Program:
    """A payroll program: its name and the colour of its bar."""

    name: str
    color: str


def screens(program: Program, test_set: TestSet, answers: Answers, paid: Amounts) -> list[bytes]:
    """Four PNGs, in the order of the places."""
    folder = FileSystemLoader(Path(__file__).parent)
    page = Environment(loader=folder, autoescape=True, undefined=StrictUndefined).get_template("screens.html")
    common = {"program": program.name, "color": program.color, "nrp": test_set.nrp, "menu": MENU}
    blank = {"status": "", "text": "", "table": (), "totals": False}
    return [shot(page.render({**common, **blank, **words})) for words in views(test_set, answers, paid)]


def views(test_set: TestSet, answers: Answers, paid: Amounts) -> Iterator[dict[str, Any]]:
    """What each screen shows: the query, the notice on file, the calculation, the receipt."""
    asked, filed, computed, receipt = screen_rows(test_set)
    text = "\n".join(test_set.notices[f"avisos/{asked.nss}.json"].splitlines()[:20])
    title = "Consulta al Servicio de Intercomunicación de Avisos"
    yield {**person(asked, "Servicio Infonavit", title), "status": "Respuesta recibida · 200", "text": text}
    yield {**person(filed, "Avisos", "Aviso de retención en el expediente"), "table": notice_lines(test_set, filed)}
    steps = answers[computed.section, computed.number]
    lines = [(label, steps[step] or "No aplica") for step, label in STEP_LABELS.items()]
    yield {**person(computed, "Nómina", "Cálculo de la retención"), "table": lines, "totals": True}
    yield {**person(receipt, "Recibos", "Recibo de nómina"), "table": receipt_lines(paid), "totals": True}


def person(row: TestRow, section: str, title: str) -> dict[str, str]:
    """Whose screen it is and where in the program."""
    return {"name": row.name, "nss": row.nss, "section": section, "title": title}


def notice_lines(test_set: TestSet, row: TestRow) -> list[tuple[str, str]]:
    """The first notice of a worker as the program keeps it."""
    notice = notices.parse(test_set.notices[f"avisos/{row.nss}.json"])["avisos"][0]
    labels = {
        "folioAviso": "Folio del aviso", "tipoAviso": "Tipo de aviso", "numCredito": "Crédito",
        "tipoDescuento": "Tipo de descuento", "facDescuento": "Factor o porcentaje", "monDescuento": "Monto mensual",
        "fechaNotLinea": "Notificado el", "fechaOtorgamiento": "Otorgado el",
    }  # fmt: skip
    return [(label, notice[name]) for name, label in labels.items()]


def receipt_lines(paid: Amounts) -> list[tuple[str, str]]:
    """Earnings, deductions and what is paid."""
    housing = [(concept, f"−{amount:,.2f}") for _, _, concept, amount in paid.housing]
    return [
        ("Sueldo", f"{paid.wage:,.2f}"),
        ("IMSS", f"−{paid.social_security:,.2f}"),
        ("ISR", f"−{paid.income_tax:,.2f}"),
        *housing,
        ("Neto a pagar", f"{paid.wage - paid.deductions:,.2f}"),
    ]


def shot(html: str) -> bytes:
    """A page as a PNG of few colours, 1000 × 560 pixels."""
    with tempfile.TemporaryDirectory(prefix="mesa-pantalla-") as folder:
        page, picture = Path(folder) / "pagina.html", Path(folder) / "pantalla.png"
        page.write_text(html)
        words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"]
        words += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        words += [f"--user-data-dir={folder}/perfil", "--window-size=1000,560", f"--screenshot={picture}"]
        try:
            subprocess.run([*words, page.as_uri()], capture_output=True, timeout=SECONDS, check=True)
        except (OSError, subprocess.SubprocessError) as trouble:
            raise ServiceUnavailable("Chromium no tomó la pantalla. Instala «chromium» y repite.") from trouble
        with Image.open(picture) as image:
            few = image.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
        written = BytesIO()
        few.save(written, "PNG", optimize=True)
        return written.getvalue()
