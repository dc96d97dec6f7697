"""Files that leave the portal: always as an attachment, of a fixed kind, under a harmless name."""

from urllib.parse import quote

from starlette.responses import Response


def attached(data: bytes, name: str, kind: str) -> Response:
    """*data* as a file called *name*; the browser saves it and never shows it."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=kind, headers={"Content-Disposition": disposition})
