"""E-mail addresses that may stand in an envelope and a header. A narrow set: what ordinary mail servers accept."""

import re
from email.headerregistry import Address

from backoffice.domain.errors import BadInput
from backoffice.domain.letters import fits_one_line

NAMED = re.compile(r'\s*"?(?P<name>[^"<>]*?)"?\s*<(?P<spec>[^<>]+)>\s*')
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def mailbox(text: str) -> Address:
    """``nombre@dominio.mx`` or ``Nombre <nombre@dominio.mx>``. Raises ``BadInput`` naming what is no address."""
    if not fits_one_line(text):
        raise BadInput(f"{text!r} no es una dirección de correo: está vacía o tiene saltos de línea. Corrígela.")
    named = NAMED.fullmatch(text)
    name, spec = named.group("name", "spec") if named else ("", text.strip())
    local, _, domain = spec.rpartition("@")
    if not (LOCAL.fullmatch(local) and len(local) <= 64 and is_domain(domain)):
        raise BadInput(f"«{text}» no es una dirección de correo. Escríbela como nombre@empresa.mx.")
    return Address(name, local, in_ascii(domain))


def is_domain(domain: str) -> bool:
    """At least two labels of letters, digits and hyphens; other alphabets by their ASCII form."""
    labels = in_ascii(domain).split(".")
    return len(labels) > 1 and len(domain) <= 253 and all(LABEL.fullmatch(label) for label in labels)


def in_ascii(domain: str) -> str:
    """``niños.mx`` as ``xn--nios-hqa.mx``; what has no such form becomes empty."""
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
