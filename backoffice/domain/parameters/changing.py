"""Official values with some of them changed, to be tried: the tables' texts, written anew. Nothing is in force."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from backoffice.domain.errors import BadInput
from backoffice.domain.parameters.loading import DECIMALS, load

#: What a person writes: a table's newest value, or its values by the day (ISO) from which each holds.
Changes = Mapping[str, Any]
LONGEST = 24
ONE_DAY = timedelta(days=1)


def changed(texts: Mapping[str, str], changes: Changes) -> dict[str, str]:
    """The *texts* with the *changes*: ``{"umi": {"2026-01-01": "120.00"}, "tolerance": "0.10"}``.

    Raises ``BadInput`` for a table that there is not or a day that is none, ``BadParameters`` for a value that is none.
    """
    if not isinstance(changes, Mapping):
        raise BadInput('Escribe los cambios así: {"umi": {"2026-01-01": "120.00"}}.')
    made = {**texts, **{name: _table(name, texts, of_table) for name, of_table in _known(changes).items()}}
    load(made)
    return made


def _known(changes: Changes) -> dict[str, Any]:
    strange = [str(name)[:LONGEST] for name in changes if name not in DECIMALS]
    if strange:
        raise BadInput(f"No hay un valor «{strange[0]}». Los que se pueden cambiar son: {', '.join(sorted(DECIMALS))}.")
    return dict(changes)


def _table(name: str, texts: Mapping[str, str], wanted: Any) -> str:
    data = tomllib.loads(texts[name])
    if isinstance(wanted, Mapping):
        for day, value in wanted.items():
            _put(name, data["values"], _day(name, day), _value(name, value))
    else:
        data["values"][-1]["value"] = _value(name, wanted)
    return _written(data)


def _put(name: str, values: list[dict[str, Any]], day: date, value: str) -> None:
    """From *day* until the end of the interval in which it lies, *value* holds."""
    for at, entry in enumerate(values):
        first, last = entry.get("from", date.min), entry.get("to", date.max)
        if not first <= day <= last:
            continue
        if first == day:
            entry["value"] = value
        else:
            values.insert(at + 1, {**entry, "from": day, "value": value})
            entry["to"] = day - ONE_DAY
        return
    raise BadInput(f"La tabla «{name}» no tiene valor para el {day}: elige un día en que haya uno.")


def _day(name: str, day: Any) -> date:
    try:
        return date.fromisoformat(str(day))
    except ValueError:
        shown = str(day)[:LONGEST]
        raise BadInput(f"«{shown}», en «{name}», no es un día: escríbelo como 2026-01-01.") from None


def _value(name: str, value: Any) -> str:
    said = str(value).strip()
    if isinstance(value, bool) or not said or len(said) > LONGEST:
        raise BadInput(f'El valor de «{name}» no es un número: escríbelo como "120.00".')
    return said


def _written(data: Mapping[str, Any]) -> str:
    """A table as TOML; the form is ours, so that the same change has the same version."""
    head = [f"{key} = {json.dumps(one, ensure_ascii=False)}" for key, one in data.items() if key != "values"]
    values = ["\n".join(["", "[[values]]", *map(_line, entry.items())]) for entry in data["values"]]
    return "\n".join([*head, *values, ""])


def _line(item: tuple[str, Any]) -> str:
    key, value = item
    return f"{key} = {value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)}"
