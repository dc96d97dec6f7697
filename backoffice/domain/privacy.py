"""Whether a receipt carries the identifiers of a person who is not one of the fictitious workers of the set.

Test sets are fictitious. A receipt that is sealed is a fiscal one, and most likely somebody's real pay.
"""

import re
from collections.abc import Iterator

from backoffice.domain.evidence import Cfdi
from backoffice.domain.folio import check_digit
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.people import CURP_ALPHABET, curp_digit

PERSONS_RFC = re.compile(r"[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}")
CURP = re.compile(r"[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-ZX]{3}[A-Z0-9]\d")
NSS = re.compile(r"\d{11}")
#: SAT's RFCs for whoever has none: sales to the public, and foreigners.
NOBODYS = frozenset({"XAXX010101000", "XEXX010101000"})
#: SAT's CURPs for foreigners' receipts.
NOBODYS_CURP = frozenset({"XEXX010101HNEXXXA4", "XEXX010101MNEXXXA8"})


def real_people(receipt: Cfdi | None, test_set: TestSet) -> tuple[str, ...]:
    """What of a real person a sealed *receipt* carries (``RFC``, ``CURP``, ``NSS``); nothing of an unsealed one.

    An identifier counts where it is well formed and none of the set's. It is told which kind, never which one.
    """
    return tuple(_kinds(receipt, test_set)) if receipt is not None and receipt.sealed else ()


def _kinds(receipt: Cfdi, test_set: TestSet) -> Iterator[str]:
    ours = {
        value.upper() for row in test_set.rows for value in (row.rfc, row.curp, row.nss, *row.case.values()) if value
    }
    rfc, curp, nss = (said.strip().upper() for said in (receipt.receiver_rfc, receipt.receiver_curp, receipt.nss))
    if PERSONS_RFC.fullmatch(rfc) and rfc not in ours | NOBODYS:
        yield "RFC"
    if is_curp(curp) and curp not in ours | NOBODYS_CURP:
        yield "CURP"
    if NSS.fullmatch(nss) and nss.isascii() and check_digit(nss[:10]) == int(nss[10]) and nss not in ours:
        yield "NSS"


def is_curp(text: str) -> bool:
    """Whether it has the shape of a CURP and its check digit fits."""
    return bool(CURP.fullmatch(text)) and set(text) <= set(CURP_ALPHABET) and curp_digit(text[:17]) == text[17]
