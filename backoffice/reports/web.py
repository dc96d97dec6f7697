"""The report as one HTML page that asks nothing of the outside: no script, no font, no picture, no link."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from backoffice.domain.explained import Explained


def html(explained: Explained) -> str:
    """The whole page. Whatever comes from outside stays inert text."""
    return _environment().get_template("report.html").render(report=explained, style=_style())


@cache
def _style() -> Markup:
    """The one style sheet; our own, so it is not escaped."""
    return Markup((files("backoffice.reports") / "templates" / "report.css").read_text("utf-8"))  # noqa: S704


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("backoffice.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
