"""Terms and conditions: what each signature accepts. Their texts are data; a text that changes has another version."""

from dataclasses import dataclass
from hashlib import sha256

from backoffice.domain.errors import BadParameters


@dataclass(frozen=True, slots=True)
class Terms:
    """A title and paragraphs. ``version`` names exactly this text (12 hex digits of its SHA-256)."""

    version: str
    title: str
    paragraphs: tuple[str, ...]


def parse(text: str) -> Terms:
    """Terms from a text: the title in its first line, then paragraphs between empty lines.

    Raises ``BadParameters`` where there is no title or no paragraph.
    """
    title, _, rest = text.strip().partition("\n")
    paragraphs = tuple(" ".join(part.split()) for part in rest.split("\n\n") if part.strip())
    if not title or not paragraphs:
        raise BadParameters("A unos términos y condiciones les falta el título o el texto.")
    return Terms(sha256(text.strip().encode()).hexdigest()[:12], title, paragraphs)
