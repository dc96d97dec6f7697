"""``mesa rules diff`` and ``runs``: what is refused, what is told, and how one goes on with a run."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backoffice.casework import outbox, readjudication, rule_runs
from backoffice.cli import following, main
from backoffice.cli.rules import gathered
from backoffice.cli.rules_report import document
from backoffice.domain.errors import ServiceUnavailable
from backoffice.records.rules import RuleRun
from backoffice.records.verdicts import Scope
from tests.casework.other_rules import with_umi, without_umi_of_2026
from tests.casework.terminal import mesa, one_line
from tests.casework.test_queries import sent
from tests.casework.world import World

DEARER = with_umi("120.00")

pytestmark = pytest.mark.usefixtures("addressed")


@pytest.fixture
def tables(tmp_path: Path) -> Callable[..., Path]:
    """A folder with these tables."""

    def folder(**texts: str | bytes) -> Path:
        made = tmp_path / "otras"
        made.mkdir()
        for name, text in texts.items():
            (made / f"{name}.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return made

    return folder


def started(world: World, texts: dict[str, str] | None) -> RuleRun:
    """A run that nobody has worked on."""
    begun = rule_runs.start(world.house, texts, Scope(), label="UMI de prueba", by="olga")
    assert begun is not None
    return begun.run


def ended(world: World, texts: dict[str, str] | None) -> RuleRun:
    """A run that workers have done."""
    run = started(world, texts)
    world.work()
    return run


def test_a_run_that_is_over_is_shown_again_with_what_would_flip_first(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, flipped = sent(world, 1, b"uma"), sent(world, 2, b"right")
    run = ended(world, DEARER)

    assert mesa("rules", "diff", "--resume", str(run.number)) == 1

    said = capsys.readouterr().out
    assert said.index(flipped) < said.index(changed)
    assert "De 2 resultados: 1 con otra conclusión, 1 con la misma y otros hallazgos, 0 iguales." in one_line(said)
    assert "Ningún resultado guardado cambió y nadie fue avisado: qué hacer lo decide quien supervisa." in one_line(
        said
    )
    assert f"Para verla otra vez: «./mesa rules diff --resume {run.number}»." in one_line(said)


def test_the_same_for_machines(world: World, shown: Any) -> None:
    folio = sent(world, 1, b"right")
    run = ended(world, DEARER)

    said = shown("rules", "diff", "--resume", str(run.number))

    (one,) = said["verdicts"]
    assert (one["folio"], one["round"], one["submission"]) == (folio, 1, 1)
    assert (one["before"], one["after"], one["flips"]) == ("consistent", "inconsistent", True)
    assert one["reason"].startswith("Aparecen ")
    assert any("calculamos 1,537.54 y encontramos 1,291.66" in finding for finding in one["findings"])
    assert (said["counts"]["flipped"], said["not_computed"], said["run"]["label"]) == (1, [], "UMI de prueba")
    assert (said["run"]["started_by"], said["run"]["total"]) == ("olga", 1)


def test_where_nothing_differs_that_is_told_and_the_status_is_zero(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    sent(world, 1, b"right")
    run = ended(world, None)

    assert mesa("rules", "diff", "--resume", str(run.number)) == 0

    said = capsys.readouterr().out
    assert "De 1 resultado: 0 con otra conclusión, 0 con la misma y otros hallazgos, 1 iguales." in one_line(said)
    assert "nadie fue avisado" not in said


def test_what_could_not_be_compared_is_listed_with_its_reason_and_the_status_is_two(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_runs, "PART", 1)
    sent(world, 1, b"right")
    sent(world, 2, b"right")
    run = started(world, without_umi_of_2026())
    (_, row_id), _ = world.bells.rung
    for _ in range(3):
        outbox.begin(world.house, row_id)
        world.clock.forward(seconds=61)
    world.work()

    # to ask for the run would order anew what was given up, and here nobody works: the report alone is looked at
    found = gathered(world.house, run.number)
    said = document(found)

    assert found.status == 2
    assert said["counts"]["not_computed"] == 2
    assert sorted(one["why"].split(":")[0] for one in said["not_computed"]) == [
        "Con estas reglas no se calcula la fila a-2",
        "Su parte se dejó tras tres intentos. El proceso que lo hacía terminó de golpe en cada intento.",
    ]


def test_an_empty_house_has_nothing_to_compare(capsys: pytest.CaptureFixture[str]) -> None:
    assert (mesa("rules", "diff"), mesa("rules", "diff", "--json"), mesa("rules", "runs")) == (0, 0, 0)

    said = capsys.readouterr()
    assert said.err == "No hay resultados guardados que comparar.\n" * 2
    document, told = said.out.splitlines()
    assert json.loads(document) == {"run": None, "counts": {}, "verdicts": [], "not_computed": []}
    assert told == "Todavía no hay comparaciones. Haz una con «./mesa rules diff»."


def test_tables_that_are_in_force_already_are_told(tables: Any, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tables(umi=with_umi("100.81")["umi"])

    assert mesa("rules", "diff", "--parameters", str(folder)) == 0

    assert capsys.readouterr().err.startswith(
        "Esas tablas son las que ya están en vigor: la comparación es con las reglas de hoy.\n"
    )


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ({}, "no trae ninguna tabla. Los archivos se llaman: absences_reduce_days_1.toml, "),
        ({"umi2": "title = 'x'"}, "No hay una tabla «umi2.toml». Los archivos se llaman: absences_reduce_days_1.toml"),
        ({"umi": "title = "}, "La tabla «umi» no se puede leer"),
        ({"umi": b"\xff\xfe"}, "umi.toml no es texto UTF-8."),
        ({"umi": DEARER["umi"].replace("from = 2025-01-01", "from = 2025-01-02")}, "no tiene valor para el 2025-01-01"),
        ({"rules": "rules = [1]"}, "Las reglas no se pueden leer"),
    ],
)
def test_tables_that_cannot_be_used_are_one_sentence(
    world: World, tables: Any, capsys: pytest.CaptureFixture[str], texts: dict[str, Any], sentence: str
) -> None:
    sent(world, 1, b"right")
    capsys.readouterr()

    assert mesa("rules", "diff", "--parameters", str(tables(**texts))) == 2

    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert sentence in said.err


@pytest.mark.parametrize("place", ["nowhere", "a_file"])
def test_a_folder_that_is_none_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str) -> None:
    (tmp_path / "a_file").write_text("x")

    assert mesa("rules", "diff", "--parameters", str(tmp_path / place)) == 2

    assert capsys.readouterr().err.startswith(f"No se puede leer la carpeta {tmp_path / place}: ")


def test_a_table_that_is_a_folder_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "umi.toml").mkdir()

    assert mesa("rules", "diff", "--parameters", str(tmp_path)) == 2

    assert "umi.toml: es una carpeta." in capsys.readouterr().err


@pytest.mark.parametrize("words", [("--open",), ("--folio", "2600000018"), ("--parameters", "x"), ("--label", "y")])
def test_a_run_that_is_gone_on_with_takes_no_other_options(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert mesa("rules", "diff", "--resume", "1", *words) == 2

    assert capsys.readouterr().err.startswith("Con --resume no van otras opciones")


def test_an_unknown_run_and_an_unknown_case_are_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert (mesa("rules", "diff", "--resume", "7"), mesa("rules", "diff", "--folio", "0501423523")) == (2, 2)

    first, second = capsys.readouterr().err.splitlines()
    assert first == "No hay una comparación 7. Mira las que hay con «./mesa rules runs»."
    assert second.startswith("No existe un caso con el folio")


def test_the_runs_are_listed_the_newest_first(world: World, capsys: pytest.CaptureFixture[str], shown: Any) -> None:
    sent(world, 1, b"right")
    first = ended(world, DEARER)
    second = started(world, None)

    rows = shown("rules", "runs")
    assert mesa("rules", "runs") == 0

    assert [(row["number"], row["done"], row["counts"]["flipped"]) for row in rows] == [
        (second.number, 0, 0),
        (first.number, 1, 1),
    ]
    assert [row["finished_at"] is None for row in rows] == [True, False]
    said = one_line(capsys.readouterr().out)
    assert f"{first.number} terminó: 1 de 1 · 1 con otra conclusión, 0 con otros hallazgos" in said
    assert f"23/nov/2026, 12:00 · olga · todos · reglas {first.rules_version}, motor " in said
    assert said.endswith(" · UMI de prueba")


def test_workers_that_give_no_sign_are_not_waited_for_without_end(world: World) -> None:
    sent(world, 1, b"right")
    run, seconds = started(world, DEARER), iter(range(0, 1000, 50))

    with pytest.raises(ServiceUnavailable) as refusal:
        following.follow(world.house, run, tick=lambda: float(next(seconds)), pause=lambda _: None)

    assert str(refusal.value).startswith("Los trabajadores no avanzan desde hace 150 segundos. Revisa «./mesa status»")
    assert str(refusal.value).endswith(f"Mírala con «./mesa rules diff --resume {run.number}».")


def test_a_part_that_goes_on_is_a_sign_though_no_verdict_is_done(world: World) -> None:
    sent(world, 1, b"right")
    run, seconds = started(world, DEARER), iter(range(0, 10_000, 100))
    (_, row_id) = world.bells.rung.pop()
    attempt = outbox.begin(world.house, row_id)
    assert attempt is not None
    looks = iter(range(20))

    def going_on(_: float) -> None:
        if next(looks) < 10:
            world.clock.forward(seconds=30)
            outbox.hold(world.house, attempt)
        else:
            world.clock.forward(seconds=61)
            readjudication.run(world.house, row_id)

    following.follow(world.house, run, tick=lambda: float(next(seconds)), pause=going_on)


def test_help_is_there_for_both(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("rules", "--help"), ("rules", "diff", "--help"), ("verdict", "--help")):
        with pytest.raises(SystemExit) as ended_well:
            main(list(words))
        assert ended_well.value.code == 0

    assert "--resume RUN" in capsys.readouterr().out
