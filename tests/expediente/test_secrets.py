"""What an export never holds: seeds, passwords, and the answers of a set that is still in play."""

import email
import email.policy
import re
import zipfile
from email.message import EmailMessage
from io import BytesIO

from backoffice.casework import intake, notice_service
from backoffice.casework.expediente.letters import masked
from backoffice.domain.work import Outcome
from tests.casework.world import World
from tests.expediente.archives import Opened, exported


def everything(found: Opened) -> bytes:
    """All bytes of an export, archives within it opened, letters decoded."""
    parts = [found.made.pdf]
    for name in found.names:
        data = found.read(name)
        parts.append(data)
        if name.endswith(".zip"):
            inner = zipfile.ZipFile(BytesIO(data))
            parts.extend(inner.read(one) for one in inner.namelist())
        if name.endswith(".eml"):
            parts.extend(bodies(data))
    return b"\n".join(parts)


def bodies(message: bytes) -> list[bytes]:
    """Text and HTML of a letter, decoded."""
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    found = (parsed.get_body((kind,)) for kind in ("plain", "html"))
    return [body.get_content().encode() for body in found if isinstance(body, EmailMessage)]


def test_no_seed_and_no_password_of_the_test_service_leaves(portal_world: World) -> None:
    folio = portal_world.case().folio
    intake.receive(portal_world.house, folio, "e.xls", b"uma")
    portal_world.work()
    portal_world.decided(folio, Outcome.CORRECTIONS)
    portal_world.work()
    seeds = [portal_world.seed(folio, number) for number in (1, 2)]
    passwords = [notice_service.credentials(folio, number, seed).password for number, seed in enumerate(seeds, start=1)]
    stored = [portal_world.house.blobs.get(row.message or "") for row in portal_world.view(folio).letters]
    assert all(any(word.encode() in part for one in stored for part in bodies(one)) for word in passwords)

    found = exported(portal_world, folio)

    said = everything(found)
    assert len(passwords) == 2
    for secret in (*passwords, *(seed.hex() for seed in seeds)):
        assert secret.encode() not in said
    listed = found.json("cartas/cartas.json")
    assert [one["masked"] for one in listed] == [True, False, True]
    letter = next(body for body in bodies(found.read(listed[0]["file"])))
    assert re.search(rb"Contrase\xc3\xb1a: \*{20}", letter)


def test_a_masked_letter_is_the_stored_one_but_for_the_asterisks(portal_world: World) -> None:
    folio = portal_world.case().folio
    (row,) = portal_world.view(folio).letters
    stored = portal_world.house.blobs.get(row.message or "")

    shown = exported(portal_world, folio).read("cartas/001-test_set_issued.eml")

    assert len(shown) == len(stored)
    assert {new for old, new in zip(stored, shown, strict=True) if old != new} == {ord("*")}


def test_a_password_is_found_however_its_lines_break() -> None:
    for text in (b"a SECRET9 b", b"a SEC=\r\nRET9 b", b"S=\nE=\r\nCRET9"):
        shown = masked(text, ["SECRET9"])
        assert b"SECRET9" not in re.sub(rb"=\r?\n", b"", shown)
        assert len(shown) == len(text)
        assert masked(shown, ["SECRET9"]) == shown


def test_the_answers_of_a_set_in_play_stay_and_those_of_a_closed_one_go(world: World, corrected: str) -> None:
    found = exported(world, corrected)

    assert '"expected"' in found.read("ronda-1/set/respuestas.json").decode()
    assert "ronda-2/set/respuestas.json" not in found.names
    assert found.json("ronda-1/ronda.json")["test_set"]["answers_included"] is True
    assert found.json("ronda-2/ronda.json")["test_set"]["answers_included"] is False
