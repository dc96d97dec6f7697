"""The commands of the casework: what they print, and that refusals are one sentence and exit status 2."""

import json
from pathlib import Path

import pytest

from backoffice.cli import main
from tests.casework.world import ACME, World
from tests.conftest import Mailbox

REQUEST = [
    "request",
    "--nrp",
    ACME.nrp,
    "--rfc",
    ACME.rfc,
    "--name",
    "Nóminas [bold]Ñandú[/bold]",
    "--email",
    ACME.email,
]


@pytest.fixture(autouse=True)
def addressed(world: World, mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands use this test's database; the queue is down."""
    monkeypatch.setenv("MESA_VAR", str(tmp_path))
    monkeypatch.setenv("MESA_DATABASE_URL", world.house.addresses.database_url)
    monkeypatch.setenv("MESA_QUEUE_URL", "redis://127.0.0.1:1")
    monkeypatch.setenv("MESA_SMTP_URL", mailbox.url)
    monkeypatch.setenv("MESA_BLOBS_URL", world.house.addresses.blobs_url)


def mesa(*words: str) -> int:
    """The exit status of one command."""
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return int(ended.value.code or 0)


def test_no_cases_yet_is_said_kindly(capsys: pytest.CaptureFixture[str]) -> None:
    assert mesa("cases") == 0

    assert capsys.readouterr().out.startswith("Todavía no hay casos.")


def test_no_cases_yet_is_an_empty_list_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert mesa("cases", "--json") == 0

    assert json.loads(capsys.readouterr().out) == []


def test_a_request_prints_its_folio_though_the_queue_is_down(capsys: pytest.CaptureFixture[str]) -> None:
    assert mesa(*REQUEST) == 0

    said = capsys.readouterr()
    assert said.out.startswith("Folio 2600000018: solicitud registrada")
    assert said.err == ""


def test_the_list_shows_a_hostile_name_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    mesa(*REQUEST)
    capsys.readouterr()

    mesa("cases", "--json")
    (row,) = json.loads(capsys.readouterr().out)
    mesa("cases")
    table = " ".join(capsys.readouterr().out.split())

    assert row["company"] == "Nóminas [bold]Ñandú[/bold]"
    assert (row["folio"], row["state"], row["state_label"]) == ("2600000018", "requested", "Solicitud registrada")
    assert "[bold]" in table
    assert "2600000018" in table


def test_intake_says_what_was_received_and_what_comes_next(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = world.case()
    (tmp_path / "evidencias.xls").write_bytes(b"right")

    assert mesa("intake", case.folio, str(tmp_path / "evidencias.xls")) == 0
    first = capsys.readouterr()
    assert mesa("intake", case.folio, str(tmp_path / "evidencias.xls")) == 0
    second = capsys.readouterr()

    assert "recibimos «evidencias.xls» (5 bytes, sha256 " in first.out
    assert "Estado: En análisis." in first.out
    assert "5 días hábiles desde el " in first.out
    assert "ya se había recibido" in second.out
    assert first.err == second.err == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "El archivo está vacío (0 bytes)."),
        (b"x" * 5_242_881, "El archivo pesa más de 5 MB (5,242,880 bytes), que es lo máximo que se recibe."),
        (None, "No existe el archivo "),
    ],
)
def test_a_file_that_cannot_be_received_is_one_sentence(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, sentence: str
) -> None:
    case = world.case()
    if content is not None:
        (tmp_path / "e.xls").write_bytes(content)

    assert mesa("intake", case.folio, str(tmp_path / "e.xls")) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1


def test_a_folder_is_no_file(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mesa("intake", world.case().folio, str(tmp_path)) == 2

    assert "es una carpeta" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [("accept", "0501423523"), ("cancel", "0501423523"), ("cancel", "' OR 1=1 --"), ("cancel", "05\udce1")]
)
def test_an_unknown_folio_is_one_sentence(capsys: pytest.CaptureFixture[str], words: tuple[str, str]) -> None:
    assert mesa(*words) == 2

    assert capsys.readouterr().err.startswith("No existe un caso con el folio")


def test_cancelling_twice_is_refused_the_second_time(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    case = world.case()

    assert mesa("cancel", case.folio, "--reason", "ya no\udce1\0") == 0
    assert mesa("cancel", case.folio) == 2

    said = capsys.readouterr()
    assert "Solicitud desistida" in said.out
    assert said.err == "El caso ya terminó antes, por cancelación o desistimiento: no se hizo nada.\n"


def test_accepting_before_the_approval_is_refused(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert mesa("accept", world.case().folio) == 2

    assert capsys.readouterr().err == "El caso está «En espera de documentos»: no es posible firmar la aprobación.\n"


@pytest.mark.parametrize("words", [("cases",), ("cancel", "2600000018"), ("accept", "2600000018")])
def test_a_database_that_is_down_points_to_up(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("MESA_DATABASE_URL", "postgresql://mesa:hidden@127.0.0.1:1/mesa")

    assert mesa(*words) == 2

    said = capsys.readouterr()
    assert said.err == "La base de datos no responde. Arranca los servicios con «./mesa up» y vuelve a intentarlo.\n"
