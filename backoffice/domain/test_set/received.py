"""The notices of a set as an applicant has them: from their documents to what befalls each credit, and when.

The inverse of ``documents``. Whether they are the ones that the service sealed is not asked here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from backoffice.domain.errors import BadInput
from backoffice.domain.notices import NoticeUnreadable, canonical, parse
from backoffice.domain.parameters import Catalogue

REMEDY = "Usa los avisos tal como venían con tu set."
#: What makes a JSON document an answer of the service.
FIELDS = ("nrp", "consulta", "set", "avisos")
#: Decimals that a value has at least, by type of discount: percent, pesos a month, factor.
DECIMALS = {"1": 0, "2": 2, "3": 4}
LARGEST, LONGEST = Decimal(10_000_000), 100
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """What the notices say of one credit. Dates are those of receipt; values are spelled as in ``CASES.csv``.

    ``worker`` is the NSS that tab 2 names, ``notice_nss`` the one that the notices carry. ``clear``: there is one
    notice of withholding, and at most one of modification and one of suspension.
    """

    worker: str
    notice_nss: str
    rfc: str
    curp: str
    number: str
    discount_type: str
    discount_value: str
    received_on: date
    modified_on: date | None = None
    changed_value: str = ""
    suspended_on: date | None = None
    clear: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSet:
    """All notices of one test set: its id, the employer, the texts by file name, and the credits they are about."""

    id: str
    nrp: str
    texts: Mapping[str, str]
    credits: tuple[Credit, ...]

    @property
    def latest(self) -> date:
        """The day on which the last notice was received."""
        days = ((c.received_on, c.modified_on, c.suspended_on) for c in self.credits)
        return max(day for three in days for day in three if day is not None)


def notice_set(files: Mapping[str, str], types: Catalogue) -> NoticeSet:
    """The set that *files*, texts by name, are of; a copy of a file counts once.

    Raises ``BadInput`` where one is no notice, where two contradict each other, or where they are of several sets.
    """
    documents = {name: _document(name, text) for name, text in sorted(files.items())}
    kept = _each_once(documents)
    sets = sorted({document["set"] for document in kept.values()})
    if len(sets) > 1:
        raise BadInput(f"Los avisos son de sets distintos ({', '.join(sets[:3])}). Deja solo los de tu set vigente.")
    found = [credit for name, document in kept.items() for credit in _credits(name, document, types)]
    if not found:
        raise BadInput(f"Los archivos no traen ningún aviso. {REMEDY}")
    first = next(iter(kept.values()))
    return NoticeSet(
        id=first["set"], nrp=first["nrp"], texts={name: files[name] for name in kept}, credits=tuple(found)
    )


def _document(name: str, text: str) -> dict[str, Any]:
    """One answer of the service, its form looked at."""
    try:
        document = parse(text)
        canonical(document)
    except NoticeUnreadable:
        raise BadInput(f"{name} no se puede leer como JSON. {REMEDY}") from None
    missing = [field for field in FIELDS if field not in document]
    if missing:
        raise BadInput(f"{name} no es un aviso del servicio: le falta «{missing[0]}». Deja solo los avisos de tu set.")
    notices = document["avisos"]
    if not isinstance(notices, list) or not all(isinstance(notice, dict) for notice in notices):
        raise _spoilt(name, "avisos")
    for field in FIELDS[:-1]:
        _text(name, document, field)
    return document


def _each_once(documents: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Without copies. Two answers to one query contradict each other."""
    kept: dict[str, dict[str, Any]] = {}
    spelled: set[bytes] = set()
    asked: dict[tuple[str, str], str] = {}
    for name, document in documents.items():
        if canonical(document) in spelled:
            continue
        query = (document["set"], document["consulta"])
        if query in asked:
            raise BadInput(f"{asked[query]} y {name} son del mismo trabajador y no dicen lo mismo. {REMEDY}")
        asked[query] = name
        spelled.add(canonical(document))
        kept[name] = document
    return kept


def _credits(name: str, document: Mapping[str, Any], types: Catalogue) -> Iterator[Credit]:
    """One for each credit that the notices of a file are about."""
    kinds = {entry.code: entry.kind for entry in types.entries}
    ordered = sorted(document["avisos"], key=lambda notice: _text(name, notice, "numCredito"))
    for number, group in groupby(ordered, key=lambda notice: str(notice["numCredito"])):
        by_kind: dict[str, list[Mapping[str, Any]]] = {}
        for notice in group:
            kind = kinds.get(_text(name, notice, "tipoAviso"))
            if kind is None:
                raise _spoilt(name, "tipoAviso")
            by_kind.setdefault(kind, []).append(notice)
        if "withholding" in by_kind:
            yield _credit(name, number, by_kind)


def _credit(name: str, number: str, by_kind: Mapping[str, list[Mapping[str, Any]]]) -> Credit:
    """What one credit's notices say, the last of each kind."""
    last = {kind: max(notices, key=lambda n: _day(name, n)) for kind, notices in by_kind.items()}
    withheld, modified, suspended = (last.get(kind) for kind in ("withholding", "modification", "suspension"))
    if withheld is None:
        raise _spoilt(name, "tipoAviso")
    own = _text(name, withheld, "nss")
    kind = _text(name, withheld, "tipoDescuento")
    return Credit(
        worker=_text(name, withheld, "nssUnificado") or own,
        notice_nss=own,
        rfc=_text(name, withheld, "rfc"),
        curp=_text(name, withheld, "curp"),
        number=number,
        discount_type=kind,
        discount_value=_value(name, withheld),
        received_on=_day(name, withheld),
        modified_on=_day(name, modified) if modified else None,
        changed_value=_value(name, modified) if modified else "",
        suspended_on=_day(name, suspended) if suspended else None,
        clear=_is_clear(by_kind.values(), kind),
    )


def _is_clear(groups: Iterable[list[Mapping[str, Any]]], kind: str) -> bool:
    """One notice of each kind, all of one type of discount."""
    return all(len(group) == 1 and group[0].get("tipoDescuento") == kind for group in groups)


def _value(name: str, notice: Mapping[str, Any]) -> str:
    """Percent, pesos a month or factor, by the type of discount."""
    kind = _text(name, notice, "tipoDescuento")
    if kind not in DECIMALS:
        raise _spoilt(name, "tipoDescuento")
    field = "monDescuento" if kind == "2" else "facDescuento"
    try:
        number = Decimal(_text(name, notice, field))
    except InvalidOperation:
        raise _spoilt(name, field) from None
    if not (number.is_finite() and 0 <= number < LARGEST):
        raise _spoilt(name, field)
    return spelled(number, DECIMALS[kind])


def spelled(number: Decimal, decimals: int) -> str:
    """A plain decimal without zeros at its end, but for *decimals* at least: ``20.5000`` → ``20.50`` for two."""
    exponent = number.normalize().as_tuple().exponent
    own = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"{number:.{max(own, decimals)}f}"


def _text(name: str, document: Mapping[str, Any], field: str) -> str:
    value = document.get(field)
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise _spoilt(name, field)
    return value.strip()


def _day(name: str, notice: Mapping[str, Any]) -> date:
    """The day of receipt."""
    try:
        day = date.fromisoformat(_text(name, notice, "fechaNotLinea"))
    except ValueError:
        raise _spoilt(name, "fechaNotLinea") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise _spoilt(name, "fechaNotLinea")
    return day


def _spoilt(name: str, field: str) -> BadInput:
    return BadInput(f"{name} no es como lo da el servicio: revisa «{field}». {REMEDY}")
