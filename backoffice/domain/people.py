"""Who works at the desk: what each may do, as a word, and what a name may be."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from backoffice.domain.errors import BadInput


class Role(StrEnum):
    """What a person is at the desk. One each."""

    ANALYST = "analyst"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"


ROLE_LABELS: dict[Role, str] = {
    Role.ANALYST: "análisis",
    Role.SUPERVISOR: "supervisión",
    Role.AUDITOR: "auditoría",
}
#: What a person reads where the database refuses an act.
NO_RIGHT: dict[Role | None, str] = {
    Role.ANALYST: "Tu cuenta es de análisis y no tiene permiso para eso. Pídelo a quien supervisa la mesa.",
    Role.SUPERVISOR: "Tu cuenta es de supervisión y no tiene permiso para eso. Pídelo a quien opera la mesa.",
    Role.AUDITOR: "Tu cuenta es de auditoría: puede ver y no resolver.",
    None: "La cuenta con que se abrió la base de datos no tiene permiso para eso. Pídelo a quien opera la mesa.",
}

#: PostgreSQL cuts longer names of roles.
LONGEST_BYTES = 63
#: A letter first; then letters, digits and what names and e-mail addresses hold.
NAME = re.compile(r"[^\W\d_][\w .@+-]*")
#: Names that PostgreSQL keeps for itself, or that the audit trail gives to what is no person.
TAKEN = frozenset(
    {"public", "none", "user", "postgres", "portal", "workers", "system", "applicant", "command", "owner"}
)
TAKEN_BEGINNINGS = ("pg_", "mesa")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the desk, by the name that claims, decisions and the audit trail carry."""

    name: str
    role: Role

    @property
    def may_act(self) -> bool:
        """Whether cases may be claimed and decided."""
        return self.role is not Role.AUDITOR


def person_name(text: str) -> str:
    """A name as it is kept: one line, composed letters. Raises ``BadInput`` for what cannot be one."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not NAME.fullmatch(name) or len(name.encode()) > LONGEST_BYTES:
        raise BadInput(
            "El nombre empieza con una letra y lleva letras, números, espacios y . _ @ + -, hasta "
            f"{LONGEST_BYTES} bytes. Escribe otro, por ejemplo «ana.ruiz»."
        )
    if name.casefold() in TAKEN or name.casefold().startswith(TAKEN_BEGINNINGS):
        raise BadInput(f"«{name}» es un nombre que la mesa o la base de datos usan para otra cosa. Escribe otro.")
    return name
