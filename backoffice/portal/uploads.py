"""A file that comes with a form of ours: one, of limited size, counted while it arrives."""

from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from backoffice.domain.errors import BadInput
from backoffice.portal.visitor import FIELD, read_form

#: Bytes of a file, as the guide says.
LARGEST = 5 * 1024 * 1024
MOST_FIELDS = 10
TOO_LARGE = 413


@dataclass(frozen=True, slots=True)
class Upload:
    """The file, what the visitor's machine calls it, and the word by which the form is ours (``csrf``)."""

    name: str
    data: bytes
    word: str = field(repr=False)


async def uploaded(request: Request, name: str = "archivo") -> Upload:
    """The file of the form's field *name*.

    Raises ``HTTPException`` 413 over 5 MB (``BodyLimit`` stops what is far over it), ``BadInput`` without a file.
    """
    try:
        form = await read_form(request, most_files=1, most_fields=MOST_FIELDS)
        try:
            return await _taken(form, name)
        finally:
            await form.close()
    except HTTPException as trouble:
        if trouble.status_code == TOO_LARGE:
            raise
        raise BadInput("El archivo llegó incompleto. Elígelo de nuevo y repite el envío.") from None


async def _taken(form: FormData, name: str) -> Upload:
    file = form.get(name)
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadInput("No elegiste ningún archivo. Elige uno y vuelve a intentarlo.")
    data = await file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise HTTPException(TOO_LARGE)
    if not data:
        raise BadInput("El archivo está vacío. Elige otro y vuelve a intentarlo.")
    return Upload(file.filename, data, str(form.get(FIELD, "")))
