"""Who plays in the rehearsal: fictitious companies, and the fixed deal of every round. Anybody may know these seeds."""

import hashlib
from datetime import date

from backoffice.casework.house import Deal
from backoffice.domain.applicant import Applicant

#: The date of all rehearsal sets. Deadlines run by the real clock; only the rows are of this year and the one before.
SET_DATE = date(2026, 11, 23)
ANALYST = "Analista de ensayo"
#: Gives the second opinions.
SECOND_ANALYST = "Segunda analista de ensayo"


#: The companies of the story, by the letter of their case.
COMPANIES = {
    "A": Applicant("Z9910000017", "NQE950301AB1", "Nóminas Quetzal de Ensayo, S.A. de C.V.", "a@quetzal.example"),
    "B": Applicant("Z9910000025", "TEA980714CD2", "Tesorería Ágil de Ensayo, S.A. de C.V.", "b@tesoreria.example"),
    "C": Applicant("Z9910000033", "RCE010822EF3", "Raya y Cuenta de Ensayo, S.A. de C.V.", "c@rayaycuenta.example"),
    "D": Applicant("Z9910000041", "SPE050116GH4", "Sueldos del Puerto de Ensayo, S.A. de C.V.", "d@puerto.example"),
}


def newcomer(number: int) -> Applicant:
    """A company that whoever tries the desk may be; from 1 to 99."""
    name = f"Nueva Empresa de Ensayo {number}, S.A. de C.V."
    return Applicant(f"Z99200000{number:02d}", f"NEE120330J{number:02d}", name, f"tu{number}@nueva-empresa.example")


def seed(letter: str, round_number: int) -> bytes:
    """The seed of one round of the rehearsal, 32 bytes."""
    return hashlib.sha256(f"mesa de certificacion: ensayo {letter} ronda {round_number}".encode()).digest()


def deal(letter: str, round_number: int) -> Deal:
    """What that round's set is made from."""
    return Deal(seed(letter, round_number), SET_DATE, rehearsal=True)
