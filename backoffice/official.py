"""The official values that ship with the desk, read once from the data files beside the domain."""

from functools import cache
from importlib.resources import files

from backoffice.domain.parameters import Parameters, load


@cache
def parameters() -> Parameters:
    """The parameters in force, all years. Raises ``BadParameters`` where a file was spoilt."""
    folder = files("backoffice.domain.parameters") / "data"
    texts = {entry.name.removesuffix(".toml"): entry.read_text("utf-8") for entry in folder.iterdir()}
    return load({name: text for name, text in texts.items() if not name.startswith(".")})
