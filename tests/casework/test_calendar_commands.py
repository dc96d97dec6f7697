"""``mesa calendar``: what each order shows, changes and refuses."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backoffice.casework import decrees, outages
from backoffice.casework.house import House
from backoffice.cli.calendar import from_file
from backoffice.domain.errors import BadInput, BadParameters
from tests.casework.terminal import mesa, one_line
from tests.casework.test_decrees import DECREED, SOURCE, deadline
from tests.casework.test_extensions import supervised
from tests.casework.world import World

__all__ = ["supervised"]


@pytest.fixture
def commanded(addressed: None, supervised: House, world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The commands, given by Olga on that Monday."""
    monkeypatch.setenv("MESA_ANALYST", "Olga")
    monkeypatch.setenv("MESA_SUPERVISORS", "Olga")
    monkeypatch.setattr("backoffice.bootstrap.utc_now", world.clock)
    return world


def test_the_command_previews_then_applies(commanded: World, capsys: pytest.CaptureFixture[str]) -> None:
    folio = commanded.case().folio
    words = ("calendar", "add", "--from", "2026-12-10", "--to", "2026-12-13", "--reason", "Duelo", "--source", SOURCE)

    mesa(*words)
    shown = one_line(capsys.readouterr().out)
    mesa(*words, "--apply")
    done = one_line(capsys.readouterr().out)

    assert "Días: 10/dic/2026, 11/dic/2026." in shown
    assert folio in shown
    assert "Plazos que se moverían: 1. No cambió nada: da la orden con --apply para hacerlo." in shown
    assert "Plazos que se movieron: 1. Cada empresa recibe su carta." in done
    assert deadline(commanded, folio).due == date(2027, 1, 29)


