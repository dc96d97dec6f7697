"""How much a match proves, and what may match. A match is shown to a person; it decides nothing. Pure."""

from enum import StrEnum


class Grade(StrEnum):
    """From what hardly happens by chance to what is only good to know."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"
    COMMON = "common"  # so many companies have it that it proves nothing
    OWN = "own"  # the same company's own earlier round


class Kind(StrEnum):
    """What two files have in common."""

    FILE = "file"
    AMOUNTS = "amounts"
    PICTURE = "picture"
    RECEIPT = "receipt"
    FISCAL_FOLIO = "fiscal_folio"
    SEAL = "seal"
    CREATED = "created"
    SAVED = "saved"
    PERSON = "person"


GRADE_LABELS: dict[Grade, str] = {
    Grade.STRONG: "Indicio fuerte",
    Grade.MEDIUM: "Indicio medio",
    Grade.WEAK: "Indicio débil",
    Grade.COMMON: "Lo tienen muchas empresas",
    Grade.OWN: "De la misma empresa",
}
KIND_LABELS: dict[Kind, str] = {
    Kind.FILE: "El mismo archivo",
    Kind.AMOUNTS: "Cantidades de otro set de pruebas",
    Kind.PICTURE: "La misma imagen",
    Kind.RECEIPT: "El mismo recibo (CFDI)",
    Kind.FISCAL_FOLIO: "El mismo folio fiscal (UUID)",
    Kind.SEAL: "El mismo sello del CFDI",
    Kind.CREATED: "El mismo libro de origen",
    Kind.SAVED: "Guardado por la misma persona en el mismo segundo",
    Kind.PERSON: "La misma persona en las propiedades del archivo",
}

#: What one match of each kind proves, where few companies share it. Amounts and pictures are weighed one by one.
GRADES: dict[Kind, Grade] = {
    Kind.FILE: Grade.STRONG,
    Kind.RECEIPT: Grade.STRONG,
    Kind.FISCAL_FOLIO: Grade.STRONG,
    Kind.SEAL: Grade.STRONG,
    Kind.CREATED: Grade.STRONG,
    Kind.SAVED: Grade.STRONG,
    Kind.PERSON: Grade.WEAK,
}
#: What more companies than this share besides the one that is looked at (a logo, an example of SAT's) is common.
RARE = 2
#: A whole file is never common: each test set has a template of its own.
NEVER_COMMON = frozenset({Kind.FILE})


def grade_of(kind: Kind, companies: int) -> Grade:
    """What a match proves that so many other companies share."""
    return GRADES[kind] if companies <= RARE or kind in NEVER_COMMON else Grade.COMMON


#: A picture is the same where no larger share of it has changed; up to the second, it may be one that was cut.
SAME, ALIKE = 0.002, 0.03


def grade_of_picture(changed: float, companies: int) -> Grade | None:
    """What a likeness proves; ``None`` for the same screen with other figures."""
    if changed > ALIKE:
        return None
    if companies > RARE:
        return Grade.COMMON
    return Grade.STRONG if changed <= SAME else Grade.MEDIUM
