"""What a password must be: long, and nothing that others would guess first. No rules about kinds of characters."""

from unicodedata import normalize

from backoffice.domain.errors import BadInput

SHORTEST, LONGEST = 12, 128
#: What people choose when they must choose something; in lower case, without spaces.
COMMON = frozenset(
    {
        "123456789012", "1234567890123", "contraseña123", "contrasena123", "contraseñasegura", "passwordpassword",
        "password1234", "qwertyuiop12", "qwertyuiopas", "administrador", "infonavit2024", "infonavit2025",
        "infonavit2026", "abcdefghijkl", "mexico123456", "nomina123456", "bienvenido123", "iloveyou1234",
    }
)  # fmt: skip


def refuse_weak(password: str, *about: str) -> None:
    """Raise ``BadInput`` where it is too short or too long, common, one sign over and over, or what is public *about*
    its owner (address, NRP …)."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(f"La contraseña debe tener de {SHORTEST} a {LONGEST} caracteres. Una frase que recuerdes sirve.")
    folded = plain(password)
    known = {plain(text) for text in about} | {plain(text.partition("@")[0]) for text in about}
    if folded in COMMON or len(set(folded)) < 4 or folded in known:
        raise BadInput("Esa contraseña es fácil de adivinar. Elige otra: una frase que solo tú conozcas sirve.")


def plain(text: str) -> str:
    """Lower case, composed, without spaces."""
    return "".join(normalize("NFC", text).casefold().split())
