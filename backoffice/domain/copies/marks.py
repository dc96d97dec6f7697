"""Marks of a file that are equal or not: a digest for each, so that a database finds who has the same. Pure."""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from backoffice.domain.copies.grades import Kind
from backoffice.domain.copies.traces import Authorship, Traces

#: Who every template is by, before anybody fills it in.
TEMPLATE_AUTHOR = "mesa de certificación"
#: What programs call somebody whose name they do not know.
NOBODY = frozenset(
    {
        "", "admin", "administrador", "administrator", "anonymous", "apache poi", "author", "autor", "equipo", "home",
        "hp", "lenovo", "microsoft", "nómina", "nomina", "nominas", "openpyxl", "owner", "pc", "propietario",
        "sistemas", "unknown", "user", "usuario", "usuario de windows", "windows user", TEMPLATE_AUTHOR,
    }
)  # fmt: skip


class Mark(NamedTuple):
    """One mark: sixteen bytes, and what it is of, in a few words for people."""

    kind: Kind
    digest: bytes
    said: str


def marks_of(sha256_of_file: str, traces: Traces) -> tuple[Mark, ...]:
    """All marks of a file, each once."""
    found = {(one.kind, one.digest): one for one in _marks(sha256_of_file, traces)}
    return tuple(found.values())


def _marks(sha256_of_file: str, traces: Traces) -> Iterator[Mark]:
    yield _mark(Kind.FILE, sha256_of_file, f"SHA-256 {sha256_of_file[:16]}…")
    for receipt in traces.receipts:
        yield _mark(Kind.RECEIPT, receipt.digest, "todo lo que dice el CFDI, salvo su sello")
        if receipt.uuid:
            yield _mark(Kind.FISCAL_FOLIO, receipt.uuid, receipt.uuid.upper())
        if receipt.seal:
            yield _mark(Kind.SEAL, receipt.seal, "sello del emisor")
    yield from _of_authorship(traces.authorship)


def _of_authorship(one: Authorship) -> Iterator[Mark]:
    """Who made the book and when, who saved it last and when, and who that is alone. Names that are nobody's do not."""
    author, last_by = _name(one.author), _name(one.last_by)
    if author not in NOBODY and one.created:
        yield _mark(Kind.CREATED, f"{author}|{one.created}", f"«{one.author}», {_moment(one.created)}")
    if last_by not in NOBODY and one.modified:
        yield _mark(Kind.SAVED, f"{last_by}|{one.modified}", f"«{one.last_by}», {_moment(one.modified)}")
    for name in sorted({author, last_by} - NOBODY):
        yield _mark(Kind.PERSON, name, f"«{one.author if name == author else one.last_by}»")


def _mark(kind: Kind, what: str, said: str) -> Mark:
    return Mark(kind, sha256(what.encode("utf-8", "replace")).digest()[:16], said)


def _name(text: str) -> str:
    return " ".join(text.casefold().split())


def _moment(iso: str) -> str:
    return iso.replace("T", " ")
