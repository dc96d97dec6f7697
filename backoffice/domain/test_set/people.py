"""Fictitious workers and employers: identifiers that are well formed and that nobody can have.

Social security numbers and credits begin with 99, employer registrations with Z99, and a surname says it is a test.
"""

import unicodedata
from dataclasses import dataclass

from backoffice.domain.folio import check_digit
from backoffice.domain.test_set.draw import Draw

WOMEN = ("Adriana", "Begoña", "Claudia", "Elena", "Gabriela", "Inés", "Jimena", "Leticia", "Mónica", "Noemí", "Rosa",
         "Sofía", "Teresa", "Verónica", "Ximena")  # fmt: skip
MEN = ("Andrés", "Benito", "Carlos", "Damián", "Efraín", "Fernando", "Gustavo", "Héctor", "Íñigo", "Julián", "Martín",
       "Óscar", "Raúl", "Tomás", "Víctor")  # fmt: skip
FICTITIOUS = ("Prueba", "Ensayo", "Ejemplo", "Muestra", "Ficticio", "Supuesto", "Simulado")
SURNAMES = ("Aguilar", "Barrera", "Cervantes", "Domínguez", "Escobedo", "Figueroa", "Guerrero", "Herrera", "Ibáñez",
            "Juárez", "Lozano", "Méndez", "Núñez", "Ordóñez", "Pacheco", "Quiroz", "Robles", "Salinas", "Treviño",
            "Urrutia", "Valdés", "Zúñiga")  # fmt: skip
STATES = ("AS", "BC", "CH", "CL", "DF", "GT", "JC", "MC", "MN", "NL", "OC", "PL", "QT", "SL", "SR", "TS", "VZ", "YN")
CURP_ALPHABET = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
RFC_ALPHABET = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
HOMOCLAVE = "123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
VOWELS = "AEIOU"


@dataclass(frozen=True, slots=True)
class Worker:
    """One fictitious worker with their identifiers; ``former_nss`` is the number they had before it was unified."""

    name: str
    nss: str
    former_nss: str
    rfc: str
    curp: str
    credit_number: str


@dataclass(frozen=True, slots=True)
class Employer:
    """The fictitious employer of a test set."""

    name: str
    nrp: str
    rfc: str


def worker(draw: Draw) -> Worker:
    """Draw one worker."""
    sex = draw.pick("HM")
    given = draw.pick(MEN if sex == "H" else WOMEN)
    father, mother = draw.pick(FICTITIOUS), draw.pick(SURNAMES)
    birth = f"{draw.between(62, 99)}{draw.between(1, 12):02d}{draw.between(1, 28):02d}"
    root = curp_root(given, father, mother) + birth
    consonants = "".join(inner_consonant(word) for word in (father, mother, given))
    nss, former = (f"99{draw.between(80, 99)}{birth[:2]}{draw.digits(4)}" for _ in range(2))
    body = f"{root}{draw.pick(HOMOCLAVE)}{draw.pick(HOMOCLAVE)}"
    credit = f"99{draw.digits(8)}"
    curp = f"{root}{sex}{draw.pick(STATES)}{consonants}0"
    return Worker(
        name=f"{given} {father} {mother}",
        nss=nss + str(check_digit(nss)),
        former_nss=former + str(check_digit(former)),
        rfc=body + rfc_digit(body),
        curp=curp + curp_digit(curp),
        credit_number=credit,
    )


def employer(draw: Draw) -> Employer:
    """Draw the employer."""
    body = f"EPM{draw.between(90, 99)}{draw.between(1, 12):02d}{draw.between(1, 28):02d}{draw.pick(HOMOCLAVE)}"
    body += draw.pick(HOMOCLAVE)
    number = f"{draw.below(9000) + 1000}"
    return Employer(f"Empresa de Prueba {number}, S.A. de C.V.", f"Z99{draw.digits(8)}", body + rfc_digit(body))


def plain(word: str) -> str:
    """Capitals without accents; Ñ is X, as the registry writes it."""
    bare = unicodedata.normalize("NFD", word.upper().replace("Ñ", "X"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def curp_root(given: str, father: str, mother: str) -> str:
    """The four letters with which RFC and CURP begin."""
    first = plain(father)
    vowel = next((letter for letter in first[1:] if letter in VOWELS), "X")
    return first[0] + vowel + plain(mother)[0] + plain(given)[0]


def inner_consonant(word: str) -> str:
    """The first consonant after the first letter; X where there is none."""
    return next((letter for letter in plain(word)[1:] if letter not in VOWELS), "X")


def curp_digit(body: str) -> str:
    """The check digit of the first 17 characters of a CURP."""
    total = sum((18 - place) * CURP_ALPHABET.index(letter) for place, letter in enumerate(body))
    return str(-total % 10)


def rfc_digit(body: str) -> str:
    """The check digit of an RFC without it (11 characters of a company, 12 of a person)."""
    padded = body.rjust(12)
    total = sum((13 - place) * RFC_ALPHABET.index(letter) for place, letter in enumerate(padded))
    return {0: "0", 1: "A"}.get(remainder := total % 11, str(11 - remainder))
