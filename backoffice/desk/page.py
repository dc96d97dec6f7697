"""The desk's pieces of HTML: templates that escape everything they print."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined


def page(name: str, **words: object) -> str:
    """One piece, filled in. Whatever comes from outside stays inert text."""
    return _environment().get_template(f"{name}.html").render(words)


@cache
def style() -> str:
    """The one style sheet, for all pieces; it holds inside ``.mesa`` only."""
    return f"<style>{(files('backoffice.desk') / 'pages' / 'style.css').read_text('utf-8')}</style>"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("backoffice.desk", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
