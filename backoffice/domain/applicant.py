"""Who asks for a certification: a payroll-software company, as it names itself, checked and put in one spelling."""

import re
from dataclasses import dataclass

from backoffice.domain.errors import BadInput

NRP = re.compile(r"[A-Z0-9]{11}")
RFC = re.compile(r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}")
EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LONGEST_NAME = 250
LONGEST_EMAIL = 254


@dataclass(frozen=True, slots=True)
class Applicant:
    """A company: its employer registration (11 characters), its RFC, its name, and the address for its letters."""

    nrp: str
    rfc: str
    name: str
    email: str


def applicant(*, nrp: str, rfc: str, name: str, email: str) -> Applicant:
    """The applicant so described, spaces and dashes aside. Raises ``BadInput`` naming the first field at fault."""
    said = Applicant(
        nrp=re.sub(r"[\s-]", "", nrp).upper(),
        rfc=re.sub(r"[\s-]", "", rfc).upper(),
        name=" ".join(name.split()),
        email=email.strip(),
    )
    if not NRP.fullmatch(said.nrp):
        raise BadInput("El NRP debe tener 11 letras o números. Revisa el registro patronal.")
    if not RFC.fullmatch(said.rfc):
        raise BadInput("El RFC no tiene la forma correcta (12 o 13 caracteres). Revisa el RFC.")
    if not 0 < len(said.name) <= LONGEST_NAME or not said.name.isprintable():
        raise BadInput(f"Escribe el nombre de la empresa, de {LONGEST_NAME} caracteres a lo más.")
    if len(said.email) > LONGEST_EMAIL or not said.email.isascii() or not EMAIL.fullmatch(said.email):
        raise BadInput("El correo electrónico no tiene la forma nombre@dominio. Revisa la dirección.")
    return said
