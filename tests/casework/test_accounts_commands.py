"""``mesa accounts``: people of companies are added one by one or by a table, invited once, and listed."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from backoffice.casework import accounts
from backoffice.cli import accounts_file
from backoffice.cli.accounts_file import Line
from backoffice.domain.applicant import Applicant
from backoffice.domain.errors import BadInput, MissingSetting
from backoffice.records.outbox import OutboxRow
from tests.casework.terminal import mesa, one_line
from tests.casework.world import World
from tests.timing import best

pytestmark = pytest.mark.usefixtures("addressed")

ANA = ("A0112345105", "EKU9003173C9", "Nóminas Ñandú, S.A. de C.V.", "ana@nandu.example")
LUIS = ("B0112345104", "AAA010101AAA", 'Sueldos «El 5», "SA"', "luis@sueldos.example")


@pytest.fixture(autouse=True)
def portal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invitations lead somewhere."""
    monkeypatch.setenv("MESA_PORTAL_URL", "https://portal.example")


def table(folder: Path, *rows: tuple[str, ...], header: str = "nrp,rfc,name,email", sep: str = ",") -> Path:
    """A file as a spreadsheet writes it."""
    quoted = [sep.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    file = folder / "empresas.csv"
    file.write_text("\r\n".join([header.replace(",", sep), *quoted, ""]), encoding="utf-8-sig")
    return file


def letters(world: World) -> list[str]:
    """Whom invitations were written to."""
    query = select(OutboxRow).where(col(OutboxRow.letter) == "invitation").order_by(col(OutboxRow.created_at))
    rows = world.reading(lambda session: list(session.execute(query).scalars()))
    return [row.recipient or "" for row in rows]


def test_one_is_added_and_invited_once(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["accounts", "add", *(f"--{name}={value}" for name, value in zip(accounts_file.COLUMNS, ANA, strict=True))]

    assert (mesa(*words), mesa(*words)) == (0, 0)

    said = capsys.readouterr().out
    assert "La invitación va en camino a ana@nandu.example. El enlace sirve siete días." in said
    assert "La cuenta de ana@nandu.example ya existía: no se hizo nada." in said
    assert letters(world) == ["ana@nandu.example"]


def test_again_sends_another_link(world: World) -> None:
    words = ["accounts", "add", *(f"--{name}={value}" for name, value in zip(accounts_file.COLUMNS, ANA, strict=True))]
    mesa(*words)

    assert mesa(*words, "--again") == 0
    assert letters(world) == ["ana@nandu.example"] * 2


@pytest.mark.parametrize("sep", [",", ";"])
def test_a_table_adds_and_invites_whoever_is_new_and_twice_does_no_harm(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], sep: str
) -> None:
    file = table(tmp_path, ANA, LUIS, ANA, sep=sep)

    assert mesa("accounts", "import", str(file)) == 0
    assert capsys.readouterr().out == "2 cuentas nuevas, invitadas; 0 ya existían.\n"
    assert mesa("accounts", "import", str(file)) == 0
    assert capsys.readouterr().out == "0 cuentas nuevas, invitadas; 2 ya existían.\n"

    assert sorted(letters(world)) == ["ana@nandu.example", "luis@sueldos.example"]


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    file = table(tmp_path, (ANA[3], ANA[2], ANA[0], ANA[1]), header="EMAIL,Name, nrp ,RFC")

    assert accounts_file.read(file) == [Line(2, Applicant(*ANA))]


def test_one_bad_line_and_nobody_is_added_unless_it_is_to_be_skipped(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [("corto", *ANA[1:]), (ANA[0], "OTRO010101AB1", *ANA[2:]), (LUIS[0], LUIS[1], LUIS[2], "sin-arroba")]
    file = table(tmp_path, ANA, *bad, (*LUIS, "de más"), LUIS)

    assert mesa("accounts", "import", str(file)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    for line in (
        "Línea 3: El NRP debe tener 11 letras o números.",
        "Línea 4: El NRP A0112345105 ya está en otra línea con otro RFC u otro nombre.",
        "Línea 5: El correo electrónico no tiene la forma nombre@dominio.",
        "Línea 6: Tiene 5 celdas y la primera línea 4.",
        "No se dio de alta a nadie: corrige 4 líneas o usa --skip-bad.",
    ):
        assert line in one_line(said.err)
    assert letters(world) == []

    assert mesa("accounts", "import", str(file), "--skip-bad") == 1
    assert sorted(letters(world)) == ["ana@nandu.example", "luis@sueldos.example"]


def test_a_company_that_is_registered_with_another_rfc_is_told_before_anything_is_done(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mesa("accounts", "import", str(table(tmp_path, ANA)))
    capsys.readouterr()

    assert mesa("accounts", "import", str(table(tmp_path, LUIS, (ANA[0], "OTRO010101AB1", *ANA[2:])))) == 2

    assert "Línea 3: El NRP A0112345105 ya está registrado con otro RFC." in one_line(capsys.readouterr().err)
    assert letters(world) == ["ana@nandu.example"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "debe nombrar estas columnas"),
        (b"nrp,rfc,name\n", "debe nombrar estas columnas"),
        (b"nrp,rfc,name,email,email\n", "debe nombrar estas columnas"),
        (b"nrp,rfc,name,email\nA0112345105,EKU9003173C9,\xd1and\xfa,a@b.example\n", "no está en UTF-8"),
        (b"nrp,rfc,name,email\n" + b'"' + b"x" * 140_000, "no es una tabla CSV"),
        (b"PK\x03\x04\x00\xff", "no está en UTF-8"),
    ],
)
def test_what_is_no_such_table_is_told(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "empresas.csv"
    file.write_bytes(content)

    with pytest.raises(BadInput, match=sentence):
        accounts_file.read(file)


def test_a_table_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mesa("accounts", "import", str(tmp_path / "no.csv")) == 2
    assert "No pude leer" in one_line(capsys.readouterr().err)


def test_a_table_without_lines_adds_nobody(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mesa("accounts", "import", str(table(tmp_path))) == 0
    assert capsys.readouterr().out == "0 cuentas nuevas, invitadas; 0 ya existían.\n"


def test_lines_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    file = tmp_path / "empresas.csv"
    file.write_bytes(
        b"nrp;rfc;name;email\r\n"
        b'A0112345105;EKU9003173C9;"Sueldos\r\ndel Sur; S.A.";ana@nandu.example\r\n'
        b"\r\n"
        b"corto;EKU9003173C9;Otra;otra@nandu.example\r\n"
    )

    lines = accounts_file.read(file)

    assert lines == [
        Line(2, Applicant("A0112345105", "EKU9003173C9", "Sueldos del Sur; S.A.", "ana@nandu.example")),
        Line(4, None, "El NRP debe tener 11 letras o números. Revisa el registro patronal."),
    ]


def test_as_json_it_says_what_became_of_every_line(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = {"line": 3, "trouble": "El NRP debe tener 11 letras o números. Revisa el registro patronal."}
    file = table(tmp_path, ANA, ("corto", *LUIS[1:]))

    assert mesa("accounts", "import", str(file), "--json") == 2
    assert json.loads(capsys.readouterr().out) == {"invited": 0, "known": 0, "bad": [bad]}
    assert mesa("accounts", "import", str(file), "--json", "--skip-bad") == 1
    assert json.loads(capsys.readouterr().out) == {"invited": 1, "known": 0, "bad": [bad]}
    assert mesa("accounts", "import", str(table(tmp_path, ANA)), "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"invited": 0, "known": 1, "bad": []}


@pytest.mark.parametrize(
    "row",
    [
        (ANA[0], ANA[1], "Roja\x1b[31m, S.A.", ANA[3]),
        (ANA[0], ANA[1], "Al revés \u202e.A.S", ANA[3]),
        (ANA[0], ANA[1], ANA[2], "\x1bc@nandu.example"),
        ("\x1b]0;hola\x07", *ANA[1:]),
    ],
    ids=["colour", "direction", "reset in an address", "title of the window"],
)
def test_what_would_command_the_terminal_is_refused_and_never_reaches_it(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], row: tuple[str, ...]
) -> None:
    assert mesa("accounts", "import", str(table(tmp_path, row))) == 2

    said = capsys.readouterr()
    assert "Línea 2: " in said.err
    assert not set("\x1b\x07\u202e") & set(said.err + said.out)
    assert letters(world) == []


def test_without_an_address_of_the_portal_nobody_is_added(world: World) -> None:
    with pytest.raises(MissingSetting, match="Falta MESA_PORTAL_URL"):
        accounts.add(world.house, Applicant(*ANA), "test")

    assert accounts.listed(world.house) == []


def test_the_same_address_may_stand_for_two_companies_and_a_company_may_have_two_people(
    world: World, tmp_path: Path
) -> None:
    file = table(tmp_path, ANA, (*LUIS[:3], ANA[3]), (*ANA[:3], "berta@nandu.example"))

    assert mesa("accounts", "import", str(file)) == 0

    assert [(one.nrp, one.email) for one in accounts.listed(world.house)] == [
        ("A0112345105", "ana@nandu.example"),
        ("A0112345105", "berta@nandu.example"),
        ("B0112345104", "ana@nandu.example"),
    ]


def ten_thousand() -> list[tuple[str, ...]]:
    """As many companies, each with a person."""
    return [
        (f"Z{number:010d}", "AAA010101AAA", f"Empresa {number}", f"e{number}@x.example") for number in range(10_000)
    ]


def test_ten_thousand_lines_are_imported_with_a_bar_and_only_the_new_ones_are_invited(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.sql(
        "WITH known AS (INSERT INTO applicants (id, nrp, rfc, name, email, registered_at) "
        "SELECT gen_random_uuid(), 'Z' || lpad(n::text, 10, '0'), 'AAA010101AAA', 'Empresa ' || n, "
        "'e' || n || '@x.example', now() FROM generate_series(0, 9989) AS n RETURNING id, email) "
        "INSERT INTO accounts (id, applicant_id, email, created_at) SELECT gen_random_uuid(), id, email, now() FROM known"
    )

    assert mesa("accounts", "import", str(table(tmp_path, *ten_thousand()))) == 0

    said = capsys.readouterr()
    assert said.out == "10 cuentas nuevas, invitadas; 9,990 ya existían.\n"
    assert "10000/10000" in said.err
    assert sorted(letters(world)) == [f"e{number}@x.example" for number in range(9_990, 10_000)]


def test_ten_thousand_lines_are_checked_in_some_ten_times_what_a_thousand_take(tmp_path: Path) -> None:
    file = table(tmp_path, *ten_thousand())
    (tmp_path / "few").mkdir()
    few = table(tmp_path / "few", *ten_thousand()[:1_000])

    thousand = best(lambda: accounts_file.read(few))
    lines = accounts_file.read(file)

    assert len(lines) == 10_000
    assert all(line.company for line in lines)
    assert best(lambda: accounts_file.read(file)) <= 6 * 10 * thousand
