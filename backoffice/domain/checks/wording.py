"""How findings are worded: kinds with their sentence, texts of applicants made harmless, long lists gathered in one."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backoffice.domain.calendar import spoken
from backoffice.domain.findings import Finding, Severity, Standing

#: What the steps of tab 2 are called in the template; ``{}`` of sentences.
STEP_NAMES: dict[str, str] = {
    "bimester_days": "los días del bimestre",
    "unit_value": "el valor de la UMI",
    "daily_amount": "el descuento diario",
    "days": "los días con retención",
    "amortization": "la amortización",
    "insurance": "el seguro de daños",
    "withholding": "la retención total",
}

#: The steps whose name is plural; the others are singular.
_PLURAL = {"bimester_days", "days"}
#: Verbs by the word that sentences use for them: singular and plural.
_VERBS = {
    "agrees": ("coincide", "coinciden"),
    "differs": ("difiere", "difieren"),
    "lacks": ("falta", "faltan"),
    "applies": ("aplica", "aplican"),
    "comes": ("viene", "vienen"),
}

SECTION_NAMES: dict[str, str] = {
    "samples": "a) Muestras del cálculo de retenciones",
    "assessment": "b) Evaluación para el cálculo de retenciones",
}

#: A date as reading shows it, or as people type it where they mean no number.
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}(T[\d:.]{5,15})?|\d{1,2}( de |[/ -])(\d{1,2}|[a-z]{3,10}\.?)( de |[/ -])(\d{2}|\d{4})",
    re.IGNORECASE,
)

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding: its code, how grave it is, its sentence with ``{words}``, and the rule's standing."""

    code: str
    severity: Severity
    sentence: str
    standing: Standing = Standing.VERIFIED

    def finding(self, *, words: dict[str, Any] | None = None, **places: Any) -> Finding:
        """A finding of this kind. *words* fill the sentence; ``expected`` and ``found`` fill it too."""
        said = {name: "" if value is None else value for name, value in places.items()}
        message = self.sentence.format(**{**said, **(words or {})})
        return Finding(code=self.code, severity=self.severity, standing=self.standing, message=message, **places)


def step_words(step: str) -> dict[str, str]:
    """A step as sentences need it: ``{step}`` with its article, ``{of_step}`` after *de*, and verbs in its number."""
    name = STEP_NAMES[step]
    of_step = f"del {name.removeprefix('el ')}" if name.startswith("el ") else f"de {name}"
    return {"step": name, "of_step": of_step, **{verb: forms[step in _PLURAL] for verb, forms in _VERBS.items()}}


def clean(text: str, limit: int = 60) -> str:
    """A text of the applicant's on one line, without control or invisible characters, cut at *limit* characters."""
    seen = text[: limit * 4]
    if not seen.isprintable():  # nearly every text is
        seen = "".join(" " if unicodedata.category(c) in _INVISIBLE else c for c in seen)
    line = " ".join(seen.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def as_date(text: str) -> str | None:
    """A text that is a date, as people read it: ``2026-09-01`` → ``1/sep/2026``; ``None`` for anything else."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return spoken(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def plain(number: Decimal) -> str:
    """A number as people type it, money with two decimals at least: ``1503.08``, ``61``, ``98.3607``."""
    if not number.is_finite() or abs(number.adjusted()) > 20:
        return clean(str(number))
    text = format(number.normalize(), "f")
    whole, point, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}" if point else whole


def listed(names: Sequence[str], limit: int = 5) -> str:
    """``A, B y C``; of a long list the first ones and how many more."""
    if len(names) > limit:
        return f"{', '.join(names[:limit])} y {len(names) - limit} más"
    return " y ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def gathered(findings: Iterable[Finding], many: Kind, limit: int = 5) -> list[Finding]:
    """The findings themselves, or, beyond *limit*, one of kind *many* that counts them and names the first ones."""
    found = list(findings)
    if len(found) <= limit:
        return found
    first = found[0]
    places = [clean(f.cell or f.found or f.expected or "") for f in found]
    words = {"count": f"{len(found):,}", "places": listed(places, limit)}
    return [many.finding(words=words, tab=first.tab, section=first.section, cell=first.cell)]


def in_pesos(pesos: Decimal) -> str:
    """Money as files have it: two decimals at least, ``77.00``."""
    text = plain(pesos)
    return text if "." in text or not text.lstrip("-").isdigit() else f"{text}.00"


def grouped(pesos: Decimal) -> str:
    """Money as people read it, thousands with comma: ``1,291.66``; what is no sum of money stays as it is."""
    text = in_pesos(pesos)
    whole, _, decimals = text.partition(".")
    if not whole.lstrip("-").isdigit():
        return text
    return f"{'−' if whole.startswith('-') else ''}{abs(int(whole)):,}.{decimals}"
