"""Requests that no page of ours sends: any method, path, header, encoding and body, from what hypothesis draws."""

import json
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

#: What forms, addresses and documents of the portal are called.
NAMES = (
    "acepto", "aparecer", "captcha", "captcha_id", "codigo", "contrasena", "correo", "csrf", "empresa", "entiendo",
    "nrp", "pagina", "repetida", "turno", "volver", "certificate", "file_name", "file_sha256", "statement", "signature",
    "reason", "secret", "archivo",
)  # fmt: skip
#: A sign that nobody may see as markup.
MARK = "<hostil onerror=1>"
WORDS = (
    "", "\0", "a\0b", MARK, "' OR 1=1 --", "%' --", "\\", "{{7*7}}", "${jndi:x}", "../../../etc/passwd", "\u202e",
    "\U0001f4a9", "é" * 300, "9" * 400, "9" * 5000, "-1", "1e400", "٣", "null", "si", "solicitud", "evidencias", "aceptacion",
    "cancelacion", "00000000-0000-0000-0000-000000000000", "{" * 40, "[" * 40, "\r\nSet-Cookie: a=b", "//evil.example",
    "=HYPERLINK(1)", "A0112345105", "tramites@nandu.example", "MIIB", "2026-08-01", "pruebas-2600000018-1",
)  # fmt: skip
#: Encodings that a client may say it writes in; Python knows more of them than browsers do.
CHARSETS = ("utf-8", "utf-7", "utf-16", "idna", "punycode", "unicode_escape", "hex", "rot13", "nonsense", "undefined")

hostile = st.one_of(st.sampled_from(WORDS), st.text(max_size=60))


@dataclass(frozen=True)
class Sent:
    """A request as it goes out."""

    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@st.composite
def paths(draw: st.DrawFn, template: str) -> str:
    """A route's path with something hostile in each of its braces, and a query."""
    path = template
    while "{" in path:
        before, _, rest = path.partition("{")
        path = before + quote(draw(hostile), safe=draw(st.sampled_from(["", "/%"]))) + rest.partition("}")[2]
    asked = draw(st.dictionaries(st.sampled_from(NAMES), hostile, max_size=2))
    return path + (f"?{urlencode(asked, errors='replace')}" if asked else "")


@st.composite
def sendings(draw: st.DrawFn, method: str, template: str) -> Sent:
    """One request to a route; ``csrf`` is filled in later, where the body says ``@csrf@``."""
    fields = draw(st.dictionaries(st.sampled_from(NAMES), hostile, max_size=8)) | {"csrf": "@csrf@"}
    kind, body = draw(st.sampled_from(BODIES))(draw, fields)
    headers = {"content-type": kind, "x-csrf": "@csrf@"}
    if draw(st.booleans()):
        headers["accept"] = draw(st.sampled_from(["application/json", "text/html", "*/*;q=x", "\xff"]))
    if draw(st.booleans()):
        said = draw(st.sampled_from(["Basic ", "Bearer ", "basic", "Digest "])) + draw(hostile)
        headers["authorization"] = said.encode("utf-8", "replace").decode("latin-1")
    clean = {name: "".join(c for c in text if c.isprintable() and ord(c) < 256) for name, text in headers.items()}
    return Sent(method, draw(paths(template)), body, clean)


def as_form(draw: st.DrawFn, fields: dict[str, str]) -> tuple[str, bytes]:
    """As browsers send it, now and then with bytes that are no UTF-8."""
    body = urlencode(fields, errors="replace").replace("%40csrf%40", "@csrf@")
    return "application/x-www-form-urlencoded", body.encode() + draw(st.sampled_from([b"", b"&nrp=%ff%fe", b"&=&&%"]))


def as_parts(draw: st.DrawFn, fields: dict[str, str]) -> tuple[str, bytes]:
    """In parts, in an encoding of the client's choice, whole or not."""
    charset = draw(st.sampled_from(CHARSETS))
    pieces = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + text.encode("utf-8", "replace")
        + draw(st.sampled_from([b"", b"+2AA-", b"\\ud800", b"xn--\xff"]) if name != "csrf" else st.just(b""))
        + b"\r\n"
        for name, text in fields.items()
    ]
    named = draw(st.sampled_from([b"", b"; filename=a.xls", b"; filename*=utf-7''+2AA-", b'; filename="\xff+2AA-\0"']))
    pieces.append(b'--b\r\nContent-Disposition: form-data; name="archivo"' + named + b"\r\n\r\n\xd0\xcf\r\n")
    end = draw(st.sampled_from([b"--b--\r\n", b"", b"--b\r\n\r\n"]))
    return f"multipart/form-data; boundary=b; charset={charset}", b"".join(pieces) + end


def as_json(draw: st.DrawFn, fields: dict[str, str]) -> tuple[str, bytes]:
    """A document of the wrong kind, or of the right one with wrong values."""
    values = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.just("\ud800"), hostile)
    document = draw(st.dictionaries(st.sampled_from(NAMES), values, max_size=6))
    text = draw(st.sampled_from([json.dumps(document), "[]", '"x"', "{", "[" * 5000, '{"secret":"\\ud800"}', "NaN"]))
    return "application/json", text.encode("utf-8", "replace")


def as_bytes(draw: st.DrawFn, fields: dict[str, str]) -> tuple[str, bytes]:
    """Anything at all."""
    return draw(st.sampled_from(["", "text/plain", "multipart/form-data", "application/json; charset=utf-7"])), draw(
        st.binary(max_size=200)
    )


BODIES = (as_form, as_form, as_parts, as_parts, as_json, as_bytes)
