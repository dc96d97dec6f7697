"""The official values that ship with the desk, read once from the data files beside the domain."""

from functools import cache
from importlib.resources import files

from backoffice.domain.calendar import Calendar
from backoffice.domain.parameters import Parameters, load


@cache
def parameters() -> Parameters:
    """The parameters in force, all years. Raises ``BadParameters`` where a file was spoilt."""
    folder = files("backoffice.domain.parameters") / "data"
    texts = {entry.name.removesuffix(".toml"): entry.read_text("utf-8") for entry in folder.iterdir()}
    return load({name: text for name, text in texts.items() if not name.startswith(".")})


@cache
def calendar() -> Calendar:
    """The business days in force. Raises ``BadParameters`` where the file of extra days was spoilt."""
    path = files("backoffice.domain.calendar") / "data" / "days_off.toml"
    return Calendar.from_text(path.read_text("utf-8"))
