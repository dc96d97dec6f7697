"""Attributes of a receipt as texts and amounts."""

import re
from decimal import Decimal

from lxml import etree

#: As many digits as SAT's own amounts have.
AMOUNT = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,10})?")


def text(element: etree._Element | None, name: str) -> str:
    """An attribute, at most 300 characters; '' where absent."""
    return str(element.get(name, ""))[:300].strip() if element is not None else ""


def amount(written: str) -> Decimal | None:
    """A plain decimal; ``None`` for anything else."""
    return Decimal(written) if AMOUNT.fullmatch(written) else None
