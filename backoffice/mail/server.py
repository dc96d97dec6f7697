"""Where letters are handed in: the parts of an SMTP address. The password shows nowhere."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from backoffice.domain.errors import BadInput

#: scheme → (usual port, TLS from the start, TLS by STARTTLS)
SCHEMES = {"smtp": (25, False, False), "smtps": (465, True, False), "smtp+starttls": (587, False, True)}
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
FORMS = "smtp://servidor:puerto, smtps://servidor o smtp+starttls://usuario:clave@servidor:puerto"


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server and how to speak to it."""

    host: str
    port: int
    tls: bool
    starttls: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """``servidor:puerto``, for people."""
        return f"{self.host}:{self.port}"


def parse(smtp_url: str) -> Server:
    """The server of an address. Raises ``BadInput``, which does not repeat the address: it may hold a password."""
    try:
        url = urlsplit(smtp_url)
        host, port, scheme = url.hostname, url.port, SCHEMES.get(url.scheme)
    except ValueError:
        host, port, scheme = None, None, None
    if not host or scheme is None:
        raise BadInput(f"La dirección del servidor de correo no se entiende. Escríbela como {FORMS}.")
    usual_port, tls, starttls = scheme
    user, password = unquote(url.username or ""), unquote(url.password or "")
    if user and not (tls or starttls or host in LOCAL_HOSTS):
        raise BadInput("Con usuario y clave, el servidor de correo se usa con smtps:// o smtp+starttls://.")
    return Server(host, port or usual_port, tls, starttls, user, password)
