"""``mesa status``: each part, whether it runs, since when and where."""

import json

import click

from backoffice.cli import given_up_words
from backoffice.cli.opening import opened
from backoffice.domain.errors import MesaError
from backoffice.embedded import house
from backoffice.embedded.places import Places
from backoffice.embedded.state import SETTLED, HouseState, PartState, Stage
from backoffice.records.bounces import troubled
from backoffice.records.given_up import how_many
from backoffice.settings import Settings, load_settings

SPANISH = {
    Stage.WAITING: "en espera",
    Stage.STARTING: "arrancando",
    Stage.READY: "en marcha",
    Stage.DONE: "hecho",
    Stage.RESTARTING: "reiniciando",
    Stage.FAILED: "no arranca",
    Stage.STOPPED: "detenida",
}


LINE = "{:<17} {:<24} {:>8}  {:<19}  {}"


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def command(as_json: bool) -> int:
    """Muestra las partes de la mesa y cuánto trabajo espera a una persona.

    Termina con 0 si todas las partes están en marcha y con 1 si no.
    """
    settings = load_settings()
    state = house.status(settings)
    well = state is not None and all(part.stage in SETTLED for part in state.parts)
    waiting = _waiting()
    if as_json:
        work, letters = waiting or (None, None)
        said = {"up": well, "parts": _rows(state, settings), "waiting": work, "letters": letters}
        click.echo(json.dumps(said, ensure_ascii=False))
    elif state is None:
        click.echo("La mesa no está en marcha. Arráncala con «./mesa up».")
    else:
        _print_table(state, settings)
    if waiting is not None and not as_json:
        work, letters = waiting
        click.echo(given_up_words.counted(work) + (" Míralo con «./mesa cases»." if work else ""))
        if letters:
            click.echo(f"Cartas que esperan a una persona: {letters:,}. Míralas con «./mesa letters list --troubled».")
    return 0 if well else 1


def _waiting() -> tuple[int, int] | None:
    """How much work of cases waits for a person, and how many letters; ``None`` where the database cannot tell."""
    try:
        with opened() as here, here.transaction() as work:
            return how_many(work.session), len({one.letter_id for one in troubled(work.session)})
    except MesaError:
        return None


def _rows(state: HouseState | None, settings: Settings) -> list[dict[str, object]]:
    places = Places(settings.var)
    return [
        {
            "part": part.name,
            "label": part.label,
            "state": part.stage.value,
            "pid": part.process.pid if part.process else None,
            "since": part.process.since().isoformat() if part.process else None,
            "address": part.address or None,
            "restarts": part.deaths,
            "log": str(places.log(part.name)),
        }
        for part in (state.parts if state else ())
    ]


def _print_table(state: HouseState, settings: Settings) -> None:
    click.echo(LINE.format("Parte", "Estado", "PID", "Desde", "Dirección"))
    places = Places(settings.var)
    for part in state.parts:
        since = part.process.since().astimezone(settings.zone).strftime("%Y-%m-%d %H:%M:%S") if part.process else "–"
        pid = str(part.process.pid) if part.process else "–"
        click.echo(LINE.format(part.label, _stage(part), pid, since, part.address or "–"))
    for part in state.parts:
        if part.stage is Stage.FAILED:
            click.echo(f"«{part.label}» no arranca. Mira {places.log(part.name)} y da «./mesa up» para reintentar.")


def _stage(part: PartState) -> str:
    restarts = f" ({part.deaths} {'reinicio' if part.deaths == 1 else 'reinicios'})" if part.deaths else ""
    return f"{SPANISH[part.stage]}{restarts}"
