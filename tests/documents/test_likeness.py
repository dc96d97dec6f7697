"""What a file that is none of ours looks like, and that looking costs nothing, whatever the bytes are."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from backoffice.efirma.documents.likeness import SENTENCES, Likeness, claimed_code, likeness, sealed_parts
from backoffice.efirma.documents.sealing import DocumentSeal
from backoffice.efirma.documents.typesetting import typeset
from tests.documents.examples import SEALED_AT, changed, document
from tests.timing import best

LARGEST = 5 * 1024 * 1024
CODE = "2A3B45C6D78E9F2G3H4J"


def der(seal: DocumentSeal) -> bytes:
    return seal.certificate.public_bytes(Encoding.DER)


def test_a_changed_document_carries_our_seal(sealed: bytes, seal: DocumentSeal) -> None:
    assert likeness(changed(sealed, 30_000), der(seal)) == "changed"
    assert likeness(sealed[:-1], der(seal)) == "changed"


def test_anothers_seal_is_not_ours_though_it_has_our_name(seal: DocumentSeal, other_seal: DocumentSeal) -> None:
    imitation = other_seal.seal(typeset(document()), SEALED_AT)

    assert likeness(imitation, der(seal)) == "foreign"
    assert likeness(imitation, None) == "foreign"


def test_a_document_that_was_never_sealed_says_so(seal: DocumentSeal) -> None:
    assert likeness(typeset(document()), der(seal)) == "unsealed"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "no_pdf"),
        (b"PK\x03\x04", "no_pdf"),
        (b"%PDF-1.7 sin fin", "incomplete"),
        (b"%PDF-1.7 trailer <</Encrypt 4 0 R>> %%EOF", "encrypted"),
        (b" " * 1024 + b"%PDF-1.7 %%EOF", "no_pdf"),
        (b"%PDF-1.7 %%EOF" + b"\n" * 1024, "incomplete"),
        (b"%PDF-1.7 /ByteRange [0 1 2 3] %%EOF", "foreign"),
    ],
)
def test_other_files_are_told_apart(data: bytes, found: str, seal: DocumentSeal) -> None:
    assert likeness(data, der(seal)) == found


def test_what_was_sealed_is_found_within_what_was_added_to_it(sealed: bytes) -> None:
    assert list(sealed_parts(sealed + b"\n%%EOF\n")) == [sealed]
    assert list(sealed_parts(sealed)) == []


def test_the_code_that_a_document_claims_is_read_from_its_link() -> None:
    paper = typeset(document(verify_url=f"https://mesa.example/verificar/{CODE}"))

    assert claimed_code(paper) == CODE
    assert claimed_code(b"/verificar/" + CODE.encode() + b"X") is None
    assert claimed_code(b"%PDF-1.7") is None


@given(
    st.lists(st.sampled_from([b"%PDF-", b"/ByteRange", b"[", b" 0 ", b"99999999999", b" 7 ", b"/verificar/", b"%%EOF"]))
)
def test_no_bytes_make_it_raise(pieces: list[bytes]) -> None:
    data = b"".join(pieces)

    assert likeness(data, b"x") in SENTENCES
    assert all(data.startswith(part) for part in sealed_parts(data))
    assert claimed_code(data) is None


@pytest.mark.parametrize(
    ("piece", "most"),
    [
        (b"/ByteRange [0 ", 20),
        (b"/ByteRange [0 1 2 3]", 7),
        (b"/ByteRange [ 0 99999999 9999999 ", 35),
        (b" ", 6),
        (b"/verificar/", 14),
        (b"2" * 19, 9),
    ],
)
def test_the_largest_file_is_looked_at_in_about_the_time_of_as_many_bytes_of_ours(
    piece: bytes, most: int, seal: DocumentSeal
) -> None:
    data = (b"%PDF-1.7 " + piece * (LARGEST // len(piece)))[:LARGEST]
    paper = typeset(document())
    ours = (paper * (LARGEST // len(paper) + 1))[:LARGEST]

    def look(data: bytes) -> Likeness:
        found = likeness(data, der(seal)), list(sealed_parts(data)), claimed_code(data)
        return found[0]

    assert look(data) == "incomplete"
    assert best(lambda: look(data)) <= most * best(lambda: look(ours))


def test_every_likeness_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Likeness)
