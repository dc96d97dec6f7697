"""What a review without the secret answers leaves open, or cannot tell as exactly as the evaluation does."""

from collections.abc import Iterator

from backoffice.domain.checks.given_columns import COLUMNS
from backoffice.domain.checks.wording import Kind, listed
from backoffice.domain.findings import Finding, Severity, row_label
from backoffice.domain.test_set.as_given import AsGiven, Uncompared

TAB = 2
MOST = 5

SAMPLE_NOT_COMPARED = Kind(
    "sample_not_compared",
    Severity.WARNING,
    "La fila {label} no se comparó: {why} Deja los datos del set como te los dimos y revisa de nuevo.",
)
SAMPLES_NOT_COMPARED = Kind(
    "samples_not_compared",
    Severity.WARNING,
    "No se compararon {count} muestras ({places}): en la {first}, {why} Deja los datos del set como te los dimos y "
    "revisa de nuevo.",
)
WORKERS_MISSING = Kind(
    "workers_missing",
    Severity.ERROR,
    "En la pestaña 2 no están todos los trabajadores de tus avisos: {falta} {count} (NSS {places}). Devuelve sus filas "
    "con sus resultados.",
)
ROWS_SKIPPED = Kind(
    "rows_skipped",
    Severity.ERROR,
    "En la pestaña 2 la numeración se salta {places}. Si quitaste filas, devuélvelas con sus resultados.",
)


def left_open(given: AsGiven) -> Iterator[Finding]:
    """Samples that were not compared, workers without a row, numbers without a row."""
    yield from _uncompared(given)
    if {row.section for row in given.test_set.rows} == {"samples", "assessment"}:  # else a section is told as missing
        yield from _absent(given)


def _uncompared(given: AsGiven) -> Iterator[Finding]:
    places = sorted(given.uncompared, key=lambda place: place[1])
    labels = [row_label(*place) for place in places]
    if len(places) > MOST:
        words = {"count": len(places), "places": listed(labels), "first": labels[0]}
        why = _why(given.uncompared[places[0]])
        yield SAMPLES_NOT_COMPARED.finding(words={**words, "why": why}, tab=TAB, section="samples")
        return
    for place, label in zip(places, labels, strict=True):
        words = {"label": label, "why": _why(given.uncompared[place])}
        nss = given.test_set.row(*place).nss
        yield SAMPLE_NOT_COMPARED.finding(words=words, tab=TAB, section=place[0], number=place[1], nss=nss)


def _why(reason: Uncompared) -> str:
    if not reason.columns:
        return reason.error
    return f"no pudimos leer {listed([f'«{COLUMNS[column].title}»' for column in reason.columns])}."


def _absent(given: AsGiven) -> Iterator[Finding]:
    if given.absent_workers:
        count = len(given.absent_workers)
        words = {"falta": "falta" if count == 1 else "faltan", "count": count, "places": listed(given.absent_workers)}
        yield WORKERS_MISSING.finding(words=words, tab=TAB)
    if given.absent_rows:
        labels = [row_label(*place) for place in given.absent_rows]
        yield ROWS_SKIPPED.finding(words={"places": listed(labels)}, tab=TAB)
