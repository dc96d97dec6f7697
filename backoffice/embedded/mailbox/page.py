"""The pages of the mailbox: the list, one letter, its enclosed files. For this machine's browser only."""

from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException as StarletteException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from backoffice.embedded.mailbox.reading import Reading, read
from backoffice.embedded.mailbox.store import Store

#: The browser asks for this machine by one of these names; another name is a page elsewhere that points here.
HOSTS = ["127.0.0.1", "localhost"]
PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
#: A letter's HTML: no script, nothing from outside; links open in a tab of their own.
LETTER_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; form-action 'none'; frame-ancestors 'self'"
)
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
#: Letters on the first page; older ones are reached by number.
SHOWN = 200

TEMPLATES = Jinja2Templates(Path(__file__).parent / "templates")


def application(store: Store) -> FastAPI:
    """The web application over one folder of letters."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False)
    app.state.store = store
    app.get("/")(show_list)
    app.get("/letters.json")(list_letters)
    app.get("/style.css")(style)
    app.get("/letters/{number:int}")(show_letter)
    app.get("/letters/{number:int}/html")(show_html)
    app.get("/letters/{number:int}/source")(download_source)
    app.get("/letters/{number:int}/parts/{index:int}")(download_part)
    app.add_exception_handler(StarletteException, refuse)
    return app


def show_list(request: Request) -> HTMLResponse:
    """All letters, newest first."""
    store: Store = request.app.state.store
    letters = store.letters()
    shown = [read(letter) for letter in letters[:SHOWN]]
    return _page(request, "list.html", {"letters": shown, "total": len(letters)})


def list_letters(request: Request) -> JSONResponse:
    """The same list, for programs."""
    store: Store = request.app.state.store
    return JSONResponse([_summary(read(letter)) for letter in store.letters()], headers=HEADERS)


def show_letter(request: Request, number: int) -> HTMLResponse:
    """One letter: headers, HTML in a closed frame, text, enclosed files."""
    return _page(request, "letter.html", {"letter": _letter(request, number)})


def show_html(request: Request, number: int) -> HTMLResponse:
    """The letter's HTML part, to be framed."""
    html = _letter(request, number).html
    if html is None:
        raise HTTPException(404, "Esta carta no tiene parte HTML.")
    return HTMLResponse(f'<base target="_blank">{html}', headers={**HEADERS, "Content-Security-Policy": LETTER_POLICY})


def download_source(request: Request, number: int) -> Response:
    """The letter as it was received."""
    store: Store = request.app.state.store
    letter = store.letter(number)
    if letter is None:
        raise HTTPException(404, "Esa carta no existe.")
    return _download(letter.content(), f"carta-{number}.eml")


def download_part(request: Request, number: int, index: int) -> Response:
    """One enclosed file."""
    for attachment in _letter(request, number).attachments:
        if attachment.index == index:
            return _download(attachment.content, attachment.name)
    raise HTTPException(404, "Ese anexo no existe.")


def style() -> Response:
    """The sheet of both pages."""
    sheet = (Path(__file__).parent / "templates" / "style.css").read_text()
    return Response(sheet, media_type="text/css", headers={"X-Content-Type-Options": "nosniff"})


async def refuse(request: Request, failure: Exception) -> Response:
    """A refusal as a page."""
    status = failure.status_code if isinstance(failure, StarletteException) else 500
    sentence = str(getattr(failure, "detail", "")) if isinstance(failure, HTTPException) else "Esa página no existe."
    page = _page(request, "refusal.html", {"sentence": sentence})
    page.status_code = status
    return page


def _letter(request: Request, number: int) -> Reading:
    store: Store = request.app.state.store
    letter = store.letter(number)
    if letter is None:
        raise HTTPException(404, "Esa carta no existe.")
    return read(letter)


def _summary(letter: Reading) -> dict[str, object]:
    return {
        "number": letter.number,
        "received_at": letter.received_at,
        "from": letter.header("From"),
        "to": letter.header("To") or letter.header("Delivered-To"),
        "subject": letter.header("Subject"),
        "message_id": letter.header("Message-ID"),
        "text": letter.text,
        "html": letter.html,
        "attachments": [
            {"index": one.index, "name": one.name, "kind": one.kind, "size": len(one.content)}
            for one in letter.attachments
        ],
    }


def _page(request: Request, template: str, context: dict[str, object]) -> HTMLResponse:
    response = TEMPLATES.TemplateResponse(request, template, context)
    response.headers.update({**HEADERS, "Content-Security-Policy": PAGE_POLICY})
    return response


def _download(content: bytes, name: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(
        content,
        media_type="application/octet-stream",
        headers={**HEADERS, "Content-Disposition": disposition, "Content-Security-Policy": "sandbox"},
    )
