"""What a sign says to an analyst, in one or two sentences. Pure."""

from backoffice.domain.copies.grades import Grade
from backoffice.domain.explained.spanish import counted

#: Rarer than this is not told apart.
RAREST = 1e-12


def amounts_said(taken: bool) -> str:
    """Whose the amounts are."""
    if taken:
        return (
            "En este archivo hay cantidades que no son las de su set y sí son, al centavo, las respuestas correctas "
            "del set del otro caso; ningún error conocido de cálculo las explica."
        )
    return (
        "El otro archivo trae cantidades que no son las de su set y sí son, al centavo, las respuestas correctas del "
        "set de este caso; ningún error conocido de cálculo las explica."
    )


def chance_said(expected: float, sets: int) -> str:
    """How probable that is by chance: *expected* of *sets* sets would match so."""
    among = f"Entre {counted(sets, 'archivo guardado', 'archivos guardados')}"
    if expected >= 0.1:
        return f"{among}, la pura casualidad da algo así: tómalo con reserva."
    times = round(1 / max(expected, RAREST))
    digits = max(0, len(f"{times}") - 1)
    return f"{among}, por casualidad pasaría una vez en {times // 10**digits * 10**digits:,}."


def picture_said(changed: float, round_number: int, grade: Grade) -> str:
    """How alike the pictures are, and what that may mean."""
    if grade is Grade.OWN:
        return f"La misma imagen de la ronda {round_number}: quizá no tomó la pantalla de nuevo. No es copia."
    if grade is Grade.STRONG:
        return "Es la misma imagen, aunque se haya guardado de nuevo, cambiado de tamaño o recortado."
    return (
        f"Es casi la misma imagen (cambió {100 * changed:.1f} % de lo que se ve): puede ser un recorte, o la misma "
        "pantalla con pocos datos distintos. Compara el NSS y las cantidades."
    )


def common_said(companies: int) -> str:
    """How rare a mark is."""
    return "Ninguna otra empresa lo tiene." if companies == 1 else f"Lo tienen {companies} empresas más."
