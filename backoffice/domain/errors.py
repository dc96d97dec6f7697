"""What the program refuses to do. Every message is a sentence in Spanish that says what to do next.

What an applicant did wrong is not here: it is a ``Finding``.
"""

from datetime import date


class MesaError(Exception):
    """Base of every refusal. ``str(error)`` is fit to be shown to a person."""


class BadInput(MesaError):
    """A command, a form or a file says something that cannot be used."""


class NotFound(BadInput):
    """What was asked for is not there, or is somebody else's: which of both is not told."""


class MissingOfficialValue(MesaError):
    """A day for which a table of official values has none."""

    def __init__(self, table: str, day: date) -> None:
        self.table, self.day = table, day
        super().__init__(
            f"La tabla «{table}» no tiene valor oficial para el {day:%Y-%m-%d}. Agrega el valor publicado a esa tabla."
        )


class BadParameters(MesaError):
    """A table of official values with a gap, an overlap or a value that is none."""


class CaseNotFound(MesaError):
    """No case has this folio."""

    def __init__(self, folio: str) -> None:
        self.folio = folio
        super().__init__(f"No existe un caso con el folio {folio!r}. Revisa los diez dígitos del folio.")


class NotJudged(MesaError):
    """A verdict could not be given again because of an error that nobody foresaw."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            f"No se pudo dar de nuevo por un error que no estaba previsto ({kind}). Avisa a quien mantiene la mesa."
        )


class WrongState(MesaError):
    """The case stands elsewhere in its course than the act requires."""


class CaseChanged(WrongState):
    """The case is no longer what the person who acts has on the screen."""


class MissingSetting(MesaError):
    """A setting that the operation needs is not set."""


class ServiceUnavailable(MesaError):
    """The database, the queue, the mail server or the blob store does not answer."""


class TryLater(ServiceUnavailable):
    """The same, in a sentence that companies may read."""


class StoredFileMissing(MesaError):
    """A file that was received is no longer in the store, or no longer the same."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(
            f"El archivo guardado {key[3:15]}… ya no está completo en el almacén. Recupéralo de un respaldo."
        )


class StoredFilePurged(StoredFileMissing):
    """A file that was received and erased since, on purpose. Its digest stays."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.args = (f"El archivo guardado {key[3:15]}… fue purgado: se borró su contenido y queda su huella SHA-256.",)