def test_the_command_takes_a_file_and_says_what_moved_as_json(commanded: World, shown: Any, tmp_path: Path) -> None:
    folio = commanded.case().folio
    file = tmp_path / "dias.toml"
    file.write_text(
        f'[[published]]\nyear = 2026\nsource = "{SOURCE}"\ndays = [{{ from = "2026-12-10", reason = "Duelo" }}]\n'
    )

    told = shown("calendar", "add", str(file), "--apply")

    assert (told["applied"], told["days"]) == (True, ["2026-12-10"])
    assert [(one["folio"], one["before"]["due"], one["after"]["due"]) for one in told["moved"]] == [
        (folio, "2027-01-27", "2027-01-28")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[published]]\nyear = 2026\n", "necesita year, source y days"),
        ('[[published]]\nyear = 2026\nsource = "x"\ndays = [{ from = "2026-02-30", reason = "y" }]', "no es una fecha"),
        ('days = ["2026-12-10"]', "debe tener secciones"),
        (f'[[published]]\nyear = 2026\nsource = "{"x" * 100_000}"\ndays = []', "demasiado grande"),
        ("\x00", "no se puede leer"),
    ],
)
def test_a_file_with_a_slip_is_refused_with_its_name(commanded: World, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "dias.toml"
    file.write_text(text)

    with pytest.raises((BadInput, BadParameters), match=said):
        from_file(file)


def test_the_list_names_the_source_of_every_day(commanded: World, shown: Any) -> None:
    decrees.add(commanded.house, DECREED, "Olga")

    told = {row["day"]: row for row in shown("calendar", "list", "--year", "2026")}

    assert told["2026-12-25"]["source"] == "LFT, art. 74"
    assert told["2026-12-10"] == {"day": "2026-12-10", "reason": "Duelo nacional", "source": SOURCE}


def test_the_command_gives_days_back(commanded: World, capsys: pytest.CaptureFixture[str]) -> None:
    folio = commanded.case().folio
    commanded.clock.forward(days=2)

    mesa("calendar", "outage", "--on", "2026-11-24", "--reason", "Falló el certificado", "--apply")

    assert "Plazos que se movieron: 1." in one_line(capsys.readouterr().out)
    assert deadline(commanded, folio).due == date(2027, 1, 28)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add",), "Di qué días con --from y --to, o da un archivo."),
        (("add", "--from", "2026-12-10"), "Escribe con --reason por qué no se trabaja."),
        (("add", "--from", "2026-12-10", "--reason", "Duelo"), "Escribe con --source dónde lo publicó el Instituto"),
        (
            ("add", "--from", "2026-12-10", "--to", "2026-12-01", "--reason", "x", "--source", "y"),
            "Los días van de --from a --to, hasta 31 seguidos. Corrige esas fechas.",
        ),
        (("add", "no.toml", "--reason", "x"), "Da los días en un archivo o con --from"),
        (("add", "no.toml"), "No se puede leer no.toml."),
        (("add", "--from", "2026-02-30"), "En --from, «2026-02-30» no es una fecha. Escríbela como 2026-12-24."),
        (("outage", "--on", "ayer", "--reason", "x"), "En --on, «ayer» no es una fecha."),
        (("outage", "--on", "2026-11-30", "--reason", "x"), "El 30/nov/2026 todavía no llega"),
        (("outage", "--on", "2026-11-23", "--reason", " ", "--apply"), "Escribe qué falló con --reason"),
        (
            ("outage", "--on", "2026-11-23", "--reason", "x", "--apply", "--by", "Ana"),
            "«Ana» no supervisa la mesa, y solo quien supervisa registra fallas",
        ),
    ],
)
def test_an_order_with_a_slip_is_refused_with_a_sentence(
    commanded: World, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    status = mesa("calendar", *words)

    told = capsys.readouterr()
    assert (status, told.out) == (2, "")
    assert said in one_line(told.err)
    assert "Traceback" not in told.err


def test_who_orders_it_may_be_named(commanded: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESA_ANALYST", "ana")
    words = ("--from", "2026-12-10", "--reason", "Duelo", "--source", SOURCE, "--apply")

    assert mesa("calendar", "add", *words) == 2
    assert mesa("calendar", "add", *words, "--by", "Olga") == 0

    assert [row.added_by for row in decrees.added(commanded.house)] == ["Olga"]


def test_days_that_were_off_already_are_named_beside_those_that_are_added(
    commanded: World, capsys: pytest.CaptureFixture[str]
) -> None:
    mesa("calendar", "add", "--from", "2026-12-24", "--to", "2026-12-27", "--reason", "Navidad", "--source", SOURCE)

    shown = one_line(capsys.readouterr().out)
    assert "Días: 24/dic/2026. Plazos que se moverían: 0." in shown
    assert "Ya eran inhábiles: 25/dic/2026." in shown


def test_the_list_says_of_which_year_nothing_is_known(commanded: World, capsys: pytest.CaptureFixture[str]) -> None:
    mesa("calendar", "list")

    shown = one_line(capsys.readouterr().out)
    assert "viernes 25/dic/2026" in shown
    assert "De 2027 no hay ningún aviso del Instituto: solo cuentan los días de la ley." in shown
    assert "De 2026" not in shown


def test_days_of_a_year_without_a_section_are_added_all_the_same(commanded: World, shown: Any) -> None:
    told = shown("calendar", "add", "--from", "2027-03-25", "--reason", "Semana Santa", "--source", SOURCE, "--apply")

    assert told["days"] == ["2027-03-25"]
    assert {row["day"] for row in shown("calendar", "list", "--year", "2027")} >= {"2027-03-25", "2027-02-01"}


def test_what_was_given_back_and_what_the_clock_saw_is_listed(
    commanded: World, shown: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    commanded.sql("INSERT INTO service_watch VALUES ('2026-11-23', 7200, 900, now(), false)")
    outages.record(commanded.house, (date(2026, 11, 23),), "Se cayó [bold]", "Olga")

    told = shown("calendar", "outages")
    mesa("calendar", "outages")

    assert told == {
        "given_back": [{"day": "2026-11-23", "reason": "Se cayó [bold]", "recorded_by": "Olga"}],
        "watched": [{"day": "2026-11-23", "minutes": 120, "silent_minutes": 15}],
    }
    assert "lunes 23/nov/2026 │ Se cayó [bold]" in one_line(capsys.readouterr().out)
