"""Why a workbook is refused whole: only where no cell of it can be read safely. What is wrong inside is a remark."""

from backoffice.domain.errors import MesaError
from backoffice.domain.findings import Finding, Severity
from backoffice.workbooks.limits import WORKBOOK_BYTES

SAVE_AS_XLS = "Ábrelo en Excel o LibreOffice, guárdalo como «Libro de Excel 97-2003 (.xls)» y envíalo de nuevo."

#: What no reader has foreseen.
READING_FAILED = "reading_failed"
#: Ended from outside before it was through: by the clock of a busy machine, or for want of its memory.
READING_STOPPED = "reading_stopped"
#: code → what is the matter and what to do, for people.
REFUSALS: dict[str, str] = {
    "empty": "El archivo está vacío (0 bytes). Vuelve a guardar tu libro y envíalo de nuevo.",
    "too_large": (
        f"El archivo pesa más de 5 MB ({WORKBOOK_BYTES:,} bytes), que es lo máximo que se recibe. Reduce las imágenes "
        "(Comprimir imágenes), guarda y envíalo de nuevo."
    ),
    "encrypted": (
        "El libro está protegido con contraseña y no se puede leer. Quítala en Archivo → Información → Proteger libro "
        "→ Cifrar con contraseña (déjala en blanco), guarda y envíalo de nuevo."
    ),
    "damaged": (
        "El archivo está dañado o incompleto y no se puede leer. En Excel usa Abrir → Abrir y reparar, guárdalo como "
        "«Libro de Excel 97-2003 (.xls)» y envíalo de nuevo."
    ),
    "too_far": (
        "El libro tiene celdas muy alejadas de la tabla y ocupa demasiado. Borra las filas y columnas que no uses, "
        "guarda y envíalo de nuevo."
    ),
    "expands_too_much": (
        "El contenido del libro ocupa demasiado al abrirse. Parte de la plantilla original, copia en ella solo tus "
        "datos y envíala de nuevo."
    ),
    "too_many_parts": (
        "El libro contiene demasiadas partes internas. Parte de la plantilla original, copia en ella solo tus datos y "
        "envíala de nuevo."
    ),
    "takes_too_long": (
        "La lectura del libro tardó demasiado y se detuvo. Parte de la plantilla original, copia en ella solo tus "
        "datos y envíala de nuevo."
    ),
    READING_STOPPED: (
        "La lectura del libro se interrumpió en este equipo antes de terminar. Inténtalo otra vez; si se repite, parte "
        "de la plantilla original, copia en ella solo tus datos y avísanos."
    ),
    READING_FAILED: (
        "Una falla de nuestro programa impidió leer el libro; puede no ser culpa de tu archivo. Guárdalo de nuevo como "
        "«Libro de Excel 97-2003 (.xls)» e inténtalo otra vez; si se repite, avísanos."
    ),
    "unsafe_xml": f"El libro contiene declaraciones XML que no se admiten (DOCTYPE). {SAVE_AS_XLS}",
    "old_format": f"El libro está en un formato de Excel anterior a 1997. {SAVE_AS_XLS}",
    "binary_workbook": f"El libro está en formato binario .xlsb. {SAVE_AS_XLS}",
    "other_spreadsheet": f"El libro está en un formato de hoja de cálculo que no se recibe. {SAVE_AS_XLS}",
    "web_page": f"El archivo es una página web con nombre de libro. {SAVE_AS_XLS}",
    "xml_2003": f"El libro está en formato «Hoja de cálculo XML 2003». {SAVE_AS_XLS}",
    "text_file": f"El archivo es de texto (por ejemplo, CSV), no un libro de Excel. {SAVE_AS_XLS}",
    "archive_alone": (
        "El archivo es un compactado, no un libro de Excel. Inserta el compactado en la pestaña 1 de la plantilla y "
        "envía el libro .xls."
    ),
    "not_a_workbook": (
        "El archivo no es un libro de Excel. Envía la plantilla llena, guardada como «Libro de Excel 97-2003 (.xls)»."
    ),
    "no_sheets": "El libro no tiene hojas de cálculo. Parte de la plantilla original y envíala llena.",
    "not_found": "No existe el archivo {found}. Revisa la ruta.",
    "not_a_file": "{found} no es un archivo que se pueda leer. Indica la ruta de un libro de Excel.",
}


class EvidenceRefused(MesaError):
    """No cells can be read safely. ``finding`` says why; ``format`` is what the bytes are, where known."""

    def __init__(self, code: str, found: str | None = None, file_format: str | None = None) -> None:
        self.code, self.found, self.format = code, found, file_format
        message = REFUSALS[code].format(found=found)
        self.finding = Finding(code=code, severity=Severity.ERROR, message=message, found=found)
        super().__init__(message)

    @property
    def is_ours(self) -> bool:
        """The program or the machine failed, not the file."""
        return self.code in {READING_FAILED, READING_STOPPED}

    def __reduce__(self) -> tuple[type["EvidenceRefused"], tuple[str, str | None, str | None]]:
        """Copied as it was made, whatever the message."""
        return EvidenceRefused, (self.code, self.found, self.format)
